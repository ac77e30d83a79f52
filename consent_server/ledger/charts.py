"""Bar charts as numbers: a template draws them as SVG, with a table of the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

BARS = 92
"""More days than this are shown by the week, more weeks by the month."""

WIDTH = 640
_ROW = 28
_LEFT = 170  # of the bars that lie, for their names
_RIGHT = 70  # for their numbers
_HEIGHT = 160  # of the bars that stand
_BELOW = 24
_FIRST_DAY = date(1970, 1, 1)
_NAME_LENGTH = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: what it counts, and where it stands, in units of the drawing."""

    name: str
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def label(self) -> str:
        """The name, short enough for the drawing; the table has all of it."""
        if len(self.name) <= _NAME_LENGTH:
            return self.name
        return f"{self.name[: _NAME_LENGTH - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars, and the size of the drawing; ``unit`` says what a bar stands for."""

    bars: Sequence[Bar]
    height: int
    unit: str
    width: int = WIDTH

    @property
    def largest(self) -> int:
        """The highest count."""
        return max((bar.count for bar in self.bars), default=0)


def lying_chart(counts: Mapping[str, int], unit: str) -> Chart:
    """Make a chart of names, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    largest = max(counts.values(), default=1) or 1
    room = WIDTH - _LEFT - _RIGHT
    bars = [
        Bar(
            name=name,
            count=count,
            x=_LEFT,
            y=number * _ROW + 4,
            width=round(room * count / largest, 1),
            height=_ROW - 8,
        )
        for number, (name, count) in enumerate(ordered)
    ]
    return Chart(bars=bars, height=_ROW * max(len(bars), 1), unit=unit)


def time_chart(days: Mapping[int, int]) -> Chart:
    """Make a chart of time from counts by day; none of them is left out."""
    grouped, unit = _group(days)
    largest = max(grouped.values(), default=1) or 1
    step = WIDTH / max(len(grouped), 1)
    bars = [
        Bar(
            name=name,
            count=count,
            x=round(number * step + step * 0.1, 1),
            y=round(_HEIGHT * (1 - count / largest), 1),
            width=round(step * 0.8, 1),
            height=round(_HEIGHT * count / largest, 1),
        )
        for number, (name, count) in enumerate(grouped.items())
    ]
    return Chart(bars=bars, height=_HEIGHT + _BELOW, unit=unit)


def _group(days: Mapping[int, int]) -> tuple[dict[str, int], str]:
    """Add up days so that all fit, with those in between on which nothing was."""
    if not days:
        return {}, "day"
    first, last = min(days), max(days)
    if last - first < BARS:
        return {
            _day(day).isoformat(): days.get(day, 0) for day in range(first, last + 1)
        }, "day"
    by_week = last - first < BARS * 7
    grouped = dict[str, int]()
    for day in range(first, last + 1):
        name = _week(day) if by_week else f"{_day(day):%Y-%m}"
        grouped[name] = grouped.get(name, 0) + days.get(day, 0)
    return grouped, "week" if by_week else "month"


def _day(day: int) -> date:
    return _FIRST_DAY + timedelta(day)


def _week(day: int) -> str:
    moment = _day(day)
    return (moment - timedelta(moment.weekday())).isoformat()
