"""Erasures: announced in the ledger, shared by several persons, then carried out."""

from datetime import timedelta
from pathlib import Path

import pytest

from consent_server.kernel.errors import BrokenEvidenceError, SettingError
from consent_server.ledger.record_line import PART_NAMES
from consent_server.storage.erasures import PERSONAL
from consent_server.web.jobs.erase import GATHERING, erase
from tests.integration.web.jobs.builders import (
    CrashError,
    Place,
    a_place,
    crashing_before,
)
from tests.unit.ledger.builders import record_id, subject_id
from tests.unit.storage.builders import Opened, file_url, opened, rows_of, run

ENOUGH = 30  # uses of the database: more than one erasure needs
"""Transactions of a run that erases two persons."""


def people(place: Place) -> None:
    """Three persons, of whom the first and the second come twice."""
    for number, subject in enumerate([1, 2, 3, 1, 2], 1):
        place.choose(number, subject=subject)


def test_leaves_nothing_by_which_a_person_is_found(place: Place) -> None:
    people(place)
    place.ask(1)

    place.erase()

    assert place.find(1) is None
    assert place.site.records.history(subject_id(1)) == []
    assert place.site.ledger.find_index(record_id(1)) is None
    rows = list(rows_of(place.site.ledger, 6))
    assert [row.subject is None for row in rows] == [
        *(False, True, False, False, True, False)
    ]
    assert all(row.decision is not None for row in rows)
    assert place.find(2) is not None


def test_is_proved_by_the_bundle(place: Place) -> None:
    people(place)
    place.ask(1)
    place.ask(3)
    place.erase()

    report = place.verify()

    assert report.holds
    assert report.overdue == 0
    assert report.erased == {"subject": 3, "context": 3}
    assert report.entries == {"config": 1, "visitor": 5, "erase": 1}


def test_breaks_where_a_part_goes_without_a_tombstone(place: Place) -> None:
    people(place)
    place.jobs.integrate()
    run(place.site, "UPDATE record SET context = NULL, context_salt = NULL")

    report = place.verify()

    assert not report.holds
    assert "no tombstone says why" in report.problems[0].message


def test_waits_until_others_had_time_to_ask(place: Place) -> None:
    """One tombstone for two persons tells nobody which records are of one."""
    people(place)
    place.ask(1)
    place.erase(after=GATHERING - timedelta(seconds=1))
    assert place.find(1) is not None
    place.ask(2)
    place.erase(after=timedelta(seconds=1))

    assert [place.find(number) is None for number in (1, 2, 3)] == [True, True, False]
    assert place.verify().entries["erase"] == 1
    assert place.jobs.erasures.open_requests() == []


def test_shares_no_tombstone_between_different_parts(place: Place) -> None:
    people(place)
    place.ask(1)
    place.ask(2, parts=frozenset({"context"}))
    place.erase()

    assert place.verify().entries["erase"] == 2
    found = place.find(2)
    assert found is not None
    assert found.context is None
    assert found.subject is not None


def test_deletes_a_record_of_which_nothing_is_left(place: Place) -> None:
    people(place)
    place.ask(1)
    place.erase()
    place.ask(2, parts=frozenset(PART_NAMES))
    place.erase()
    report = place.verify()

    assert report.holds
    assert report.erased == {"subject": 4, "decision": 2, "context": 4}
    [row] = [row for row in rows_of(place.site.ledger, 3) if row.index == 2]
    assert (row.subject, row.decision, row.context) == (None, None, None)


def test_notes_one_request_once(place: Place) -> None:
    people(place)

    assert place.ask(1)
    assert not place.ask(1)
    assert place.ask(1, parts=frozenset({"context"}))
    assert len(place.jobs.erasures.open_requests()) == 2


def test_a_second_erasure_finds_nothing_and_says_nothing(place: Place) -> None:
    people(place)
    place.ask(1)
    place.erase()
    place.ask(1)
    place.erase()

    assert place.verify().entries["erase"] == 1
    assert place.jobs.erasures.open_requests() == []


def test_takes_along_what_the_person_did_after_asking(place: Place) -> None:
    people(place)
    place.ask(1)
    place.choose(9, subject=1)
    place.erase()

    assert place.find(9) is None
    assert place.verify().holds


def test_forgets_who_asked_once_it_is_done(place: Place) -> None:
    people(place)
    place.ask(1)
    place.erase()

    assert not place.jobs.erasures.open_requests()
    assert place.ask(2)
    run(place.site, "DELETE FROM erasure_request WHERE subject_id IS NULL")
    assert len(place.jobs.erasures.open_requests()) == 1


def test_a_retried_click_is_a_new_record_of_nobody_known(place: Place) -> None:
    people(place)
    place.ask(1)
    place.erase()

    place.choose(1, subject=77)

    found = place.find(1)
    assert found is not None
    assert found.subject_id == subject_id(77)
    assert place.verify().holds


@pytest.mark.parametrize("use", range(1, ENOUGH + 1))
def test_is_finished_by_the_next_run_wherever_it_was_killed(
    place: Place, use: int
) -> None:
    people(place)
    place.ask(1)
    place.ask(2)
    place.wait(GATHERING)

    with crashing_before(place.site.engine, use):
        try:
            erase(place.jobs)
        except CrashError:
            crashed = True
        else:
            crashed = False
    erase(place.jobs)

    assert crashed or use > 1
    assert not crashed or use < ENOUGH
    assert [place.find(number) is None for number in (1, 2, 3)] == [True, True, False]
    assert place.jobs.tombstones.unfinished() == []
    assert place.jobs.erasures.open_requests() == []
    report = place.verify()
    assert report.holds
    assert report.entries["erase"] == 1
    assert report.erased == {"subject": 4, "context": 4}


def test_erases_nothing_before_the_tombstone_is_sequenced(place: Place) -> None:
    """A tree that contradicts its checkpoint is not signed, so nothing is announced."""
    people(place)
    place.jobs.integrate()
    place.ask(1)
    place.wait(GATHERING)
    run(place.site, "UPDATE ledger SET size = size - 1")

    with pytest.raises(BrokenEvidenceError, match="checkpoint"):
        erase(place.jobs)

    assert place.find(1) is not None


def test_erases_nothing_that_it_cannot_journal(site: Opened, tmp_path: Path) -> None:
    place = a_place(site, tmp_path)
    people(place)
    place.ask(1)
    (tmp_path / "shop.erasures.jsonl").mkdir()

    with pytest.raises(SettingError, match="nothing was erased"):
        place.erase()

    assert place.find(1) is not None
    (tmp_path / "shop.erasures.jsonl").rmdir()
    place.erase()
    assert place.find(1) is None


def test_journals_positions_and_parts_and_nobody(place: Place, tmp_path: Path) -> None:
    people(place)
    place.ask(1)
    place.erase()
    journal = tmp_path / "shop.erasures.jsonl"

    [line] = place.jobs.journal.read()

    assert line.positions == ((1, 2), (4, 5))
    assert line.parts == PERSONAL
    assert line.origin == place.jobs.origin
    assert str(subject_id(1)) not in journal.read_text()
    assert journal.stat().st_mode & 0o777 == 0o600


def test_leaves_no_byte_in_the_files(tmp_path: Path) -> None:
    file = tmp_path / "consent.sqlite3"
    with opened(file_url(file)) as site:
        place = a_place(site, tmp_path)
        people(place)
        for number in range(100, 160):
            place.choose(number)
        place.ask(1)
        secrets = [
            b'/path-of-1"',
            str(subject_id(1)).encode(),
            subject_id(1).bytes,
            str(record_id(1)).encode(),
            record_id(1).bytes,
        ]
        assert [one for one in secrets if one not in bytes_of(tmp_path)] == []

        place.erase()

        assert [one for one in secrets if one in bytes_of(tmp_path)] == []
        assert place.verify().holds


def bytes_of(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.glob("consent.sqlite3*"))
