"""Writes of one process share a commit of SQLite, and with it the wait for the disk.

SQLite has one writer at a time, and a commit waits until the disk has it. Clicks that
arrive during that wait are therefore committed together; each answer still waits for
its own. PostgreSQL groups commits itself.
"""

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
)

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.combining import Combiner, Outcome
from consent_server.storage.db import is_sqlite, unavailable, writing

Write = Callable[[Connection], None]

_groups = WeakKeyDictionary[Engine, Combiner[Write]]()


def commit(engine: Engine, write: Write) -> None:
    """Commit what ``write`` does; return when it is durable.

    It may share a transaction with others. Its errors are its own, and theirs are not.

    Raises:
        StoreUnavailableError: As :func:`~consent_server.storage.db.writing` says.
        IntegrityError: A row exists or a referenced one does not; nothing was written.
    """
    if not is_sqlite(engine):
        with writing(engine) as connection:
            write(connection)
        return
    group = _groups.get(engine)
    if group is None:
        group = _groups.setdefault(engine, _make_group(engine))
    group.run(write)


def _make_group(engine: Engine) -> Combiner[Write]:
    weak = ref(engine)  # a group must not keep alive what it belongs to

    def commit_all(writes: Sequence[Write]) -> list[Outcome]:
        opened = weak()
        if opened is None:
            raise StoreUnavailableError("the database was closed")
        return _commit_all(opened, writes)

    return Combiner(commit_all)


def _commit_all(engine: Engine, writes: Sequence[Write]) -> list[Outcome]:
    try:
        with writing(engine) as connection:
            if len(writes) == 1:
                writes[0](connection)
                outcomes: list[Outcome] = [None]
            else:
                outcomes = [_attempt(connection, write) for write in writes]
    except StoreUnavailableError as error:
        # One for each: a traceback belongs to one thread.
        return [StoreUnavailableError(str(error)) for _ in writes]
    except Exception as error:  # noqa: BLE001 - it belongs to whoever called
        return [error for _ in writes]
    return outcomes


def _attempt(connection: Connection, write: Write) -> Outcome:
    """Write within a savepoint, so that what fails takes nobody along."""
    try:
        with connection.begin_nested():
            write(connection)
    except IntegrityError as error:
        return error
    except SQLAlchemyError as error:
        if isinstance(error, OperationalError) or type(error) is DatabaseError:
            raise  # the trouble of the database is everybody's
        return unavailable(error)
    except Exception as error:  # noqa: BLE001 - it belongs to whoever called
        return error
    return None
