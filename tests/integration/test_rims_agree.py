"""WSGI and ASGI say the same of every shape of response (row 29 of the threats)."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import pytest
import zstandard
from werkzeug.test import EnvironBuilder, run_wsgi_app

from consent_server.consent.signals import GPC_PATH
from consent_server.kernel.clock import ManualClock
from consent_server.sdk.asgi import Message, Receive, Scope, Send
from consent_server.sdk.decoding import find_decoder
from consent_server.web.embedded import embed, embed_asgi
from tests.site import CATALOG, PAGE, START

KEYS = re.compile(rb"[0-9a-f]{32}")  # each response has some of its own
HTML = ("content-type", "text/html; charset=utf-8")
PLAIN = ("content-type", "text/plain")
PUBLIC = ("cache-control", "public, max-age=60")
ANY_CODING = ("accept-encoding", "gzip, br, zstd")
BOMB = gzip.compress(bytes(8 << 20))
JAPANESE = b"\x1b$B<!--$3$s\x1b(B"

pytestmark = pytest.mark.usefixtures("socket_enabled")  # the event loop's own pipe


class Shape(NamedTuple):
    """How an application answers, and to what method."""

    headers: tuple[tuple[str, str], ...]
    chunks: tuple[bytes, ...] = (PAGE,)
    status: int = 200
    method: str = "GET"
    asked: tuple[tuple[str, str], ...] = ()
    path: str = "/"


SHAPES = {
    "page": Shape((HTML,)),
    "page-with-length": Shape((HTML, ("content-length", str(len(PAGE))))),
    "page-whose-length-comes-first": Shape(
        (HTML, ("content-length", str(len(PAGE)))), (PAGE, b"")
    ),
    "page-longer-than-it-says": Shape(
        (HTML, ("content-length", str(len(PAGE)))), (PAGE, PAGE)
    ),
    "page-in-pieces": Shape((HTML,), (PAGE[:100], PAGE[100:130], PAGE[130:])),
    "page-after-nothing": Shape((HTML,), (b"", PAGE[:100], PAGE[100:])),
    "page-cut-off": Shape((HTML,), (PAGE[:150],)),
    "empty-page": Shape((HTML,), (b"",)),
    "error-page": Shape((HTML,), status=500),
    "not-found": Shape((HTML,), status=404),
    "shared-page": Shape((HTML, PUBLIC, ("etag", '"1"'))),
    "shared-by-guess": Shape(
        (HTML, ("last-modified", "Sun, 01 Mar 2026 00:00:00 GMT"))
    ),
    "never-stored": Shape((HTML, ("cache-control", "no-store"))),
    "page-that-varies": Shape((HTML, ("vary", "Accept"), ("vary", "Origin"))),
    "page-with-a-digest": Shape((HTML, ("repr-digest", "sha-256=:AAAA:"))),
    "page-with-cookies": Shape(
        (HTML, ("set-cookie", "_ga=1"), ("set-cookie", "a=1"), ("set-cookie", "a=2"))
    ),
    "page-in-gzip": Shape((HTML, ("content-encoding", "gzip")), (gzip.compress(PAGE),)),
    "page-in-damaged-brotli": Shape((HTML, ("content-encoding", "br")), (b"\x0b\x02",)),
    "page-in-two-codings": Shape(
        (HTML, ("content-encoding", "gzip, zstd")),
        (zstandard.compress(gzip.compress(PAGE)),),
    ),
    "page-in-an-unknown-coding": Shape((HTML, ("content-encoding", "compress"))),
    "page-to-compress": Shape((HTML,), asked=(ANY_CODING,)),
    "page-in-pieces-to-compress": Shape(
        (HTML,), (PAGE[:100], PAGE[100:]), asked=(ANY_CODING,)
    ),
    "fragment-that-stays-encoded": Shape(
        (HTML, ("content-encoding", "br")),
        (brotli.compress(b"<li>one</li>"),),
        asked=(ANY_CODING,),
    ),
    "bomb": Shape((HTML, ("content-encoding", "gzip")), (BOMB,)),
    "bomb-in-a-stream": Shape(
        (HTML, ("content-encoding", "gzip")), (gzip.compress(PAGE), BOMB)
    ),
    "japanese-page": Shape(
        (("content-type", "text/html"),), (PAGE.replace(b"Hello", JAPANESE),)
    ),
    "what-a-script-has": Shape(
        (("content-type", "application/json"), ("etag", '"1"')),
        (b"{}",),
        asked=(("if-none-match", '"1"'),),
    ),
    "what-a-script-has-in-pieces": Shape(
        (("content-type", "application/json"), ("etag", '"1"')),
        (b"{", b"}"),
        asked=(("if-none-match", '"1"'),),
    ),
    "shared-page-of-before": Shape(
        (HTML, PUBLIC, ("etag", '"1"')), asked=(("if-none-match", '"1"'),)
    ),
    "page-in-utf-16": Shape((("content-type", "text/html; charset=utf-16"),)),
    "page-with-a-mark": Shape((HTML,), (PAGE.decode().encode("utf-16"),)),
    "page-without-a-type": Shape(()),
    "page-with-hints": Shape(
        (HTML, ("link", "<https://connect.facebook.net>; rel=preconnect"))
    ),
    "head": Shape((HTML, ("content-length", "500")), (b"",), method="HEAD"),
    "redirect": Shape((HTML, ("location", "/")), (b"",), 302),
    "no-content": Shape((), (b"",), 204),
    "not-modified": Shape((("etag", '"1"'),), (b"",), 304),
    "a-part": Shape((HTML, ("content-range", "bytes 0-9/99")), (PAGE[:10],), 206),
    "attachment": Shape((HTML, ("content-disposition", "attachment"))),
    "gpc-support-that-lacks": Shape((HTML,), status=404, path=GPC_PATH),
    "gpc-support-that-lacks-in-pieces": Shape(
        (PLAIN,), (b"not", b"found"), 404, path=GPC_PATH
    ),
    "gpc-support-of-the-site": Shape(
        (("content-type", "application/json"),), (b"{}",), path=GPC_PATH
    ),
    "text": Shape((PLAIN, ("content-length", "2")), (b"hi",)),
    "text-in-pieces": Shape((PLAIN, PUBLIC), (b"one", b"two")),
    "picture": Shape((("content-type", "image/png"), ("etag", '"1"')), (b"png",)),
}


class Said(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def over_wsgi(shape: Shape, catalog: Path, data: Path) -> Said:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response(f"{shape.status} X", list(shape.headers))
        yield from shape.chunks

    def app_of_one_piece(_: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        start(f"{shape.status} X", list(shape.headers))
        return list(shape.chunks)

    inner = app if len(shape.chunks) > 1 else app_of_one_piece
    site = embed(inner, catalog, data, clock=ManualClock(START), debug_header=True)
    builder = EnvironBuilder(shape.path, "https://shop.example/", method=shape.method)
    builder.headers["Cookie"] = "_ga=1; a=1"
    builder.headers.extend(shape.asked)
    body, status, headers = run_wsgi_app(site, builder.get_environ())
    named = [(name.lower(), value) for name, value in headers]
    return Said(int(status[:3]), sorted(named), b"".join(body))


def over_asgi(shape: Shape, catalog: Path, data: Path) -> Said:
    sent: list[Message] = []

    async def app(_: Scope, __: Receive, send: Send) -> None:
        headers = [(name.encode(), value.encode()) for name, value in shape.headers]
        start = {"type": "http.response.start", "status": shape.status}
        await send({**start, "headers": headers})
        *first, last = shape.chunks
        for chunk in first:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": last})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": shape.method,
        "path": shape.path,
        "headers": [
            (b"host", b"shop.example"),
            (b"cookie", b"_ga=1; a=1"),
            *((name.encode(), value.encode()) for name, value in shape.asked),
        ],
    }
    site = embed_asgi(app, catalog, data, clock=ManualClock(START), debug_header=True)
    asyncio.run(site(scope, receive, send))
    named = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    body = b"".join(message["body"] for message in sent[1:])
    return Said(sent[0]["status"], sorted(named), body)


def without_keys(said: Said) -> bytes:
    decoder = find_decoder(said.headers)
    body = said.body if decoder is None else decoder.feed(said.body) or said.body
    return KEYS.sub(b"", body.replace(b"\0", b""))


def without_length(said: Said) -> list[tuple[str, str]]:
    """Return the headers; what each response draws makes no two of one length."""
    is_encoded = ("content-encoding", "zstd") in said.headers
    return [it for it in said.headers if it[0] != "content-length" or not is_encoded]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_say_the_same(shape: Shape, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    wsgi, asgi = (
        rim(shape, catalog, tmp_path / "data") for rim in (over_wsgi, over_asgi)
    )

    assert asgi.status == wsgi.status
    assert without_length(asgi) == without_length(wsgi)
    assert without_keys(asgi) == without_keys(wsgi)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_give_the_length_that_is_sent(shape: Shape, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    said = over_asgi(shape, catalog, tmp_path / "data")
    lengths = [value for name, value in said.headers if name == "content-length"]

    assert lengths in ([], [str(len(said.body))])
