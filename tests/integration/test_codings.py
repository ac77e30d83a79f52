"""Content codings in and out, of pages and of what turned out to be none."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import pytest
import zstandard
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from consent_server.enforcement.evidence import Surface
from consent_server.sdk.decoding import find_decoder
from consent_server.web.embedded import embed
from tests.site import BASE, CATALOG, PAGE, App, Shop, make_shop

HTML = ("Content-Type", "text/html; charset=utf-8")
MIB = 1 << 20
BOMB = b"<p>" + bytes(80 * MIB)
ENCODE: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "gzip, br": lambda body: brotli.compress(gzip.compress(body)),
}
LOAD = b'<img src="https://www.facebook.com/tr?id=2">'
FRAGMENT = b"<li>one</li>\n" * 200


def body_of(response: TestResponse) -> bytes:
    """Return a body as a browser reads it."""
    decoder = find_decoder(list(response.headers.items()))
    assert decoder is not None
    return decoder.feed(response.get_data())


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "zstd"), ("gzip, br", "br"), ("gzip", "gzip")],
)
@pytest.mark.parametrize("pieces", [1, 3])
def test_compresses_a_page_on_its_way_out(
    shop: Shop, app: App, accepted: str, coding: str, pieces: int
) -> None:
    size = len(PAGE) // pieces + 1
    app.body = [PAGE[at : at + size] for at in range(0, len(PAGE), size)]
    response = shop.get(Accept="text/html", Accept_Encoding=accepted)
    page = body_of(response)

    assert response.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in response.headers["Vary"]
    assert page.count(b'data-held="') == 2
    assert page.rstrip().endswith(b"</html>")
    assert response.headers.get("Content-Length") in {
        None,
        str(len(response.get_data())),
    }
    assert "HTTP_ACCEPT_ENCODING" not in app.seen[-1]


@pytest.mark.parametrize("coding", ENCODE)
def test_sends_a_page_in_the_coding_that_it_came_in(
    shop: Shop, app: App, coding: str
) -> None:
    app.headers = [HTML, ("Content-Encoding", coding)]
    app.body = [ENCODE[coding](PAGE)]
    response = shop.get(Accept_Encoding="zstd, gzip, br, deflate")
    last = coding.rpartition(" ")[2]

    assert response.headers["Content-Encoding"] == {"deflate": "zstd"}.get(last, last)
    assert body_of(response).count(b'data-held="') == 2


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        pytest.param([("Cache-Control", "no-transform")], "gzip", id="no-transform"),
        pytest.param([], "identity", id="not-accepted"),
        pytest.param([], "gzip;q=0", id="refused"),
    ],
)
def test_leaves_a_page_plain(
    shop: Shop, app: App, headers: list[tuple[str, str]], accepted: str
) -> None:
    app.headers += headers
    response = shop.get(Accept_Encoding=accepted)

    assert "Content-Encoding" not in response.headers
    assert b"visitor-choices" in response.get_data()


def test_leaves_compressing_to_others_if_told(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    site = embed(App(), catalog, tmp_path / "data", compress=False)
    builder = EnvironBuilder(base_url=BASE, headers=[("Accept-Encoding", "gzip")])
    _, _, headers = run_wsgi_app(site, builder.get_environ())

    assert "Content-Encoding" not in headers
    assert headers["Vary"] == "Cookie"


def test_does_not_compress_a_little(shop: Shop, app: App) -> None:
    app.body = [b"<li>one</li>"]
    response = shop.get(Accept_Encoding="gzip")

    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == "12"


@pytest.mark.parametrize("coding", ENCODE)
def test_sends_what_it_did_not_change_as_it_came(
    shop: Shop, app: App, coding: str
) -> None:
    body = ENCODE[coding](FRAGMENT)
    app.body = [body]
    kept = [("Content-Encoding", coding), ("Repr-Digest", "sha-256=:AAAA:")]
    app.headers = [HTML, *kept, ("Content-Length", str(len(body)))]
    response = shop.get(Accept_Encoding="gzip, br, zstd, deflate")

    assert response.get_data() == body
    assert [(name, response.headers[name]) for name, _ in kept] == kept
    assert response.headers.getlist("Content-Length") == [str(len(body))]


def test_decodes_what_it_did_not_change_for_who_does_not_take_it(
    shop: Shop, app: App
) -> None:
    app.headers = [HTML, ("Content-Encoding", "br")]
    app.body = [brotli.compress(FRAGMENT)]
    response = shop.get(Accept_Encoding="gzip")

    assert response.headers["Content-Encoding"] == "gzip"
    assert body_of(response) == FRAGMENT


def test_streams_in_a_coding(tmp_path: Path) -> None:
    """The first byte is out, and readable, before the last is in."""
    sent: list[str] = []

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [HTML])
        for name in ("one", "two"):
            sent.append(name)
            yield f"<p>{name}</p>".encode()

    shop = make_shop(tmp_path, app)
    builder = EnvironBuilder(base_url=BASE, headers=[("Accept-Encoding", "gzip")])
    body, _, headers = run_wsgi_app(
        shop.middleware, builder.get_environ(), buffered=False
    )
    decoder = find_decoder(list(headers))
    assert decoder is not None

    assert decoder.feed(next(chunk for chunk in body if chunk)) == b"<p>one</p>"
    assert sent == ["one"]
    assert decoder.feed(b"".join(body)) == b"<p>two</p>"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "gzip, br"])
def test_lets_a_bomb_load_nothing_from_others(
    shop: Shop, app: App, coding: str
) -> None:
    """Row 26 of the threats: it passes as it came, confined."""
    app.headers = [HTML, ("Content-Encoding", coding)]
    app.body = [ENCODE[coding](BOMB)]
    response = shop.get(Accept_Encoding="gzip, br, zstd")

    assert response.get_data() == app.body[0]
    assert response.headers["Content-Encoding"] == coding
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert unreadable(shop) == 2


def test_ends_a_stream_that_turns_out_a_bomb(shop: Shop, app: App) -> None:
    """Its headers are gone: what was read of it is served, and no more."""
    start = gzip.compress(b"<p>Hello</p>" + LOAD)
    bomb = gzip.compress(bytes(80 * MIB))
    app.headers = [HTML, ("Content-Encoding", "gzip")]
    app.body = [start, bomb, start]
    response = shop.get()

    assert response.get_data().startswith(b"<p>Hello</p>")
    assert len(response.get_data()) <= 200 * len(start + bomb)
    assert unreadable(shop) == 2


def unreadable(shop: Shop) -> int:
    counts = shop.middleware.site.evidence.read()
    return sum(n for it, n in counts.items() if it.surface is Surface.UNREADABLE)


def test_lets_an_interface_compress_for_scripts(shop: Shop, app: App) -> None:
    """``fetch()`` may ask for anything: only what can be undone is offered."""
    body = gzip.compress(b"{}")
    app.headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
    app.body = [body]
    response = shop.get(
        Sec_Fetch_Dest="empty", Accept="*/*", Accept_Encoding="gzip, compress, dcb"
    )

    assert app.seen[-1]["HTTP_ACCEPT_ENCODING"] == "gzip"
    assert response.get_data() == body
    assert response.headers["Content-Encoding"] == "gzip"


def test_leaves_what_is_no_page_to_the_application(tmp_path: Path) -> None:
    text = b"plain text, long enough to be worth it " * 100

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [text]

    response = make_shop(tmp_path, app).get(Accept_Encoding="gzip")

    assert response.get_data() == text
    assert "Vary" not in response.headers
