"""The consent record: what a visitor decided, in three separately erasable parts.

The fields map to ISO/IEC TS 27560:2023 as ``docs/spec/record.md`` shows. The parts
have three retention periods of their own: *subject* (the pseudonym), *decision*
(anonymous by itself) and *context* (page and agent).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consent_server.consent.choice import Choice, ConsentStatus
from consent_server.consent.signals import Signals
from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.clock import format_time
from consent_server.kernel.parts import RecordParts
from consent_server.notice.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A browser, as coarsely as a proof needs it (GDPR Article 5(1)(c))."""

    family: str
    major: str
    system: str
    device: str  # phone, tablet, desktop, bot or other


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where the choice was made; never a query string."""

    origin: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """The controller's evidence of one choice (GDPR Article 7(1))."""

    record_id: uuid.UUID
    subject_id: uuid.UUID
    previous_record_id: uuid.UUID | None
    recorded_at: datetime
    expires_at: datetime
    choice: Choice
    signals: Signals
    page: Page
    agent: Agent
    software: str


def record_parts(record: ConsentRecord, policy: Policy) -> RecordParts:
    """Give the record its final bytes."""
    return RecordParts(
        subject=canonical_json(_subject(record)),
        decision=canonical_json(_decision(record, policy)),
        context=canonical_json(_context(record)),
    )


def _subject(record: ConsentRecord) -> Json:
    previous = record.previous_record_id
    return {
        "record_id": str(record.record_id),
        "subject_id": str(record.subject_id),
        "previous_record_id": str(previous) if previous else None,
    }


def _decision(record: ConsentRecord, policy: Policy) -> Json:
    choice = record.choice
    return {
        "site": policy.site.id,
        "recorded_at": format_time(record.recorded_at),
        "expires_at": format_time(record.expires_at),
        "action": choice.action.value,
        "surface": choice.surface.value,
        "purposes": _words(choice.purposes),
        "services": _words(choice.services),
        "legal_basis": {
            purpose.id: "strictly_necessary" if purpose.exempt else "consent"
            for purpose in policy.purposes
        },
        "policy_version": choice.policy_version,
        "notice_digest": policy.notices[choice.language].digest,
        "language": choice.language,
        "regime": {
            "kind": policy.regime.kind.value,
            "jurisdiction": policy.regime.jurisdiction,
            "reason": policy.regime.reason.value,
        },
        "signals": {"gpc": record.signals.gpc},
        "software": record.software,
    }


def _context(record: ConsentRecord) -> Json:
    return {
        "page": {"origin": record.page.origin, "path": record.page.path},
        "agent": {
            "family": record.agent.family,
            "major": record.agent.major,
            "system": record.agent.system,
            "device": record.agent.device,
        },
    }


def _words(decisions: Mapping[str, ConsentStatus]) -> Json:
    return {name: status.value for name, status in decisions.items()}
