"""The three parts of a record or entry: bytes that are hashed as they are kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordParts:
    """The exact bytes that are hashed, stored and exported (canonical JSON).

    They have three retention periods of their own: who, what was decided, and where.
    """

    subject: bytes
    decision: bytes
    context: bytes
