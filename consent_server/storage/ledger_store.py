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
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.epoch import FIRST_EPOCH, epoch_origin
from consent_server.ledger.ports import Batch, Head, LedgerRow, WaitingEntry
from consent_server.ledger.tiles import Tile
from consent_server.storage.db import reading, writing
from consent_server.storage.group_commit import commit
from consent_server.storage.records import evidence_part
from consent_server.storage.tables import (
    anchor,
    checkpoint,
    leaf,
    ledger,
    ledger_key,
    record,
    tile,
    todo,
)

ROWS_PER_READ = 1_000  # an export reads in many short snapshots

# Statements are built once: building costs more than running.
_HEAD = select(
    ledger.c.epoch,
    ledger.c.size,
    ledger.c.vkey,
    ledger.c.frozen,
    select(checkpoint.c.note)
    .where(
        checkpoint.c.site_id == ledger.c.site_id,
        checkpoint.c.epoch == bindparam("epoch"),
    )
    .order_by(checkpoint.c.size.desc())
    .limit(1)
    .scalar_subquery()
    .label("note"),
).where(ledger.c.site_id == bindparam("site_id"))
_WAITING = (
    select(todo.c.number, todo.c.record_id, todo.c.entry)
    .where(
        todo.c.site_id == bindparam("site"), todo.c.arrived_at <= bindparam("latest")
    )
    .order_by(todo.c.number)
    .limit(bindparam("limit"))
)
_TILE = select(tile.c.data).where(
    tile.c.site_id == bindparam("site_id"),
    tile.c.epoch == bindparam("epoch"),
    tile.c.level == bindparam("level"),
    tile.c.number == bindparam("number"),
)


def open_ledger(engine: Engine, site_id: str, origin: str) -> "SqlLedgerStore":
    """Open the newest log of a site; its first one is created when it has none.

    ``origin`` names the first log; those of later epochs have their number behind it.

    Raises:
        SettingError: The site's ledger has another origin.
        StoreUnavailableError: The database did not answer.
    """
    try:
        stored = _read_or_insert(engine, site_id, origin)
    except IntegrityError:  # another process made it in between
        stored = _read_or_insert(engine, site_id, origin)
    wanted = epoch_origin(origin, stored.epoch)
    if stored.origin != wanted:
        raise SettingError(
            f"the ledger of site {site_id!r} is {stored.origin!r}, not {wanted!r}; a "
            "ledger keeps its origin for ever, so set the old one again"
        )
    return SqlLedgerStore(engine, site_id, stored.epoch)


def _read_or_insert(engine: Engine, site_id: str, origin: str) -> Row[int, str]:
    first = {"site_id": site_id, "origin": origin, "size": 0}
    stored = select(ledger.c.epoch, ledger.c.origin).where(ledger.c.site_id == site_id)
    with writing(engine) as connection:
        if connection.execute(stored).one_or_none() is None:
            connection.execute(insert(ledger).values(first))
        return connection.execute(stored).one()


class FasterError(Exception):
    """Another sequencer was."""


class SqlLedgerStore:
    """A :class:`~consent_server.ledger.ports.LedgerStore` over one site's tables.

    It is about the log of one epoch: that of ``epoch``, or else the one that is the
    newest when it is first asked. Any number of processes may share the database.
    """

    def __init__(self, engine: Engine, site_id: str, epoch: int | None = None) -> None:
        self._engine = engine
        self._site_id = site_id
        self._epoch = epoch

    @property
    def epoch(self) -> int:
        """The number of the epoch, from 1.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        if self._epoch is None:
            newest = select(ledger.c.epoch).filter_by(site_id=self._site_id)
            with reading(self._engine) as connection:
                self._epoch = connection.scalar(newest) or FIRST_EPOCH
        return self._epoch

    @property
    def _log(self) -> dict[str, Any]:
        """Name the log as the columns of its rows do."""
        return {"site_id": self._site_id, "epoch": self.epoch}

    def at(self, epoch: int) -> "SqlLedgerStore":
        """Return the log of another epoch."""
        return SqlLedgerStore(self._engine, self._site_id, epoch)

    def head(self) -> Head:
        """Return size and newest checkpoint, read at one moment."""
        log = self._log
        with reading(self._engine) as connection:
            row = connection.execute(_HEAD, log).one_or_none()
        if row is None:
            return Head(size=0, note=None)
        size = row.size
        if row.epoch != log["epoch"]:  # nobody extends it any more
            size = 0 if row.note is None else peek_checkpoint(row.note).size
        return Head(size=size, note=row.note, vkey=row.vkey, frozen=row.frozen)

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
        key = self._log | {"level": wanted.level, "number": wanted.number}
        with reading(self._engine) as connection:
            return connection.scalar(_TILE, key) or b""

    def append(self, batch: Batch) -> bool:
        """Store one step, all or nothing; false when another was faster.

        Raises:
            BrokenEvidenceError: The tables contradict each other.
        """
        _ = self.epoch  # read outside of the transaction
        try:
            commit(self._engine, lambda connection: self._store(connection, batch))
        except FasterError:
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
            .where(
                checkpoint.c.site_id == self._site_id,
                checkpoint.c.epoch == self.epoch,
            )
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

    def cosigned(self, limit: int) -> Sequence[str]:
        """Return the newest checkpoints that a witness cosigned, the newest first."""
        sizes = (
            select(anchor.c.size)
            .distinct()
            .filter_by(**self._log)
            .where(anchor.c.token.is_(None))
            .order_by(anchor.c.size.desc())
            .limit(limit)
        )
        query = (
            select(checkpoint.c.note)
            .filter_by(**self._log)
            .where(checkpoint.c.size.in_(sizes.scalar_subquery()))
            .order_by(checkpoint.c.size.desc())
        )
        with reading(self._engine) as connection:
            return connection.scalars(query).all()

    def entries(self, start: int, stop: int) -> Sequence[bytes]:
        """Return the entries ``[start, stop)``, as far as there are any."""
        query = (
            select(leaf.c.entry)
            .where(
                leaf.c.site_id == self._site_id,
                leaf.c.epoch == self.epoch,
                leaf.c.position >= start,
                leaf.c.position < stop,
            )
            .order_by(leaf.c.position)
        )
        with reading(self._engine) as connection:
            return connection.scalars(query).all()

    def find_index(self, record_id: UUID) -> int | None:
        """Return the position of a record's entry, none while it waits."""
        query = select(leaf.c.position).where(
            leaf.c.site_id == self._site_id,
            leaf.c.epoch == self.epoch,
            leaf.c.record_id == record_id.bytes,
        )
        with reading(self._engine) as connection:
            return connection.scalar(query)

    def keys(self) -> Sequence[str]:
        """Return the verifier keys of the log, in the order of their use."""
        query = (
            select(ledger_key.c.vkey)
            .filter_by(**self._log)
            .order_by(ledger_key.c.position)
        )
        with reading(self._engine) as connection:
            return connection.scalars(query).all()

    def _store(self, connection: Connection, batch: Batch) -> None:
        if not self._move_head(connection, batch):
            raise FasterError
        self._insert_leaves(connection, batch)
        self._put_tiles(connection, batch)
        self._insert_checkpoint(connection, batch)
        if batch.next_vkey != batch.vkey:
            self._insert_key(connection, batch)

    def _move_head(self, connection: Connection, batch: Batch) -> bool:
        """Compare and set: the fence between sequencers."""
        moved = connection.execute(
            update(ledger)
            .where(
                ledger.c.site_id == self._site_id,
                ledger.c.epoch == self.epoch,
                ledger.c.size == batch.expected_size,
                ledger.c.vkey.is_not_distinct_from(batch.vkey),
                ledger.c.frozen.is_(None),
            )
            .values(size=batch.size, vkey=batch.next_vkey)
        )
        return moved.rowcount == 1

    def _insert_leaves(self, connection: Connection, batch: Batch) -> None:
        log = self._log
        connection.execute(
            insert(leaf),
            [
                log
                | {
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
        log = self._log
        keys = [{"at_level": at.level, "at_number": at.number} for at in batch.tiles]
        connection.execute(
            delete(tile).where(
                tile.c.site_id == self._site_id,
                tile.c.epoch == self.epoch,
                tile.c.level == bindparam("at_level"),
                tile.c.number == bindparam("at_number"),
            ),
            keys,
        )
        connection.execute(
            insert(tile),
            [
                log | {"level": at.level, "number": at.number, "data": data}
                for at, data in batch.tiles.items()
            ],
        )

    def _insert_checkpoint(self, connection: Connection, batch: Batch) -> None:
        connection.execute(
            insert(checkpoint).values(
                self._log
                | {
                    "size": batch.size,
                    "note": batch.note,
                    "signed_at": batch.signed_at,
                }
            )
        )

    def _insert_key(self, connection: Connection, batch: Batch) -> None:
        connection.execute(
            insert(ledger_key).values(
                self._log
                | {
                    "position": batch.key_position,
                    "vkey": batch.next_vkey,
                    "began_at": batch.signed_at,
                }
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
                record.c.restricted_at,
            )
            .outerjoin(record, same_record)
            .where(
                leaf.c.site_id == self._site_id,
                leaf.c.epoch == self.epoch,
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
        restricted=row.restricted_at is not None,
    )
