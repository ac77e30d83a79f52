"""One moment of a site's ledger, read as fast as the driver gives it.

Everything comes from one transaction that only reads. What is sequenced or erased
meanwhile is not in it, so that no part is missing whose tombstone is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    LargeBinary,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
)

from consent_server.ledger.entry import MAX_ARRIVAL, EntryKind
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.selection import Selection
from consent_server.ledger.stored_row import StoredRow
from consent_server.ledger.tiles import TILE_WIDTH
from consent_server.storage import postgresql
from consent_server.storage.db import is_sqlite, reading
from consent_server.storage.driver import driver_errors
from consent_server.storage.tables import checkpoint, leaf, ledger_key, record, tile

ROWS_PER_FETCH = 250  # with what is made of them, they fit into a cache
TILES_PER_FETCH = 64

_KIND = func.substr(leaf.c.entry, 2, 1)
_ARRIVAL = func.substr(leaf.c.entry, 3, 8)
ROW = (
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
"""The columns of a StoredRow, where ``record`` is joined by ``OF_LEAF``."""
OF_LEAF = and_(
    record.c.site_id == leaf.c.site_id, record.c.record_id == leaf.c.record_id
)

_OWN = literal(bytes([EntryKind.VISITOR]), LargeBinary) != _KIND


class Snapshot:
    """What a log of a site was when the transaction began."""

    def __init__(self, connection: Connection, site_id: str, epoch: int) -> None:
        self.epoch = epoch
        self._connection = connection
        self._log: dict[str, Any] = {"site_id": site_id, "epoch": epoch}

    def of_epoch(self, epoch: int) -> Self:
        """Look at another log of the site, at the same moment."""
        return type(self)(self._connection, self._log["site_id"], epoch)

    def checkpoints(self, limit: int, size: int | None = None) -> Sequence[str]:
        """Return the newest checkpoints, as far as ``size``, in increasing size."""
        query = (
            select(checkpoint.c.note)
            .filter_by(**self._log)
            .order_by(checkpoint.c.size.desc())
            .limit(limit)
        )
        if size is not None:
            query = query.where(checkpoint.c.size <= size)
        return self._connection.scalars(query).all()[::-1]

    def keys(self, size: int) -> Sequence[str]:
        """Return the verifier keys of the first ``size`` entries, in order of use."""
        query = (
            select(ledger_key.c.vkey)
            .filter_by(**self._log)
            .where(ledger_key.c.position < size)
            .order_by(ledger_key.c.position)
        )
        return self._connection.scalars(query).all()

    def leaf_hashes(self, size: int) -> Iterator[bytes]:
        """Give the hashes of the first ``size`` leaves, many at a time."""
        query = (
            select(tile.c.number, tile.c.data)
            .filter_by(**self._log, level=0)
            .where(tile.c.number * TILE_WIDTH < size)
            .order_by(tile.c.number)
        )
        for tiles in self._fetch(query, TILES_PER_FETCH):
            for number, data in tiles:
                yield data[: (size - number * TILE_WIDTH) * HASH_BYTES]

    def rows(
        self, start: int, stop: int, selection: Selection
    ) -> Iterator[Sequence[StoredRow]]:
        """Give the rows ``[start, stop)`` in order, many at a time.

        Those that ``selection`` surely leaves out are not read; whether the others
        belong to it is its own to say.
        """
        query = (
            select(*ROW)
            .outerjoin(record, OF_LEAF)
            .where(
                leaf.c.site_id == self._log["site_id"],
                leaf.c.epoch == self._log["epoch"],
                leaf.c.position >= start,
                leaf.c.position < stop,
                *narrow(selection),
            )
            .order_by(leaf.c.position)
        )
        yield from self._fetch(query, ROWS_PER_FETCH)

    def rows_of(
        self, subject_id: UUID | None, stop: int
    ) -> Iterator[Sequence[StoredRow]]:
        """Give a person's rows and the ledger's own, as :meth:`rows` does."""
        nobody = Selection(subject=str(subject_id or UUID(int=0)))
        yield from self.rows(0, stop, nobody)

    def has_erasure_since(self, position: int) -> bool:
        """Tell whether a tombstone stands at ``position`` or behind it."""
        tombstones = [bytes([kind]) for kind in (EntryKind.ERASE, EntryKind.PURGE)]
        query = select(leaf.c.position).where(
            leaf.c.site_id == self._log["site_id"],
            # A later log may say what is gone from this one.
            or_(
                and_(leaf.c.epoch == self.epoch, leaf.c.position >= position),
                leaf.c.epoch > self.epoch,
            ),
            _KIND.in_([literal(kind, LargeBinary) for kind in tombstones]),
        )
        return self._connection.scalar(query.limit(1)) is not None

    def _fetch(self, query: Select[Any], count: int) -> Iterator[Sequence[Any]]:
        """Give rows as the driver makes them: objects of ours would cost as much."""
        if is_sqlite(self._connection.engine):
            yield from self._step_through(query, count)
            return
        streaming = {"stream_results": True, "max_row_buffer": count}
        with self._connection.execute(query, execution_options=streaming) as result:
            yield from result.partitions(count)

    def _step_through(self, query: Select[Any], count: int) -> Iterator[Sequence[Any]]:
        """Take rows from SQLite itself, which reads no further than it is asked."""
        with (
            self._connection.execute(query) as result,
            driver_errors(self._connection.engine),
        ):
            cursor: Any = result.cursor
            while rows := cursor.fetchmany(count):
                yield rows


@contextmanager
def snapshot(engine: Engine, site_id: str, epoch: int) -> Iterator[Snapshot]:
    """Look at a log of a site as it is now, for as long as the block takes.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    with reading(engine) as connection:
        if not is_sqlite(engine):
            postgresql.take_long(connection)
        yield Snapshot(connection, site_id, epoch)


def narrow(selection: Selection) -> list[ColumnElement[bool]]:
    """Leave out by what the entry or an index says, before the record is read.

    Entries of the ledger itself stay.
    """
    found: list[ColumnElement[bool]] = []
    if selection.since is not None or selection.until is not None:
        first = selection.since or 0
        last = MAX_ARRIVAL if selection.until is None else selection.until
        found.append(_ARRIVAL.between(_arrival(first), _arrival(last)))
    if selection.subject is not None:
        theirs = select(record.c.record_id).where(
            record.c.site_id == leaf.c.site_id,
            record.c.subject_id == UUID(selection.subject).bytes,
        )
        found.append(leaf.c.record_id.in_(theirs.correlate(leaf)))
    return [or_(_OWN, and_(*found))] if found else []


def _arrival(second: int) -> ColumnElement[bytes]:
    return literal(second.to_bytes(8), LargeBinary)
