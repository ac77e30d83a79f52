"""Whether a PostgreSQL server keeps what it takes, and has connections enough."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Engine

from consent_server.storage.db import create_store_engine, parse_database_url
from consent_server.storage.soundness import missing_connections, unsafe_settings
from tests.postgresql import PostgreSQL

pytestmark = pytest.mark.postgresql


@pytest.fixture
def engine(postgresql: PostgreSQL) -> Iterator[Engine]:
    engine = create_store_engine(parse_database_url(postgresql.url()))
    yield engine
    engine.dispose()


@contextmanager
def half_written_pages(server: PostgreSQL) -> Iterator[None]:
    """Set the whole server so, and back again."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        try:
            connection.execute("ALTER SYSTEM SET full_page_writes = off")
            connection.execute("SELECT pg_reload_conf()")
            yield
        finally:
            connection.execute("ALTER SYSTEM RESET full_page_writes")
            connection.execute("SELECT pg_reload_conf()")


def test_finds_nothing_where_a_server_is_set_up_as_usual(engine: Engine) -> None:
    assert [*unsafe_settings(engine)] == []
    assert missing_connections(engine, 2) is None


def test_names_what_loses_records_in_a_crash(
    engine: Engine, postgresql: PostgreSQL
) -> None:
    deadline = time.monotonic() + 10
    with half_written_pages(postgresql):
        while not (found := [*unsafe_settings(engine)]):
            assert time.monotonic() < deadline
    assert found == ["full_page_writes is off: a crash loses records; set it to on"]


def test_says_when_processes_may_want_more_than_there_are(engine: Engine) -> None:
    found = missing_connections(engine, 7)

    assert found is not None
    assert "7 processes may open 224 connections, and max_connections is 200" in found
