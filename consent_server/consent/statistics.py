"""What visitors answered, added up: no visitor, and no number that points at one.

A row with fewer than ten grants or fewer than ten refusals is not shown. Where the
others would give it away by what is missing from the total, the smallest of them is not
shown either.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from consent_server.kernel.canonical import Json

SMALL = 10
"""Fewer answers than this are not shown."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is shown of one value; no ``times`` where they are not.

    ``asked`` is how many pages asked; ``None`` where that is not counted by this.
    """

    value: str
    asked: int | None
    times: Times | None

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
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """A table that may be shown; ``total`` is about every answer once."""

    by: By
    rows: tuple[Row, ...]
    total: Row


def disclose(
    by: By,
    counts: Mapping[str, Times],
    total: Times,
    asked: Mapping[str, int] | None,
    asked_in_all: int,
) -> Statistics:
    """Make a table of counts, without what is too small to be shown.

    Args:
        by: What the values are.
        counts: The answers by value.
        total: All answers, each once.
        asked: How many pages asked, by value, where that is counted by it.
        asked_in_all: How many pages asked.
    """
    counts = {**dict.fromkeys(asked or (), Times()), **counts}
    hidden = {value for value, times in counts.items() if times.small}
    if by not in OVERLAPPING:
        hidden |= _beside(hidden, counts)
    rows = (
        Row(
            value=value,
            asked=None if asked is None else asked.get(value, 0),
            times=None if value in hidden else times,
        )
        for value, times in sorted(counts.items())
    )
    shown = None if total.small else total
    of_all = Row(value="total", asked=asked_in_all, times=shown)
    return Statistics(by=by, rows=tuple(rows), total=of_all)


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
