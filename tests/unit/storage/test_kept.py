"""Single statements of PostgreSQL, on a connection that is kept for them."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage import postgresql
from consent_server.storage.db import parse_database_url, reading, store_engine
from consent_server.storage.kept import one_statement

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
