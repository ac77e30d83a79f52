"""Runs of positions against plain sets."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from consent_server.ledger.spans import Span, Spans

runs = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda run: (run[0], sum(run)))
)


def positions(spans: list[Span]) -> set[int]:
    return {place for start, stop in spans for place in range(start, stop)}


@given(runs, runs)
def test_adds_and_subtracts_as_sets_do(left: list[Span], right: list[Span]) -> None:
    mine, other = Spans(left), Spans(right)

    assert positions((mine - other).runs()) == positions(left) - positions(right)
    assert len(mine) == len(positions(left))


@given(runs)
def test_gives_runs_in_order_that_do_not_touch(raw: list[Span]) -> None:
    found = Spans(raw).runs()

    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(found))


def test_keeps_one_run_for_positions_side_by_side() -> None:
    spans = Spans()
    for place in range(1_000):
        spans.add(place, place + 1)

    assert spans.runs() == spans._runs == [(0, 1_000)]
