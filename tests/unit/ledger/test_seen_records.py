"""Record ids that come again."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.ledger.seen_records import SEEN, SeenRecords


def of(ids: list[bytes], spill: io.BytesIO | None = None) -> set[tuple[int, int]]:
    seen = SeenRecords(spill)
    seen.add(b"".join(SEEN.pack(one, place) for place, one in enumerate(ids)))
    return {(first, again) for _, first, again in seen.repeated()}


def test_names_both_positions() -> None:
    ids = [bytes([number]) * 16 for number in (1, 2, 3, 2, 1, 2)]

    assert of(ids) == {(1, 3), (0, 4), (1, 5)}


@pytest.mark.parametrize("count", [169, 170, 171, 50_000])
def test_finds_one_that_was_written_to_the_file(count: int) -> None:
    spill = io.BytesIO()
    ids = [number.to_bytes(16, "big") for number in range(count)]

    assert of([*ids, ids[0], ids[-1]], spill) == {(0, count), (count - 1, count + 1)}
    assert (len(spill.getvalue()) > 0) is (count > 10_000)


@given(st.lists(st.binary(min_size=16, max_size=16).map(lambda one: one[:1] * 16)))
def test_finds_what_a_dictionary_finds(ids: list[bytes]) -> None:
    first: dict[bytes, int] = {}
    expected = set()
    for place, one in enumerate(ids):
        if first.setdefault(one, place) != place:
            expected.add((first[one], place))

    assert of(ids) == expected
