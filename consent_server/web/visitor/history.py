"""A visitor's own records, found by the token that names the latest of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from consent_server.catalog.model import ServiceId
from consent_server.consent.choice import ConsentStatus
from consent_server.notice.cldr import comma_of, moment_in_words
from consent_server.notice.policy import Policy
from consent_server.storage.records import RecordStore, StoredRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChoice:
    """One recorded act, as the visitor reads it.

    ``moment`` is when, in words, ``granted`` names what it allowed;
    ``sequenced`` says that it stands in the signed ledger.
    """

    record_id: UUID
    recorded_at: datetime
    moment: str
    action: str
    granted: str
    sequenced: bool
    restricted: bool


def read_history(
    records: RecordStore, record_id: UUID | None, policy: Policy, language: str
) -> list[PastChoice]:
    """Return the acts of this browser, newest first; none without a genuine token.

    A purpose that is no longer in the policy keeps its id.
    """
    return [
        _past_choice(record, policy, language)
        for record in own_records(records, record_id)
    ]


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


def _past_choice(record: StoredRecord, policy: Policy, language: str) -> PastChoice:
    decision = json.loads(record.decision.part) if record.decision else {}
    recorded_at = datetime.fromtimestamp(record.arrived_at, UTC)
    return PastChoice(
        record_id=record.record_id,
        recorded_at=recorded_at,
        moment=moment_in_words(recorded_at, language),
        action=decision.get("action", ""),
        granted=_granted(decision, policy, language),
        sequenced=record.index is not None,
        restricted=record.restricted,
    )


def _granted(
    decision: Mapping[str, Mapping[str, str]], policy: Policy, language: str
) -> str:
    """Name the granted purposes, and the services that were granted without theirs."""
    notice = policy.notices[language]
    titles = {it.id: it.title for it in notice.purposes}
    purposes = set(_granted_ids(decision.get("purposes", {})))
    asked = set(policy.gated_purposes) - purposes
    shown = notice.services
    alone = [
        shown[service.id].name
        for name in _granted_ids(decision.get("services", {}))
        if (service := policy.service_by_id.get(ServiceId(name)))
        and not asked.isdisjoint(service.purposes)
    ]
    named = [title for name, title in titles.items() if name in purposes]
    unknown = sorted(purposes - titles.keys())
    return comma_of(language).join([*named, *unknown, *alone])


def _granted_ids(decided: Mapping[str, str]) -> list[str]:
    return [name for name, status in decided.items() if status == ConsentStatus.GRANTED]
