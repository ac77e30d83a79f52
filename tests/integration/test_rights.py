"""What visitors do with their records: download, check a receipt, erase."""

import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from werkzeug.test import Client, TestResponse

from consent_server.kernel.clock import ManualClock
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.trust import Trust
from consent_server.sdk.background import finish_all
from consent_server.storage.erasures import ErasureStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.web.installation import open_installed
from consent_server.web.jobs.run import Runner
from consent_server.web.jobs.site import open_job_site
from consent_server.web.visitor.receipt_check import (
    MAX_RECEIPT_BYTES,
    Standing,
    judge_receipt,
)
from tests.site import BASE, Shop
from tests.unit.storage.builders import rows_of

OWN = {"Sec-Fetch-Site": "same-origin"}
CHECK = "/-/choices/receipts/check"


def post(shop: Shop, path: str, **options: object) -> TestResponse:
    given = {"headers": OWN, "data": {"language": "en"}} | options
    return shop.client.post(path, base_url=BASE, **given)


def jobs(shop: Shop) -> None:
    """Run the jobs two days later."""
    clock = ManualClock(shop.clock.now() + timedelta(days=2))
    with open_installed(shop.data_dir) as site:
        done = [*Runner(site=open_job_site(site, shop.data_dir, clock)).run()]
    assert [one for one in done if one.failed] == []


def decisions(shop: Shop) -> list[dict[str, object]]:
    """What the ledger keeps, in order, of records that may have no person."""
    finish_all()
    with open_installed(shop.data_dir) as site:
        ledger = SqlLedgerStore(site.engine, "shop")
        rows = [*rows_of(ledger)]
    return [
        json.loads(row.decision.part) | {"who": row.subject is not None}
        for row in rows
        if row.decision is not None and row.entry[1] == 1
    ]


class TestErasing:
    def test_is_asked_in_two_steps_without_any_script(self, shop: Shop) -> None:
        shop.choose("grant_all")
        page = shop.get("/-/choices/").get_data(as_text=True)
        first = shop.get("/-/choices/erase?language=en").get_data(as_text=True)

        assert 'href="/-/choices/erase?language=en"' in page
        assert '<form method="post" action="/-/choices/erase?language=en">' in first
        assert "Within 48 hours" in first
        assert "<script" not in first
        with open_installed(shop.data_dir) as site:
            assert ErasureStore(site.engine, "shop").open_requests() == []

    def test_withdraws_and_clears_the_browser_in_the_same_answer(
        self, shop: Shop
    ) -> None:
        shop.choose("grant_all")
        shop.client.set_cookie("_ga", "GA1", domain="shop.example")
        answer = post(shop, "/-/choices/erase")
        cookies = answer.headers.getlist("Set-Cookie")

        assert answer.status_code == 303
        assert answer.headers["Location"] == "/-/choices/erased?language=en"
        for name in ("__Host-choice", "choice-state", "_ga"):
            [ended] = {
                one.partition("Max-Age=")[2].partition(";")[0]
                for one in cookies
                if one.startswith(f"{name}=")
            }
            assert ended == "0"
        assert shop.client.get_cookie("__Host-choice", domain="shop.example") is None
        assert [one["action"] for one in decisions(shop)] == ["grant_all", "withdraw"]
        told = shop.get(answer.headers["Location"]).get_data(as_text=True)
        assert "Within 48 hours your records are erased" in told

    def test_is_carried_out_and_leaves_what_tells_of_nobody(self, shop: Shop) -> None:
        record_id = shop.choose("grant_all").get_json()["record_id"]
        token = shop.client.get_cookie("__Host-choice", domain="shop.example")
        assert token is not None
        post(shop, "/-/choices/erase")
        jobs(shop)
        cookie = f"__Host-choice={token.value}"
        page = shop.get("/-/choices/", Cookie=cookie).get_data(as_text=True)

        assert [(one["action"], one["who"]) for one in decisions(shop)] == [
            ("grant_all", False),
            ("withdraw", False),
        ]
        assert record_id not in page
        assert "No choice is recorded" in page
        for path in (f"receipts/{record_id}.json", "everything.json", "erase"):
            assert shop.get(f"/-/choices/{path}", Cookie=cookie).status_code == 404

    def test_goes_on_under_another_pseudonym_with_an_old_token(
        self, shop: Shop
    ) -> None:
        first = shop.choose("grant_all").get_json()["record_id"]
        token = shop.client.get_cookie("__Host-choice", domain="shop.example")
        assert token is not None
        post(shop, "/-/choices/erase")
        jobs(shop)
        shop.client.set_cookie(
            "__Host-choice", token.value, domain="shop.example", secure=True
        )
        second = shop.choose("refuse_all").get_json()["record_id"]
        document = shop.get("/-/choices/everything.json").get_json()

        assert [one["record_id"] for one in document["records"]] == [second]
        [record] = document["records"]
        assert record["subject"]["previous_record_id"] is None
        assert first not in json.dumps(document)

    def test_records_no_withdrawal_of_what_was_never_given(self, shop: Shop) -> None:
        shop.choose("refuse_all")
        post(shop, "/-/choices/erase")

        assert [one["action"] for one in decisions(shop)] == ["refuse_all"]
        with open_installed(shop.data_dir) as site:
            assert len(ErasureStore(site.engine, "shop").open_requests()) == 1

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another-site"),
            pytest.param({"Origin": "https://evil.example"}, 403, id="old-browser"),
            pytest.param({}, 403, id="says-nothing"),
            pytest.param(OWN | {"Host": "evil.example"}, 421, id="another-host"),
        ],
    )
    def test_is_done_by_a_page_of_this_site_only(
        self, shop: Shop, headers: dict[str, str], status: int
    ) -> None:
        shop.choose("grant_all")
        answer = post(shop, "/-/choices/erase", headers=headers)

        assert answer.status_code == status
        assert "Set-Cookie" not in answer.headers
        with open_installed(shop.data_dir) as site:
            assert ErasureStore(site.engine, "shop").open_requests() == []

    def test_needs_a_genuine_token(self, shop: Shop) -> None:
        shop.choose("grant_all")
        stranger = Client(shop.middleware)
        forged = {"Cookie": "__Host-choice=AQGNkAHTLGoPnV48"}
        for headers in ({}, forged):
            answer = stranger.post(
                "/-/choices/erase", base_url=BASE, headers=OWN | headers
            )
            assert answer.status_code == 404

    def test_changes_nothing_when_the_database_is_away(self, shop: Shop) -> None:
        shop.choose("grant_all")
        (shop.data_dir / "consent.sqlite3").rename(shop.data_dir / "away")
        answer = post(shop, "/-/choices/erase")

        assert answer.status_code == 503
        assert "Set-Cookie" not in answer.headers


class TestDownload:
    def test_holds_every_record_of_this_browser(self, shop: Shop) -> None:
        ids = [
            shop.choose(act).get_json()["record_id"]
            for act in ("grant_all", "refuse_all")
        ]
        shop.choose("grant_all", client=Client(shop.middleware))
        answer = shop.get("/-/choices/everything.json")
        document = answer.get_json()

        assert [one["record_id"] for one in document["records"]] == ids[::-1]
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "no-store"
        [notice] = document["notices"].values()
        assert "asks for your permission" in notice["what"]

    def test_is_given_to_nobody_without_a_token(self, shop: Shop) -> None:
        shop.choose("grant_all")
        stranger = Client(shop.middleware)

        answer = stranger.get("/-/choices/everything.json", base_url=BASE)
        assert answer.status_code == 404


class TestReceipts:
    def receipt(self, shop: Shop) -> dict[str, object]:
        record_id = shop.choose("grant_all").get_json()["record_id"]
        found: dict[str, object] = shop.get(
            f"/-/choices/receipts/{record_id}.json"
        ).get_json()
        return found

    def test_stand_in_the_ledger_soon(self, shop: Shop) -> None:
        shop.choose("grant_all")
        finish_all()

        assert "In the signed ledger" in shop.get("/-/choices/").get_data(as_text=True)

    @pytest.mark.parametrize("way", ["file", "text"])
    def test_are_checked_as_a_file_or_as_text(self, shop: Shop, way: str) -> None:
        receipt = self.receipt(shop)
        text = json.dumps(receipt)
        file = FileStorage(io.BytesIO(text.encode()), filename="receipt.json")
        data = {"file": file} if way == "file" else {"text": text}
        answer = post(shop, CHECK, data=data, content_type="multipart/form-data")
        page = answer.get_data(as_text=True)

        assert answer.status_code == 200
        assert "This receipt holds" in page
        assert str(receipt["record_id"]) in page
        assert shop.middleware.site.policy.site.id in page

    def test_without_a_proof_are_told_to_be_incomplete(self, shop: Shop) -> None:
        """Nobody signed one: whoever knows the form can write it."""
        receipt = self.receipt(shop)
        ledger = receipt["ledger"]
        assert isinstance(ledger, dict)
        ledger["state"] = "committed"
        answer = post(shop, CHECK, data={"text": json.dumps(receipt)})
        page = answer.get_data(as_text=True)

        assert "This receipt is not complete" in page
        assert "This receipt holds" not in page

    def test_that_were_changed_do_not_hold(self, shop: Shop) -> None:
        text = json.dumps(self.receipt(shop) | {"event_state": "refused"})
        answer = post(shop, CHECK, data={"text": text})

        assert answer.status_code == 200
        assert "This receipt does not hold" in answer.get_data(as_text=True)
        assert "something else" in answer.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("change", "status", "said"),
        [
            pytest.param(
                {"origin": "x/y"}, 200, "belongs to another ledger", id="another-log"
            ),
            pytest.param(
                {"proof": None}, 422, "is not a receipt, or it is damaged", id="damaged"
            ),
            pytest.param({"entry": None}, 422, "is not a receipt", id="no-entry"),
        ],
    )
    def test_that_cannot_be_judged_are_not_said_to_fail(
        self, shop: Shop, change: dict[str, object], status: int, said: str
    ) -> None:
        receipt = self.receipt(shop)
        ledger = receipt["ledger"]
        assert isinstance(ledger, dict)
        ledger |= change
        answer = post(shop, CHECK, data={"text": json.dumps(receipt)})
        page = answer.get_data(as_text=True)

        assert answer.status_code == status
        assert "does not hold" not in page
        assert page.count(said) == 1

    def test_signed_with_another_key_belong_to_another_ledger(self, shop: Shop) -> None:
        """The one who signed it may have taken the name of this ledger."""
        receipt = json.dumps(self.receipt(shop)).encode()
        key = (shop.data_dir / "keys/shop.ledger.pub").read_text("ascii")
        other = NoteSigner(key.partition("+")[0], b"\x01" * 32).vkey
        found = judge_receipt(receipt, Trust.of_key(other))

        assert found.standing is Standing.FOREIGN
        assert found.reason is not None
        assert key.startswith(found.reason)

    @pytest.mark.parametrize(
        ("data", "status", "said"),
        [
            pytest.param({}, 422, "no file and no text", id="nothing"),
            pytest.param({"text": "  \n"}, 422, "no file and no text", id="blank"),
            pytest.param({"text": "[" * 9_000}, 422, "not a receipt", id="deep"),
            pytest.param(
                {"text": '{"ledger":{"entry":"","origin":"\\ud800\\u0007"}}'},
                *(422, "not a receipt"),
                id="half-a-pair",
            ),
            pytest.param(
                {"text": "x" * MAX_RECEIPT_BYTES}, 413, "too large", id="large"
            ),
            pytest.param(
                {"file": (io.BytesIO(b"\xff\xfe\x00"), "receipt.json")},
                *(422, "not a receipt"),
                id="no-text",
            ),
            pytest.param(
                {"text": '{"ledger":{"entry":"","origin":"<script>alert(1)"}}'},
                *(200, "&lt;script&gt;alert"),
                id="markup",
            ),
        ],
    )
    def test_survive_hostile_input(
        self, shop: Shop, data: dict[str, object], status: int, said: str
    ) -> None:
        answer = post(shop, CHECK, data=data, content_type="multipart/form-data")

        assert answer.status_code == status
        assert said in answer.get_data(as_text=True)
        assert "<script" not in answer.get_data(as_text=True)

    def test_are_not_checked_for_other_sites(self, shop: Shop) -> None:
        answer = post(shop, CHECK, headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403

    def test_are_never_judged_by_raising(self, shop: Shop) -> None:
        """Any change of any part is judged, and none of them holds."""
        receipt = json.dumps(self.receipt(shop)).encode()
        key = (shop.data_dir / "keys/shop.ledger.pub").read_text("ascii").strip()
        trust = Trust.of_key(key)
        assert judge_receipt(receipt, trust).standing is Standing.HOLDS

        @settings(max_examples=300)
        @given(st.integers(0, len(receipt) - 1), st.binary(min_size=1, max_size=3))
        def judged(place: int, junk: bytes) -> None:
            changed = receipt[:place] + junk + receipt[place + len(junk) :]
            found = judge_receipt(changed, trust)
            # A blank for a blank or an escaped letter says the same.
            same = _parsed(changed) == json.loads(receipt)
            assert same or found.standing is not Standing.HOLDS

        judged()


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError:
        return None


@pytest.mark.parametrize("path", ["", "erase", "erased", "receipts/check"])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_page_is_strict_and_in_the_visitor_s_language(
    shop: Shop, path: str, language: str
) -> None:
    shop.choose("grant_all")
    answer = shop.get(f"/-/choices/{path}?language={language}")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style=" not in page


def test_signals_are_counted_for_the_next_heartbeat(shop: Shop) -> None:
    """Rule GPC4: honoured, and shown without anybody."""
    for _ in range(3):
        shop.get(Sec_GPC="1")
    shop.get()
    shop.choose("grant_all")
    shop.get(Sec_GPC="1")  # decided by the visitor, so the signal decides nothing
    finish_all()
    jobs(shop)

    with open_installed(shop.data_dir) as site:
        ledger = SqlLedgerStore(site.engine, "shop")
        beats = [
            json.loads(row.decision.part)["signals"]
            for row in rows_of(ledger)
            if row.decision is not None and row.entry[1] == 21
        ]
    assert beats == [{"gpc": 3}]


def test_a_record_id_of_nobody_stays_unknown(shop: Shop) -> None:
    path = f"/-/choices/receipts/{UUID(int=1)}.json"
    assert shop.get(path).status_code == 404
