"""KEY entries: from here on another key signs this log.

The entry stands in the log that both keys sign, so a reader who trusts one of them
learns the other from it. The checkpoint that first covers the entry carries both
signatures; later ones only that of the new key.
"""

from dataclasses import dataclass
from datetime import datetime

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.clock import format_time
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.publication import NOTHING
from consent_server.ledger.reading import parse_object, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One change of keys, as verifier keys ``name+id+key``; ``reason`` is a code."""

    previous: str
    next: str
    reason: str


def succession_parts(succession: Succession, changed_at: datetime) -> RecordParts:
    """Return the parts of a KEY entry; only the decision says anything."""
    decision = canonical_json(
        {
            "next": succession.next,
            "previous": succession.previous,
            "reason": succession.reason,
            "recorded_at": format_time(changed_at),
        }
    )
    return RecordParts(subject=NOTHING, decision=decision, context=NOTHING)


def parse_succession(decision: bytes) -> Succession:
    """Read the decision part of a KEY entry.

    Raises:
        MalformedEvidenceError: It does not say which key follows which.
    """
    fields = parse_object(decision, "the decision part")
    return Succession(
        previous=require_text(fields.get("previous"), "the previous key"),
        next=require_text(fields.get("next"), "the next key"),
        reason=require_text(fields.get("reason"), "the reason"),
    )
