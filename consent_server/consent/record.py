"""The consent record: what a visitor decided, in three separately erasable parts.

The fields map to ISO/IEC TS 27560:2023 as ``docs/spec/record.md`` shows. The parts
have three retention periods of their own: *subject* (the pseudonym), *decision*
(anonymous by itself) and *context* (page and agent).
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from consent_server.consent.choice import Choice, ConsentStatus
from consent_server.consent.signals import Signals
from consent_server.kernel.canonical import (
    Json,
    canonical_json,
    canonical_members,
    encoded_member,
    join_members,
)
from consent_server.kernel.clock import format_time
from consent_server.kernel.parts import RecordParts
from consent_server.notice.policy import Policy

REMEMBERED_AGENTS = 512


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


def record_parts(record: ConsentRecord, decided: Iterable[bytes]) -> RecordParts:
    """Give the record its final bytes.

    ``decided`` is what :func:`decision_members` made of the choice.
    """
    own = canonical_members(
        {
            "recorded_at": format_time(record.recorded_at),
            "expires_at": format_time(record.expires_at),
            "software": record.software,
        }
    )
    page = canonical_members({"origin": record.page.origin, "path": record.page.path})
    return RecordParts(
        subject=join_members(canonical_members(_subject(record))),
        decision=join_members([*decided, *own, _signals(record.signals)]),
        context=join_members(
            [encoded_member("page", join_members(page)), _agent(record.agent)]
        ),
    )


def decision_members(choice: Choice, policy: Policy) -> list[bytes]:
    """Encode what the decision part says of a choice, whoever makes it and when."""
    return canonical_members(
        {
            "site": policy.site.id,
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
        }
    )


def _subject(record: ConsentRecord) -> dict[str, Json]:
    previous = record.previous_record_id
    return {
        "record_id": str(record.record_id),
        "subject_id": str(record.subject_id),
        "previous_record_id": str(previous) if previous else None,
    }


@lru_cache
def _signals(signals: Signals) -> bytes:
    return encoded_member("signals", canonical_json({"gpc": signals.gpc}))


@lru_cache(REMEMBERED_AGENTS)
def _agent(agent: Agent) -> bytes:
    words: Json = {
        "family": agent.family,
        "major": agent.major,
        "system": agent.system,
        "device": agent.device,
    }
    return encoded_member("agent", canonical_json(words))


def _words(decisions: Mapping[str, ConsentStatus]) -> Json:
    return {name: status.value for name, status in decisions.items()}
