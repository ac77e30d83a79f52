"""How every test runs, and what tests of more than one folder need."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from consent_server.storage.db import create_store_engine, parse_database_url
from consent_server.storage.schema import upgrade
from tests.postgresql import PostgreSQL, running

# How fast a machine is says nothing about the code: speed lives in benchmarks/.
settings.register_profile(
    "project", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: no collection needs to visit them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One server for all tests."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgreSQL) -> str:
    """The name of a database with our tables, to be copied."""
    name = postgresql.create()
    engine = create_store_engine(parse_database_url(postgresql.url(name)))
    upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL, postgresql_template: str) -> str:
    """The address of a database with our tables and nothing in them."""
    return postgresql.url(postgresql.create(postgresql_template))
