"""What verification reads out of a record's parts; everything else is the visitor's."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.entry import SALT_BYTES, Entry, commit_part
from consent_server.ledger.ports import LedgerRow
from consent_server.ledger.problems import FoundProblemError, ProblemCode
from consent_server.ledger.reading import parse_object, require_object, require_text

Given = ParamSpec("Given")
Value = TypeVar("Value")

MAX_TIME_APART = 900  # seconds between a record's own time and its arrival

_UUID = re.compile("-".join(f"[0-9a-f]{{{count}}}" for count in (8, 4, 4, 4, 12)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # many share one
class DecisionFacts:
    """What a decision part says; ``purposes`` are pairs of a purpose and its answer."""

    action: str
    purposes: tuple[tuple[str, str], ...]
    policy_version: str
    notice_digest: str


def read_decision_facts(part: bytes | str) -> tuple[DecisionFacts, str]:
    """Read the decision part of a visitor's record, and its time apart from the rest.

    Raises:
        FoundProblemError: It does not say what a decision says.
    """
    fields = read_fields(part)
    purposes = checked(require_object, fields.get("purposes"), "purposes")
    facts = DecisionFacts(
        action=read_text(fields, "action"),
        purposes=tuple((name, read_text(purposes, name)) for name in purposes),
        policy_version=read_text(fields, "policy_version"),
        notice_digest=read_text(fields, "notice_digest"),
    )
    return facts, read_text(fields, "recorded_at")


def read_record_id(subject: bytes | str) -> bytes:
    """Return the 16 bytes of a record's id (RFC 9562).

    Raises:
        FoundProblemError: The subject part has none.
    """
    record_id = read_text(read_fields(subject), "record_id")
    if not _UUID.fullmatch(record_id):
        raise FoundProblemError(
            ProblemCode.UNREADABLE, f"record_id is not a UUID: {record_id:.40}"
        )
    return bytes.fromhex(record_id.replace("-", ""))


def require_commitments(entry: Entry, row: LedgerRow) -> None:
    """Check that every part that is there is the one that was committed to.

    Raises:
        FoundProblemError: One is not, or its salt was changed.
    """
    for name, part, commitment in (
        ("subject", row.subject, entry.subject),
        ("decision", row.decision, entry.decision),
        ("context", row.context, entry.context),
    ):
        if part is not None and (
            len(part.salt) != SALT_BYTES
            or commit_part(part.salt, part.part) != commitment
        ):
            raise FoundProblemError(
                ProblemCode.PART, f"the {name} part or its salt was changed"
            )


def require_same_time(arrived_at: int, recorded_at: str) -> None:
    """Check that a record's own time is near its arrival.

    Raises:
        FoundProblemError: It is not, or it is no time.
    """
    try:
        moment = datetime.fromisoformat(recorded_at)
        apart = abs(moment.timestamp() - arrived_at)
    except (ValueError, OverflowError):
        raise FoundProblemError(
            ProblemCode.UNREADABLE, f"recorded_at is not a time: {recorded_at:.40}"
        ) from None
    if moment.tzinfo is None or apart > MAX_TIME_APART:
        raise FoundProblemError(
            ProblemCode.TIME,
            f"it says {recorded_at:.40} and arrived at second {arrived_at}, "
            f"more than {MAX_TIME_APART} seconds apart",
        )


def read_fields(part: bytes | str) -> dict[str, object]:
    """Read a part as an object.

    Raises:
        FoundProblemError: It is none.
    """
    return checked(parse_object, part, "the part")


def read_text(fields: Mapping[str, object], name: str) -> str:
    """Read a text out of a part.

    Raises:
        FoundProblemError: There is none of that name.
    """
    return checked(require_text, fields.get(name), name)


def checked(
    parse: Callable[Given, Value], *args: Given.args, **kwargs: Given.kwargs
) -> Value:
    """Parse something of one entry; what cannot be parsed is a problem of it.

    Raises:
        FoundProblemError: It cannot be parsed.
    """
    try:
        return parse(*args, **kwargs)
    except MalformedEvidenceError as error:
        raise FoundProblemError(ProblemCode.UNREADABLE, str(error)) from None
