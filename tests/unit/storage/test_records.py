"""Consent records: committed once, found again, or not there at all."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    StoreUnavailableError,
)
from consent_server.ledger.entry import EntryKind, make_entry
from consent_server.ledger.log import sequence
from consent_server.storage.db import create_store_engine
from consent_server.storage.records import RecordStore
from tests.unit.ledger.builders import (
    MOMENT,
    SECOND,
    a_signer,
    record_id,
    some_salts,
    subject_id,
    visitor_parts,
)
from tests.unit.storage.builders import (
    SITE,
    Opened,
    file_url,
    new_record,
    opened,
    run,
)


def test_commits_a_record_with_its_entry(site: Opened) -> None:
    appended = site.records.append(new_record(1))

    [waiting] = site.ledger.waiting(10, SECOND)
    assert appended.created
    assert appended.new.record_id == UUID(bytes=waiting.record_id) == record_id(1)
    assert waiting.entry == appended.record.entry
    assert waiting.entry == make_entry(
        EntryKind.VISITOR, SECOND, visitor_parts(1), some_salts(1)
    )


def test_finds_exactly_what_was_committed(site: Opened) -> None:
    appended = site.records.append(new_record(1))
    found = site.records.find(record_id(1))

    assert found == appended.record
    assert found is not None
    assert found.index is None
    assert found.decision is not None
    assert found.decision.part == visitor_parts(1).decision


def test_knows_the_position_once_it_is_sequenced(site: Opened) -> None:
    site.records.append(new_record(1))
    before = site.records.find(record_id(1))
    sequence(site.ledger, a_signer(), MOMENT)
    after = site.records.find(record_id(1))

    assert before is not None
    assert after == replace(before, epoch=1, index=0)


def test_finds_nothing_under_another_id_or_site(site: Opened) -> None:
    site.records.append(new_record(1))

    assert site.records.find(record_id(2)) is None
    assert RecordStore(site.engine, "other").find(record_id(1)) is None


@pytest.mark.parametrize("sequenced", [False, True], ids=["waiting", "sequenced"])
def test_gives_a_retry_the_record_of_the_first_time(
    site: Opened, *, sequenced: bool
) -> None:
    first = site.records.append(new_record(1))
    if sequenced:
        sequence(site.ledger, a_signer(), MOMENT)
    later = new_record(1, arrived_at=SECOND + 9, parts=visitor_parts(1, record=None))

    again = site.records.append(replace(later, salts=some_salts(99)))

    assert not again.created
    assert replace(again.record, epoch=None, index=None) == first.record
    sequence(site.ledger, a_signer(), MOMENT)
    assert site.ledger.head().size == 1


def test_writes_nothing_over_a_record(site: Opened) -> None:
    first = site.records.append(new_record(1))
    other = site.records.append(new_record(1, click=b"something else"))

    assert not other.created
    assert other.record == first.record
    assert site.records.find(record_id(1)) == first.record
    assert len(site.ledger.waiting(10, SECOND)) == 1


def test_gives_the_history_of_one_subject_newest_first(site: Opened) -> None:
    for number in (4, 2, 9):
        site.records.append(new_record(number, subject=7))
        site.records.append(new_record(number + 100, subject=8))
    sequence(site.ledger, a_signer(), MOMENT)
    site.records.append(new_record(1, subject=7))

    history = site.records.history(subject_id(7))

    assert [one.record_id for one in history] == [
        record_id(number) for number in (1, 9, 2, 4)
    ]
    assert [one.index for one in history] == [None, 4, 2, 0]
    assert site.records.history(subject_id(6)) == []
    assert RecordStore(site.engine, "other").history(subject_id(7)) == []


def test_does_not_show_entries_of_the_ledger_itself(site: Opened) -> None:
    site.publish()
    [config] = site.ledger.waiting(10, SECOND)

    assert site.records.find(UUID(bytes=config.record_id)) is None


def test_needs_a_ledger(site: Opened) -> None:
    with pytest.raises(StoreUnavailableError, match="no ledger"):
        RecordStore(site.engine, "other").append(new_record(1))


def test_shows_an_erased_part_as_gone(site: Opened) -> None:
    site.records.append(new_record(1))
    run(site, "UPDATE record SET context = NULL, context_salt = NULL")
    found = site.records.find(record_id(1))

    assert found is not None
    assert found.context is None
    assert found.subject is not None


def test_notices_a_record_that_lost_its_entry(site: Opened) -> None:
    site.records.append(new_record(1))
    run(site, "DELETE FROM todo")

    with pytest.raises(BrokenEvidenceError, match="no entry"):
        site.records.find(record_id(1))


class TestUnavailable:
    """The store does not answer: an error of ours, and nothing was written."""

    def test_when_the_database_is_locked(self, file: Path) -> None:
        with opened(file_url(file), busy_timeout_ms=20) as site:
            site.records.append(new_record(1))
            blocker = sqlite3.connect(file, isolation_level=None)
            blocker.execute("BEGIN IMMEDIATE")
            try:
                with pytest.raises(StoreUnavailableError, match="locked"):
                    site.records.append(new_record(2))
                with pytest.raises(StoreUnavailableError, match="locked"):
                    site.publish()
                with pytest.raises(StoreUnavailableError, match="locked"):
                    sequence(site.ledger, a_signer(), MOMENT)
                assert site.records.find(record_id(2)) is None
                assert site.records.find(record_id(1)) is not None
            finally:
                blocker.close()

            assert site.ledger.head().size == 0
            assert site.records.append(new_record(2)).created
            assert len(site.ledger.waiting(10, SECOND)) == 2

    def test_when_the_tables_are_missing(self, tmp_path: Path) -> None:
        engine = create_store_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        records = RecordStore(engine, SITE)

        with pytest.raises(StoreUnavailableError, match="no such table"):
            records.append(new_record(1))
        with pytest.raises(StoreUnavailableError, match="no such table"):
            records.find(record_id(1))
        with pytest.raises(StoreUnavailableError, match="no such table"):
            records.history(subject_id(1))
        engine.dispose()

    def test_when_the_file_is_no_database(self, tmp_path: Path) -> None:
        path = tmp_path / "letter.db"
        path.write_bytes(b"Dear Sir or Madam, " * 100)
        engine = create_store_engine(f"sqlite:///{path}")

        with pytest.raises(StoreUnavailableError, match="not a database"):
            RecordStore(engine, SITE).append(new_record(1))
        engine.dispose()

    def test_when_the_folder_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailableError, match="No such file"):
            create_store_engine(f"sqlite:///{tmp_path / 'no' / 'consent.db'}")

    def test_when_the_database_may_only_be_read(
        self, file_site: Opened, file: Path
    ) -> None:
        file_site.records.append(new_record(1))
        url = f"sqlite:///file:{file}?mode=ro&uri=true"
        engine = create_store_engine(url)
        records = RecordStore(engine, SITE)

        assert records.find(record_id(1)) is not None
        with pytest.raises(StoreUnavailableError, match="readonly"):
            records.append(new_record(2))
        engine.dispose()

    def test_when_the_disk_is_full(self, file_site: Opened, file: Path) -> None:
        file_site.records.append(new_record(1))
        pages = page_count(file)
        engine = create_store_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        records = RecordStore(engine, SITE)

        with pytest.raises(StoreUnavailableError, match="full"):
            append_many(records, 500)
        engine.dispose()
        kept = file_site.ledger.waiting(1_000, SECOND)
        kept_ids = [UUID(bytes=one.record_id) for one in kept]
        assert all(file_site.records.find(one) is not None for one in kept_ids)
        assert file_site.records.append(new_record(1_000)).created


def append_many(records: RecordStore, count: int) -> None:
    for number in range(2, count):
        records.append(new_record(number))


def page_count(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        [[count]] = connection.execute("PRAGMA page_count")
    finally:
        connection.close()
    return int(count)
