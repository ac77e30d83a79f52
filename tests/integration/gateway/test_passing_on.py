"""What goes through the gateway, and how: both ways, as it comes."""

import gzip
import socket
import threading

import pytest

from tests.example import GATED_TAG
from tests.gateway_process import PAGE, Gateway
from tests.raw_upstream import RawUpstream

pytestmark = pytest.mark.usefixtures("socket_enabled")

MEGABYTE = 1 << 20
LARGE = 300
MOST_KILOBYTES = 60_000
TAG = b'<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
TEXT = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
PATIENCE_SECONDS = 20


def test_asks_as_the_visitor_did(gateway: Gateway, upstream: RawUpstream) -> None:
    gateway.get("/a", User_Agent="Mine/1", X_Own="1", Accept="image/png")

    request = upstream.only()
    assert request.line == b"GET /a HTTP/1.1"
    assert request.values("User-Agent") == [b"Mine/1"]
    assert request.values("X-Own") == [b"1"]
    assert request.values("Accept") == [b"image/png"]
    assert request.values("Accept-Encoding") == []
    assert request.values("Via") == [b"1.1 consent-server"]


def test_drops_what_is_about_one_connection(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    upstream.answers[b"/a"] = TEXT + (
        b"Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\n"
        b'Proxy-Authenticate: Basic\r\nAlt-Svc: h3=":443"\r\nX-End: 1\r\n'
        b"Content-Length: 2\r\n\r\nok"
    )

    reply = gateway.get(
        "/a",
        Connection="keep-alive, X-Mine, X-Forwarded-For, Host",
        X_Mine="1",
        TE="trailers",
        Proxy_Authorization="Basic x",
        Keep_Alive="9",
    )

    request = upstream.only()
    gone = ("Connection", "X-Mine", "TE", "Proxy-Authorization", "Keep-Alive")
    assert [request.values(name) for name in gone] == [[]] * len(gone)
    assert request.values("Host") == [gateway.host.encode()]
    assert request.values("X-Forwarded-For") == [b"127.0.0.1"]
    gone = ("Connection", "X-Hop", "Keep-Alive", "Proxy-Authenticate", "Alt-Svc")
    assert [reply.values(name) for name in gone] == [[]] * len(gone)
    assert reply.values("X-End") == [b"1"]
    assert reply.values("Via") == [b"1.1 consent-server"]


def test_believes_no_client_about_itself(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    """Threat row 31."""
    gateway.get(
        "/a",
        X_Forwarded_For="6.6.6.6",
        X_Forwarded_Host="evil.example",
        X_Forwarded_Proto="gopher",
        X_Forwarded_Prefix="/admin",
        Forwarded="for=6.6.6.6",
        X_Real_IP="6.6.6.6",
        X_Original_URL="/admin",
        Proxy="evil.example:80",
    )

    request = upstream.only()
    host = gateway.host.encode()
    assert request.values("X-Forwarded-For") == [b"127.0.0.1"]
    assert request.values("X-Forwarded-Host") == [host]
    assert request.values("X-Forwarded-Proto") == [b"http"]
    expected = b'for=127.0.0.1;host="%s";proto=http' % host
    assert request.values("Forwarded") == [expected]
    for name in ("X-Forwarded-Prefix", "X-Real-IP", "X-Original-URL", "Proxy"):
        assert request.values(name) == []


def test_keeps_connections_on_both_sides(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    gateway.get("/a")
    before = upstream.connections
    with gateway.connect() as wire:
        for _ in range(5):
            wire.send("/a")
            assert wire.reply().body == b"ok"

    assert upstream.connections == before


@pytest.mark.parametrize("status", [204, 304])
def test_passes_on_an_answer_without_a_body(
    gateway: Gateway, upstream: RawUpstream, status: int
) -> None:
    upstream.answers[b"/a"] = b'HTTP/1.1 %d X\r\nETag: "1"\r\n\r\n' % status
    with gateway.connect() as wire:
        wire.send("/a", Accept="image/png", If_None_Match='"1"')
        first = wire.reply()
        wire.send("/b")
        second = wire.reply()

    assert (first.status, second.body) == (status, b"ok")


def test_keeps_length_and_range_of_what_it_does_not_touch(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    part = b"Content-Type: image/png\r\nContent-Range: bytes 0-2/9\r\nContent-Length: 3"
    upstream.answers[b"/a"] = b"HTTP/1.1 206 Partial\r\n" + part + b"\r\n\r\nabc"

    reply = gateway.get("/a", Accept="image/png", Range="bytes=0-2")

    assert upstream.only().values("Range") == [b"bytes=0-2"]
    assert reply.status == 206
    assert reply.values("Content-Length") == [b"3"]
    assert reply.values("Content-Range") == [b"bytes 0-2/9"]
    assert reply.body == b"abc"


def test_answers_head_with_the_length_alone(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    upstream.answers[b"/a"] = TEXT + b"Content-Length: 1000\r\n\r\n"
    with gateway.connect() as wire:
        wire.send("/a", "HEAD")
        first = wire.reply(has_body=False)
        wire.send("/b")
        second = wire.reply()

    assert first.values("Content-Length") == [b"1000"]
    assert second.body == b"ok"


def test_drops_trailers(gateway: Gateway, upstream: RawUpstream) -> None:
    upstream.answers[b"/a"] = TEXT + (
        b"Trailer: Set-Cookie\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nok\r\n0\r\nSet-Cookie: _ga=1\r\n\r\n"
    )

    with gateway.connect() as wire:
        wire.send("/a", Connection="close")
        everything = wire.rest()

    assert everything.endswith(b"\r\n\r\nok")
    assert b"_ga" not in everything


def test_lets_no_early_hint_past_enforcement(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    upstream.answers[b"/a"] = (
        b"HTTP/1.1 103 Early Hints\r\n"
        b"Link: <https://www.googletagmanager.com/gtag/js>; rel=preload\r\n\r\n"
        + TEXT
        + b"Content-Length: 2\r\n\r\nok"
    )

    with gateway.connect() as wire:
        wire.send("/a", Connection="close")
        everything = wire.rest()

    assert everything.startswith(b"HTTP/1.1 200")
    assert b"googletagmanager" not in everything


def test_enforces_a_page_cookies_in_and_out(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    upstream.answers[b"/a"] = HTML + (
        b"Set-Cookie: _ga=1; HttpOnly\r\nSet-Cookie: PHPSESSID=1; HttpOnly\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(TAG), TAG)
    )

    reply = gateway.get("/a", Cookie="_ga=2; PHPSESSID=2", **PAGE)

    assert upstream.only().values("Cookie") == [b"PHPSESSID=2"]
    assert GATED_TAG.encode() in reply.body
    names = {it.partition(b"=")[0] for it in reply.values("Set-Cookie")}
    assert b"PHPSESSID" in names
    assert b"_ga=1; HttpOnly" not in reply.values("Set-Cookie")


def test_reads_pages_that_come_compressed(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    packed = gzip.compress(TAG)
    upstream.answers[b"/a"] = (
        HTML + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    ) + packed

    reply = gateway.get("/a", **PAGE)

    assert GATED_TAG.encode() in reply.body


def test_a_page_in_chunks_that_come_at_once_is_a_whole_page(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    chunk = b"%x\r\n%s\r\n" % (len(TAG), TAG)
    head = HTML + b"Transfer-Encoding: chunked\r\n\r\n"
    upstream.answers[b"/a"] = head + chunk * 2000 + b"0\r\n\r\n"

    # A machine that is busy may stop in the middle, each time by chance.
    replies = (gateway.get("/a", **PAGE) for _ in range(20))
    whole = next(it for it in replies if it.values("Content-Length"))

    assert whole.values("Content-Length") == [b"%d" % len(whole.body)]
    assert whole.body.count(GATED_TAG.encode()) == 2000


def test_a_page_that_takes_long_goes_out_before_it_ends(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    seen = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.sendall(HTML + b"\r\n<p>first</p>" + TAG)
        if seen.wait(PATIENCE_SECONDS):
            connection.sendall(b"<p>last</p>")

    upstream.answers[b"/a"] = answer
    with gateway.connect() as wire:
        wire.send("/a", Connection="close", **PAGE)
        received = b""
        while GATED_TAG.encode() not in received:
            received += wire.first(1)
        seen.set()
        assert b"<p>last</p>" in wire.rest()


def test_a_page_that_breaks_off_is_not_completed(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    upstream.answers[b"/a"] = (
        HTML + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n9\r\n<p>"
    )

    reply = gateway.get("/a", **PAGE)

    assert not reply.complete


def test_serves_nothing_of_a_compression_bomb(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    """Threat row 26."""
    bomb = gzip.compress(bytes(64 * MEGABYTE))
    before = gateway.peak_kilobytes()
    upstream.answers[b"/a"] = (
        HTML + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    ) + bomb

    reply = gateway.get("/a", **PAGE)

    assert len(reply.body) < 2 * MEGABYTE
    assert gateway.peak_kilobytes() - before < MOST_KILOBYTES


def test_takes_large_uploads_without_keeping_them(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    """Reliability row 17."""
    size = LARGE * MEGABYTE
    before = gateway.peak_kilobytes()
    with gateway.connect() as wire:
        wire.send("/a", "POST", Content_Length=str(size))
        piece = bytes(MEGABYTE)
        for _ in range(LARGE):
            wire.raw(piece)
        reply = wire.reply()

    assert reply.body == b"ok"
    assert upstream.only().size == size
    assert gateway.peak_kilobytes() - before < MOST_KILOBYTES


def test_sends_large_files_without_keeping_them(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    """Reliability row 17: the visitor reads late, so nobody may read ahead for them."""
    size = LARGE * MEGABYTE
    sent = 0

    def answer(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(TEXT + b"Content-Length: %d\r\n\r\n" % size)
        connection.settimeout(0.5)
        piece = bytes(MEGABYTE)
        try:
            for _ in range(LARGE):
                connection.sendall(piece)
                sent += MEGABYTE
        except TimeoutError:
            stalled.set()

    stalled = threading.Event()
    upstream.answers[b"/a"] = answer
    before = gateway.peak_kilobytes()
    with gateway.connect() as wire:
        wire.send("/a")
        assert wire.first(9) == b"HTTP/1.1 "
        assert stalled.wait(PATIENCE_SECONDS)

    assert sent < 60 * MEGABYTE
    assert gateway.peak_kilobytes() - before < MOST_KILOBYTES


def test_passes_on_the_first_byte_before_the_second(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    """Reliability row 17: an event stream."""
    seen = threading.Event()

    def answer(connection: socket.socket) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
        connection.sendall(head + b"data: 1\n\n")
        if seen.wait(PATIENCE_SECONDS):
            connection.sendall(b"data: 2\n\n")

    upstream.answers[b"/a"] = answer
    with gateway.connect() as wire:
        wire.send("/a", Accept="text/event-stream", Connection="close")
        received = b""
        while b"data: 1\n\n" not in received:
            received += wire.first(1)
        seen.set()
        assert b"data: 2\n\n" in wire.rest()


def test_ends_at_the_upstream_when_the_visitor_leaves(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    ended = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.sendall(TEXT + b"\r\nhello")
        connection.settimeout(PATIENCE_SECONDS)
        if connection.recv(1) == b"":
            ended.set()

    upstream.answers[b"/a"] = answer
    with gateway.connect() as wire:
        wire.send("/a")
        wire.first(9)

    assert ended.wait(PATIENCE_SECONDS)


def test_never_completes_an_upload_that_was_cut_short(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    with gateway.connect() as wire:
        wire.send("/a", "POST", Transfer_Encoding="chunked")
        wire.raw(b"5\r\nhello\r\n")

    assert upstream.closed.wait(PATIENCE_SECONDS)
    assert upstream.only().body == b"hello"
    assert upstream.only().size == 5
