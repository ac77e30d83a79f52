"""Which ledgers there are, and what stops the signing of one."""

import pytest

from consent_server.ledger.log import sequence
from consent_server.ledger.ports import Batch
from consent_server.storage.ledger_store import SqlLedgerStore, open_ledger
from consent_server.storage.ledgers import freeze, list_ledgers
from tests.unit.ledger.builders import MOMENT, ORIGIN, a_signer, record_id
from tests.unit.storage.builders import Opened, new_record


def test_lists_every_ledger(site: Opened) -> None:
    open_ledger(site.engine, "other", "other.example/other")

    assert list_ledgers(site.engine) == {
        "other": "other.example/other",
        "shop": ORIGIN,
    }


def test_signs_nothing_of_a_frozen_ledger_and_goes_on_taking_records(
    site: Opened,
) -> None:
    site.records.append(new_record(1))
    sequence(site.ledger, a_signer(), MOMENT)
    head = site.ledger.head()

    assert freeze(site.engine, "shop", "a witness saw more")
    site.records.append(new_record(2))

    assert sequence(site.ledger, a_signer(), MOMENT) is None
    assert site.ledger.head().frozen == "a witness saw more"
    assert site.ledger.head().note == head.note
    assert site.ledger.find_index(record_id(2)) is None
    assert site.records.find(record_id(2)) is not None


def test_freezes_no_other_ledger(site: Opened) -> None:
    other = open_ledger(site.engine, "other", "other.example/other")
    freeze(site.engine, "shop", "a witness saw more")

    assert other.head().frozen is None


def test_logs_the_first_reason_and_keeps_it(
    site: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    first = freeze(site.engine, "shop", "a witness saw more")
    second = freeze(site.engine, "shop", "and another one as well")

    assert (first, second) == (True, False)
    assert site.ledger.head().frozen == "a witness saw more"
    assert [record.message for record in caplog.records] == ["ledger_frozen"]


def test_stores_no_step_that_was_signed_before_the_freeze(site: Opened) -> None:
    """The last moment counts: between a head and its step somebody may freeze."""

    class Slow(SqlLedgerStore):
        def append(self, batch: Batch) -> bool:
            freeze(site.engine, "shop", "a witness saw more")
            return super().append(batch)

    site.records.append(new_record(1))

    assert sequence(Slow(site.engine, "shop"), a_signer(), MOMENT) is None
    assert site.ledger.head().size == 0
