"""One difference between two versions of a catalog."""

import enum
from dataclasses import dataclass

from consent_server.catalog.model import PurposeId, ServiceId


class ChangeKind(enum.StrEnum):
    """What differs; the codes are stable."""

    NEW_CONTROLLER = "new_controller"
    NEW_PURPOSE = "new_purpose"
    NEW_SERVICE = "new_service"
    NEW_USE = "new_use"  # a service serves one more purpose, or needs consent now
    NEW_RECIPIENT = "new_recipient"
    NEW_TRANSFER = "new_transfer"
    NEW_STORAGE = "new_storage"
    LONGER_LIFE = "longer_life"
    SHORTER_LIFE = "shorter_life"
    LESS = "less"  # something that was agreed to is not done any more
    WORDS = "words"
    TERMS = "terms"  # domains, languages, how long choices and records are kept
    TECHNICAL = "technical"  # how a service is recognised and held


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference, in words for a visitor, and whether it needs fresh consent.

    A change with neither ``service`` nor ``purpose`` is about the whole site.
    """

    kind: ChangeKind
    text: str
    needs_fresh_consent: bool = False
    service: ServiceId | None = None
    purpose: PurposeId | None = None
