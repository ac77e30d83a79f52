"""Single statements of PostgreSQL, on a connection that is kept for them."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage import postgresql
from consent_server.storage.db import parse_database_url, reading, store_engine
from consent_server.storage.kept import one_statement
from tests.fault_proxy import faulty_line
from tests.postgresql import PostgreSQL

pytestmark = pytest.mark.postgresql


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[Engine]:
    with store_engine(parse_database_url(postgresql_url)) as made:
        yield made


def backend(engine: Engine, query: str = "SELECT pg_backend_pid()") -> int:
    """Return which process of the server answers."""
    with one_statement(engine) as cursor:
        cursor.execute(query)
        [[found]] = cursor.fetchall()
    return int(found)


PREPARED = "SELECT count(*) FROM pg_prepared_statements"
OFTEN = 8
"""More than it takes until the driver prepares a statement."""


def end(engine: Engine, process: int) -> None:
    with reading(engine) as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(:it, 5000)"), {"it": process}
        )


def test_is_the_same_each_time(engine: Engine) -> None:
    assert backend(engine) == backend(engine)


def test_is_kept_when_a_statement_is_refused(engine: Engine) -> None:
    before = backend(engine)
    with pytest.raises(StoreUnavailableError):
        backend(engine, "SELECT 1 / 0")

    assert backend(engine) == before


def test_another_is_borrowed_while_somebody_has_it(engine: Engine) -> None:
    with one_statement(engine) as cursor:
        other = backend(engine)
        cursor.execute("SELECT pg_backend_pid()")
        [[kept]] = cursor.fetchall()

    assert other != kept
    assert backend(engine) == kept


def test_is_made_anew_after_it_was_lost(engine: Engine) -> None:
    before = backend(engine)
    end(engine, before)
    with pytest.raises(StoreUnavailableError):
        backend(engine)

    assert backend(engine) != before


def test_one_that_rested_is_tried_first(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "TRUSTED_SECONDS", 0)
    before = backend(engine)
    assert backend(engine) == before
    end(engine, before)

    assert backend(engine) != before


def test_is_tried_after_another_connection_was_lost(engine: Engine) -> None:
    before = backend(engine)
    end(engine, before)
    with pytest.raises(StoreUnavailableError), reading(engine) as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    assert backend(engine) != before


def test_an_old_one_is_given_up(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "TRUSTED_SECONDS", 0)
    monkeypatch.setitem(postgresql.POOL, "pool_recycle", 0)

    assert backend(engine) != backend(engine)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("EXECUTE 'DEALLOCATE ALL'", id="dropped"),
        pytest.param("ALTER TABLE answer ALTER COLUMN one TYPE int", id="outdated"),
    ],
)
def test_is_given_up_when_what_it_prepared_is_of_no_use(
    engine: Engine, change: str
) -> None:
    """Each later click would fail like the first."""
    query = "SELECT one FROM answer"
    with one_statement(engine) as cursor:
        cursor.execute("CREATE TABLE answer AS SELECT 1::bigint AS one")
    for _ in range(OFTEN):
        backend(engine, query)
    with one_statement(engine) as cursor:  # the driver does not see what a block does
        cursor.execute(f"DO $$ BEGIN {change}; END $$")
    with pytest.raises(StoreUnavailableError):
        backend(engine, query)

    assert backend(engine, query) == 1


def test_prepares_what_it_often_does(engine: Engine) -> None:
    assert [backend(engine, PREPARED) for _ in range(OFTEN)][-1] == 1


@pytest.mark.usefixtures("socket_enabled")
def test_prepares_nothing_through_a_pooler(
    postgresql: PostgreSQL, postgresql_url: str
) -> None:
    """It may send a name to a server where another client gave it something else."""
    name = str(parse_database_url(postgresql_url).database)
    with faulty_line(postgresql.folder) as line:
        line.pools = True
        address = f"postgresql://postgres@127.0.0.1:{line.port}/{name}"
        with store_engine(parse_database_url(address)) as pooled:
            assert [backend(pooled, PREPARED) for _ in range(OFTEN)] == [0] * OFTEN


def test_is_closed_with_its_engine(engine: Engine) -> None:
    before = backend(engine)
    engine.dispose()

    assert backend(engine) != before


def test_is_closed_with_its_engine_while_somebody_has_it(engine: Engine) -> None:
    before = backend(engine)
    with one_statement(engine) as cursor:
        engine.dispose()
        cursor.execute("SELECT 1")

    assert backend(engine) != before


def test_a_forked_process_leaves_it_to_its_parent(engine: Engine) -> None:
    before = backend(engine)
    child = os.fork()
    if not child:
        os._exit(0 if backend(engine) != before else 1)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert backend(engine) == before
