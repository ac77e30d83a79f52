"""One suite for both databases; PostgreSQL's half belongs to `make integration`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.storage.builders import BOTH, Opened, file_url, new_database, opened


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, file: Path) -> str:
    """The address of a new database."""
    return new_database(request, file)


@pytest.fixture
def site(url: str) -> Iterator[Opened]:
    """A site in a new database of either kind."""
    with opened(url) as site:
        yield site


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a SQLite database may lie."""
    return tmp_path / "consent.db"


@pytest.fixture
def file_site(file: Path) -> Iterator[Opened]:
    """A site in a new SQLite file."""
    with opened(file_url(file)) as site:
        yield site
