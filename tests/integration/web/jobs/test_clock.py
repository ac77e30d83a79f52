"""A clock that stands far ahead of the last run is not believed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.web.jobs.clock import FARTHEST, check_clock, trust_clock
from tests.integration.web.jobs.builders import Place

SECOND = timedelta(seconds=1)
YEARS = timedelta(days=3_000)


def stamp(place: Place) -> str:
    [path] = place.jobs.data_dir.glob("*.jobs-ran")
    return path.read_text("ascii")


def test_is_compared_with_the_newest_checkpoint_before_the_first_run(
    place: Place,
) -> None:
    place.jobs.integrate()
    place.wait(FARTHEST + SECOND)
    with pytest.raises(SettingError, match="31 days before; nothing was done"):
        check_clock(place.jobs)
    place.wait(-SECOND)
    check_clock(place.jobs)


def test_is_compared_with_what_waits_where_nothing_was_signed(place: Place) -> None:
    place.wait(YEARS)
    with pytest.raises(SettingError, match="the last time known"):
        check_clock(place.jobs)


def test_is_compared_with_the_last_run_then(place: Place) -> None:
    check_clock(place.jobs)
    for _ in range(3):
        place.wait(FARTHEST)
        check_clock(place.jobs)
    place.wait(FARTHEST + SECOND)
    with pytest.raises(SettingError, match="the last time known"):
        check_clock(place.jobs)


def test_gets_no_support_from_what_visitors_do_by_the_same_clock(place: Place) -> None:
    check_clock(place.jobs)
    place.wait(YEARS)
    place.choose(1)
    place.jobs.integrate()
    with pytest.raises(SettingError, match="the last time known"):
        check_clock(place.jobs)


def test_is_believed_once_somebody_says_that_it_is_right(place: Place) -> None:
    check_clock(place.jobs)
    place.wait(YEARS)
    trust_clock(place.jobs)
    check_clock(place.jobs)
    place.wait(YEARS)
    with pytest.raises(SettingError, match="the last time known"):
        check_clock(place.jobs)


def test_that_was_set_back_moves_nothing_back(place: Place) -> None:
    check_clock(place.jobs)
    before = stamp(place)
    place.wait(-YEARS)
    check_clock(place.jobs)
    assert stamp(place) == before
    trust_clock(place.jobs)
    assert stamp(place) < before


@pytest.mark.parametrize("content", [b"", b"soon", b"\xff"])
def test_is_not_believed_where_the_last_run_cannot_be_read(
    place: Place, content: bytes
) -> None:
    check_clock(place.jobs)
    [path] = place.jobs.data_dir.glob("*.jobs-ran")
    path.write_bytes(content)
    with pytest.raises(SettingError, match="should say when the jobs ran last"):
        check_clock(place.jobs)
    trust_clock(place.jobs)
    check_clock(place.jobs)


def test_can_be_judged_while_the_folder_takes_no_file(place: Place) -> None:
    place.jobs.integrate()
    nowhere = replace(place.jobs, data_dir=place.jobs.data_dir / "gone")
    check_clock(nowhere)
    with pytest.raises(SettingError, match="cannot be written"):
        trust_clock(nowhere)
