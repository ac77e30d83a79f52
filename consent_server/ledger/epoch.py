"""EPOCH entries: this log continues another one that could not be continued.

A log whose database was rolled back must not sign a second history under its name. It
begins anew under another origin, and its first entry names the head it comes from.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.clock import format_time
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.publication import NOTHING
from consent_server.ledger.reading import (
    decode_base64,
    encode_base64,
    parse_object,
    require_count,
    require_object,
    require_text,
)

FIRST_EPOCH = 1


_LATER = re.compile(r"(?P<first>[^/]+/[^/]+)/(?P<number>[1-9][0-9]{0,8})")


def epoch_origin(first: str, number: int) -> str:
    """Return the origin of a log of the ledger whose first one is given."""
    return first if number == FIRST_EPOCH else f"{first}/{number}"


def split_origin(origin: str) -> tuple[str, int]:
    """Return the origin of a ledger's first log, and the epoch of the given one."""
    found = _LATER.fullmatch(origin)
    return (found["first"], int(found["number"])) if found else (origin, FIRST_EPOCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """The beginning of a log that continues another.

    ``stored`` is the head at which the older log was left. ``known`` is the largest
    head that it ever signed, as far as anybody outside the database remembers: where
    it is larger, the entries in between are lost.
    """

    number: int
    stored: Checkpoint
    known: Checkpoint
    reason: str


def epoch_parts(epoch: Epoch, began_at: datetime) -> RecordParts:
    """Return the parts of an EPOCH entry; only the decision says anything."""
    decision = canonical_json(
        {
            "epoch": epoch.number,
            "known": _head_json(epoch.known),
            "reason": epoch.reason,
            "recorded_at": format_time(began_at),
            "stored": _head_json(epoch.stored),
        }
    )
    return RecordParts(subject=NOTHING, decision=decision, context=NOTHING)


def parse_epoch(decision: bytes) -> Epoch:
    """Read the decision part of an EPOCH entry.

    Raises:
        MalformedEvidenceError: It does not say which log it continues.
    """
    fields = parse_object(decision, "the decision part")
    return Epoch(
        number=require_count(fields.get("epoch"), "the epoch"),
        stored=_parse_head(fields.get("stored"), "the stored head"),
        known=_parse_head(fields.get("known"), "the known head"),
        reason=require_text(fields.get("reason"), "the reason"),
    )


def _head_json(head: Checkpoint) -> Json:
    return {
        "origin": head.origin,
        "root": encode_base64(head.root),
        "size": head.size,
    }


def _parse_head(value: object, what: str) -> Checkpoint:
    fields = require_object(value, what)
    root = decode_base64(fields.get("root"), f"the root of {what}")
    if len(root) != HASH_BYTES:
        raise MalformedEvidenceError(f"the root of {what} has not {HASH_BYTES} bytes")
    return Checkpoint(
        origin=require_text(fields.get("origin"), f"the origin of {what}"),
        size=require_count(fields.get("size"), f"the size of {what}"),
        root=root,
    )
