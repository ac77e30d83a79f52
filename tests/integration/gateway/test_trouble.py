"""An upstream that fails, lies or hangs, and visitors that do (reliability row 16)."""

import json
import re
import signal
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha1
from pathlib import Path

import pytest

from tests.example import GATED_TAG
from tests.gateway_process import PAGE, Gateway, running_gateway
from tests.listening import free_port
from tests.raw_upstream import RawUpstream
from tests.recorded import rows

pytestmark = pytest.mark.usefixtures("socket_enabled")

PATIENCE_SECONDS = 20
TEXT = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SWITCHED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
)
OF_RFC_6455 = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
MASKED_64K = b"\x82\xfe\xff\xff\0\0\0\0" + bytes(65_535)
TAG = b'<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'

CUT_SHORT = {
    "less than its length": TEXT + b"Content-Length: 9\r\n\r\nhello",
    "a chunk too short": TEXT + b"Transfer-Encoding: chunked\r\n\r\n9\r\nhello",
    "no last chunk": TEXT + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "a chunk that is none": TEXT
    + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n",
    "a page cut short": HTML + b"Content-Length: 99\r\n\r\n<p>hello",
    "a page without its last chunk": HTML
    + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>he\r\n",
}


@pytest.mark.parametrize("case", CUT_SHORT)
def test_makes_nothing_whole_of_an_answer_that_was_cut_short(
    gateway: Gateway, upstream: RawUpstream, case: str
) -> None:
    upstream.answers[b"/a"] = lambda it: it.sendall(CUT_SHORT[case])

    reply = gateway.get("/a", **PAGE)

    assert not reply.complete or reply.status >= 500


def test_ends_an_answer_where_its_length_says(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    more = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
    upstream.answers[b"/a"] = TEXT + b"Content-Length: 5\r\n\r\nhello" + more
    with gateway.connect() as wire:
        wire.send("/a")
        first = wire.reply()
        wire.send("/b")
        second = wire.reply()

    assert (first.body, second.body) == (b"hello", b"ok")


NO_ANSWERS = {
    "nothing": b"",
    "no status line": b"hello\r\n\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "a length that is none": TEXT + b"Content-Length: 1x\r\n\r\nh",
    "two lengths": TEXT + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nhe",
    "another protocol": b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n"
    b"Connection: Upgrade\r\n\r\n",
    "a large head": TEXT + b"X: " + b"a" * 500_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("case", NO_ANSWERS)
def test_says_502_where_there_is_no_answer(
    gateway: Gateway, upstream: RawUpstream, case: str
) -> None:
    upstream.answers[b"/a"] = lambda it: it.sendall(NO_ANSWERS[case])

    reply = gateway.get("/a")

    assert reply.status == 502
    assert json.loads(reply.body)["code"] == "upstream_unreachable"


def _listen(connection: socket.socket) -> None:
    connection.recv(1)


def test_says_504_where_it_takes_too_long(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    upstream.answers[b"/a"] = _listen

    reply = gateway.get("/a", Accept="text/html")

    assert reply.status == 504
    assert b"took too long" in reply.body


def test_ends_an_answer_that_does_not_go_on(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(TEXT + b"Content-Length: 9\r\n\r\nhello")
        connection.recv(1)

    upstream.answers[b"/a"] = answer

    assert not gateway.get("/a").complete


def test_gives_up_an_upload_that_does_not_go_on(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    """Threat row 24."""
    with gateway.connect() as wire:
        wire.send("/a", "POST", Content_Length="9")
        wire.raw(b"hello")
        reply = wire.reply()

    assert reply.status == 408
    assert upstream.closed.wait(PATIENCE_SECONDS)


def test_gives_up_headers_that_do_not_go_on(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    """Threat row 24: many of them hinder nobody."""
    lines = []
    try:
        for _ in range(200):
            line = socket.create_connection(("127.0.0.1", gateway.port))
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
            lines.append(line)

        assert gateway.get("/a").body == b"ok"
        lines[0].settimeout(PATIENCE_SECONDS)
        assert not lines[0].recv(1_000).startswith(b"HTTP/1.1 200")
    finally:
        for line in lines:
            line.close()
    assert len(upstream.received) == 1


def test_passes_on_an_answer_that_comes_before_the_upload_has_ended(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    refusal = b"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno"
    upstream.answers[b"/a"] = lambda it: it.sendall(refusal)
    with gateway.connect() as wire:
        wire.send("/a", "POST", Content_Length="1000000")
        wire.raw(b"hello")
        reply = wire.reply()

    assert (reply.status, reply.body) == (403, b"no")


def test_says_go_on_once_the_upstream_has(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    def answer(connection: socket.socket) -> None:
        asked.set()
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        received = b""
        while not received.endswith(b"hello"):
            received += connection.recv(9)
        connection.sendall(TEXT + b"Content-Length: 2\r\n\r\nok")

    asked = threading.Event()
    upstream.answers[b"/a"] = answer
    with gateway.connect() as wire:
        wire.send("/a", "POST", Content_Length="5", Expect="100-continue")
        first = wire.reply()
        wire.raw(b"hello")
        second = wire.reply()

    assert asked.is_set()
    assert (first.status, second.status) == (100, 200)
    assert upstream.only().values("Expect") == [b"100-continue"]


def test_lets_the_upstream_refuse_before_the_body(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    refusal = b"HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno"
    upstream.answers[b"/a"] = lambda it: it.sendall(refusal)
    with gateway.connect() as wire:
        wire.send("/a", "POST", Content_Length="5", Expect="100-continue")
        reply = wire.reply()

    assert reply.status == 401


def test_says_go_on_for_an_upstream_that_knows_no_expectation(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    with gateway.connect() as wire:
        wire.send("/a", "POST", Content_Length="5", Expect="100-continue")
        first = wire.reply()
        wire.raw(b"hello")
        second = wire.reply()

    assert (first.status, second.status) == (100, 200)
    assert upstream.only().body == b"hello"


def test_shows_choices_while_the_upstream_is_down(tmp_path: Path) -> None:
    """Also: more than one proxy in front, and what was held is kept at the end."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running_gateway(
        tmp_path,
        address,
        "--forwarded-hops",
        "1",
        "--stop-seconds",
        "1",
    ) as gateway:
        page = gateway.get("/", **PAGE)
        choices = gateway.get("/-/choices/", **PAGE)
        assert f"Listening at http://127.0.0.1:{gateway.port} for" in gateway.log()
        assert (page.status, choices.status) == (502, 200)
        assert b"does not answer" in page.body

        _answer_one_page_slowly(gateway, port)
        assert gateway.process.wait(PATIENCE_SECONDS) == 0

    assert "google.analytics" in _held(tmp_path)


def _held(folder: Path) -> set[str]:
    return {name for (name,) in rows(folder / "data", "SELECT service FROM held_count")}


def _answer_one_page_slowly(gateway: Gateway, port: int) -> None:
    """Have the gateway stopped while it has a page, and a stream without an end."""
    stream = TEXT + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
    with (
        socket.create_server(("127.0.0.1", port)) as listener,
        gateway.connect() as endless,
        gateway.connect() as wire,
    ):
        endless.send("/stream")
        streaming, _ = listener.accept()
        streaming.sendall(stream)
        endless.first(9)
        wire.send("/", **{"X-Forwarded-For": "6.6.6.6, 192.0.2.1"}, **PAGE)
        asked, _ = listener.accept()
        with asked, streaming:
            request = asked.recv(100_000)
            gateway.process.send_signal(signal.SIGTERM)
            asked.sendall(HTML + b"Content-Length: %d\r\n\r\n%s" % (len(TAG), TAG))
            reply = wire.reply()
            broken_off = endless.rest()

    assert b"x-forwarded-for: 192.0.2.1, 127.0.0.1\r\n" in request
    assert GATED_TAG.encode() in reply.body
    assert reply.complete
    assert not broken_off.endswith(b"0\r\n\r\n")


def test_a_socket_at_which_nobody_reads_does_not_keep_it_from_its_end(
    tmp_path: Path,
) -> None:
    """It ends by itself, with what it counted, before it would be killed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with running_gateway(tmp_path, address, "--stop-seconds", "1") as gateway:
            with gateway.connect() as wire:
                wire.send("/", **PAGE)
                asked, _ = listener.accept()
                with asked:
                    asked.sendall(HTML + b"Content-Length: %d\r\n\r\n" % len(TAG) + TAG)
                    wire.reply()
            with _talk_to_nobody(gateway, listener):
                gateway.process.send_signal(signal.SIGTERM)
                assert gateway.process.wait(PATIENCE_SECONDS) == 0
            assert "Killing" not in gateway.log()

    assert "google.analytics" in _held(tmp_path)


@contextmanager
def _talk_to_nobody(gateway: Gateway, listener: socket.socket) -> Iterator[None]:
    """Send on a WebSocket until nothing more goes through; its upstream is silent."""
    with gateway.connect() as wire:
        wire.send("/talk", **HANDSHAKE)
        silent, _ = listener.accept()
        with silent:
            [key] = re.findall(rb"(?i)sec-websocket-key: (\S+)", silent.recv(100_000))
            token = b64encode(sha1(key + OF_RFC_6455, usedforsecurity=False).digest())
            silent.sendall(SWITCHED + b"Sec-WebSocket-Accept: %s\r\n\r\n" % token)
            assert wire.reply().status == 101
            wire.socket.settimeout(1)
            with suppress(TimeoutError):
                while True:
                    wire.socket.sendall(MASKED_64K)
            yield
