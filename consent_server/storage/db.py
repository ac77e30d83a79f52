"""The database: one metadata for Flask-SQLAlchemy and Core, and how to write safely.

A write is one transaction that is committed when :func:`writing` ends. Whatever a
driver raises leaves here as :class:`StoreUnavailableError`: nothing was written.

SQLite goes on writing into a file that was deleted or replaced under it, and what it
writes there is lost. A connection is therefore used only while the file at the path is
the one that it opened; otherwise a new one is made, as soon as there is a file again.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from consent_server.kernel.errors import StoreUnavailableError

BUSY_TIMEOUT_MS = 2_000  # a visitor waits for the answer
_PAUSE_S = 0.005
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_READ_ONLY = "consent_read_only"
_OPENED = "consent_opened_files"
_OWNER_ONLY = 0o600
_Inodes = list[tuple[int, int]]


class Base(DeclarativeBase):
    """Declarative base of every table."""


db = SQLAlchemy(model_class=Base)


def create_store_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Make an engine outside Flask, for the command line and for tests.

    Raises:
        StoreUnavailableError: There is no database file, and none can be made.
    """
    engine = create_engine(url)
    prepare_engine(engine, busy_timeout_ms=busy_timeout_ms)
    return engine


def prepare_engine(engine: Engine, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
    """Set up an engine of SQLite before its first connection; once per engine.

    The file is made here, readable by its owner only, and never again: an empty file
    in the place of one that is gone would look like a ledger that never was.

    Raises:
        StoreUnavailableError: There is no database file, and none can be made.
    """
    _make_file(engine)

    def require_file(*_: object) -> None:
        _read_inodes(engine, [""])

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
        ):
            connection.execute(f"PRAGMA {pragma}")
        _use_log(connection, busy_timeout_ms)
        record.info[_OPENED] = _read_inodes(engine)

    def check_out(_connection: object, record: ConnectionPoolEntry, _: object) -> None:
        if record.info[_OPENED] != _read_inodes(engine):
            # The pool then connects anew.
            raise DisconnectionError("the database file was replaced")

    event.listen(engine, "do_connect", require_file)
    event.listen(engine, "connect", set_up)
    event.listen(engine, "checkout", check_out)
    event.listen(engine, "begin", _begin)


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
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open one write transaction; it is committed when the block ends.

    Raises:
        StoreUnavailableError: Nothing was written, or not into the file at the path.
        IntegrityError: A row exists or a referenced one does not; nothing was written.
    """
    try:
        with engine.begin() as connection:
            yield connection
            opened = connection.info[_OPENED]
            _require_in_place(engine, opened)
        # Committing takes the disk a moment, and the answer promises what is left.
        _require_in_place(engine, opened)
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        raise _unavailable(error) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one read transaction, a snapshot.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    try:
        with engine.connect() as connection:
            yield connection.execution_options(**{_READ_ONLY: True})
    except SQLAlchemyError as error:
        raise _unavailable(error) from error


def _file_of(engine: Engine) -> Path | None:
    name = (engine.url.database or "").removeprefix("file:")
    return None if name in {"", ":memory:"} else Path(name)


def _make_file(engine: Engine) -> None:
    file = _file_of(engine)
    try:
        if file is not None and not file.exists():
            file.touch(_OWNER_ONLY)
    except OSError as error:
        raise _unusable(error) from error


def _read_inodes(engine: Engine, endings: Iterable[str] = ("", "-wal")) -> _Inodes:
    """Identify the database file and its write-ahead log; nothing in memory."""
    file = _file_of(engine)
    if file is None:
        return []
    try:
        found = [file.with_name(file.name + ending).stat() for ending in endings]
    except OSError as error:
        raise _unusable(error) from error
    return [(status.st_dev, status.st_ino) for status in found]


def _require_in_place(engine: Engine, opened: _Inodes) -> None:
    if opened != _read_inodes(engine):
        raise StoreUnavailableError("the database file was replaced during a write")


def _unusable(error: OSError) -> StoreUnavailableError:
    # Visitors read this: no path of the machine.
    name = Path(error.filename).name
    return StoreUnavailableError(f"{name} cannot be used: {error.strerror}")


def _unavailable(error: SQLAlchemyError) -> StoreUnavailableError:
    cause = getattr(error, "orig", None) or error
    return StoreUnavailableError(f"the database did not take it: {cause}")
