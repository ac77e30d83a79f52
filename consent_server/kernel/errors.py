"""The one error tree. Every class has a stable ``code``.

::

    ConsentError
    ├── CatalogError              a catalog file that cannot be used
    ├── ChoiceError               a choice that does not fit the policy
    │   ├── UnknownPurposeError
    │   ├── UnknownServiceError
    │   ├── UndecidedPurposeError
    │   ├── UnknownActionError
    │   ├── UnknownLanguageError
    │   └── StalePolicyError
    ├── TokenError                a consent token that counts as no choice
    │   ├── TokenUnreadableError
    │   ├── TokenForgedError
    │   └── TokenForeignError
    ├── EvidenceError             ledger, receipt or bundle that does not hold
    │   ├── MalformedEvidenceError
    │   ├── BrokenEvidenceError
    │   └── KeyReplacedError      sound evidence, and this is not the key for it
    ├── StorageError
    │   ├── StoreUnavailableError nothing was written; nothing is granted
    │   └── RecordConflictError   the same click key with another content
    ├── SiteUnavailableError      a site of a server of many that cannot be opened
    ├── UnreachableError          another server gave no answer
    └── SettingError              a setting that stops the start
        └── OvertakenError        somebody else put a catalog in force meanwhile

HTTP status codes live in ``web/problems.py``, nowhere else.
"""

from typing import ClassVar


class ConsentError(Exception):
    """Base of every error of ours; the message says what to do."""

    code: ClassVar[str] = "consent_error"


class CatalogError(ConsentError):
    """A catalog that cannot be used; the message lists every mistake."""

    code = "catalog_invalid"


class ChoiceError(ConsentError):
    """A choice that does not fit the policy it answers."""

    code = "choice_invalid"


class UnknownPurposeError(ChoiceError):
    """A purpose that the policy does not have."""

    code = "unknown_purpose"


class UnknownServiceError(ChoiceError):
    """A service that the policy does not have."""

    code = "unknown_service"


class UndecidedPurposeError(ChoiceError):
    """A purpose that was neither granted nor refused."""

    code = "undecided_purpose"


class UnknownActionError(ChoiceError):
    """An action that a visitor cannot take."""

    code = "unknown_action"


class UnknownLanguageError(ChoiceError):
    """A language in which the policy has no notice."""

    code = "unknown_language"


class StalePolicyError(ChoiceError):
    """The visitor was shown another version of the policy."""

    code = "stale_policy"


class TokenError(ConsentError):
    """A consent token that counts as no choice."""

    code = "token_invalid"


class TokenUnreadableError(TokenError):
    """Not a token of ours: wrong characters, length, version or number of copies."""

    code = "token_unreadable"


class TokenForgedError(TokenError):
    """The signature does not fit, or its key is unknown."""

    code = "token_forged"


class TokenForeignError(TokenError):
    """A genuine token of another site."""

    code = "token_foreign"


class EvidenceError(ConsentError):
    """Ledger data, a receipt or a bundle that does not hold."""

    code = "evidence_invalid"


class MalformedEvidenceError(EvidenceError):
    """Bytes that do not follow the format."""

    code = "evidence_malformed"


class BrokenEvidenceError(EvidenceError):
    """Well-formed evidence that contradicts itself or its signature."""

    code = "evidence_broken"


class KeyReplacedError(EvidenceError):
    """The key at hand is not the one in force; nothing was signed with it."""

    code = "key_replaced"


class StorageError(ConsentError):
    """Something about the store."""

    code = "storage_error"


class StoreUnavailableError(StorageError):
    """The store did not answer or is locked; nothing was written."""

    code = "store_unavailable"


class RecordConflictError(StorageError):
    """The click key was used before with another content."""

    code = "record_conflict"


class SiteUnavailableError(ConsentError):
    """A site that this server has and cannot open; the others are served."""

    code = "site_unavailable"


class UnreachableError(ConsentError):
    """Another server gave no answer, or none that can be read."""

    code = "unreachable"


class SettingError(ConsentError):
    """A setting that stops the start, with what to do about it."""

    code = "setting_invalid"


class OvertakenError(SettingError):
    """Another catalog came into force than the one that was to be replaced."""

    code = "overtaken"
