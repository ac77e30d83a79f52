"""The consent record: what a visitor decided, kept in three separately erasable parts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordParts:
    """The exact bytes that are hashed, stored and exported (canonical JSON)."""

    subject: bytes
    decision: bytes
    context: bytes
