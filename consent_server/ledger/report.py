"""What verification found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consent_server.kernel.clock import format_second
from consent_server.ledger.anchoring import Anchor, Cosigner
from consent_server.ledger.epoch import Epoch
from consent_server.ledger.judge import Buried
from consent_server.ledger.key_chain import KeyUse
from consent_server.ledger.members import Timestamp
from consent_server.ledger.problems import Problem
from consent_server.ledger.tombstone import PlacedTombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a bundle shows. Counts cover what could be read.

    ``cosigned`` are sizes of checkpoints with the second at which each trusted witness
    cosigned, ``strangers`` maps signers whom nobody here trusts to how many checkpoints
    they signed, ``anchor`` is the newest checkpoint that enough witnesses saw,
    ``compared`` counts the checkpoints that the auditor kept.

    ``purposes`` maps a purpose to how often it was granted and refused, ``erased`` a
    part to the number of entries that lost it under a tombstone; ``buried`` are the
    first tombstones, ``elsewhere`` all that are about earlier logs, and ``overdue``
    counts parts that a tombstone covers and that are still there. ``left_out`` counts
    entries that a selection leaves out, ``withheld`` parts that were left out on
    purpose. ``set_back`` is by how many seconds an entry at most arrived before one
    that it follows.

    ``problems`` lists the first of ``problem_count``; ``first_broken`` is the one at
    the lowest position.
    """

    origin: str
    size: int
    software: str
    serial: str | None
    recipient: str | None
    checkpoints: int
    cosigned: Sequence[tuple[int, Mapping[str, int]]]
    witnesses: Sequence[Cosigner]
    strangers: Mapping[str, int]
    anchor: Anchor | None
    timestamps: Sequence[Timestamp]
    compared: int
    keys: Sequence[KeyUse]
    epoch: Epoch | None
    entries: Mapping[str, int]
    actions: Mapping[str, int]
    purposes: Mapping[str, Mapping[str, int]]
    signals: Mapping[str, int]
    erased: Mapping[str, int]
    buried: Sequence[Buried]
    elsewhere: Sequence[PlacedTombstone]
    overdue: int
    selection: Mapping[str, str] | None
    left_out: int
    withheld: Mapping[str, int]
    first_arrival: int | None
    last_arrival: int | None
    set_back: int
    problems: Sequence[Problem]
    problem_count: int
    first_broken: Problem | None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.problem_count == 0


def count_of(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def time_text(seconds: int | None) -> str:
    """Write a second since 1970 as a person reads it."""
    if seconds is None:
        return "unknown"
    try:
        return format_second(seconds)
    except OverflowError:
        return f"second {seconds}"


def escape(text: str) -> str:
    """Replace what could move a terminal's cursor or hide text: controls, marks."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode()
        for one in text
    )
