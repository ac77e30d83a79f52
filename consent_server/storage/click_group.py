"""Clicks of one process share a statement of PostgreSQL, and with it a commit.

PostgreSQL groups the commits of its connections by itself. What those cannot share is
the rest: each statement is sent, run and answered, which costs more than its rows.
Clicks that arrive while one statement is under way therefore go with the next.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    Engine,
    Executable,
    and_,
    bindparam,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.combining import Outcome
from consent_server.storage.driver import text_of
from consent_server.storage.kept import one_statement
from consent_server.storage.postgresql import format_array
from consent_server.storage.tables import ledger, record, todo

NEW = [
    column.name
    for column in record.columns
    if column.name not in {"number", "restricted_at"}
]
"""The columns of a new record."""

_WAITING = ("entry", "answer")  # what the sequencer gets beside the record's columns
_GIVEN = {name: record.c[name].type for name in NEW} | {
    name: todo.c[name].type for name in _WAITING
}


class Click:
    """The row of a click, and whether it is new: where nothing is taken none is."""

    __slots__ = ("created", "row")

    def __init__(self, row: Mapping[str, object]) -> None:
        """Take the columns of a record, its entry and the mark of its answer."""
        self.row = row
        self.created = False


def put_clicks(engine: Engine, clicks: Sequence[Click]) -> list[Outcome]:
    """Commit clicks together; say of each what went wrong.

    One that the database refuses takes nobody along.
    """
    try:
        _put(engine, clicks)
    except (StoreUnavailableError, IntegrityError) as error:
        if len(clicks) == 1:
            return [error]
        if _is_of_one(engine, error):
            return [put_clicks(engine, [click])[0] for click in clicks]
        # One for each: a traceback belongs to one thread.
        return [StoreUnavailableError(str(error)) for _ in clicks]
    return [None for _ in clicks]


def _is_of_one(engine: Engine, error: Exception) -> bool:
    """Tell the trouble of one row from that of the database."""
    driver: Any = engine.dialect.loaded_dbapi
    own = (driver.IntegrityError, driver.DataError, driver.ProgrammingError)
    return isinstance(error.__cause__, own)


def _put(engine: Engine, clicks: Sequence[Click]) -> None:
    by_key = {(it.row["site_id"], it.row["record_id"]): it for it in clicks[::-1]}
    # In one order everywhere: two servers that take the same clicks would wait for
    # each other.
    rows = [by_key[key].row for key in sorted(by_key)]
    columns = {name: format_array(row[name] for row in rows) for name in _GIVEN}
    with one_statement(engine) as cursor:
        cursor.execute(text_of(engine, _PUT), columns)
        for key in cursor.fetchall():
            by_key[tuple(key)].created = True


def _make_put() -> Executable:
    """Build the statement: every column is an array with a value for each click."""
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in _GIVEN.items())
    columns = (column(name, kind) for name, kind in _GIVEN.items())
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    given = select(*rows.c).cte("given")
    taking = (
        select(ledger.c.site_id)
        .where(ledger.c.site_id.in_(select(given.c.site_id)), ledger.c.closed.is_(None))
        .with_for_update(read=True, key_share=True)  # until the commit
        .cte("taking")
    )
    taken = select(*(given.c[name] for name in NEW)).join_from(
        given, taking, given.c.site_id == taking.c.site_id
    )
    new = (
        postgresql.insert(record)
        .from_select(NEW, taken)
        .on_conflict_do_nothing()
        .returning(*(record.c[it.name] for it in todo.c if it.name not in _WAITING))
        .cte("new")
    )
    same = and_(given.c.site_id == new.c.site_id, given.c.record_id == new.c.record_id)
    own = [given.c[name] for name in _WAITING]
    waiting = select(*new.c, *own).join_from(new, given, same)
    return (
        insert(todo)
        .from_select([*new.c.keys(), *_WAITING], waiting)
        .returning(todo.c.site_id, todo.c.record_id)
    )


_PUT = _make_put()
