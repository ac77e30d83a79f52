"""A consent server in a process of its own, and sites beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central import Central
from tests.connecting import GONE, Site, connected
from tests.site import CATALOG


@pytest.fixture(scope="package")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    server = Central(folder=tmp_path_factory.mktemp("central"))
    server.publish(CATALOG)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def publishing(central: Central) -> Iterator[Central]:
    """The server, whose catalog is put back whatever a test publishes."""
    yield central
    central.publish(CATALOG)


@pytest.fixture
def site(central: Central, tmp_path: Path) -> Site:
    return connected(central.url, tmp_path)


@pytest.fixture
def alone(central: Central, tmp_path: Path) -> Site:
    """A site that has a pin, and whose server is gone."""
    connected(central.url, tmp_path)
    return connected(GONE, tmp_path)
