"""A table of answers never points at few visitors."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consent_server.consent.statistics import (
    SMALL,
    By,
    Month,
    Statistics,
    Times,
    add_up,
    disclose,
)

MANY = Times(100, 50)
FEW = Times(100, SMALL - 1)

some_times = st.builds(Times, st.integers(0, 40), st.integers(0, 40)).filter(any)
some_counts = st.dictionaries(st.sampled_from("abcdef"), some_times, min_size=1)


def total_of(counts: dict[str, Times]) -> Times:
    return Times(*map(sum, zip(*counts.values(), strict=True)))


def table(counts: dict[str, Times], by: By = By.LANGUAGE) -> Statistics:
    return disclose(by, month_of(counts))


def month_of(counts: dict[str, Times]) -> Month:
    return Month(counts=counts, total=total_of(counts), asked=None, asked_in_all=0)


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
    month = Month(counts=counts, total=MANY, asked=None, asked_in_all=500)
    found = disclose(By.PURPOSE, month)

    assert hidden(found) == {"marketing"}
    assert found.total.asked == 500


def test_a_value_that_only_asked_is_a_row() -> None:
    asked = {"nb": 40, "en": 200}
    month = Month(counts={"en": MANY}, total=MANY, asked=asked, asked_in_all=240)
    found = disclose(By.LANGUAGE, month)

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


def shown(of: Statistics) -> dict[str, Times]:
    rows = [(row.value, row.times) for row in (*of.rows, of.total)]
    return {value: times for value, times in rows if times is not None}


some_months = st.lists(some_counts, min_size=1, max_size=5)


@given(some_months, st.data())
def test_two_periods_differ_by_what_their_months_show(
    months: list[dict[str, Times]], data: st.DataObject
) -> None:
    """Whoever subtracts one from the other learns what a single month tells anyway."""
    tables = [table(one) for one in months]
    cut = data.draw(st.integers(0, len(tables) - 1))
    whole, part = (shown(add_up(By.LANGUAGE, it)) for it in (tables, tables[:cut]))
    rest = shown(add_up(By.LANGUAGE, tables[cut:]))

    nothing = Times()
    assert {
        value: Times(
            times.granted - part.get(value, nothing).granted,
            times.refused - part.get(value, nothing).refused,
        )
        for value, times in whole.items()
    } == {value: rest.get(value, nothing) for value in whole}
    assert rest.keys() <= whole.keys()


@given(some_months)
def test_months_that_are_not_in_a_sum_are_counted(
    months: list[dict[str, Times]],
) -> None:
    tables = [table(one) for one in months]

    for row in add_up(By.LANGUAGE, tables).rows:
        assert row.left_out == sum(row.value in hidden(it) for it in tables)


@given(some_counts, st.sampled_from("abcdef"), st.integers(1, SMALL - 1))
def test_asking_again_does_not_tell_how_a_few_chose_since(
    counts: dict[str, Times], name: str, few: int
) -> None:
    """A number of the newest month stays, or goes on by ten, whoever came."""

    def ask(counts: dict[str, Times]) -> dict[str, Times]:
        return shown(disclose(By.LANGUAGE, month_of(counts), rough=True))

    grown = counts | {name: counts.get(name, Times()).plus(Times(few, 0))}
    before, after = ask(counts), ask(grown)

    for value in before.keys() & after.keys():
        assert after[value].refused == before[value].refused
        assert after[value].granted - before[value].granted in {0, SMALL}
        assert after[value].granted % SMALL == 0


def test_a_version_gives_no_day_away() -> None:
    """Versions begin in the middle of a month: theirs are sums of days, too."""
    found = table({"1": Times(15, 12), "2": Times(20, 10)}, By.POLICY)

    assert [row.times for row in found.rows] == [Times(10, 10), Times(20, 10)]
    assert found.total.times == Times(35, 22)
