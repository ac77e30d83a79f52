"""One server for the tests of a module: two sites, and keys of every role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api import Server, open_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sites shop and blog, each with a choice on record."""
    folder: Path = tmp_path_factory.mktemp("data")
    folder.chmod(0o700)
    with open_server(folder) as opened:
        yield opened
