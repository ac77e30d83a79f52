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
    """The part of a choice that the consent token carries.

    ``purposes`` and ``services`` were granted. ``open_purposes`` and ``open_services``
    were not answered: the visitor has granted single services only, or the policy that
    was answered did not ask for them as they are now. All else was refused. A choice
    lives from ``issued_at`` as long as the policy in force says.
    """

    record_id: uuid.UUID
    issued_at: datetime
    purposes: frozenset[PurposeId]
    services: frozenset[ServiceId]
    open_purposes: frozenset[PurposeId] = frozenset()
    open_services: frozenset[ServiceId] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether the choice answers everything that is asked now."""
        return not self.open_purposes and not self.open_services


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentState:
    """A recorded choice, or the reason why there is none that counts.

    ``reason`` is why that which the choice does not answer is undecided. ``record_id``
    names the visitor's latest record, also when its choice no longer counts.
    """

    choice: RecordedChoice | None
    reason: Reason
    record_id: uuid.UUID | None

    @classmethod
    def decided(
        cls, choice: RecordedChoice, why_open: Reason = Reason.NO_CHOICE_YET
    ) -> "ConsentState":
        """Return the state after a choice; ``why_open`` says why one is in part."""
        reason = Reason.GRANTED if choice.complete else why_open
        return cls(choice=choice, reason=reason, record_id=choice.record_id)

    @classmethod
    def undecided(
        cls,
        reason: Reason = Reason.NO_CHOICE_YET,
        record_id: uuid.UUID | None = None,
    ) -> "ConsentState":
        """Return the state in which nothing is granted."""
        return cls(choice=None, reason=reason, record_id=record_id)
