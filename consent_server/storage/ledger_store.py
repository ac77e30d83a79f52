"""The ledger of one site in SQL."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Engine,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.errors import BrokenEvidenceError, SettingError
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.epoch import FIRST_EPOCH, epoch_origin
from consent_server.ledger.ports import Batch, Head, WaitingEntry
from consent_server.ledger.tiles import Tile
from consent_server.storage.answers import AnswerCounts
from consent_server.storage.db import is_sqlite, reading, writing
from consent_server.storage.driver import Key, fetch, put_rows, run, text_of
from consent_server.storage.group_commit import commit
from consent_server.storage.tables import (
    anchor,
    checkpoint,
    leaf,
    ledger,
    ledger_key,
    tile,
    todo,
)
from consent_server.storage.waiting import read_waiting

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
_TILE = select(tile.c.data).where(
    tile.c.site_id == bindparam("site_id"),
    tile.c.epoch == bindparam("epoch"),
    tile.c.level == bindparam("level"),
    tile.c.number == bindparam("number"),
)
_MOVE_HEAD = (
    update(ledger)
    .where(
        ledger.c.site_id == bindparam("site"),
        ledger.c.epoch == bindparam("of_epoch"),
        ledger.c.size == bindparam("expected"),
        ledger.c.vkey.is_not_distinct_from(bindparam("old_vkey", type_=Text)),
        ledger.c.frozen.is_(None),
    )
    .values(size=bindparam("new_size"), vkey=bindparam("new_vkey"))
)
_DROP_TODO = delete(todo).where(
    todo.c.site_id == bindparam("site"), todo.c.number == bindparam("number")
)
_DROP_TODOS = delete(todo).where(
    todo.c.site_id == bindparam("site"),
    # joined: compared with ANY, each row would be held against the whole array
    todo.c.number.in_(
        select(func.unnest(bindparam("numbers", type_=ARRAY(BigInteger))))
    ),
)
_DROP_TILE = delete(tile).where(
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
        self._answers = AnswerCounts(engine, site_id)

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
        rows = fetch(self._engine, _HEAD, log)
        if not rows:
            return Head(size=0, note=None)
        epoch, size, vkey, frozen, note = rows[0]
        if epoch != log["epoch"]:  # nobody extends it any more
            size = 0 if note is None else peek_checkpoint(note).size
        return Head(size=size, note=note, vkey=vkey, frozen=frozen)

    def waiting(self, limit: int, latest: int) -> Sequence[WaitingEntry]:
        """Return entries without position that arrived by ``latest``."""
        return read_waiting(self._engine, self._site_id, limit, latest)

    def read_tile(self, wanted: Tile) -> bytes:
        """Return the hashes of a tile; no bytes when there is none."""
        key = self._log | {"level": wanted.level, "number": wanted.number}
        rows = fetch(self._engine, _TILE, key)
        return bytes(rows[0][0]) if rows else b""

    def append(self, batch: Batch) -> bool:
        """Store one step, all or nothing; false when another was faster.

        Raises:
            BrokenEvidenceError: The tables contradict each other.
        """
        _ = self.epoch  # read outside of the transaction, as the answers are
        answers = self._answers.read(batch.entries)

        def store(cursor: DBAPICursor) -> None:
            self._store(cursor, batch)
            self._answers.add(cursor, answers)

        try:
            commit(self._engine, store)
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

    def _store(self, cursor: DBAPICursor, batch: Batch) -> None:
        self._move_head(cursor, batch)
        self._put_leaves(cursor, batch)
        self._drop_todos(cursor, batch)
        self._put_tiles(cursor, batch)
        self._put(
            cursor,
            checkpoint,
            {"size": batch.size, "note": batch.note, "signed_at": batch.signed_at},
        )
        if batch.next_vkey != batch.vkey:
            self._put(
                cursor,
                ledger_key,
                {
                    "position": batch.key_position,
                    "vkey": batch.next_vkey,
                    "began_at": batch.signed_at,
                },
            )

    def _put(self, cursor: DBAPICursor, table: Table, row: Key) -> None:
        put_rows(self._engine, cursor, table, [{**self._log, **row}])

    def _move_head(self, cursor: DBAPICursor, batch: Batch) -> None:
        """Compare and set: the fence between sequencers."""
        key = {
            "site": self._site_id,
            "of_epoch": self.epoch,
            "expected": batch.expected_size,
            "old_vkey": batch.vkey,
            "new_size": batch.size,
            "new_vkey": batch.next_vkey,
        }
        run(self._engine, cursor, _MOVE_HEAD, key)
        if cursor.rowcount != 1:
            raise FasterError

    def _put_leaves(self, cursor: DBAPICursor, batch: Batch) -> None:
        site_id, epoch = self._site_id, self.epoch
        rows: list[Key] = [
            {
                "site_id": site_id,
                "epoch": epoch,
                "position": position,
                "entry": entry,
                "record_id": record_id,
            }
            for position, (_, record_id, entry, _) in enumerate(
                batch.entries, batch.expected_size
            )
        ]
        put_rows(self._engine, cursor, leaf, rows)

    def _drop_todos(self, cursor: DBAPICursor, batch: Batch) -> None:
        numbers = [entry.number for entry in batch.entries]
        if is_sqlite(self._engine):
            keys = [{"site": self._site_id, "number": number} for number in numbers]
            cursor.executemany(text_of(self._engine, _DROP_TODO), keys)
        else:
            key = {"site": self._site_id, "numbers": numbers}
            run(self._engine, cursor, _DROP_TODOS, key)

    def _put_tiles(self, cursor: DBAPICursor, batch: Batch) -> None:
        rows: list[Key] = [
            self._log | {"level": at.level, "number": at.number, "data": data}
            for at, data in batch.tiles.items()
        ]
        cursor.executemany(text_of(self._engine, _DROP_TILE), rows)
        put_rows(self._engine, cursor, tile, rows)
