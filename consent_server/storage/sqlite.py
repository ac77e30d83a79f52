"""An engine of SQLite, set up so that what it acknowledges is on the disk.

SQLite goes on writing into a file that was deleted or replaced under it, and what it
writes there is lost. A connection is therefore used only while the file at the path is
the one that it opened; otherwise a new one is made, as soon as there is a file again.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, PoolProxiedConnection, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from consent_server.kernel.errors import StoreUnavailableError

NAME = "sqlite"
READ_ONLY = "consent_read_only"
READING = {READ_ONLY: True}
"""Execution options of a transaction that only reads."""

_PAUSE_S = 0.005
_EMPTYING_S = 2.0
_CACHE_KIBIBYTES = 8 * 1024  # ids are random: a step touches pages all over an index
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_OPENED = "consent_opened_files"
_OWNER_ONLY = 0o600
Files = list[tuple[str, int, int]]
"""Path, device and inode of the database file and of its write-ahead log."""


def prepare_sqlite(engine: Engine, *, busy_timeout_ms: int) -> None:
    """Set up an engine before its first connection.

    The file is made here, readable by its owner only, and never again: an empty file
    in the place of one that is gone would look like a ledger that never was.

    Raises:
        StoreUnavailableError: There is no database file, and none can be made.
    """
    _make_file(engine)
    file = file_of(engine)
    names = [] if file is None else [str(file), f"{file}-wal"]

    def require_file(*_: object) -> None:
        _look_at(names[:1])

    def set_up(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - any driver
        # The driver must not begin transactions by itself: it would defer them.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={busy_timeout_ms:d}",
            "synchronous=FULL",  # NORMAL loses acknowledged commits in a power cut
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",  # erased parts do not stay in free pages
            f"journal_size_limit={_WAL_LIMIT_BYTES}",
            f"cache_size=-{_CACHE_KIBIBYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        _use_log(connection, busy_timeout_ms)
        record.info[_OPENED] = _look_at(names)

    def check_out(_connection: object, record: ConnectionPoolEntry, _: object) -> None:
        if record.info[_OPENED] != _look_at(names):
            # The pool then connects anew.
            raise DisconnectionError("the database file was replaced")

    event.listen(engine, "do_connect", require_file)
    event.listen(engine, "connect", set_up)
    event.listen(engine, "checkout", check_out)
    event.listen(engine, "begin", _begin)


class _Kept(NamedTuple):
    """A connection that left the pool, and what it opened."""

    driver: Any
    opened: Files


class Writer:
    """Commits on a connection of its own, one transaction at a time.

    To borrow one from the pool costs as much as a small commit does.
    """

    def __init__(self, engine: Engine) -> None:
        self._kept: _Kept | None = None
        event.listen(engine, "engine_disposed", self._close)

    @contextmanager
    def transaction(self, engine: Engine) -> Iterator[DBAPICursor]:
        """Hold the write lock for one transaction; it is committed at the block's end.

        Raises:
            StoreUnavailableError: What was written is not where it will be looked for.
        """
        kept = self._take() or _connect(engine)
        try:
            kept.driver.execute("BEGIN IMMEDIATE")
            yield kept.driver.cursor()
            require_in_place(kept.opened)
            kept.driver.execute("COMMIT")
        except BaseException:
            kept.driver.rollback()
            self._kept = kept  # one that cannot be rolled back is not used again
            raise
        self._kept = kept
        # Committing takes the disk a moment, and the answer promises what is left.
        require_in_place(kept.opened)

    def _take(self) -> _Kept | None:
        """Take the connection out of the sight of a process that is forked now."""
        kept, self._kept = self._kept, None
        if kept is not None and kept.opened != _look_at(it[0] for it in kept.opened):
            kept.driver.close()  # the file was replaced
            return None
        return kept

    def _close(self, _: Engine) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.driver.close()


def _connect(engine: Engine) -> _Kept:
    connection = engine.raw_connection()
    kept = _Kept(connection.driver_connection, opened_files(connection))
    connection.detach()
    return kept


def opened_files(connection: Connection | PoolProxiedConnection) -> Files:
    """Return which files a connection opened; none in memory or of another database."""
    opened: Files = connection.info.get(_OPENED, [])
    return opened


def require_in_place(opened: Files) -> None:
    """Refuse when the files at the path are not those that were opened.

    Raises:
        StoreUnavailableError: What was written is not where it will be looked for.
    """
    if opened != _look_at(name for name, _, _ in opened):
        raise StoreUnavailableError("the database file was replaced during a write")


def _use_log(connection: sqlite3.Connection, busy_timeout_ms: int) -> None:
    """Turn the write-ahead log on; SQLite does not wait when others do so as well."""
    deadline = time.monotonic() + busy_timeout_ms / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_S)
    connection.execute("PRAGMA schema_version")  # the first read opens the log


def _begin(connection: Connection) -> None:
    """Take the write lock first; SQLite does not wait when a reader turns writer."""
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def empty_log(engine: Engine) -> bool:
    """Move the write-ahead log into the file, and leave nothing in it.

    Returns false where others still read what is in it. SQLite would wait for them and
    let nobody write meanwhile, so it is told not to, and asked again and again.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    deadline = time.monotonic() + _EMPTYING_S
    while not _try_to_empty(engine):
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE_S)
    return True


def _try_to_empty(engine: Engine) -> bool:
    try:
        connection = engine.raw_connection()
        try:
            with _not_waiting(connection.cursor()) as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                found = cursor.fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise StoreUnavailableError(f"the database did not answer: {error}") from error
    return found is not None and found[0] == 0


@contextmanager
def _not_waiting(cursor: DBAPICursor) -> Iterator[DBAPICursor]:
    cursor.execute("PRAGMA busy_timeout")
    [usual] = cursor.fetchone() or [0]
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        yield cursor
    finally:
        cursor.execute(f"PRAGMA busy_timeout={usual:d}")


def file_of(engine: Engine) -> Path | None:
    """Return the database file; none for a database in memory."""
    name = (engine.url.database or "").removeprefix("file:")
    return None if name in {"", ":memory:"} else Path(name)


def _make_file(engine: Engine) -> None:
    file = file_of(engine)
    try:
        if file is not None and not file.exists():
            file.touch(_OWNER_ONLY)
    except OSError as error:
        raise _unusable(error) from error


def _look_at(names: Iterable[str]) -> Files:
    found = []
    try:
        for name in names:
            status = os.stat(name)  # noqa: PTH116 - several times per click
            found.append((name, status.st_dev, status.st_ino))
    except OSError as error:
        raise _unusable(error) from error
    return found


def _unusable(error: OSError) -> StoreUnavailableError:
    # Visitors read this: no path of the machine.
    name = Path(error.filename).name
    return StoreUnavailableError(f"{name} cannot be used: {error.strerror}")
