"""Plain builders of ledger values; arguments are what a test wants to vary."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from consent_server.consent.record import RecordParts
from consent_server.kernel.canonical import canonical_json
from consent_server.ledger.checkpoint import NoteSigner
from consent_server.ledger.entry import Salts

ORIGIN = "shop.example/shop"
SECOND = 1_790_000_000
MOMENT = datetime.fromtimestamp(SECOND, UTC)


def a_signer(*, name: str = ORIGIN, seed: bytes = b"\x07" * 32) -> NoteSigner:
    return NoteSigner(name, seed)


def some_bytes(label: str, count: int) -> bytes:
    """Bytes that look random and are always the same."""
    return hashlib.sha256(label.encode()).digest()[:count]


def record_id(number: int) -> UUID:
    return UUID(bytes=some_bytes(f"record {number}", 16), version=4)


def subject_id(number: int) -> UUID:
    return UUID(bytes=some_bytes(f"subject {number}", 16), version=4)


def some_salts(number: int) -> Salts:
    return Salts(
        subject=some_bytes(f"salt s {number}", 16),
        decision=some_bytes(f"salt d {number}", 16),
        context=some_bytes(f"salt c {number}", 16),
    )


def plain_parts(number: int) -> RecordParts:
    return RecordParts(
        subject=canonical_json({"record_id": str(record_id(number))}),
        decision=canonical_json({"action": "refuse_all", "number": number}),
        context=canonical_json({"page": "/"}),
    )
