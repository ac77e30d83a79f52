"""The jobs run on both databases; PostgreSQL's half belongs to `make integration`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.web.jobs.builders import Place, a_place
from tests.unit.storage.builders import BOTH, Opened, new_database, opened


@pytest.fixture(params=BOTH)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """A site in a new database of either kind."""
    with opened(new_database(request, tmp_path / "consent.sqlite3")) as site:
        yield site


@pytest.fixture
def place(site: Opened, tmp_path: Path) -> Place:
    """The site with its jobs and a policy."""
    return a_place(site, tmp_path)
