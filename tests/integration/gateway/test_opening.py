"""The parts of a gateway, put together without a server around them."""

import asyncio
import json
import re
import socket
from http import HTTPStatus
from pathlib import Path

import pytest

from consent_server.cli.gateway_opening import Manner, open_embedded
from consent_server.sdk.asgi import ASGIApplication, Message
from consent_server.web import flooding
from tests.command_line import run
from tests.example import choice
from tests.site import CATALOG

pytestmark = pytest.mark.usefixtures("socket_enabled")

PUBLIC, INNER = "93.184.216.34", "10.1.2.3"
POLICY = re.compile(rb'name="policy" value="([0-9a-f]{64})"')


def open_here(folder: Path, hops: int) -> ASGIApplication:
    (folder / "site.yaml").write_text(CATALOG, encoding="utf-8")
    manner = Manner(
        connect_seconds=1, read_seconds=1, max_body_bytes=4_096, hops=hops, secure=True
    )
    return open_embedded(
        "http://127.0.0.1:9", folder / "site.yaml", folder / "data", None, manner
    )


def ask(
    app: ASGIApplication, peer: str, told: str, body: bytes = b""
) -> tuple[int, bytes]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = {
        "host": "shop.example",
        "accept": "text/html",
        "content-type": "application/json",
        "content-length": str(len(body)),
        "sec-fetch-site": "same-origin",
        "x-forwarded-for": told,
    }
    scope = {
        "type": "http",
        "method": "POST" if body else "GET",
        "scheme": "http",
        "path": "/-/choices/",
        "raw_path": b"/-/choices/",
        "query_string": b"",
        "headers": [(name.encode(), it.encode()) for name, it in headers.items()],
        "client": (peer, 1),
    }

    async def answer() -> None:
        await app(scope, receive, send)

    asyncio.run(answer())
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.parametrize(
    ("hops", "peer", "told", "counts"),
    [
        pytest.param(0, PUBLIC, INNER, True, id="no-proxy"),
        pytest.param(0, INNER, PUBLIC, False, id="no-proxy-and-a-claim"),
        pytest.param(1, INNER, PUBLIC, True, id="a-proxy"),
        pytest.param(1, INNER, f"{INNER}, {PUBLIC}", True, id="a-proxy-and-a-claim"),
        pytest.param(1, PUBLIC, INNER, False, id="a-proxy-on-the-internet"),
    ],
)
def test_tells_a_flood_by_the_visitor_s_network(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    hops: int,
    peer: str,
    told: str,
    *,
    counts: bool,
) -> None:
    """Threat rows 22 and 31: neither the proxy's address nor what a visitor claims."""
    monkeypatch.setattr(flooding, "_FULL_SECONDS", 0)  # no network may do anything
    app = open_here(tmp_path, hops)
    _, page = ask(app, INNER, INNER)
    found = POLICY.search(page)
    assert found is not None

    body = json.dumps(choice(found[1].decode())).encode()
    status, _ = ask(app, peer, told, body)

    expected = HTTPStatus.TOO_MANY_REQUESTS if counts else HTTPStatus.CREATED
    assert status == expected


def test_a_port_that_is_taken_is_named_and_nobody_is_told_of_listening(
    tmp_path: Path,
) -> None:
    (tmp_path / "site.yaml").write_text(CATALOG, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run(
            *("gateway", "--upstream", "http://127.0.0.1:9", "--port", str(port)),
            *("--catalog", tmp_path / "site.yaml", "--data-dir", tmp_path / "data"),
        )

    assert done.returncode == 2
    assert f"nobody can listen at 127.0.0.1:{port} (" in done.stderr
    assert "Name another one with --host and --port" in done.stderr
    assert "Listening" not in done.stdout
