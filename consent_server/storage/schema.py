"""The revision of a database, and the way from one revision to another.

Only a new SQLite file gets its tables by itself. Whatever may hold evidence is changed
when somebody says so, with a backup at hand.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from consent_server.kernel.errors import SettingError
from consent_server.storage import postgresql, sqlite
from consent_server.storage.db import create_store_engine, is_sqlite, reading, writing
from consent_server.storage.tables import ledger

VERSION_TABLE = "consent_revision"
FIRST = "0001"
_LOCK_KEY = 0x636F6E73656E74  # of PostgreSQL's advisory lock: "consent" in ASCII
_scripts = ScriptDirectory(str(Path(__file__).parent / "migrations"))


def head_revision() -> str:
    """Return the revision that this version works with."""
    return str(_scripts.get_current_head())


def read_revision(engine: Engine) -> str | None:
    """Return the revision of a database; none of one without tables of ours.

    Tables from before there were revisions count as the first one.

    Raises:
        SettingError: There are tables of our names and of another shape.
        StoreUnavailableError: The database did not answer.
    """
    with reading(engine) as connection:
        return _read_revision(connection)


def require_schema(engine: Engine) -> None:
    """Make the tables of a new SQLite file; refuse every other revision than ours.

    Raises:
        SettingError: The database has another revision, or none.
        StoreUnavailableError: The database did not answer.
    """
    found = read_revision(engine)
    if found is None and is_sqlite(engine):
        upgrade(engine)
    elif found != head_revision():
        raise SettingError(_advice(engine, found))


def upgrade(engine: Engine, revision: str | None = None) -> None:
    """Bring a database to a later revision, the one of this version unless named.

    It happens whole or not at all, and once when several try at the same time.

    Raises:
        SettingError: The database is of a newer version, or its tables are not ours.
        StoreUnavailableError: Nothing was changed.
    """
    with writing(engine) as connection:
        found = _lock_and_read(connection)
        _require_known(found)
        target = revision or head_revision()
        if found is None and target == head_revision() and is_sqlite(engine):
            _make_tables(connection)
        else:
            _run(connection, _scripts._upgrade_revs(target, found or "base"))  # noqa: SLF001 - as Alembic's manual does


def downgrade(engine: Engine, revision: str) -> None:
    """Bring a database back to an earlier revision, as an earlier version needs it.

    Raises:
        SettingError: There is no such earlier revision.
        StoreUnavailableError: Nothing was changed.
    """
    with writing(engine) as connection:
        found = _lock_and_read(connection)
        _require_known(found)
        earlier = [step.revision for step in _scripts.iterate_revisions(found, "base")]
        if revision not in earlier:
            known = ", ".join(sorted(earlier)) or "none"
            raise SettingError(
                f"{revision!r} is no revision up to {found!r}; there is: {known}"
            )
        _run(connection, _scripts._downgrade_revs(revision, found))  # noqa: SLF001 - likewise


def _context(connection: Connection, steps: Iterable[Any] = ()) -> MigrationContext:
    options = {"version_table": VERSION_TABLE, "fn": lambda *_: steps}
    return MigrationContext.configure(connection, opts=options)


def _run(connection: Connection, steps: Iterable[Any]) -> None:
    context = _context(connection, steps)
    with Operations.context(context):
        context.run_migrations()


def _make_tables(connection: Connection) -> None:
    """Make a new file's tables at once: ten times as quick as going through history."""
    ledger.metadata.create_all(connection)
    _context(connection).stamp(_scripts, head_revision())


def _lock_and_read(connection: Connection) -> str | None:
    """Keep others from changing the tables, and look what they are."""
    if connection.dialect.name != sqlite.NAME:
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        postgresql.take_long(connection)
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY}
        )
    found = _read_revision(connection)
    context = _context(connection)
    if found is not None and context.get_current_revision() is None:
        context.stamp(_scripts, found)
    return found


def _read_revision(connection: Connection) -> str | None:
    found = _context(connection).get_current_revision()
    if found is not None:
        return found
    if not set(inspect(connection).get_table_names()) & set(ledger.metadata.tables):
        return None
    if connection.dialect.name == sqlite.NAME and _is_first(connection):
        return FIRST
    raise SettingError(
        "the database has tables of our names that we did not make; give the ledger "
        "a database of its own"
    )


def _is_first(connection: Connection) -> bool:
    """Tell whether the tables of a SQLite file are those of the first revision."""
    engine = create_store_engine("sqlite://")
    upgrade(engine, FIRST)
    with reading(engine) as fresh:
        wanted = _declarations(fresh)
    engine.dispose()
    del wanted[VERSION_TABLE]
    return wanted.items() <= _declarations(connection).items()


def _declarations(connection: Connection) -> dict[str, str]:
    query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        name: " ".join(sql.replace('"', "").split())
        for name, sql in connection.execute(query)
    }


def _require_known(found: str | None) -> None:
    try:
        _scripts.get_revision(found or "base")
    except CommandError as error:
        raise SettingError(
            f"the database is at revision {found}, which a later version of "
            "consent-server made; install that version"
        ) from error


def _advice(engine: Engine, found: str | None) -> str:
    _require_known(found)
    file = sqlite.file_of(engine) if is_sqlite(engine) else None
    where = f"--data-dir {file.parent}" if file else '--database "$DATABASE_URL"'
    stands = "has no tables yet" if found is None else f"is at revision {found}"
    return (
        f"the database {stands} and this version works with {head_revision()}; stop "
        "every server that uses it, make a backup, and run: "
        f"consent-server database upgrade {where}"
    )
