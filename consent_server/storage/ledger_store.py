"""The ledger of one site in SQL."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.errors import BrokenEvidenceError, SettingError
from consent_server.ledger.ports import Batch, Head, LedgerRow, WaitingEntry
from consent_server.ledger.tiles import Tile
from consent_server.storage.db import reading, writing
from consent_server.storage.group_commit import commit
from consent_server.storage.records import evidence_part
from consent_server.storage.tables import checkpoint, leaf, ledger, record, tile, todo

ROWS_PER_READ = 1_000  # an export reads in many short snapshots

# Statements are built once: building costs more than running.
_HEAD = select(
    ledger.c.size,
    select(checkpoint.c.note)
    .where(checkpoint.c.site_id == ledger.c.site_id)
    .order_by(checkpoint.c.size.desc())
    .limit(1)
    .scalar_subquery(),
).where(ledger.c.site_id == bindparam("site"))
_WAITING = (
    select(todo.c.number, todo.c.record_id, todo.c.entry)
    .where(
        todo.c.site_id == bindparam("site"), todo.c.arrived_at <= bindparam("latest")
    )
    .order_by(todo.c.number)
    .limit(bindparam("limit"))
)
_TILE = select(tile.c.data).where(
    tile.c.site_id == bindparam("site"),
    tile.c.level == bindparam("level"),
    tile.c.number == bindparam("number"),
)


def open_ledger(engine: Engine, site_id: str, origin: str) -> "SqlLedgerStore":
    """Open the ledger of a site; it is created when the site has none.

    Raises:
        SettingError: The site's ledger has another origin.
        StoreUnavailableError: The database did not answer.
    """
    try:
        stored = _read_or_insert(engine, site_id, origin)
    except IntegrityError:  # another process made it in between
        stored = _read_or_insert(engine, site_id, origin)
    if stored != origin:
        raise SettingError(
            f"the ledger of site {site_id!r} is {stored!r}, not {origin!r}; a ledger "
            "keeps its origin for ever, so set the old one again"
        )
    return SqlLedgerStore(engine, site_id)


def _read_or_insert(engine: Engine, site_id: str, origin: str) -> str:
    of_site = ledger.c.site_id == site_id
    with writing(engine) as connection:
        stored = connection.scalar(select(ledger.c.origin).where(of_site))
        if stored is None:
            row = {"site_id": site_id, "origin": origin, "size": 0}
            connection.execute(insert(ledger).values(row))
    return origin if stored is None else stored


class _FasterError(Exception):
    """Another sequencer was."""


class SqlLedgerStore:
    """A :class:`~consent_server.ledger.ports.LedgerStore` over one site's tables.

    Any number of processes may share the database.
    """

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def head(self) -> Head:
        """Return size and newest checkpoint, read at one moment."""
        with reading(self._engine) as connection:
            row = connection.execute(_HEAD, {"site": self._site_id}).one_or_none()
        return (
            Head(size=0, note=None) if row is None else Head(size=row[0], note=row[1])
        )

    def waiting(self, limit: int, latest: int) -> Sequence[WaitingEntry]:
        """Return entries without position that arrived by ``latest``."""
        key = {"site": self._site_id, "latest": latest, "limit": limit}
        with reading(self._engine) as connection:
            rows = connection.execute(_WAITING, key).all()
        return [
            WaitingEntry(number=row[0], record_id=UUID(bytes=row[1]), entry=row[2])
            for row in rows
        ]

    def read_tile(self, wanted: Tile) -> bytes:
        """Return the hashes of a tile; no bytes when there is none."""
        key = {"site": self._site_id, "level": wanted.level, "number": wanted.number}
        with reading(self._engine) as connection:
            return connection.scalar(_TILE, key) or b""

    def append(self, batch: Batch) -> bool:
        """Store one step, all or nothing; false when another was faster.

        Raises:
            BrokenEvidenceError: The tables contradict each other.
        """
        try:
            commit(self._engine, lambda connection: self._store(connection, batch))
        except _FasterError:
            return False
        except IntegrityError as error:
            raise BrokenEvidenceError(
                f"position {batch.expected_size} or one of the next "
                f"{len(batch.entries)} is taken already: the ledger is damaged"
            ) from error
        return True

    def checkpoints(self, limit: int) -> Sequence[str]:
        """Return the newest checkpoints, in increasing size."""
        query = (
            select(checkpoint.c.note)
            .where(checkpoint.c.site_id == self._site_id)
            .order_by(checkpoint.c.size.desc())
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return connection.scalars(query).all()[::-1]

    def rows(self, stop: int) -> Iterator[LedgerRow]:
        """Give the entries ``[0, stop)`` in order, read in blocks."""
        for start in range(0, stop, ROWS_PER_READ):
            block = self._read_rows(start, min(start + ROWS_PER_READ, stop))
            yield from map(_parse_row, block)

    def find_index(self, record_id: UUID) -> int | None:
        """Return the position of a record's entry, none while it waits."""
        query = select(leaf.c.position).where(
            leaf.c.site_id == self._site_id, leaf.c.record_id == record_id.bytes
        )
        with reading(self._engine) as connection:
            return connection.scalar(query)

    def _store(self, connection: Connection, batch: Batch) -> None:
        if not self._move_head(connection, batch):
            raise _FasterError
        self._insert_leaves(connection, batch)
        self._put_tiles(connection, batch)
        self._insert_checkpoint(connection, batch)

    def _move_head(self, connection: Connection, batch: Batch) -> bool:
        """Compare and set: the fence between sequencers."""
        moved = connection.execute(
            update(ledger)
            .where(
                ledger.c.site_id == self._site_id,
                ledger.c.size == batch.expected_size,
            )
            .values(size=batch.size)
        )
        return moved.rowcount == 1

    def _insert_leaves(self, connection: Connection, batch: Batch) -> None:
        connection.execute(
            insert(leaf),
            [
                {
                    "site_id": self._site_id,
                    "position": position,
                    "entry": entry.entry,
                    "record_id": entry.record_id.bytes,
                }
                for position, entry in enumerate(batch.entries, batch.expected_size)
            ],
        )
        connection.execute(
            delete(todo).where(
                todo.c.site_id == self._site_id,
                todo.c.number == bindparam("done"),
            ),
            [{"done": entry.number} for entry in batch.entries],
        )

    def _put_tiles(self, connection: Connection, batch: Batch) -> None:
        keys = [{"at_level": at.level, "at_number": at.number} for at in batch.tiles]
        connection.execute(
            delete(tile).where(
                tile.c.site_id == self._site_id,
                tile.c.level == bindparam("at_level"),
                tile.c.number == bindparam("at_number"),
            ),
            keys,
        )
        connection.execute(
            insert(tile),
            [
                {
                    "site_id": self._site_id,
                    "level": at.level,
                    "number": at.number,
                    "data": data,
                }
                for at, data in batch.tiles.items()
            ],
        )

    def _insert_checkpoint(self, connection: Connection, batch: Batch) -> None:
        connection.execute(
            insert(checkpoint).values(
                site_id=self._site_id,
                size=batch.size,
                note=batch.note,
                signed_at=batch.signed_at,
            )
        )

    def _read_rows(self, start: int, stop: int) -> list[Row[Any]]:
        same_record = and_(
            record.c.site_id == leaf.c.site_id, record.c.record_id == leaf.c.record_id
        )
        query = (
            select(
                leaf.c.position,
                leaf.c.entry,
                record.c.subject_salt,
                record.c.subject,
                record.c.decision_salt,
                record.c.decision,
                record.c.context_salt,
                record.c.context,
            )
            .outerjoin(record, same_record)
            .where(
                leaf.c.site_id == self._site_id,
                leaf.c.position >= start,
                leaf.c.position < stop,
            )
            .order_by(leaf.c.position)
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query))


def _parse_row(row: Row[Any]) -> LedgerRow:
    return LedgerRow(
        index=row.position,
        entry=row.entry,
        subject=evidence_part(row.subject_salt, row.subject),
        decision=evidence_part(row.decision_salt, row.decision),
        context=evidence_part(row.context_salt, row.context),
    )
