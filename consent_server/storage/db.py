"""The database: one metadata for Flask-SQLAlchemy and Core, and how to write safely.

A write is one transaction that is committed when :func:`writing` ends. Whatever a
driver raises leaves here as :class:`StoreUnavailableError`: nothing that was written
counts. What SQLite and PostgreSQL need of an engine stands in their own modules.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase

from consent_server.kernel.errors import SettingError, StoreUnavailableError
from consent_server.storage import postgresql, sqlite

BUSY_TIMEOUT_MS = 2_000  # a visitor waits for the answer
_POOL = {
    "pool_size": 32,
    "max_overflow": 0,
    "pool_timeout": 2,  # seconds
    "pool_use_lifo": True,  # what was used last knows most of the database
}

log = logging.getLogger(__name__)


class Base(DeclarativeBase):
    """Declarative base of every table."""


db = SQLAlchemy(model_class=Base)

_engines = WeakSet[Engine]()


def _forget_connections() -> None:
    """Leave connections to the parent: two processes on one would mix their talk."""
    for engine in _engines:
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_connections)


def parse_database_url(text: str) -> URL:
    """Read the address of a PostgreSQL database: ``postgresql://user@host/name``.

    Raises:
        SettingError: It is no such address, or the driver is not installed.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = URL.create("")
    if url.drivername not in postgresql.SCHEMES:
        # Not the address itself: it may hold a password.
        raise SettingError(
            "the address of the database should look like "
            "postgresql://user:password@host/name, and it begins with "
            f"{url.drivername!r:.20}; leave it out to keep everything in a SQLite file "
            "in the data folder"
        )
    return postgresql.complete_url(url)


def engine_options(url: URL) -> dict[str, Any]:
    """Return how an engine of a server keeps its connections."""
    if url.get_backend_name() == sqlite.NAME:
        return {**_POOL}
    return _POOL | postgresql.POOL


def create_store_engine(
    url: str | URL, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Engine:
    """Make an engine outside Flask, for the command line and for tests.

    Raises:
        StoreUnavailableError: There is no database file, and none can be made.
    """
    engine = create_engine(url)
    prepare_engine(engine, busy_timeout_ms=busy_timeout_ms)
    return engine


@contextmanager
def store_engine(url: str | URL) -> Iterator[Engine]:
    """Make such an engine for the length of a block.

    Raises:
        StoreUnavailableError: There is no database file, and none can be made.
    """
    engine = create_store_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def prepare_engine(engine: Engine, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
    """Set up an engine before its first connection; once per engine.

    Raises:
        StoreUnavailableError: There is no database file, and none can be made.
    """
    _engines.add(engine)
    if is_sqlite(engine):
        sqlite.prepare_sqlite(engine, busy_timeout_ms=busy_timeout_ms)
    else:
        postgresql.prepare_postgresql(engine, busy_timeout_ms=busy_timeout_ms)


def is_sqlite(engine: Engine) -> bool:
    """Tell SQLite, which has one writer and a file, from a database server."""
    return engine.dialect.name == sqlite.NAME


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open one write transaction; it is committed when the block ends.

    Raises:
        StoreUnavailableError: Nothing was written, or not into the file at the path,
            or the connection was lost and nobody knows: what was written then is found
            by whoever tries again.
        IntegrityError: A row exists or a referenced one does not; nothing was written.
    """
    try:
        with engine.begin() as connection:
            yield connection
            opened = sqlite.opened_files(connection)
            sqlite.require_in_place(opened)
        # Committing takes the disk a moment, and the answer promises what is left.
        sqlite.require_in_place(opened)
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        raise unavailable(error) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one read transaction, a snapshot.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    options = sqlite.READING if is_sqlite(engine) else postgresql.READING
    try:
        with engine.connect() as connection:
            yield connection.execution_options(**options)
    except SQLAlchemyError as error:
        raise unavailable(error) from error


def unavailable(error: Exception) -> StoreUnavailableError:
    """Make our error of one of a driver or pool; the log keeps what it said."""
    cause = getattr(error, "orig", None) or error
    log.warning("database_unavailable", extra={"why": str(cause)})
    said = postgresql.explain(cause) or cause
    return StoreUnavailableError(f"the database did not take it: {said}")
