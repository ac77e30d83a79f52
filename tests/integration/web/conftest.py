"""Both databases, where a test asks for one."""

from pathlib import Path

import pytest

from tests.unit.storage.builders import BOTH, new_database


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database."""
    return new_database(request, tmp_path / "consent.sqlite3")
