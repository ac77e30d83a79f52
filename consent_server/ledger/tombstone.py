"""ERASE and PURGE entries: which parts of which earlier records are gone, and why.

The decision part says it::

    {"origin":"shop.example/shop","parts":["context","subject"],
     "positions":[[17,18],[40,52]],"reason":"erasure_request","recorded_at":"…"}

``positions`` are runs ``[start, stop)`` in the log ``origin``; in the tombstone's own
log, which is meant where no origin stands, they lie before it. Without a tombstone a
missing part is a broken record.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.clock import format_time
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.publication import NOTHING
from consent_server.ledger.reading import (
    parse_object,
    require_count,
    require_list,
    require_text,
)
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.spans import Span

MAX_RUNS = 20_000
"""Runs that a tombstone of ours names at most: its line of a bundle stays short."""


class ErasureReason(enum.StrEnum):
    """Why parts go: codes of the same few words, so that they tell of nobody."""

    REQUEST = "erasure_request"  # GDPR Article 17(1)(a) to (c): the person asked
    UNLAWFUL = "unlawful"  # Article 17(1)(d)
    OBLIGATION = "legal_obligation"  # Article 17(1)(e)
    RETENTION = "retention"  # Article 5(1)(e): the time is over
    RESTORED = "restored_backup"  # erased before, and back from a backup


ASKED_FOR = (
    ErasureReason.REQUEST.value,
    ErasureReason.UNLAWFUL.value,
    ErasureReason.OBLIGATION.value,
)
"""Reasons that a person can give; the others are those of jobs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What was erased; ``reason`` is a code without personal data.

    ``origin`` names the log of the positions, ``None`` the one of the tombstone.
    """

    positions: Sequence[Span]
    parts: frozenset[str]
    reason: str
    origin: str | None = None


def bury(
    runs: Sequence[Span], parts: frozenset[str], reason: str, origin: str
) -> list[Tombstone]:
    """Name all runs, in as few tombstones as go."""
    return [
        Tombstone(
            positions=tuple(runs[start : start + MAX_RUNS]),
            parts=parts,
            reason=reason,
            origin=origin,
        )
        for start in range(0, len(runs), MAX_RUNS)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTombstone:
    """A tombstone where it stands: entry ``index`` of ``log``, of a ``kind``."""

    log: str
    index: int
    kind: str
    tombstone: Tombstone


def tombstone_parts(tombstone: Tombstone, erased_at: datetime) -> RecordParts:
    """Return the parts of an ERASE or PURGE entry; only the decision says anything."""
    said: dict[str, Json] = {
        "positions": [[start, stop] for start, stop in tombstone.positions],
        "parts": [*sorted(tombstone.parts)],
        "reason": tombstone.reason,
        "recorded_at": format_time(erased_at),
    }
    if tombstone.origin is not None:
        said["origin"] = tombstone.origin
    return RecordParts(subject=NOTHING, decision=canonical_json(said), context=NOTHING)


def parse_tombstone(decision: bytes) -> Tombstone:
    """Read the decision part of an ERASE or PURGE entry.

    Raises:
        MalformedEvidenceError: It does not say what was erased.
    """
    fields = parse_object(decision, "the decision part")
    parts = {
        require_text(part, "an item of parts")
        for part in require_list(fields.get("parts"), "parts")
    }
    if not parts or not parts <= {*PART_NAMES}:
        raise MalformedEvidenceError(f"parts are some of: {', '.join(PART_NAMES)}")
    positions = require_list(fields.get("positions"), "positions")
    origin = fields.get("origin")
    return Tombstone(
        positions=tuple(_parse_span(span) for span in positions),
        parts=frozenset(parts),
        reason=require_text(fields.get("reason"), "the reason"),
        origin=None if origin is None else require_text(origin, "the origin"),
    )


def _parse_span(value: object) -> Span:
    match require_list(value, "an item of positions"):
        case [start, stop]:
            span = require_count(start, "a position"), require_count(stop, "a position")
        case _:
            raise MalformedEvidenceError("an item of positions is [start, stop]")
    if span[0] >= span[1]:
        raise MalformedEvidenceError(f"no position lies in {span}")
    return span
