"""A database file per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.storage.builders import Opened, opened


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Opened]:
    with opened(tmp_path / "consent.db") as site:
        yield site
