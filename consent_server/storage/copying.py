"""Blocks of a ledger from one database into another, and what goes over whole.

What arrived of a block is read back, compared, hashed, and added to tiles that are made
anew: the root of a copy is that of what is really there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    delete,
    exists,
    insert,
    select,
    update,
)

from consent_server.kernel.errors import BrokenEvidenceError, SettingError
from consent_server.ledger.entry import entry_hash
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.stored_row import damaged_parts
from consent_server.ledger.tiles import Tile, extend_tiles
from consent_server.storage import postgresql
from consent_server.storage.db import is_sqlite, writing
from consent_server.storage.ledgers import get_ledger
from consent_server.storage.tables import (
    anchor,
    answer_count,
    asked_count,
    checkpoint,
    erasure_request,
    evidence_batch,
    held_count,
    ignored_finding,
    leaf,
    ledger,
    ledger_key,
    notice,
    policy,
    record,
    sighting_count,
    signal_count,
    tile,
    todo,
    tombstone,
)

BLOCK = 2_000
"""Entries, or rows, of one transaction."""

GROWING = (leaf, record, tile, checkpoint, ledger_key)
"""What goes over block by block."""

WHOLE = (
    policy,
    notice,
    held_count,
    sighting_count,
    signal_count,
    answer_count,
    asked_count,
    evidence_batch,
    ignored_finding,
    anchor,
    erasure_request,
    tombstone,
)
"""What goes over at the end, once nothing changes any more."""

_RECORD = [column for column in record.c if column.name != "number"]
_AT = 2  # where the columns of the record begin: after position and entry
_SALTS_AND_PARTS = slice(
    _AT + [column.name for column in _RECORD].index("subject_salt"), -1
)


_Row = tuple[Any, ...]
Log = dict[str, Any]
"""Names the log of a row as its columns do: site and epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Entries that follow one another, with what belongs to them."""

    start: int
    rows: Sequence[_Row]
    notes: Sequence[dict[str, Any]]
    keys: Sequence[dict[str, Any]]


def read_block(connection: Connection, log: Log, start: int, stop: int) -> Block:
    """Read the entries ``[start, stop)`` of a log.

    Raises:
        BrokenEvidenceError: One is missing, or a part is not what its entry says.
    """
    rows = _read(connection, log, start, stop)
    if [row[0] for row in rows] != [*range(start, stop)]:
        raise BrokenEvidenceError(f"entries {start} to {stop} are not all there")
    for row in rows:
        if damaged := damaged_parts((row[0], row[1], *row[_SALTS_AND_PARTS])):
            raise BrokenEvidenceError(
                f"of entry {row[0]}, {' and '.join(damaged)} is not what it commits to"
            )
    return Block(
        start=start,
        rows=rows,
        notes=_rows_of(connection, checkpoint, log, checkpoint.c.size - 1, start, stop),
        keys=_rows_of(connection, ledger_key, log, ledger_key.c.position, start, stop),
    )


def put_block(connection: Connection, log: Log, block: Block) -> None:
    """Write a block behind those before it.

    Raises:
        BrokenEvidenceError: Something else arrived.
    """
    rows = block.rows
    leaves = [
        {**log, "position": row[0], "entry": row[1], "record_id": row[-1]}
        for row in rows
    ]
    _put(connection, leaf, leaves)
    records = [_record_of(row) for row in rows if row[_AT] is not None]
    _put(connection, record, records)
    arrived = _read(connection, log, block.start, block.start + len(rows))
    if arrived != rows:
        raise BrokenEvidenceError(
            f"the entries from {block.start} on arrived otherwise than they were"
        )
    _extend(connection, log, block.start, [row[1] for row in arrived])
    _put(connection, checkpoint, block.notes)
    _put(connection, ledger_key, block.keys)


def copy_whole(old: Connection, new: Connection, table: Table, site_id: str) -> None:
    """Replace the rows of a site; numbers are given anew."""
    new.execute(delete(table).where(table.c.site_id == site_id))
    columns = [it for it in table.c if it.identity is None]
    query = select(*columns).where(table.c.site_id == site_id)
    _put(new, table, [row._asdict() for row in old.execute(query)])


def require_places(connection: Connection, site_id: str) -> None:
    """Refuse a ledger that lost the place of a record: a copy would lose the record.

    Raises:
        BrokenEvidenceError: There is such a record.
    """
    in_log = exists().where(
        leaf.c.site_id == record.c.site_id, leaf.c.record_id == record.c.record_id
    )
    waits = exists().where(
        todo.c.site_id == record.c.site_id, todo.c.number == record.c.number
    )
    query = select(record.c.number).where(record.c.site_id == site_id, ~in_log, ~waits)
    _take_long(connection)
    if connection.execute(query.limit(1)).first() is not None:
        raise BrokenEvidenceError(
            "there are records without an entry in the ledger; mend it before it is "
            "moved: consent-server ledger recover"
        )


def clear(engine: Engine, site_id: str) -> int:
    """Delete what a copy holds that does not live; return how many records it held.

    What says that the site is not here stays, and keeps servers that know an old way
    from beginning a ledger.

    Args:
        engine: The database with the copy.
        site_id: Of the site.

    Raises:
        SettingError: There is none, or it lives.
        StoreUnavailableError: Not everything is deleted; run it again.
    """
    state = get_ledger(engine, site_id)
    if state.closed is None:
        raise SettingError(f"the ledger of {site_id!r} lives here; move it first")
    with writing(engine) as connection:
        # First, so that nobody goes on with what is not whole any more.
        connection.execute(
            update(ledger)
            .where(ledger.c.site_id == site_id, ledger.c.closed == state.closed)
            .values(epoch=FIRST_EPOCH, size=0)
        )
    for table in (*WHOLE, checkpoint, ledger_key, tile):
        with writing(engine) as connection:
            _take_long(connection)
            connection.execute(delete(table).where(table.c.site_id == site_id))
    records = 0
    while gone := _clear_block(engine, record, record.c.number, site_id):
        records += gone
    while _clear_block(engine, leaf, leaf.c.position, site_id):
        pass
    return records


def _clear_block(engine: Engine, table: Table, key: Any, site_id: str) -> int:  # noqa: ANN401 - a column
    block = select(key).where(table.c.site_id == site_id).limit(BLOCK)
    with writing(engine) as connection:
        return connection.execute(
            delete(table).where(
                table.c.site_id == site_id, key.in_(block.scalar_subquery())
            )
        ).rowcount


def _read(connection: Connection, log: Log, start: int, stop: int) -> list[_Row]:
    """Return position and entry, the columns of the record, and its id once more.

    What is gone of the record is ``None``.
    """
    own = (record.c.site_id == leaf.c.site_id) & (
        record.c.record_id == leaf.c.record_id
    )
    query = (
        select(leaf.c.position, leaf.c.entry, *_RECORD, leaf.c.record_id)
        .outerjoin(record, own)
        .where(leaf.c.site_id == log["site_id"], leaf.c.epoch == log["epoch"])
        .where(leaf.c.position >= start, leaf.c.position < stop)
        .order_by(leaf.c.position)
    )
    return [tuple(row) for row in connection.execute(query)]


def _rows_of(
    connection: Connection,
    table: Table,
    log: Log,
    at: ColumnElement[int],
    start: int,
    stop: int,
) -> list[dict[str, Any]]:
    query = select(table).filter_by(**log).where(at >= start, at < stop)
    return [row._asdict() for row in connection.execute(query)]


def _record_of(row: _Row) -> dict[str, Any]:
    cells = row[_AT:-1]
    return {it.name: cell for it, cell in zip(_RECORD, cells, strict=True)}


def _extend(
    connection: Connection, log: dict[str, Any], size: int, entries: Sequence[bytes]
) -> None:
    """Add entries to the tiles of a log."""

    def read(at: Tile) -> bytes:
        key = log | {"level": at.level, "number": at.number}
        query = select(tile.c.data).filter_by(**key)
        return bytes(connection.scalar(query) or b"")

    hashes = [entry_hash(entry) for entry in entries]
    rows = []
    for at, data in extend_tiles(size, hashes, read).items():
        key = log | {"level": at.level, "number": at.number}
        connection.execute(delete(tile).filter_by(**key))
        rows.append(key | {"data": data})
    _put(connection, tile, rows)


def _put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    if is_sqlite(connection.engine):
        connection.execute(insert(table), rows)
    else:
        cursor = connection.connection.cursor()
        postgresql.copy_rows(cursor, table.name, rows)


def _take_long(connection: Connection) -> None:
    if not is_sqlite(connection.engine):
        postgresql.take_long(connection)
