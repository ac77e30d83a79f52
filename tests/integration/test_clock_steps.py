"""The server's clock is set back, or forward: nothing is lost, and what can be seen is.

The clock is the operator's word. The ledger keeps the order in which entries came; the
clocks of witnesses say when that was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.ledger.caveats import caveats
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.problems import ProblemCode
from consent_server.ledger.trust import parse_trust
from consent_server.storage.anchors import AnchorStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.web.installation import open_installed
from tests.integration.web.installed import Installation, installed
from tests.proof import Proof
from tests.site import START, Shop, make_shop, settle
from tests.unit.ledger.builders import MOMENT, SECOND, record_id
from tests.unit.storage.builders import BOTH, new_database, new_record

pytestmark = pytest.mark.processes

HOUR = timedelta(hours=1)
WITNESS = WitnessSigner("auditor.example/w1", b"\x11" * 32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A site, an auditor, and a witness whose clock is right."""

    shop: Shop
    proof: Proof

    def click(self) -> str:
        shop = self.shop
        answer = shop.choose("grant_all", client=Client(shop.middleware))
        assert answer.status_code == 201
        settle()
        record: str = answer.get_json()["record_id"]
        return record

    def cosign(self, *, late: timedelta = timedelta()) -> None:
        """Let the witness sign the newest checkpoint, so much after the start."""
        at = START + late
        with open_installed(self.shop.data_dir, "shop") as site:
            note = SqlLedgerStore(site.engine, "shop").head().note
            assert note is not None
            line = WITNESS.cosign(note, int(at.timestamp()))
            anchors = AnchorStore(site.engine, "shop")
            anchors.add_cosignature(peek_checkpoint(note).size, "auditor", line, at)

    def problems(self) -> list[tuple[ProblemCode, int | None]]:
        """What an auditor finds who asks for the witness."""
        key = self.shop.key.read_text("ascii")
        lines = f"log {key}witness auditor {WITNESS.vkey}\nquorum auditor\n"
        report = self.proof.verify(parse_trust(lines))
        return [(one.code, one.index) for one in report.problems]


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    shop = make_shop(tmp_path)
    return Watch(shop=shop, proof=Proof(data_dir=shop.data_dir, folder=tmp_path))


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(-HOUR, id="an-hour-back"),
        pytest.param(HOUR, id="an-hour-forward"),
        pytest.param(-timedelta(days=9_000), id="back-to-a-battery-s-zero"),
        pytest.param(timedelta(days=3_000), id="years-forward"),
    ],
)
def test_keeps_the_order_in_which_choices_came(watch: Watch, step: timedelta) -> None:
    before = [watch.click(), watch.click()]
    watch.shop.clock.moment += step
    after = [watch.click(), watch.click()]

    found = [watch.proof.position(one) for one in before + after]
    assert found == [1, 2, 3, 4]
    report = watch.proof.verify()
    assert report.holds
    first, last = sorted([START, START + step])
    assert report.first_arrival == int(first.timestamp())
    assert report.last_arrival == int(last.timestamp())


@pytest.mark.parametrize(
    ("step", "said"),
    [
        pytest.param(-HOUR, 3_600, id="an-hour-back"),
        pytest.param(timedelta(seconds=-901), 901, id="more-than-is-allowed"),
        pytest.param(timedelta(seconds=-900), None, id="as-much-as-is-allowed"),
        pytest.param(HOUR, None, id="an-hour-forward"),
    ],
)
def test_the_report_says_by_how_much_the_clock_was_set_back(
    watch: Watch, step: timedelta, said: int | None
) -> None:
    watch.click()
    watch.shop.clock.moment += step
    watch.click()
    report = watch.proof.verify()

    assert report.holds
    assert report.set_back == max(0, -step.total_seconds())
    words = [one for one in caveats(report) if "clock was set back" in one]
    assert len(words) == (said is not None)
    assert all(f"{said} seconds" in one for one in words)


@pytest.mark.parametrize(
    ("step", "found"),
    [
        pytest.param(timedelta(seconds=-900), [], id="back-as-far-as-is-allowed"),
        pytest.param(-HOUR, [(ProblemCode.TIME, 2)], id="an-hour-back"),
        pytest.param(timedelta(seconds=120), [], id="forward-as-far-as-is-allowed"),
        pytest.param(HOUR, [(ProblemCode.TIME, 2)], id="an-hour-forward"),
    ],
)
def test_a_witness_shows_a_clock_that_was_wrong(
    watch: Watch, step: timedelta, found: list[tuple[ProblemCode, int]]
) -> None:
    """From outside it is the same as a record that was dated back."""
    watch.click()
    watch.cosign()
    watch.shop.clock.moment += step
    watch.click()
    watch.cosign()
    watch.shop.clock.moment -= step
    watch.click()
    watch.cosign(late=timedelta(seconds=1))

    assert watch.problems() == found
    assert watch.proof.verify().holds


def test_a_token_from_a_time_that_is_to_come_grants_nothing(watch: Watch) -> None:
    watch.shop.clock.moment += HOUR
    assert watch.shop.choose("grant_all").status_code == 201
    assert b"data-held" not in watch.shop.get().data
    watch.shop.clock.moment -= HOUR

    assert b"data-held" in watch.shop.get().data
    assert watch.shop.choose("grant_all").status_code == 201
    assert b"data-held" not in watch.shop.get().data
    settle()
    assert watch.proof.verify().holds


def test_a_receipt_is_complete_when_the_clock_was_set_back(watch: Watch) -> None:
    watch.click()
    watch.shop.clock.moment -= HOUR
    mine = watch.shop.choose("refuse_all").get_json()["record_id"]
    receipt = watch.shop.get(f"/-/choices/receipts/{mine}.json").get_json()

    assert receipt["ledger"]["state"] == "sequenced"


class TestWaiting:
    """What arrived ahead of the sequencer's clock, on either database."""

    @pytest.fixture(params=BOTH)
    def url(self, request: pytest.FixtureRequest, tmp_path: Path) -> str:
        return new_database(request, tmp_path / "consent.sqlite3")

    @pytest.fixture
    def shop(self, url: str, tmp_path: Path) -> Iterator[Installation]:
        with installed(tmp_path, url) as shop:
            yield shop

    def test_is_overtaken_by_what_arrived_in_time(self, shop: Installation) -> None:
        shop.site.publish()
        shop.site.records.append(new_record(1, arrived_at=SECOND + 3_600))
        shop.record(2, 3)
        store, writer = shop.newest(), shop.writer()
        assert [store.find_index(record_id(it)) for it in (2, 3, 1)] == [1, 2, None]

        writer.take_all(MOMENT + HOUR - timedelta(seconds=121))
        assert store.find_index(record_id(1)) is None
        writer.take_all(MOMENT + HOUR - timedelta(seconds=120))
        assert store.find_index(record_id(1)) == 3

    def test_holds_up_what_may_rest_on_it(self, shop: Installation) -> None:
        shop.site.records.append(new_record(1))
        shop.site.publish(MOMENT + HOUR)
        shop.record(2, 3)
        store = shop.newest()
        found = [store.find_index(record_id(it)) for it in (1, 2, 3)]
        assert found == [0, None, None]

        shop.writer().take_all(MOMENT + HOUR)
        found = [store.find_index(record_id(it)) for it in (1, 2, 3)]
        assert found == [0, 2, 3]
