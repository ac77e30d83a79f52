"""A table of answers never points at few visitors."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consent_server.consent.statistics import (
    SMALL,
    By,
    Statistics,
    Times,
    disclose,
)

MANY = Times(100, 50)
FEW = Times(100, SMALL - 1)

some_times = st.builds(Times, st.integers(0, 40), st.integers(0, 40)).filter(any)
some_counts = st.dictionaries(st.sampled_from("abcdef"), some_times, min_size=1)


def total_of(counts: dict[str, Times]) -> Times:
    return Times(*map(sum, zip(*counts.values(), strict=True)))


def table(counts: dict[str, Times], by: By = By.LANGUAGE) -> Statistics:
    return disclose(by, counts, total_of(counts), None, 0)


def hidden(of: Statistics) -> set[str]:
    return {row.value for row in of.rows if row.times is None}


def test_shows_what_is_large() -> None:
    found = table({"en": MANY, "nb": MANY})

    assert [row.times for row in found.rows] == [MANY, MANY]
    assert found.total.times == Times(200, 100)
    assert found.rows[0].rate == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "few",
    [
        pytest.param(FEW, id="few-refused"),
        pytest.param(Times(SMALL - 1, 100), id="few-granted"),
        pytest.param(Times(100, 0), id="nobody-refused"),
    ],
)
def test_hides_few_and_the_smallest_row_beside(few: Times) -> None:
    found = table({"en": MANY, "nb": few, "fr": Times(90, 30), "de": MANY})

    assert hidden(found) == {"nb", "fr"}
    assert found.total.times is not None


def test_hides_no_more_where_two_rows_hide_each_other() -> None:
    found = table({"en": MANY, "nb": Times(100, 6), "fr": Times(100, 7)})

    assert hidden(found) == {"nb", "fr"}


def test_hides_the_total_where_it_is_small() -> None:
    found = table({"en": Times(3, 1)})

    assert hidden(found) == {"en"}
    assert found.total.times is None
    assert found.total.rate is None


def test_rows_that_overlap_hide_only_what_is_small() -> None:
    counts = {"analytics": MANY, "marketing": FEW, "scoring": MANY}
    found = disclose(By.PURPOSE, counts, MANY, None, 500)

    assert hidden(found) == {"marketing"}
    assert found.total.asked == 500


def test_a_value_that_only_asked_is_a_row() -> None:
    found = disclose(By.LANGUAGE, {"en": MANY}, MANY, {"nb": 40, "en": 200}, 240)

    assert [(row.value, row.asked) for row in found.rows] == [("en", 200), ("nb", 40)]
    assert hidden(found) == {"en", "nb"}


@given(some_counts)
def test_no_small_number_is_shown(counts: dict[str, Times]) -> None:
    found = table(counts)
    shown = [row.times for row in (*found.rows, found.total) if row.times]

    assert all(min(times) >= SMALL for times in shown)


@given(some_counts)
@example({"a": Times(9, 14), "b": Times(9, 14), "c": Times(10, 10)})
def test_no_hidden_number_follows_from_the_totals(counts: dict[str, Times]) -> None:
    """Whatever is hidden could be another number: the table would be the same."""
    found = table(counts)

    for name in hidden(found):
        for at in range(len(Times._fields)):
            assert any(
                other[name][at] != counts[name][at] and table(other) == found
                for other in others(counts, name)
            ), (name, at)


# Of two that hide each other, one number may need a large step for another's small one.
STEPS = sorted(
    product(range(-40, 41), repeat=2), key=lambda step: abs(step[0]) + abs(step[1])
)


def others(counts: dict[str, Times], name: str) -> Iterator[dict[str, Times]]:
    """What could be as well: answers more or less there, or moved elsewhere."""
    for granted, refused in STEPS:
        more = Times(counts[name].granted + granted, counts[name].refused + refused)
        changed = counts | {name: more}
        moved = (
            changed | {one: Times(it.granted - granted, it.refused - refused)}
            for one, it in counts.items()
            if one != name
        )
        for other in (changed, *moved):
            if all(min(it) >= 0 and any(it) for it in other.values()):
                yield other
