"""What a gateway is told about its upstream."""

import pytest

from consent_server.cli.gateway_opening import Manner, open_gateway
from consent_server.kernel.errors import SettingError
from consent_server.sdk.asgi import ASGIApplication, ConsentASGIMiddleware

MANNER = Manner(
    connect_seconds=1, read_seconds=1, max_body_bytes=1, hops=0, secure=True
)


def never(_: ASGIApplication) -> ConsentASGIMiddleware:
    raise AssertionError("the address comes first")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8080",
        "ftp://blog.example",
        "http://",
        "http://blog.example/path",
        "http://blog.example?query",
        "http://me@blog.example",
        "http://[nonsense",
        "",
    ],
)
def test_refuses_what_is_no_servers_address(address: str) -> None:
    with pytest.raises(SettingError, match="no address of a server"):
        open_gateway(never, address, MANNER)


@pytest.mark.parametrize("address", ["http://blog.example:8080/", "https://[::1]"])
def test_takes_a_servers_address(address: str) -> None:
    with pytest.raises(AssertionError, match="comes first"):
        open_gateway(never, address, MANNER)
