"""Everything that is kept about one pseudonym (GDPR Articles 15 and 20).

``docs/spec/access.md`` says what stands where.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from consent_server.kernel.canonical import Json
from consent_server.kernel.clock import format_time
from consent_server.ledger.ports import EvidencePart
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import StoredRecord
from consent_server.web.visitor.receipts import describe_record

FORMAT = "consent-access"
FORMAT_VERSION = 1


def access_file(
    records: Sequence[StoredRecord],
    ledger: SqlLedgerStore,
    origin: str,
    policies: PolicyStore,
    moment: datetime,
) -> bytes:
    """Write the records of one subject with their receipts and what was shown.

    Raises:
        BrokenEvidenceError: The stored tree has a hole.
        StoreUnavailableError: The database did not answer.
    """
    described = [_describe(record, ledger, origin) for record in records]
    subject = next((one.subject_id for one in records if one.subject_id), None)
    document: dict[str, Json] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "ledger": origin,
        "made_at": format_time(moment),
        "subject_id": _text(subject),
        "records": [*described],
        "notices": _notices(described, policies),
    }
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"


def _describe(
    record: StoredRecord, ledger: SqlLedgerStore, origin: str
) -> dict[str, Json]:
    return {
        "record_id": str(record.record_id),
        "restricted": record.restricted,
        "subject": _read(record.subject),
        "decision": _read(record.decision),
        "context": _read(record.context),
        "receipt": describe_record(ledger, origin, record),
    }


def _notices(
    described: Iterable[dict[str, Json]], policies: PolicyStore
) -> dict[str, Json]:
    """Return what was shown, in words, by the digest that decisions name."""
    decisions = [one["decision"] for one in described]
    digests = {str(one["notice_digest"]) for one in decisions if isinstance(one, dict)}
    contents = {digest: policies.find_notice(digest) for digest in sorted(digests)}
    return {
        digest: None if content is None else json.loads(content).get("shown")
        for digest, content in contents.items()
    }


def _read(part: EvidencePart | None) -> Json:
    fields: Json = None if part is None else json.loads(part.part)
    return fields


def _text(subject: UUID | None) -> str | None:
    return None if subject is None else str(subject)
