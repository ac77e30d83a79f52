"""``consent-server rights``: answers about one person, and its exit codes."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from werkzeug.test import Client

from consent_server.cli.main import commands
from consent_server.kernel.errors import SettingError
from consent_server.ledger.receipt import ReceiptState, verify_receipt
from consent_server.ledger.trust import Trust
from consent_server.storage.db import writing
from consent_server.storage.records import RecordStore
from consent_server.storage.tables import erasure_request
from consent_server.web.installation import open_installed
from tests.site import Shop


def run(shop: Shop, *arguments: str) -> Result:
    where = ["--data-dir", str(shop.data_dir)]
    return CliRunner().invoke(commands, ["rights", *arguments, *where])


def refusal(shop: Shop, *arguments: str) -> str:
    done = run(shop, *arguments)
    assert isinstance(done.exception, SettingError)
    return str(done.exception)


def chosen(shop: Shop, act: str = "grant_all", client: Client | None = None) -> str:
    return str(shop.choose(act, client=client).get_json()["record_id"])


def requests_are_old(shop: Shop) -> None:
    with open_installed(shop.data_dir) as site, writing(site.engine) as connection:
        connection.execute(erasure_request.update().values(asked_at=0))


def jobs(shop: Shop) -> Result:
    how = ["--once", "--clock-is-right", "--data-dir", str(shop.data_dir)]
    return CliRunner().invoke(commands, ["jobs", "run", *how])


def test_gives_all_records_of_the_person_with_receipts(
    shop: Shop, tmp_path: Path
) -> None:
    first = chosen(shop)
    second = chosen(shop, "withdraw")
    chosen(shop, client=Client(shop.middleware))
    out = tmp_path / "answer.json"

    done = run(shop, "access", "--record", first, "--out", str(out))
    document = json.loads(out.read_text())
    printed = json.loads(run(shop, "access", "--record", second).output)

    assert done.exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert [one["record_id"] for one in document["records"]] == [second, first]
    assert printed["records"] == document["records"]
    key = (shop.data_dir / "keys/shop.ledger.pub").read_text("ascii")
    for one in document["records"]:
        verified = verify_receipt(one["receipt"], Trust.of_key(key))
        assert verified.state is ReceiptState.SEQUENCED
        notice = document["notices"][one["decision"]["notice_digest"]]
        assert notice["texts"]["accept_all"] == "Accept all"


def test_erases_a_person_with_the_next_run_of_the_jobs(shop: Shop) -> None:
    record_id = chosen(shop)
    arguments = ("erase", "--record", record_id, "--reason", "erasure_request")
    first, again = run(shop, *arguments), run(shop, *arguments)
    waiting = run(shop, "list")
    early = jobs(shop)
    requests_are_old(shop)
    late = run(shop, "list", "--json")
    done = jobs(shop)

    assert first.output.startswith("Noted.\nGone within 48 hours")
    assert "context, subject of 1 record." in first.output
    assert again.output.startswith("This was noted before.")
    assert waiting.exit_code == 0
    assert "context, subject  (erasure_request)" in waiting.output
    assert "erase: nothing to do yet, 1 request waits for others, 12 hours" in (
        early.output
    )
    assert late.exit_code == 1
    assert [one["overdue"] for one in json.loads(late.output)["open"]] == [True]
    assert "shop: erase: 1 record under 1 tombstone" in done.output
    assert run(shop, "list").output == "0 requests open\n"
    assert "nobody can tell any more" in refusal(shop, "access", "--record", record_id)


def test_erases_every_part_where_the_decision_is_named(shop: Shop) -> None:
    record_id = chosen(shop)
    run(
        shop,
        *("erase", "--record", record_id, "--reason", "unlawful"),
        *("--parts", "subject, decision,context"),
    )
    requests_are_old(shop)
    jobs(shop)

    with open_installed(shop.data_dir) as site:
        assert RecordStore(site.engine, "shop").find(UUID(record_id)) is None


def test_restricts_until_it_is_lifted(shop: Shop) -> None:
    record_id = chosen(shop)
    chosen(shop, "withdraw")
    done = run(shop, "restrict", "--record", record_id)
    document = json.loads(run(shop, "access", "--record", record_id).output)

    assert done.output == "2 records restricted now.\n"
    assert [one["restricted"] for one in document["records"]] == [True, True]
    assert "lift that first" in refusal(
        shop, "erase", "--record", record_id, "--reason", "unlawful"
    )
    lifted = run(shop, "lift", "--record", record_id)
    assert lifted.output == "2 records no longer restricted.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--parts", "name"], "expected some of subject", id="unknown"),
        pytest.param(["--parts", ""], "expected some of subject", id="none"),
    ],
)
def test_refuses_other_parts(shop: Shop, arguments: list[str], said: str) -> None:
    record_id = chosen(shop)

    assert said in refusal(
        shop, "erase", "--record", record_id, "--reason", "unlawful", *arguments
    )


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["erase", "--record", "7", "--reason", "unlawful"], id="no-id"),
        pytest.param(
            ["erase", "--record", str(UUID(int=7)), "--reason", "retention"],
            id="reason-of-a-job",
        ),
        pytest.param(["restrict"], id="no-record"),
    ],
)
def test_says_what_an_option_should_be(shop: Shop, arguments: list[str]) -> None:
    assert run(shop, *arguments).exit_code == 2


@pytest.mark.parametrize("verb", ["access", "restrict", "lift"])
def test_says_that_there_is_no_such_record(shop: Shop, verb: str) -> None:
    assert "has no record" in refusal(shop, verb, "--record", str(UUID(int=7)))


def test_says_that_an_answer_cannot_be_written(shop: Shop, tmp_path: Path) -> None:
    record_id = chosen(shop)
    out = tmp_path / "none" / "answer.json"

    assert "cannot be written" in refusal(
        shop, "access", "--record", record_id, "--out", str(out)
    )


def test_replays_a_journal_and_says_what_it_found(shop: Shop) -> None:
    record_id = chosen(shop)
    run(shop, "erase", "--record", record_id, "--reason", "unlawful")
    requests_are_old(shop)
    jobs(shop)
    journal = shop.data_dir / "shop.erasures.jsonl"
    again = run(shop, "replay", "--journal", str(journal))
    journal.write_text(journal.read_text().replace("shop.example", "other.example"))
    other = run(shop, "replay", "--journal", str(journal))

    assert again.output == "0 records erased again.\n"
    assert other.output == "0 records erased again.\n1 line of other ledgers left.\n"
