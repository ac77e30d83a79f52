"""The receipt: a visitor's own proof of one record, in the names of ISO/IEC TS 27560.

It carries the exact parts with their salts, so that anybody can check that what is
said above them is what was committed to; once the entry is sequenced, also the proof
that it is in the signed log.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from consent_server.kernel.canonical import Json
from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger.entry import (
    Entry,
    EntryKind,
    commit_part,
    entry_hash,
    parse_entry,
)
from consent_server.ledger.merkle import require_inclusion
from consent_server.ledger.note import peek_signers
from consent_server.ledger.ports import EvidencePart
from consent_server.ledger.reading import (
    decode_base64,
    encode_base64,
    parse_object,
    require_object,
    require_text,
)
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.tlog_proof import Inclusion, format_proof, parse_proof
from consent_server.ledger.trust import Trust

SCHEMA_VERSION = "consent-receipt/2 (ISO/IEC TS 27560:2023)"

# ISO/IEC TS 27560 has one state per event; a mixed choice gave something.
_STATES = {
    "grant_all": "given",
    "grant_services": "given",
    "refuse_all": "refused",
    "object": "refused",
    "withdraw": "withdrawn",
}


class ReceiptState(enum.StrEnum):
    """How much a receipt proves."""

    COMMITTED = "committed"  # the server stored it and promised to sequence it
    SEQUENCED = "sequenced"  # it is in the signed log


class Evidence(Protocol):
    """An entry with what is left of its record: a ledger row or a stored record."""

    @property
    def entry(self) -> bytes:
        """The 106 bytes."""
        ...

    @property
    def subject(self) -> EvidencePart | None:
        """Who."""
        ...

    @property
    def decision(self) -> EvidencePart | None:
        """What."""
        ...

    @property
    def context(self) -> EvidencePart | None:
        """Where and with what."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedReceipt:
    """What a receipt that holds shows; ``index`` is none while only committed.

    ``cosigned`` maps each trusted witness that saw the checkpoint to the second at
    which it did; ``anchored`` says whether these are as many as the trust asks for.
    """

    state: ReceiptState
    record_id: str | None
    index: int | None
    origin: str
    cosigned: Mapping[str, int]
    anchored: bool


def make_receipt(
    origin: str, evidence: Evidence, inclusion: Inclusion | None
) -> dict[str, Json]:
    """Make the receipt of one record; without a proof it says *committed*.

    Raises:
        MalformedEvidenceError: A part is not the JSON of a record.
    """
    parts = _named_parts(evidence)
    state = ReceiptState.COMMITTED if inclusion is None else ReceiptState.SEQUENCED
    ledger: dict[str, Json] = {
        "origin": origin,
        "state": state.value,
        "entry": encode_base64(evidence.entry),
        "salts": {
            name: None if part is None else encode_base64(part.salt)
            for name, part in parts.items()
        },
        "parts": {
            name: None if part is None else _text_of(part)
            for name, part in parts.items()
        },
    }
    if inclusion is not None:
        ledger["proof"] = format_proof(inclusion)
    return {**_described(parts), "ledger": ledger}


def foreign_signers(receipt: Mapping[str, object], trust: Trust) -> frozenset[str]:
    """Name the log of a receipt, or else who signed it, where none of them is trusted.

    Nobody is named where one is, or where no signature can be read: the verification
    says then what that means. Nothing is believed yet.

    Raises:
        MalformedEvidenceError: Not a receipt.
    """
    ledger = require_object(receipt.get("ledger"), "ledger")
    require_text(ledger.get("entry"), "the entry")
    origin = frozenset({require_text(ledger.get("origin"), "the origin")})
    if not origin & {key.name for key in trust.log_keys}:
        return origin
    try:
        proof = parse_proof(require_text(ledger.get("proof"), "the proof"))
        signers = frozenset(peek_signers(proof.note))
    except MalformedEvidenceError:
        return frozenset()
    known = signers & {key.label for key in trust.log_keys}
    return frozenset() if known else signers


def verify_receipt(receipt: Mapping[str, object], trust: Trust) -> VerifiedReceipt:
    """Check a receipt with the public keys of the log and of its witnesses.

    Raises:
        MalformedEvidenceError: Not a receipt.
        BrokenEvidenceError: It says what was not committed to, or its entry is not in
            the signed log, or a cosignature does not fit.
    """
    ledger = require_object(receipt.get("ledger"), "ledger")
    data = decode_base64(ledger.get("entry"), "the entry")
    entry = parse_entry(data)
    if entry.kind is not EntryKind.VISITOR:
        raise BrokenEvidenceError("the entry is not one of a record")
    parts = _parse_parts(ledger)
    _require_commitments(entry, parts)
    described = {name: value for name, value in receipt.items() if name != "ledger"}
    if described != _described(parts):
        raise BrokenEvidenceError("the receipt says something else than its record")
    origin = require_text(ledger.get("origin"), "the origin")
    names = sorted({key.name for key in trust.log_keys})
    if origin not in names:
        raise BrokenEvidenceError(f"the receipt is not of the log {' or '.join(names)}")
    inclusion = _require_logged(data, origin, ledger, trust)
    cosigned = {} if inclusion is None else trust.cosigned(inclusion.note)
    record_id = described.get("record_id")
    return VerifiedReceipt(
        state=ReceiptState.COMMITTED if inclusion is None else ReceiptState.SEQUENCED,
        record_id=record_id if isinstance(record_id, str) else None,
        index=None if inclusion is None else inclusion.index,
        origin=origin,
        cosigned=cosigned,
        anchored=bool(cosigned) and trust.quorum_met(cosigned.keys()),
    )


def _described(parts: Mapping[str, EvidencePart | None]) -> dict[str, Json]:
    """Say what the parts say in the names of the standard; erased parts say nothing."""
    described: dict[str, Json] = {"schema_version": SCHEMA_VERSION}
    subject, decision = parts["subject"], parts["decision"]
    if subject is not None:
        fields = parse_object(subject.part, "the subject part")
        record_id = _word(fields, "record_id")
        described |= {
            "receipt_id": record_id,
            "record_id": record_id,
            "pii_principal_id": _word(fields, "subject_id"),
        }
    if decision is not None:
        fields = parse_object(decision.part, "the decision part")
        described |= _described_event(fields)
    return described


def _described_event(decision: dict[str, object]) -> dict[str, Json]:
    purposes = _words(decision, "purposes")
    recorded_at = _word(decision, "recorded_at")
    return {
        "privacy_notice": {
            "policy_version": _word(decision, "policy_version"),
            "notice_digest": _word(decision, "notice_digest"),
        },
        "language": _word(decision, "language"),
        "purposes": {**purposes},
        "services": {**_words(decision, "services")},
        "event_time": recorded_at,
        "event_type": "explicit",
        "event_state": _event_state(_word(decision, "action"), purposes),
        "validity_duration": _duration(recorded_at, _word(decision, "expires_at")),
    }


def _event_state(action: str, purposes: Mapping[str, str]) -> str:
    mixed = "given" if "granted" in purposes.values() else "refused"
    return _STATES.get(action, mixed)


def _duration(start: str, end: str) -> str:
    """Return an ISO 8601 duration in seconds."""
    try:
        seconds = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    except (ValueError, TypeError):
        raise MalformedEvidenceError(
            f"not two times: {start:.40} and {end:.40}"
        ) from None
    return f"PT{int(seconds.total_seconds())}S"


def _word(fields: Mapping[str, object], name: str) -> str:
    return require_text(fields.get(name), name)


def _words(fields: Mapping[str, object], name: str) -> dict[str, str]:
    found = require_object(fields.get(name), name)
    return {key: require_text(value, key) for key, value in found.items()}


def _named_parts(evidence: Evidence) -> dict[str, EvidencePart | None]:
    return {
        "subject": evidence.subject,
        "decision": evidence.decision,
        "context": evidence.context,
    }


def _text_of(part: EvidencePart) -> str:
    try:
        return part.part.decode()
    except UnicodeDecodeError:
        raise MalformedEvidenceError("a part is not UTF-8") from None


def _parse_parts(ledger: Mapping[str, object]) -> dict[str, EvidencePart | None]:
    salts = require_object(ledger.get("salts"), "salts")
    texts = require_object(ledger.get("parts"), "parts")
    parts: dict[str, EvidencePart | None] = {}
    for name in PART_NAMES:
        salt, text = salts.get(name), texts.get(name)
        parts[name] = None
        if salt is not None or text is not None:
            parts[name] = EvidencePart(
                salt=decode_base64(salt, f"the salt of the {name} part"),
                part=require_text(text, f"the {name} part").encode(),
            )
    return parts


def _require_commitments(
    entry: Entry, parts: Mapping[str, EvidencePart | None]
) -> None:
    commitments = (entry.subject, entry.decision, entry.context)
    for name, commitment in zip(PART_NAMES, commitments, strict=True):
        part = parts[name]
        if part is not None and commit_part(part.salt, part.part) != commitment:
            raise BrokenEvidenceError(f"the {name} part or its salt was changed")


def _require_logged(
    entry: bytes, origin: str, ledger: Mapping[str, object], trust: Trust
) -> Inclusion | None:
    if ledger.get("state") not in {*ReceiptState}:
        raise MalformedEvidenceError(f"state is one of: {', '.join(ReceiptState)}")
    if ledger["state"] == ReceiptState.COMMITTED:
        return None
    inclusion = parse_proof(require_text(ledger.get("proof"), "the proof"))
    checkpoint = trust.open(inclusion.note)
    if checkpoint.origin != origin:
        raise BrokenEvidenceError(f"the proof is of the log {checkpoint.origin!r}")
    require_inclusion(
        entry_hash(entry),
        inclusion.index,
        checkpoint.size,
        inclusion.proof,
        checkpoint.root,
    )
    return inclusion
