"""What visitors answered, added up: no visitor, and no number that points at one.

A table is of one month. A row with fewer than ten grants or fewer than ten refusals is
not shown. Where the others would give it away by what is missing from the total, the
smallest of them is not shown either. Several months are the sum of what each of them
shows, so that no two periods can be subtracted.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from consent_server.kernel.canonical import Json

SMALL = 10
"""Fewer answers than this are not shown."""

MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
"""A month as it is written (ISO 8601): the one period that has numbers of its own."""


class Dimension(enum.StrEnum):
    """By what answers are counted."""

    PURPOSE = "purpose"
    SERVICE = "service"
    LANGUAGE = "language"
    SURFACE = "surface"
    DEVICE = "device"


class By(enum.StrEnum):
    """By what a table is made."""

    PURPOSE = "purpose"
    SERVICE = "service"
    LANGUAGE = "language"
    SURFACE = "surface"
    DEVICE = "device"
    POLICY = "policy"
    DAY = "day"


OVERLAPPING = frozenset({By.PURPOSE, By.SERVICE})
"""Each answer counts in several rows, so that they do not add up to the total."""


class Cell(NamedTuple):
    """Where an answer counts.

    ``day`` in ISO 8601, UTC; ``dimension`` the text of a :class:`Dimension`.
    """

    day: str
    policy_version: str
    dimension: str
    value: str


class Times(NamedTuple):
    """How many answers granted and how many refused."""

    granted: int = 0
    refused: int = 0

    @property
    def answers(self) -> int:
        """All of them."""
        return self.granted + self.refused

    @property
    def small(self) -> bool:
        """Whether they point at few visitors."""
        return min(self) < SMALL

    def plus(self, other: "Times") -> "Times":
        """Add two up."""
        return Times(self.granted + other.granted, self.refused + other.refused)

    def rounded(self) -> "Times":
        """Round down, so that a few more make no difference that could be told."""
        return Times(*(number - number % SMALL for number in self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is shown of one value; no ``times`` where they are not.

    ``asked`` is how many pages asked; ``None`` where that is not counted by this.
    ``left_out`` is the number of months whose answers are not among the ``times``.
    """

    value: str
    asked: int | None
    times: Times | None
    left_out: int

    @property
    def rate(self) -> float | None:
        """The share of answers that granted, 0 to 1."""
        return None if self.times is None else self.times.granted / self.times.answers

    def to_json(self) -> dict[str, Json]:
        """Describe it to programs."""
        times = self.times
        return {
            "value": self.value,
            "asked": self.asked,
            "answers": None if times is None else times.answers,
            "granted": None if times is None else times.granted,
            "refused": None if times is None else times.refused,
            "percent": None if self.rate is None else round(self.rate * 100),
            "left_out": self.left_out,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """A table that may be shown; ``total`` is about every answer once."""

    by: By
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was counted in a month, by value and as a whole.

    ``total`` has all answers, each once. ``asked`` is how many pages asked by value,
    where that is counted by it, ``asked_in_all`` how many did.
    """

    counts: Mapping[str, Times]
    total: Times
    asked: Mapping[str, int] | None
    asked_in_all: int


def disclose(by: By, month: Month, *, rough: bool = False) -> Statistics:
    """Make the table of a month, without what is too small to be shown.

    Args:
        by: What the values are.
        month: What was counted.
        rough: Whether numbers are rounded down to tens, as they are while they grow:
            whoever asks again would see how the few chose that came between.
    """
    counts = {**dict.fromkeys(month.asked or (), Times()), **month.counts}
    hidden = {value for value, times in counts.items() if times.small}
    if by not in OVERLAPPING:
        hidden |= _beside(hidden, counts)
    # A version begins on some day of a month: it and its days would give a day away.
    rough_rows = rough or by is By.POLICY
    rows = (
        _row(
            value,
            None if month.asked is None else month.asked.get(value, 0),
            None if value in hidden else times,
            rough=rough_rows,
        )
        for value, times in sorted(counts.items())
    )
    shown = None if month.total.small else month.total
    of_all = _row("total", month.asked_in_all, shown, rough=rough)
    return Statistics(by=by, rows=tuple(rows), total=of_all)


def add_up(by: By, months: Sequence[Statistics]) -> Statistics:
    """Put the tables of months together; what one does not show adds nothing."""
    by_value: dict[str, list[Row]] = {}
    for row in (row for month in months for row in month.rows):
        by_value.setdefault(row.value, []).append(row)
    return Statistics(
        by=by,
        rows=tuple(_add(value, rows) for value, rows in sorted(by_value.items())),
        total=_add("total", [month.total for month in months]),
    )


def _add(value: str, rows: Sequence[Row]) -> Row:
    asked = [row.asked for row in rows if row.asked is not None]
    shown = [row.times for row in rows if row.times is not None]
    return Row(
        value=value,
        asked=sum(asked) if asked or not rows else None,
        times=_sum(shown) if shown else None,
        left_out=sum(row.left_out for row in rows),
    )


def _row(value: str, asked: int | None, times: Times | None, *, rough: bool) -> Row:
    left_out = int(times is None)
    if times is not None and rough:
        times = times.rounded()
    return Row(value=value, asked=asked, times=times, left_out=left_out)


def _beside(hidden: set[str], counts: Mapping[str, Times]) -> set[str]:
    """Return what else is hidden: the smallest row, if the rest gives a row away.

    What is missing from the total must be of several rows, and not be small itself. A
    row that is not small makes it so.
    """
    missing = _sum(counts[value] for value in hidden)
    if not hidden or (len(hidden) > 1 and not missing.small):
        return set()
    others = counts.keys() - hidden
    return {min(others, key=lambda it: (counts[it].answers, it))} if others else set()


def _sum(all_times: Iterable[Times]) -> Times:
    added = Times()
    for times in all_times:
        added = added.plus(times)
    return added
