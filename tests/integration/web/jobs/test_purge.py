"""Retention: contexts go first, records later, and what is needed stays."""

from datetime import timedelta
from pathlib import Path

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.storage.restriction import lift, restrict
from consent_server.web.jobs.purge import purge
from tests.integration.web.jobs.builders import Place, a_place
from tests.unit.ledger.builders import subject_id
from tests.unit.storage.builders import SITE, Opened, rows_of

DAYS = timedelta(days=1)


def parts_left(place: Place) -> dict[int, str]:
    """What is left of the records at each position: s, d and c."""
    return {
        row.index: "".join(
            letter
            for letter, part in (
                ("s", row.subject),
                ("d", row.decision),
                ("c", row.context),
            )
            if part
        )
        for row in rows_of(place.site.ledger)
    }


@pytest.mark.parametrize(
    ("days", "left"),
    [
        pytest.param(90, "sdc", id="on-the-last-day"),
        pytest.param(91, "sd", id="a-context-is-old"),
        pytest.param(730, "sd", id="a-record-is-not-yet"),
        pytest.param(731, "", id="a-record-is-old"),
    ],
)
def test_removes_each_part_in_its_time(place: Place, days: int, left: str) -> None:
    place.choose(1)
    place.jobs.integrate()
    place.wait(days * DAYS)
    purge(place.jobs)

    assert parts_left(place)[1] == left
    assert place.verify().holds


def test_names_a_long_time_as_one_run(place: Place) -> None:
    """Gone parts and the ledger's own entries do not cut a run into pieces."""
    for number in range(1, 6):
        place.choose(number)
    place.ask(3, parts=frozenset({"context"}))
    place.erase()
    place.choose(6)
    place.jobs.integrate()
    place.wait(100 * DAYS)

    purge(place.jobs)
    report = place.verify()

    assert report.entries == {"config": 1, "visitor": 6, "erase": 1, "purge": 1}
    assert report.erased == {"context": 6}
    assert report.holds
    [*_, last] = rows_of(place.site.ledger, 9)
    assert last.decision is not None
    assert b'"positions":[[1,8]]' in last.decision.part


def test_keeps_a_record_whose_choice_still_counts(site: Opened, tmp_path: Path) -> None:
    place = a_place(site, tmp_path, publish=False)
    place.publish(retention=100, context=100)
    place.choose(1)
    place.jobs.integrate()
    place.wait(182 * DAYS - timedelta(seconds=1))
    purge(place.jobs)

    assert parts_left(place)[1] == "sd"
    place.wait(timedelta(seconds=1))
    purge(place.jobs)
    assert parts_left(place)[1] == ""
    assert place.verify().holds


def test_leaves_restricted_records_until_the_restriction_ends(place: Place) -> None:
    for number in (1, 2, 3):
        place.choose(number)
    place.jobs.integrate()
    assert restrict(place.site.engine, SITE, subject_id(2), place.clock.now()) == 1
    place.wait(800 * DAYS)
    purge(place.jobs)

    assert [parts_left(place)[at] for at in (1, 2, 3)] == ["", "sdc", ""]
    assert lift(place.site.engine, SITE, subject_id(2)) == 1
    purge(place.jobs)
    assert [parts_left(place)[at] for at in (1, 2, 3)] == ["", "", ""]
    assert place.verify().holds


def test_keeps_policies_and_notices_for_ever(place: Place) -> None:
    place.choose(1)
    place.jobs.integrate()
    place.wait(3_000 * DAYS)
    purge(place.jobs)

    assert place.site.policies.find_policy(place.versions[0]) is not None
    assert place.verify().holds


def test_says_nothing_when_nothing_is_old(place: Place) -> None:
    place.choose(1)
    place.jobs.integrate()
    purge(place.jobs)
    place.wait(91 * DAYS)
    purge(place.jobs)
    purge(place.jobs)

    assert place.verify().entries == {"config": 1, "visitor": 1, "purge": 1}


def test_obeys_the_policy_that_was_put_in_force_last(
    site: Opened, tmp_path: Path
) -> None:
    """A site that goes back to an earlier catalog keeps records as that one says."""
    place = a_place(site, tmp_path, publish=False)
    place.publish(retention=730)
    place.publish(retention=200)
    place.publish(retention=730)
    place.choose(1)
    place.jobs.integrate()
    place.wait(300 * DAYS)
    purge(place.jobs)

    assert parts_left(place)[2] == "sd"


def test_needs_a_policy_that_says_how_long(site: Opened, tmp_path: Path) -> None:
    place = a_place(site, tmp_path, publish=False)

    with pytest.raises(SettingError, match="has not published a policy"):
        purge(place.jobs)
