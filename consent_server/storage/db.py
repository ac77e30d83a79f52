"""The database: one metadata for Flask-SQLAlchemy and Core, and how to write safely.

A write is one transaction that is committed when :func:`writing` ends. Whatever a
driver raises leaves here as :class:`StoreUnavailableError`: nothing was written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase

from consent_server.kernel.errors import StoreUnavailableError

BUSY_TIMEOUT_MS = 2_000  # a visitor waits for the answer
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_READ_ONLY = "consent_read_only"


class Base(DeclarativeBase):
    """Declarative base of every table."""


db = SQLAlchemy(model_class=Base)


def create_store_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Make an engine outside Flask, for the command line and for tests."""
    engine = create_engine(url)
    prepare_engine(engine, busy_timeout_ms=busy_timeout_ms)
    return engine


def prepare_engine(engine: Engine, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
    """Set up an engine of SQLite before its first connection; once per engine."""

    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - any driver
        # The driver must not begin transactions by itself: it would defer them.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={busy_timeout_ms:d}",
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL loses acknowledged commits in a power cut
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",  # erased parts do not stay in free pages
            f"journal_size_limit={_WAL_LIMIT_BYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    """Take the write lock first; SQLite does not wait when a reader turns writer."""
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open one write transaction; it is committed when the block ends.

    Raises:
        StoreUnavailableError: Nothing was written.
        IntegrityError: A row exists or a referenced one does not; nothing was written.
    """
    try:
        with engine.begin() as connection:
            yield connection
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


def _unavailable(error: SQLAlchemyError) -> StoreUnavailableError:
    cause = getattr(error, "orig", None) or error
    return StoreUnavailableError(f"the database did not take it: {cause}")
