"""A site with several logs: positions mean nothing without their log."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from consent_server.ledger.entry import EntryKind, parse_entry
from consent_server.ledger.epoch import epoch_origin
from consent_server.ledger.tombstone import parse_tombstone
from consent_server.storage.erasures import PERSONAL
from consent_server.storage.ledgers import freeze
from consent_server.web.jobs.purge import purge
from consent_server.web.jobs.replay import replay
from consent_server.web.jobs.run import Runner
from consent_server.web.recovering import Recovery
from tests.unit.ledger.builders import ORIGIN
from tests.unit.storage.builders import SITE
from tests.unit.web.jobs.builders import Place


@pytest.fixture
def twice(place: Place, tmp_path: Path) -> Place:
    """Persons 1 and 2 in the first log, and both again in the second one."""
    place.choose(1)
    place.choose(2)
    place.jobs.integrate()
    recovery = Recovery(place.site.engine, SITE, tmp_path, Random(1).randbytes)
    recovery.begin(recovery.look_ahead(), "restored", place.clock.now())
    place.choose(3, subject=2)
    place.choose(4, subject=1)
    place.jobs.integrate()
    return place


def gone(place: Place, epoch: int) -> list[int]:
    """Positions of a log that have no subject."""
    log = place.jobs.ledger.at(epoch)
    return [row.index for row in log.rows(log.head().size) if row.subject is None]


def tombstones(place: Place) -> set[tuple[str | None, tuple[tuple[int, int], ...]]]:
    found = set()
    for row in place.jobs.ledger.at(2).rows(100):
        kind = parse_entry(row.entry).kind
        if kind in {EntryKind.ERASE, EntryKind.PURGE} and row.decision is not None:
            one = parse_tombstone(row.decision.part)
            found.add((one.origin, tuple(one.positions)))
    return found


def test_erases_a_person_in_every_log_and_nobody_else(twice: Place) -> None:
    twice.ask(1)
    twice.erase()

    assert gone(twice, 1) == [1]
    assert gone(twice, 2) == [3]
    assert tombstones(twice) == {
        (ORIGIN, ((1, 2),)),
        (epoch_origin(ORIGIN, 2), ((3, 4),)),
    }


def test_purges_every_log(twice: Place) -> None:
    twice.wait(timedelta(days=731))
    purge(twice.jobs)

    assert gone(twice, 1) == [1, 2]
    assert gone(twice, 2) == [2, 3]
    assert twice.jobs.tombstones.unfinished() == []


def test_replays_each_line_on_its_own_log(twice: Place) -> None:
    twice.ask(1)
    twice.erase()
    lines = twice.jobs.journal.read()
    done = replay(twice.jobs, twice.jobs.journal)

    assert {line.origin for line in lines} == {ORIGIN, epoch_origin(ORIGIN, 2)}
    assert {line.parts for line in lines} == {PERSONAL}
    assert (done.records, done.elsewhere) == (0, 0)
    assert gone(twice, 1) == [1]


def test_a_frozen_ledger_is_a_job_that_failed(place: Place) -> None:
    place.choose(1)
    place.jobs.integrate()
    freeze(place.site.engine, SITE, "the mark is larger")
    place.ask(1)
    place.wait(timedelta(hours=12))
    done = {one.job: one for one in Runner(site=place.jobs).run()}

    assert done["sequence"].failed
    assert "the mark is larger" in str(done["sequence"].said)
    assert done["erase"].failed
    assert place.find(1) is not None
