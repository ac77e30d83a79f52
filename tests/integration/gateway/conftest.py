"""One gateway in front of one raw upstream, for all tests of a module."""

from collections.abc import Iterator

import pytest

from tests.gateway_process import Gateway, running_gateway
from tests.raw_upstream import RawUpstream, raw_upstream


@pytest.fixture(scope="package")
def served() -> Iterator[RawUpstream]:
    with raw_upstream() as upstream:
        yield upstream


@pytest.fixture
def upstream(served: RawUpstream) -> RawUpstream:
    """The upstream, as if nothing had happened yet."""
    served.forget()
    served.answers.clear()
    return served


@pytest.fixture(scope="package")
def gateway(
    served: RawUpstream, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    """A gateway that waits two seconds for whatever says nothing."""
    folder = tmp_path_factory.mktemp("gateway")
    address = f"http://127.0.0.1:{served.port}"
    options = ("--read-seconds", "2", "--max-body", "400")
    with running_gateway(folder, address, *options) as gateway:
        yield gateway
