"""An engine of PostgreSQL, set up so that a visitor never waits long.

psycopg 3 is its driver, the extra ``postgresql``.
"""

import importlib.util
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import ref

from sqlalchemy import URL, Connection, Engine, PoolProxiedConnection, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from consent_server.kernel.errors import SettingError
from consent_server.storage.hanging import CHOICE_SECONDS, LONGEST_SECONDS, Patience

NAME = "postgresql"
DRIVER = "psycopg"
SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Execution options of a transaction that only reads: one snapshot."""

CONNECTIONS = 32
"""Of a process, with the one that is kept for clicks."""

POOL = {"pool_recycle": 1_800, "pool_size": CONNECTIONS - 1}  # seconds; connections
TRUSTED_SECONDS = 1.0
"""A connection that rested longer is tried before use."""

_USED = "consent_used_at"
_PATIENCE = "consent_patience"
_LASTING = {
    "25006",  # read_only_sql_transaction
    "0A000",  # feature_not_supported: a prepared plan, since the tables changed
    "26000",  # invalid_sql_statement_name: somebody dropped what was prepared
    "42P05",  # duplicate_prepared_statement: somebody prepared it already
}

_CONNECTING = {
    "application_name": "consent-server",
    "client_encoding": "utf8",
    "connect_timeout": "2",  # seconds
}
_STATEMENT_TIMEOUT_MS = 5_000
_IDLE_TIMEOUT_MS = 10_000

# A commit that is acknowledged before it is durable is no proof.
_SET_UP = """
SELECT set_config('lock_timeout', %s, false),
       set_config('statement_timeout', %s, false),
       set_config('idle_in_transaction_session_timeout', %s, false),
       set_config('synchronous_commit', CASE current_setting('synchronous_commit')
           WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false),
       pg_backend_pid()
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
    nobody who comes after it; under load the trial would cost as much as a click. Of a
    server that says nothing at all, see :mod:`~consent_server.storage.hanging`.
    """
    pool = _Pool(engine, busy_timeout_ms)
    event.listen(engine, "do_connect", pool.connect)
    event.listen(engine, "connect", pool.set_up)
    event.listen(engine, "checkout", pool.try_out)
    event.listen(engine, "checkin", pool.put_back)
    event.listen(engine, "invalidate", pool.close)
    event.listen(engine, "close", pool.close)
    event.listen(engine, "handle_error", _let_go)


class _Pool:
    """What happens to the connections of an engine."""

    def __init__(self, engine: Engine, busy_timeout_ms: int) -> None:
        timeouts = (busy_timeout_ms, _STATEMENT_TIMEOUT_MS, _IDLE_TIMEOUT_MS)
        self._settings = [f"{timeout}ms" for timeout in timeouts]
        self._engine = ref(engine)  # an engine is not kept by what belongs to it
        self._dialect = engine.dialect
        self._patience = Patience(self._let_rest)

    def connect(self, dialect: Any, _: object, given: Any, named: Any) -> Any:  # noqa: ANN401 - any driver
        self._patience.admit()
        begun = time.monotonic()
        try:
            return dialect.connect(*given, **named)
        except Exception:
            if time.monotonic() - begun > CHOICE_SECONDS / 2:
                self._patience.said_nothing()
            self._let_rest()
            raise

    def set_up(self, connection: Any, _: object) -> None:  # noqa: ANN401 - any driver
        with self._waiting(connection):
            [*_, answering] = connection.execute(_SET_UP, self._settings).fetchone()
            connection.commit()
        if answering != connection.info.backend_pid:  # a pooler is in between
            # What one connection prepared another would run under the same name.
            connection.prepare_threshold = None

    def try_out(self, connection: Any, record: ConnectionPoolEntry, _: object) -> None:  # noqa: ANN401 - any driver
        self._patience.admit()
        rested = time.monotonic() - record.info.get(_USED, 0.0)
        if rested > TRUSTED_SECONDS:
            try:
                with self._waiting(connection):
                    self._dialect.do_ping(connection)
            except Exception as error:
                # The pool then connects anew.
                raise DisconnectionError("the connection was lost") from error
        record.info[_PATIENCE] = self._patience
        self._patience.expect(id(connection), connection.fileno(), LONGEST_SECONDS)

    def put_back(self, connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - any driver
        self.close(connection)
        record.info[_USED] = time.monotonic()

    def close(self, connection: Any, *_: object) -> None:  # noqa: ANN401 - any driver
        self._patience.done(id(connection))

    @contextmanager
    def _waiting(self, connection: Any) -> Iterator[None]:  # noqa: ANN401 - any driver
        """Wait for one short answer, and no longer than a visitor would."""
        self._patience.expect(id(connection), connection.fileno(), CHOICE_SECONDS)
        try:
            yield
        finally:
            self.close(connection)
        self._patience.answered()

    def _let_rest(self) -> None:
        """Close what rests: a connection may be dead and not know it."""
        if (engine := self._engine()) is not None:
            engine.dispose()


def _let_go(context: ExceptionContext) -> None:
    if is_lasting(context.original_exception):
        context.is_disconnect = True


def hurry(connection: PoolProxiedConnection) -> None:
    """Wait for what a connection does next no longer than a visitor would."""
    driver: Any = connection.driver_connection
    patience_of(connection).expect(id(driver), driver.fileno(), CHOICE_SECONDS)


def patience_of(connection: Connection | PoolProxiedConnection) -> Patience:
    """Return what is known of the server that a connection leads to."""
    patience: Patience = connection.info[_PATIENCE]
    return patience


def is_lasting(error: BaseException) -> bool:
    """Tell an error that a connection would meet again after its cause is gone.

    Whether a database may be written to is settled when a connection begins, so one
    that was read-only then, or leads to a server that is a standby now, stays so. A
    statement that it cannot run as it was prepared fails each time as well.
    """
    return getattr(error, "sqlstate", None) in _LASTING


def copy_rows(cursor: Any, table: str, rows: Sequence[Mapping[str, object]]) -> None:  # noqa: ANN401 - psycopg need not be installed
    """Insert rows, which all name the same columns, by COPY."""
    columns = ", ".join(rows[0])
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


def format_array(values: Iterable[object]) -> str:
    """Write text, integers, bytes or NULL as an array (the manual's section 8.15.2).

    The driver's own way takes eight times as long, which each click would pay.
    """
    return f"{{{','.join(map(_format_element, values))}}}"


def _format_element(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bytes():
            return f'"\\\\x{value.hex()}"'
        case int():
            return f"{value:d}"
        case _:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'


def explain(cause: BaseException) -> str | None:
    """Say what PostgreSQL said; nothing about errors of other databases.

    Visitors read this: the driver's own text names hosts and users.
    """
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is None:
        return None
    return diagnosis.message_primary or "there is no connection to it"


def take_long(connection: Connection) -> None:
    """Let a transaction take as long as it needs."""
    driver: Any = connection.connection.driver_connection
    patience_of(connection).done(id(driver))
    for timeout in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {timeout} = 0")
