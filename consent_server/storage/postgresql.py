"""An engine of PostgreSQL, set up so that a visitor never waits long.

psycopg 3 is its driver, the extra ``postgresql``.
"""

import importlib.util
import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from consent_server.kernel.errors import SettingError

NAME = "postgresql"
DRIVER = "psycopg"
SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Execution options of a transaction that only reads: one snapshot."""

POOL = {"pool_recycle": 1_800}
_TRUSTED_SECONDS = 1.0
_USED = "consent_used_at"
_READ_ONLY = "25006"  # read_only_sql_transaction

_CONNECTING = {
    "application_name": "consent-server",
    "client_encoding": "utf8",
    "connect_timeout": "3",  # seconds
}
_STATEMENT_TIMEOUT_MS = 5_000
_IDLE_TIMEOUT_MS = 10_000

# A commit that is acknowledged before it is durable is no proof.
_SET_UP = """
SELECT set_config('lock_timeout', %s, false),
       set_config('statement_timeout', %s, false),
       set_config('idle_in_transaction_session_timeout', %s, false),
       set_config('synchronous_commit', CASE current_setting('synchronous_commit')
           WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""


def complete_url(url: URL) -> URL:
    """Name the driver, and how to connect where the address does not say it.

    Raises:
        SettingError: The driver is not installed.
    """
    if importlib.util.find_spec(DRIVER) is None:
        raise SettingError(
            "PostgreSQL needs a driver; run: pip install 'consent-server[postgresql]'"
        )
    said = {**_CONNECTING, **url.query}
    return url.set(drivername=f"{NAME}+{DRIVER}", query=said)


def prepare_postgresql(engine: Engine, *, busy_timeout_ms: int) -> None:
    """Set up an engine before its first connection.

    A connection that rested is tried before use, so that a restart of the server fails
    nobody who comes after it; under load the trial would cost as much as a click.
    """
    timeouts = (busy_timeout_ms, _STATEMENT_TIMEOUT_MS, _IDLE_TIMEOUT_MS)
    settings = [f"{timeout}ms" for timeout in timeouts]

    def set_up(connection: Any, _: object) -> None:  # noqa: ANN401 - any driver
        connection.execute(_SET_UP, settings)
        connection.commit()

    def try_out(connection: Any, record: ConnectionPoolEntry, _: object) -> None:  # noqa: ANN401 - any driver
        rested = time.monotonic() - record.info.get(_USED, 0.0)
        if rested > _TRUSTED_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except Exception as error:
                # The pool then connects anew.
                raise DisconnectionError("the connection was lost") from error

    def put_back(_: object, record: ConnectionPoolEntry) -> None:
        record.info[_USED] = time.monotonic()

    def let_go(context: ExceptionContext) -> None:
        if is_lasting(context.original_exception):
            context.is_disconnect = True

    event.listen(engine, "connect", set_up)
    event.listen(engine, "checkout", try_out)
    event.listen(engine, "checkin", put_back)
    event.listen(engine, "handle_error", let_go)


def is_lasting(error: BaseException) -> bool:
    """Tell an error that a connection would meet again after its cause is gone.

    Whether a database may be written to is settled when a connection begins, so one
    that was read-only then, or leads to a server that is a standby now, stays so.
    """
    return getattr(error, "sqlstate", None) == _READ_ONLY


def copy_rows(cursor: Any, table: str, rows: Sequence[Mapping[str, object]]) -> None:  # noqa: ANN401 - psycopg need not be installed
    """Insert rows, which all name the same columns, by COPY."""
    columns = ", ".join(rows[0])
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


def explain(cause: BaseException) -> str | None:
    """Say what PostgreSQL said; nothing about errors of other databases.

    Visitors read this: the driver's own text names hosts and users.
    """
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is None:
        return None
    return diagnosis.message_primary or "there is no connection to it"


def read_much(connection: Connection) -> None:
    """Let a transaction that only reads take as long as it needs."""
    for timeout in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {timeout} = 0")
