"""Statements straight to the driver of a database, in the few places where that pays.

A click and a step of the sequencer run the same statements again and again. Each is
written with SQLAlchemy, beside the tables, and compiled once; what runs is its text.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    Engine,
    Executable,
    PoolProxiedConnection,
    Table,
    bindparam,
    insert,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from consent_server.storage import postgresql
from consent_server.storage.db import is_sqlite, unavailable

_NAMED = {
    True: SQLiteDialect_pysqlite(paramstyle="named"),
    False: PGDialect_psycopg(),  # type: ignore[no-untyped-call]
}
"""Both drivers then take the parameters of a statement by their names."""

Key = Mapping[str, object]


def text_of(engine: Engine, statement: Executable) -> str:
    """Return a statement as the driver of an engine takes it."""
    return _compile(statement, to_sqlite=is_sqlite(engine))[0]


@cache
def _compile(statement: Executable, *, to_sqlite: bool) -> tuple[str, Key]:
    """Return the text, and the parameters that the statement itself brings."""
    compiled = statement.compile(dialect=_NAMED[to_sqlite])  # type: ignore[attr-defined]
    return str(compiled), compiled.params


def fetch(engine: Engine, statement: Executable, key: Key) -> list[Any]:
    """Return the rows of one query, read at one moment.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    with _borrowed(engine) as connection, _autocommit(engine, connection):
        cursor = connection.cursor()
        run(engine, cursor, statement, key)
        return list(cursor.fetchall())


def run(engine: Engine, cursor: DBAPICursor, statement: Executable, key: Key) -> None:
    """Run a statement; ``key`` names its parameters, beside those that it brings."""
    text, own = _compile(statement, to_sqlite=is_sqlite(engine))
    cursor.execute(text, {**own, **key})


def put_rows(
    engine: Engine, cursor: DBAPICursor, table: Table, rows: Sequence[Key]
) -> None:
    """Insert rows, which all name the same columns, as fast as the driver can."""
    if is_sqlite(engine):
        cursor.executemany(text_of(engine, _insert(table)), rows)
    else:
        postgresql.copy_rows(cursor, table.name, rows)


@cache
def _insert(table: Table) -> Executable:
    return insert(table).values({one.name: bindparam(one.name) for one in table.c})


@contextmanager
def driving(engine: Engine) -> Iterator[DBAPICursor]:
    """Open one write transaction of PostgreSQL; it is committed when the block ends.

    Raises:
        StoreUnavailableError: As :func:`~consent_server.storage.db.writing` says.
        IntegrityError: A row exists or a referenced one does not; nothing was written.
    """
    with _borrowed(engine) as connection:
        yield connection.cursor()
        connection.commit()


@contextmanager
def driving_alone(engine: Engine) -> Iterator[DBAPICursor]:
    """Open one that is a single statement, which is taken at one go.

    Raises:
        StoreUnavailableError: As above.
        IntegrityError: Likewise.
    """
    with _borrowed(engine) as connection:
        postgresql.hurry(connection)
        with _autocommit(engine, connection):
            yield connection.cursor()


@contextmanager
def _borrowed(engine: Engine) -> Iterator[PoolProxiedConnection]:
    """Take a connection out of the pool; what was not committed is rolled back."""
    with driver_errors(engine):
        connection = engine.raw_connection()
        try:
            yield connection
        except _error_of(engine) as error:
            lost: Any = connection.dbapi_connection
            cause: Any = error
            if engine.dialect.is_disconnect(cause, lost, None) or postgresql.is_lasting(
                cause
            ):
                connection.invalidate(error)
                engine.dispose()  # the others are lost as well
            raise
        finally:
            connection.close()


@contextmanager
def driver_errors(engine: Engine) -> Iterator[None]:
    """Turn what a driver raises into what SQLAlchemy and we make of it.

    Raises:
        StoreUnavailableError: The database did not take it.
        IntegrityError: A row exists or a referenced one does not.
    """
    driver: Any = engine.dialect.loaded_dbapi
    try:
        yield
    except driver.IntegrityError as error:
        raise IntegrityError(None, None, error) from error
    except IntegrityError:
        raise
    except (driver.Error, SQLAlchemyError) as error:
        raise unavailable(error) from error


def _error_of(engine: Engine) -> type[Exception]:
    driver: Any = engine.dialect.loaded_dbapi
    error: type[Exception] = driver.Error
    return error


@contextmanager
def _autocommit(engine: Engine, connection: PoolProxiedConnection) -> Iterator[None]:
    """Let a single statement be its own transaction; with SQLite each one is."""
    if is_sqlite(engine):
        yield
        return
    driver: Any = connection.driver_connection
    driver.autocommit = True
    try:
        yield
    finally:
        if not driver.closed:
            driver.autocommit = False
