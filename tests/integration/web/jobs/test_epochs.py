"""A site with several logs: positions mean nothing without their log."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from consent_server.kernel.errors import BrokenEvidenceError
from consent_server.ledger.entry import EntryKind, parse_entry
from consent_server.ledger.epoch import epoch_origin
from consent_server.ledger.tombstone import parse_tombstone
from consent_server.storage.erasures import PERSONAL
from consent_server.storage.ledgers import freeze
from consent_server.verifier.check import Beside, Outcome, check_bundle
from consent_server.verifier.inputs import read_trust
from consent_server.web.jobs.purge import purge
from consent_server.web.jobs.replay import replay
from consent_server.web.jobs.run import Runner
from consent_server.web.recovering import Recovery
from tests.integration.web.jobs.builders import Place
from tests.unit.ledger.builders import ORIGIN
from tests.unit.storage.builders import SITE, rows_of, run


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
    return [row.index for row in rows_of(log) if row.subject is None]


def tombstones(place: Place) -> set[tuple[str | None, tuple[tuple[int, int], ...]]]:
    found = set()
    for row in rows_of(place.jobs.ledger.at(2), 100):
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


def bundles(place: Place, folder: Path) -> tuple[Path, Path]:
    files = folder / "first.zip", folder / "second.zip"
    for epoch, path in enumerate(files, 1):
        with path.open("wb") as out:
            place.site.export(out, epoch)
    return files


def verified(place: Place, file: Path, *later: Path) -> Outcome:
    keys = [place.jobs.ledger.at(epoch).keys()[-1] for epoch in (1, 2)]
    return check_bundle(
        file, read_trust(keys, None), Beside(later=later), 1, as_json=True
    )


def test_the_later_bundle_says_what_was_erased_from_the_earlier_one(
    twice: Place, tmp_path: Path
) -> None:
    twice.ask(1)
    twice.erase()
    first, second = bundles(twice, tmp_path)

    alone = json.loads(verified(twice, first).text)
    both = json.loads(verified(twice, first, second).text)

    assert [one["code"] for one in alone["problems"]] == ["part_missing"] * 2
    assert "later one" in alone["problems"][0]["message"]
    assert both["holds"]
    assert both["erased"] == {"subject": 1, "context": 1}
    assert [(one["log"], one["reason"]) for one in both["tombstones"]] == [
        (epoch_origin(ORIGIN, 2), "erasure_request")
    ]


def test_the_later_bundle_shows_that_the_earlier_one_was_cut_off(
    place: Place, tmp_path: Path
) -> None:
    place.choose(1)
    place.jobs.integrate()
    short = tmp_path / "short.zip"
    with short.open("wb") as out:
        place.site.export(out)
    place.choose(2)
    place.jobs.integrate()
    recovery = Recovery(place.site.engine, SITE, tmp_path, Random(1).randbytes)
    recovery.begin(recovery.look_ahead(), "restored", place.clock.now())
    first, second = bundles(place, tmp_path)

    whole, cut = verified(place, first, second), verified(place, short, second)

    assert (whole.exit_code, cut.exit_code) == (0, 3)
    assert verified(place, short).exit_code == 0
    assert [one["code"] for one in json.loads(cut.text)["problems"]] == ["cut_off"]


def test_a_later_bundle_that_is_broken_says_nothing(
    twice: Place, tmp_path: Path
) -> None:
    twice.ask(1)
    twice.erase()
    run(twice.site, "UPDATE record SET decision = decision_salt WHERE number = 4")
    first, second = bundles(twice, tmp_path)

    with pytest.raises(BrokenEvidenceError, match="so nothing rests on it"):
        verified(twice, first, second)


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
