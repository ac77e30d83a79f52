"""A visitor's own records, found by the token that names the latest of them."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from consent_server.storage.records import RecordStore, StoredRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChoice:
    """One recorded act, as the visitor reads it; ``sequenced`` in the signed ledger."""

    record_id: UUID
    recorded_at: datetime
    action: str
    granted: tuple[str, ...]
    sequenced: bool
    restricted: bool


def read_history(records: RecordStore, record_id: UUID | None) -> list[PastChoice]:
    """Return the acts of this browser, newest first; none without a genuine token."""
    return [_past_choice(record) for record in own_records(records, record_id)]


def find_own_record(
    records: RecordStore, token_record_id: UUID | None, wanted: UUID
) -> StoredRecord | None:
    """Return a record if it belongs to the holder of the token."""
    own = own_records(records, token_record_id)
    return next((record for record in own if record.record_id == wanted), None)


def own_records(records: RecordStore, record_id: UUID | None) -> list[StoredRecord]:
    """Return the records of this browser, newest first; none without a token."""
    stored = records.find(record_id) if record_id else None
    if stored is None or stored.subject_id is None:
        return []
    return records.history(stored.subject_id)


def _past_choice(record: StoredRecord) -> PastChoice:
    decision = json.loads(record.decision.part) if record.decision else {}
    return PastChoice(
        record_id=record.record_id,
        recorded_at=datetime.fromtimestamp(record.arrived_at, UTC),
        action=decision.get("action", ""),
        granted=tuple(
            name
            for name, status in decision.get("purposes", {}).items()
            if status == "granted"
        ),
        sequenced=record.index is not None,
        restricted=record.restricted,
    )
