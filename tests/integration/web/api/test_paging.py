"""Cursors: what we wrote is read again, and nothing else is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.web.api.paging import LARGEST, read_cursor, write_cursor
from consent_server.web.api.refusing import Refused

NUMBERS = st.integers(min_value=0, max_value=LARGEST)


@given(NUMBERS, NUMBERS)
def test_leads_back_to_the_place_it_was_made_of(epoch: int, position: int) -> None:
    cursor = write_cursor(epoch, position)

    assert read_cursor(cursor, int, int) == (epoch, position)
    with pytest.raises(Refused):
        read_cursor(cursor, str)
    with pytest.raises(Refused):
        read_cursor(cursor, int)


@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda it: it.hex()))
def test_any_other_text_is_refused(text: str) -> None:
    with suppress(Refused):
        found = read_cursor(text, int, int)
        assert found is not None
        assert all(type(it) is int and abs(it) <= LARGEST for it in found)


def test_begins_without_one() -> None:
    assert read_cursor(None, int) is None


@pytest.mark.parametrize("place", [(True, 1), (LARGEST + 1, 1), (1.0, 1), ("1", 1)])
def test_takes_no_number_that_is_none(place: tuple[int, int]) -> None:
    with pytest.raises(Refused):
        read_cursor(write_cursor(*place), int, int)
