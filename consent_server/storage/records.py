"""Consent records: one short transaction per click, on SQLAlchemy Core."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPICursor

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    StoreUnavailableError,
)
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import EntryKind, Salts, make_entry
from consent_server.ledger.ports import EvidencePart
from consent_server.ledger.stored_row import evidence_part
from consent_server.storage.click_group import NEW, Click, put_clicks
from consent_server.storage.combining import Combiner
from consent_server.storage.db import is_sqlite, reading
from consent_server.storage.driver import run, text_of
from consent_server.storage.group_commit import commit
from consent_server.storage.intake import require_open
from consent_server.storage.tables import leaf, ledger, record, todo

_WAITING = [column.name for column in todo.columns]

# Statements are built once: on the click path building costs more than running.
_TAKING = exists().where(
    ledger.c.site_id == bindparam("site_id"), ledger.c.closed.is_(None)
)
_PUT_RECORD = (
    sqlite.insert(record)
    .from_select(NEW, select(*(bindparam(name) for name in NEW)).where(_TAKING))
    .on_conflict_do_nothing()
)
_INSERT_RECORD = insert(record).values({name: bindparam(name) for name in NEW})
_PUT_TODO = insert(todo).values({name: bindparam(name) for name in _WAITING})


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
    click and its retry, such as the time. ``answer`` marks equal answers, see
    :func:`~consent_server.ledger.answers.answer_mark`; without one, counting is slower.
    """

    record_id: UUID
    subject_id: UUID | None
    kind: EntryKind
    arrived_at: int
    parts: RecordParts
    salts: Salts
    click_digest: bytes
    answer: bytes | None = None


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


def subject_of(records: Iterable[StoredRecord]) -> UUID:
    """Return the pseudonym that some records share."""
    [subject] = {one.subject_id for one in records if one.subject_id is not None}
    return subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What is committed: a new record, or the one that was there ``before``."""

    new: NewRecord
    entry: bytes
    before: StoredRecord | None

    @property
    def created(self) -> bool:
        """Whether the record is new."""
        return self.before is None

    @property
    def record(self) -> StoredRecord:
        """The committed record."""
        return self.before or _as_stored(self.new, self.entry)


class RecordStore:
    """The consent records of one site."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id
        self._put = (
            self._write
            if is_sqlite(engine)
            else Combiner[Click](partial(put_clicks, engine)).run
        )

    def append(self, new: NewRecord) -> Appended:
        """Commit a record and its ledger entry, or find what has its id already.

        Raises:
            StoreUnavailableError: Nothing was written.
        """
        entry = make_entry(new.kind, new.arrived_at, new.parts, new.salts)
        row = _row(self._site_id, new) | {"entry": entry, "answer": new.answer}
        click = Click(row)
        self._put(click)
        before = None if click.created else self.find(new.record_id)
        if before is None and not click.created:
            raise StoreUnavailableError(
                f"nothing was recorded: the site {self._site_id!r} is being moved or "
                f"has no ledger, or the record {new.record_id} was erased meanwhile"
            )
        return Appended(new=new, entry=entry, before=before)

    def _write(self, click: Click) -> None:
        commit(self._engine, partial(_insert_both, self._engine, click))

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


def insert_record(
    connection: Connection, site_id: str, new: NewRecord, entry: bytes
) -> None:
    """Insert a record and its waiting entry.

    Raises:
        IntegrityError: The record exists.
        StoreUnavailableError: The site takes nothing here.
    """
    require_open(connection, site_id)
    row = _row(site_id, new)
    inserted = connection.execute(insert(record).values(row))
    [number] = inserted.inserted_primary_key or []
    waiting = {name: row[name] for name in ("site_id", "record_id", "arrived_at")}
    own = {"number": int(number), "entry": entry}
    connection.execute(insert(todo).values(waiting | own))


def insert_row(
    engine: Engine, cursor: DBAPICursor, site_id: str, new: NewRecord
) -> None:
    """Insert a record whose entry gets its position otherwise."""
    run(engine, cursor, _INSERT_RECORD, _row(site_id, new))


def _row(site_id: str, new: NewRecord) -> dict[str, object]:
    return {
        "site_id": site_id,
        "record_id": new.record_id.bytes,
        "kind": int(new.kind),
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


def _insert_both(engine: Engine, click: Click, cursor: DBAPICursor) -> None:
    """Insert a record and its waiting entry, unless the record exists."""
    cursor.execute(text_of(engine, _PUT_RECORD), click.row)
    click.created = cursor.rowcount == 1
    if click.created:
        waiting = {**click.row, "number": cursor.lastrowid}
        cursor.execute(text_of(engine, _PUT_TODO), waiting)


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
