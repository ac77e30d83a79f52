"""A gateway whose policy and ledger are those of a consent server."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.central import KEY, Central
from tests.example import GATED_TAG, choice
from tests.gateway_process import PAGE, Gateway, Reply, started_gateway
from tests.raw_upstream import RawUpstream
from tests.recorded import count_records
from tests.site import CATALOG
from tests.site import PAGE as MARKUP

HELD = GATED_TAG.encode()
PIXEL = b' src="https://www.facebook.com'
VERSION = re.compile(rb'name="policy" value="([0-9a-f]{64})"')

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    server = Central(folder=tmp_path_factory.mktemp("central"), secure=False)
    server.publish(CATALOG.replace("[shop.example]", "[shop.example, localhost]"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def connected(
    central: Central, served: RawUpstream, tmp_path: Path
) -> Iterator[Gateway]:
    options = ("--server", central.url, "--site", "shop")
    address = f"http://127.0.0.1:{served.port}"
    with started_gateway(tmp_path, address, *options, key=KEY) as gateway:
        yield gateway


def page(upstream: RawUpstream, gateway: Gateway, **headers: str) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    upstream.answers[b"/"] = head % len(MARKUP) + MARKUP
    return gateway.get(**PAGE, **headers).body


def choose(gateway: Gateway, version: str, act: str) -> Reply:
    body = json.dumps(choice(version, act)).encode()
    with gateway.connect() as wire:
        head = (
            "POST /-/choices/ HTTP/1.1\r\nHost: HOST\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        wire.raw(head.encode() + body)
        return wire.reply()


def test_holds_here_and_records_there(
    central: Central, connected: Gateway, upstream: RawUpstream
) -> None:
    shown = page(upstream, connected)
    version = VERSION.search(shown)
    assert version is not None
    assert HELD in shown

    done = choose(connected, version[1].decode(), "grant_all")
    cookies = [it.partition(b";")[0].decode() for it in done.values("Set-Cookie")]

    assert done.status == HTTPStatus.CREATED
    assert count_records(central.data_dir) == 1
    assert HELD not in page(upstream, connected, Cookie="; ".join(cookies))

    central.kill()
    try:
        refused = choose(connected, version[1].decode(), "grant_all")
        assert refused.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert HELD in page(upstream, connected)
    finally:
        central.start()


def test_serves_a_site_whose_server_was_never_there(
    upstream: RawUpstream, tmp_path: Path
) -> None:
    """Nothing of third parties runs, and nobody is asked."""
    options = ("--server", "http://127.0.0.1:9", "--site", "shop")
    address = f"http://127.0.0.1:{upstream.port}"
    with started_gateway(tmp_path, address, *options, key=KEY) as gateway:
        shown = page(upstream, gateway)

    assert b"<p>Hello</p>" in shown
    assert b"Accept all" not in shown
    assert PIXEL not in shown
