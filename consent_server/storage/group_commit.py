"""Writes of one process share a commit of SQLite, and with it the wait for the disk.

SQLite has one writer at a time, and a commit waits until the disk has it. Clicks that
arrive during that wait are therefore committed together; each answer still waits for
its own. PostgreSQL groups commits itself, and clicks share a statement there.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.combining import Combiner, Outcome
from consent_server.storage.db import is_sqlite, unavailable
from consent_server.storage.driver import driver_errors, driving
from consent_server.storage.sqlite import Writer

Write = Callable[[DBAPICursor], None]
Begin = Callable[[], AbstractContextManager[DBAPICursor]]

_groups = WeakKeyDictionary[Engine, Combiner[Write]]()


def commit(engine: Engine, write: Write) -> None:
    """Commit what ``write`` does; return when it is durable.

    It may share a transaction with others. Its errors are its own, and theirs are not:
    when one fails, all are done again, so ``write`` may be called twice.

    Raises:
        StoreUnavailableError: As :func:`~consent_server.storage.db.writing` says.
        IntegrityError: A row exists or a referenced one does not; nothing was written.
    """
    if not is_sqlite(engine):
        with driving(engine) as cursor:
            write(cursor)
        return
    group = _groups.get(engine)
    if group is None:
        group = _groups.setdefault(engine, _make_group(engine))
    group.run(write)


def _make_group(engine: Engine) -> Combiner[Write]:
    weak = ref(engine)  # a group must not keep alive what it belongs to
    writer = Writer(engine)

    def commit_all(writes: Sequence[Write]) -> list[Outcome]:
        opened = weak()
        if opened is None:
            raise StoreUnavailableError("the database was closed")
        return _commit_all(partial(_writing, opened, writer), writes)

    return Combiner(commit_all)


@contextmanager
def _writing(engine: Engine, writer: Writer) -> Iterator[DBAPICursor]:
    with driver_errors(engine), writer.transaction(engine) as cursor:
        yield cursor


def _commit_all(begin: Begin, writes: Sequence[Write]) -> list[Outcome]:
    try:
        with begin() as cursor:
            for write in writes:
                write(cursor)
    except Exception as error:  # noqa: BLE001 - it belongs to whoever called
        if len(writes) == 1:
            return [error]
        if _is_everybodys(error):
            # One for each: a traceback belongs to one thread.
            return [StoreUnavailableError(str(error)) for _ in writes]
        return _commit_apart(begin, writes)
    return [None for _ in writes]


def _commit_apart(begin: Begin, writes: Sequence[Write]) -> list[Outcome]:
    """Commit what can be, after something among it has failed."""
    try:
        with begin() as cursor:
            return [_attempt(cursor, write) for write in writes]
    except StoreUnavailableError as error:
        return [StoreUnavailableError(str(error)) for _ in writes]


def _attempt(cursor: DBAPICursor, write: Write) -> Outcome:
    """Write within a savepoint, so that what fails takes nobody along."""
    cursor.execute("SAVEPOINT one")
    try:
        write(cursor)
    except Exception as error:
        if _is_everybodys(error):
            raise
        cursor.execute("ROLLBACK TO one")
        return _as_alone(error)
    cursor.execute("RELEASE one")
    return None


def _is_everybodys(error: Exception) -> bool:
    """Tell the trouble of the database from that of one write."""
    cause = error.__cause__ or error
    return isinstance(cause, sqlite3.OperationalError | StoreUnavailableError) or (
        type(cause) is sqlite3.DatabaseError
    )


def _as_alone(error: Exception) -> Exception:
    """Return what a write that had failed alone would have raised."""
    if isinstance(error, sqlite3.IntegrityError):
        return IntegrityError(None, None, error)
    return unavailable(error) if isinstance(error, sqlite3.Error) else error
