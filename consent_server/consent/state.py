"""What is known of a visitor when a request arrives."""

import enum
import uuid
from dataclasses import dataclass
from datetime import datetime

from consent_server.catalog.model import PurposeId, ServiceId


class Reason(enum.StrEnum):
    """Why something was allowed or denied."""

    EXEMPT = "exempt"
    GRANTED = "granted"
    REFUSED = "refused"
    NO_CHOICE_YET = "no_choice_yet"
    OPT_OUT_SIGNAL = "opt_out_signal"
    POLICY_CHANGED = "policy_changed"
    TOKEN_UNREADABLE = "token_unreadable"
    TOKEN_FORGED = "token_forged"
    TOKEN_FOREIGN = "token_foreign"
    TOKEN_EXPIRED = "token_expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChoice:
    """The part of a choice that the consent token carries."""

    record_id: uuid.UUID
    issued_at: datetime
    purposes: frozenset[PurposeId]
    services: frozenset[ServiceId]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentState:
    """A recorded choice, or the reason why there is none that counts.

    ``choice`` holds what was granted; all else was refused. ``record_id`` names the
    visitor's latest record, also when its choice no longer counts.
    """

    choice: RecordedChoice | None
    reason: Reason
    record_id: uuid.UUID | None

    @classmethod
    def decided(cls, choice: RecordedChoice) -> "ConsentState":
        """Return the state after a choice."""
        return cls(choice=choice, reason=Reason.GRANTED, record_id=choice.record_id)

    @classmethod
    def undecided(
        cls,
        reason: Reason = Reason.NO_CHOICE_YET,
        record_id: uuid.UUID | None = None,
    ) -> "ConsentState":
        """Return the state in which nothing is granted."""
        return cls(choice=None, reason=reason, record_id=record_id)
