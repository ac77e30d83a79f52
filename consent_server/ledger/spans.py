"""Sets of positions as runs ``[start, stop)``: erasures cover long ranges."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


class Spans:
    """A set of positions, small when they lie side by side."""

    __slots__ = ("_runs",)

    def __init__(self, runs: Iterable[Span] = ()) -> None:
        self._runs = list(runs)

    def add(self, start: int, stop: int) -> None:
        """Add the positions from ``start`` up to, not including, ``stop``."""
        if self._runs and self._runs[-1][1] == start:
            start = self._runs.pop()[0]
        self._runs.append((start, stop))

    def runs(self) -> list[Span]:
        """Return the runs in order; they do not touch."""
        merged = list[Span]()
        for start, stop in sorted(self._runs):
            if merged and start <= merged[-1][1]:
                first, last = merged.pop()
                merged.append((first, max(last, stop)))
            else:
                merged.append((start, stop))
        return merged

    def __len__(self) -> int:
        return sum(stop - start for start, stop in self.runs())

    def __sub__(self, other: "Spans") -> "Spans":
        return Spans(_subtract(self.runs(), other.runs()))


def _subtract(runs: list[Span], holes: list[Span]) -> Iterator[Span]:
    stops = [stop for _, stop in holes]
    for start, stop in runs:
        rest = start
        for place in range(bisect_right(stops, start), len(holes)):
            low, high = holes[place]
            if low >= stop:
                break
            if rest < low:
                yield rest, low
            rest = high
        if rest < stop:
            yield rest, stop
