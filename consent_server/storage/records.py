"""Consent records: one short transaction per click, on SQLAlchemy Core."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    StoreUnavailableError,
)
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import EntryKind, Salts, make_entry
from consent_server.ledger.ports import EvidencePart
from consent_server.storage.db import reading
from consent_server.storage.group_commit import commit
from consent_server.storage.tables import leaf, record, todo

# Statements are built once: on the click path building costs more than running.
_INSERT_RECORD = insert(record)
_INSERT_TODO = insert(todo)
_STORED = (
    select(
        record,
        leaf.c.epoch,
        leaf.c.position,
        func.coalesce(leaf.c.entry, todo.c.entry).label("entry"),
    )
    .outerjoin(
        leaf,
        and_(
            leaf.c.site_id == record.c.site_id, leaf.c.record_id == record.c.record_id
        ),
    )
    .outerjoin(
        todo,
        and_(todo.c.site_id == record.c.site_id, todo.c.number == record.c.number),
    )
    .where(
        record.c.site_id == bindparam("site"), record.c.kind == EntryKind.VISITOR.value
    )
)
_BY_ID = _STORED.where(record.c.record_id == bindparam("id"))
_BY_SUBJECT = _STORED.where(record.c.subject_id == bindparam("subject")).order_by(
    record.c.number.desc()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """A record to commit; ``arrived_at`` in whole seconds since 1970, UTC.

    ``click_digest`` covers what the visitor did and nothing that differs between a
    click and its retry, such as the time.
    """

    record_id: UUID
    subject_id: UUID | None
    kind: EntryKind
    arrived_at: int
    parts: RecordParts
    salts: Salts
    click_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A committed record; an erased part is ``None``.

    ``index`` is its position in the log of ``epoch``; both are ``None`` until it is
    sequenced.
    While ``restricted``, it is kept and used for nothing (GDPR Article 18).
    """

    record_id: UUID
    subject_id: UUID | None
    kind: EntryKind
    arrived_at: int
    click_digest: bytes
    entry: bytes
    epoch: int | None
    index: int | None
    subject: EvidencePart | None
    decision: EvidencePart | None
    context: EvidencePart | None
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What is committed; ``created`` is false where it was there before."""

    record: StoredRecord
    created: bool

    @property
    def record_id(self) -> UUID:
        """The id of the committed record."""
        return self.record.record_id


class RecordStore:
    """The consent records of one site."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def append(self, new: NewRecord) -> Appended:
        """Commit a record and its ledger entry, or find what has its id already.

        Raises:
            StoreUnavailableError: Nothing was written.
        """
        entry = make_entry(new.kind, new.arrived_at, new.parts, new.salts)
        try:
            commit(
                self._engine,
                lambda connection: insert_record(connection, self._site_id, new, entry),
            )
        except IntegrityError as error:
            return Appended(record=self._get_stored(new, error), created=False)
        return Appended(record=_as_stored(new, entry), created=True)

    def find(self, record_id: UUID) -> StoredRecord | None:
        """Return a visitor's record.

        Raises:
            BrokenEvidenceError: A record has lost its entry.
            StoreUnavailableError: The database did not answer.
        """
        with reading(self._engine) as connection:
            key = {"site": self._site_id, "id": record_id.bytes}
            row = connection.execute(_BY_ID, key).one_or_none()
        return None if row is None else _parse_row(row)

    def history(self, subject_id: UUID) -> list[StoredRecord]:
        """Return the records of one subject, newest first.

        Raises:
            BrokenEvidenceError: A record has lost its entry.
            StoreUnavailableError: The database did not answer.
        """
        key = {"site": self._site_id, "subject": subject_id.bytes}
        with reading(self._engine) as connection:
            rows = connection.execute(_BY_SUBJECT, key).all()
        return [_parse_row(row) for row in rows]

    def _get_stored(self, new: NewRecord, error: IntegrityError) -> StoredRecord:
        stored = self.find(new.record_id)
        if stored is None:  # no duplicate, so the site has no ledger yet
            raise StoreUnavailableError(
                f"site {self._site_id!r} has no ledger; open it first"
            ) from error
        return stored


def insert_record(
    connection: Connection, site_id: str, new: NewRecord, entry: bytes
) -> None:
    """Insert a record and its waiting entry.

    Raises:
        IntegrityError: The record exists, or the site has no ledger.
    """
    waiting = {
        "site_id": site_id,
        "record_id": new.record_id.bytes,
        "number": insert_row(connection, site_id, new),
        "arrived_at": new.arrived_at,
        "entry": entry,
    }
    connection.execute(_INSERT_TODO, waiting)


def insert_row(connection: Connection, site_id: str, new: NewRecord) -> int:
    """Insert a record whose entry gets its position otherwise; return its number.

    Raises:
        IntegrityError: The record exists, or the site has no ledger.
    """
    key = {"site_id": site_id, "record_id": new.record_id.bytes}
    row = key | {
        "kind": new.kind,
        "arrived_at": new.arrived_at,
        "subject_id": None if new.subject_id is None else new.subject_id.bytes,
        "click_digest": new.click_digest,
        "subject_salt": new.salts.subject,
        "subject": new.parts.subject,
        "decision_salt": new.salts.decision,
        "decision": new.parts.decision,
        "context_salt": new.salts.context,
        "context": new.parts.context,
    }
    inserted = connection.execute(_INSERT_RECORD, row)
    [number] = inserted.inserted_primary_key or []
    return int(number)


def _as_stored(new: NewRecord, entry: bytes) -> StoredRecord:
    parts, salts = new.parts, new.salts
    return StoredRecord(
        record_id=new.record_id,
        subject_id=new.subject_id,
        kind=new.kind,
        arrived_at=new.arrived_at,
        click_digest=new.click_digest,
        entry=entry,
        epoch=None,
        index=None,
        subject=EvidencePart(salt=salts.subject, part=parts.subject),
        decision=EvidencePart(salt=salts.decision, part=parts.decision),
        context=EvidencePart(salt=salts.context, part=parts.context),
    )


def _parse_row(row: Row[Any]) -> StoredRecord:
    if row.entry is None:
        raise BrokenEvidenceError(
            f"record {UUID(bytes=row.record_id)} has no entry in the ledger"
        )
    return StoredRecord(
        record_id=UUID(bytes=row.record_id),
        subject_id=None if row.subject_id is None else UUID(bytes=row.subject_id),
        kind=EntryKind(row.kind),
        arrived_at=row.arrived_at,
        click_digest=row.click_digest,
        entry=row.entry,
        epoch=row.epoch,
        index=row.position,
        subject=evidence_part(row.subject_salt, row.subject),
        decision=evidence_part(row.decision_salt, row.decision),
        context=evidence_part(row.context_salt, row.context),
        restricted=row.restricted_at is not None,
    )


def evidence_part(salt: bytes | None, part: bytes | None) -> EvidencePart | None:
    """Pair a part with its salt; without one of the two it counts as erased."""
    if salt is None or part is None:
        return None
    return EvidencePart(salt=salt, part=part)
