"""The middleware around an ordinary application."""

import gzip
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import pytest
import zstandard
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from consent_server.enforcement.evidence import Surface, Tally
from consent_server.sdk.asked import DECISION_KEY
from tests.site import BASE, CATALOG, PAGE, App, Shop, make_shop

HTML = ("Content-Type", "text/html; charset=utf-8")
POLICY = "Content-Security-Policy"
TRUSTED = "require-trusted-types-for 'script'"
GTAG = "https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"
PIXEL = "https://www.facebook.com/tr?id=1"


def held(page: str) -> list[str]:
    """Name the services that are held in a page, in order."""
    return [part.partition('"')[0] for part in page.split('data-held="')[1:]]


def unmarked(response: TestResponse) -> str:
    """Return a page without the secret that each response marks its own things with."""
    page = response.get_data(as_text=True)
    mark = page.partition('data-mark="')[2].partition('"')[0]
    assert len(mark) == 32
    return page.replace(mark, "")


@pytest.mark.parametrize(
    ("headers", "reloads"),
    [
        pytest.param([], False, id="no-policy"),
        pytest.param([(POLICY, TRUSTED)], True, id="trusted-types"),
        pytest.param([(f"{POLICY}-Report-Only", TRUSTED)], False, id="reports-only"),
        pytest.param(
            [(POLICY, TRUSTED), ("Cache-Control", "public, max-age=60")],
            False,
            id="shared-page",
        ),
    ],
)
def test_loads_a_page_again_whose_policy_keeps_scripts_from_being_released(
    shop: Shop, app: App, headers: list[tuple[str, str]], *, reloads: bool
) -> None:
    """A shared page would be no different, and nothing is loaded without end."""
    app.headers = [HTML, *headers]
    before = shop.get().data
    shop.choose("grant_all")
    after = shop.get().data

    assert (b" data-reloads" in before, b" data-reloads" in after) == (reloads, reloads)


def test_holds_everything_gated_before_a_choice(shop: Shop) -> None:
    """Rules E1, G20."""
    page = shop.get().get_data(as_text=True)

    assert held(page) == ["google.analytics", "meta.pixel"]
    assert f' src="{GTAG}' not in page
    assert f' src="{PIXEL}' not in page


def test_runs_exactly_what_was_granted(shop: Shop) -> None:
    """Rule G6."""
    purposes = dict.fromkeys(shop.middleware.site.policy.gated_purposes, "refused")
    shop.choose("custom", purposes=purposes | {"analytics": "granted"})
    page = shop.get().get_data(as_text=True)

    assert held(page) == ["meta.pixel"]
    assert f' src="{GTAG}' in page


def test_holds_again_at_once_after_a_withdrawal(shop: Shop) -> None:
    """Rule W2."""
    shop.choose("grant_all")
    assert held(shop.get().get_data(as_text=True)) == []

    shop.choose("withdraw")

    assert held(shop.get().get_data(as_text=True)) == ["google.analytics", "meta.pixel"]


def test_asks_no_more_after_a_refusal_until_it_expires(shop: Shop) -> None:
    """Rules C11, C12: a refusal is remembered as long as a grant."""
    shop.choose("refuse_all")
    shop.clock.moment += timedelta(days=179)
    assert "<form" not in shop.get().get_data(as_text=True)

    shop.clock.moment += timedelta(days=4)

    assert "<form" in shop.get().get_data(as_text=True)


def test_leaves_every_other_byte_alone(shop: Shop) -> None:
    page = shop.get().get_data()
    for piece in (b"<p>Hello</p>\n", b"<title>Shop</title>\n", b"</body>\n</html>\n"):
        assert piece in page
    rest = iter(page)

    assert all(byte in rest for byte in PAGE)  # the page is still there, in order


def test_puts_nothing_into_a_fragment(shop: Shop, app: App) -> None:
    app.body = [
        b"<li>one</li>",
        b'<li><img src="https://www.facebook.com/tr?id=2"></li>',
    ]
    page = shop.get().get_data(as_text=True)

    assert held(page) == ["meta.pixel"]
    assert "visitor-choices" not in page


def test_hides_and_drops_cookies_that_were_not_granted(shop: Shop, app: App) -> None:
    """Rules E5, E11: HttpOnly ones too, in and out."""
    app.headers = [
        HTML,
        ("Set-Cookie", "_ga=1; HttpOnly; Path=/"),
        ("Set-Cookie", "session=2; HttpOnly"),
        ("Set-Cookie", "_fbp=; Max-Age=0"),
    ]
    response = shop.get(Cookie="_ga=GA1; session=7; _fbp=fb.1")

    assert response.headers.getlist("Set-Cookie") == [
        "session=2; HttpOnly",
        "_fbp=; Max-Age=0",
    ]
    assert app.seen[-1]["HTTP_COOKIE"] == "session=7"


def test_shows_the_application_what_was_granted(shop: Shop, app: App) -> None:
    shop.choose("grant_all")
    shop.client.set_cookie("_ga", "GA1", domain="shop.example")
    shop.get()
    seen = app.seen[-1]

    assert "_ga=GA1" in seen["HTTP_COOKIE"]
    assert seen[DECISION_KEY].allows("google.analytics")
    assert not seen[DECISION_KEY].allows("google.ads")


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="empty"),
        pytest.param("garbage", id="garbage"),
        pytest.param("A" * 132, id="forged"),
        pytest.param("A" * 5000, id="huge"),
        pytest.param("\xff\xfe", id="not-ascii"),
    ],
)
def test_counts_a_bad_token_as_no_choice(shop: Shop, token: str) -> None:
    """Rule C14: served, held, asked again."""
    response = shop.get(Cookie=f"__Host-choice={token}; choice-state=x.1.ff.ff")

    assert response.status_code == 200
    assert held(response.get_data(as_text=True)) == ["google.analytics", "meta.pixel"]
    assert "<form" in response.get_data(as_text=True)
    assert any(
        cookie.startswith("choice-state=; Path=/; Max-Age=0")
        for cookie in response.headers.getlist("Set-Cookie")
    )


def test_counts_another_site_s_token_as_no_choice(tmp_path: Path, shop: Shop) -> None:
    (tmp_path / "b").mkdir()
    other = make_shop(tmp_path / "b", catalog=CATALOG.replace("id: shop", "id: other"))
    token = other.choose("grant_all").headers.getlist("Set-Cookie")[0].partition(";")[0]

    page = shop.get(Cookie=token).get_data(as_text=True)

    assert held(page) == ["google.analytics", "meta.pixel"]


def test_makes_a_page_private_that_said_nothing_of_caches(shop: Shop) -> None:
    response = shop.get()

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Vary"] == "Cookie, Accept-Encoding"


def test_sends_the_same_bytes_to_everybody_where_a_cache_may_keep_them(
    shop: Shop, app: App
) -> None:
    """DESIGN 5.3: hold for all."""
    app.headers = [HTML, ("Cache-Control", "public, max-age=600"), ("ETag", '"1"')]
    undecided = shop.get(Accept_Language="nb")
    shop.choose("grant_all")
    granted = shop.get(Accept_Language="en")

    assert unmarked(undecided) == unmarked(granted)
    assert held(granted.get_data(as_text=True)) == ["google.analytics", "meta.pixel"]
    assert granted.headers["Cache-Control"] == "public, max-age=600"
    assert undecided.headers["ETag"] == granted.headers["ETag"]


def test_makes_private_what_carries_a_granted_cookie(shop: Shop, app: App) -> None:
    app.headers = [
        HTML,
        ("Cache-Control", "public, max-age=600"),
        ("Set-Cookie", "_ga=1"),
    ]
    shop.choose("grant_all")
    response = shop.get()

    assert response.headers["Cache-Control"].startswith("private")
    assert held(response.get_data(as_text=True)) == []


def test_asks_the_application_for_the_whole_plain_page(shop: Shop, app: App) -> None:
    shop.get(
        If_None_Match='"1"',
        If_Modified_Since="Sun, 01 Mar 2026 00:00:00 GMT",
        Range="bytes=0-10",
        Accept_Encoding="gzip",
        Accept="text/html",
    )
    seen = app.seen[-1]

    for name in ("IF_NONE_MATCH", "IF_MODIFIED_SINCE", "RANGE", "ACCEPT_ENCODING"):
        assert f"HTTP_{name}" not in seen


def test_leaves_an_image_s_conditions_and_caching_alone(shop: Shop, app: App) -> None:
    app.headers = [
        ("Content-Type", "image/png"),
        ("ETag", '"1"'),
        ("Content-Length", "3"),
    ]
    app.body = [b"png"]
    response = shop.get(Sec_Fetch_Dest="image", If_None_Match='"1"', Range="bytes=0-1")

    assert app.seen[-1]["HTTP_IF_NONE_MATCH"] == '"1"'
    assert response.headers["ETag"] == '"1"'
    assert response.get_data() == b"png"


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        pytest.param("gzip", gzip.compress, id="gzip"),
        pytest.param("deflate", zlib.compress, id="deflate"),
        pytest.param("br", brotli.compress, id="brotli"),
        pytest.param("zstd", zstandard.compress, id="zstd"),
        pytest.param(
            "gzip, br", lambda body: brotli.compress(gzip.compress(body)), id="two"
        ),
    ],
)
def test_reads_a_page_that_comes_encoded_all_the_same(
    shop: Shop, app: App, coding: str, encode: Callable[[bytes], bytes]
) -> None:
    app.headers = [HTML, ("Content-Encoding", coding)]
    body = encode(PAGE)
    app.body = [body[:40], body[40:]]
    response = shop.get()

    assert "Content-Encoding" not in response.headers
    assert held(response.get_data(as_text=True)) == ["google.analytics", "meta.pixel"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([HTML, ("Content-Encoding", "compress")], id="unknown-coding"),
        pytest.param([HTML, ("Content-Encoding", "gzip")], id="not-what-it-says"),
        pytest.param([HTML, ("Content-Encoding", "gzip, " * 4)], id="four-codings"),
        pytest.param([("Content-Type", "text/html; charset=utf-7")], id="utf-7"),
        pytest.param([("Content-Type", "text/html; charset=hz-gb-2312")], id="hz"),
    ],
)
def test_lets_a_page_it_cannot_read_load_nothing_from_others(
    shop: Shop, app: App, headers: list[tuple[str, str]]
) -> None:
    app.headers = headers
    response = shop.get()

    assert response.get_data() == PAGE
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_streams_what_is_certain(tmp_path: Path) -> None:
    sent: list[str] = []

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [HTML, ("Content-Length", "9999")])
        for name in ("one", "two"):
            sent.append(name)
            yield f"<p>{name}</p>".encode()

    shop = make_shop(tmp_path, app)
    body, status, headers = run_wsgi_app(
        shop.middleware, EnvironBuilder(base_url=BASE).get_environ(), buffered=False
    )
    first = next(chunk for chunk in body if chunk)

    assert (status, sent) == ("200 OK", ["one"])
    assert first == b"<p>one</p>"
    assert "Content-Length" not in headers


def test_sends_a_page_of_a_known_length_whole(tmp_path: Path) -> None:
    """What a framework does after its last chunk is done, too."""
    done: list[str] = []

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [HTML, ("Content-Length", str(len(PAGE)))])
        yield PAGE
        done.append("after")

    response = make_shop(tmp_path, app).get()

    assert response.content_length == len(response.get_data()) > len(PAGE)
    assert done == ["after"]


def test_gives_a_head_answer_no_length_of_another_body(shop: Shop, app: App) -> None:
    app.body = []
    app.headers = [HTML, ("Content-Length", "500")]
    response = shop.client.head("/", base_url=BASE)

    assert "Content-Length" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_takes_what_the_application_writes(tmp_path: Path) -> None:
    """PEP 3333's write(), which old applications use."""

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        write = start_response("200 OK", [HTML])
        write(b"<html><head>")
        write(b'<script src="' + GTAG.encode() + b'"></script>')
        return [b"</head></html>"]

    page = make_shop(tmp_path, app).get().get_data(as_text=True)

    assert held(page) == ["google.analytics"]
    assert "</head></html>" in page


def test_closes_what_the_application_opened(tmp_path: Path) -> None:
    closed: list[str] = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            yield PAGE

        def close(self) -> None:
            closed.append("closed")

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [HTML])
        return Body()

    make_shop(tmp_path, app).get().close()

    assert closed == ["closed"]


def test_lets_an_application_start_anew_on_an_error(tmp_path: Path) -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [HTML])
        try:
            raise ValueError  # noqa: TRY301
        except ValueError:
            start_response("500 Oops", [("Content-Type", "text/plain")], sys.exc_info())
        yield b"sorry"

    response = make_shop(tmp_path, app).get()

    assert response.status == "500 Oops"
    assert response.get_data() == b"sorry"


def test_counts_what_was_held_and_why(shop: Shop) -> None:
    """DESIGN 5.9: aggregates, no visitor."""
    shop.get(Cookie="_ga=GA1", Sec_GPC="1")
    counts = shop.middleware.site.evidence.read()

    assert counts[Tally("google.analytics", Surface.MARKUP, "no_choice_yet")] == 1
    assert (
        counts[Tally("google.analytics", Surface.REQUEST_COOKIE, "no_choice_yet")] == 1
    )
    assert counts[Tally("meta.pixel", Surface.MARKUP, "opt_out_signal")] == 1


def test_gives_an_open_form_a_key_of_its_own(shop: Shop) -> None:
    """A reload of the answer to a form is not a second record."""
    first, second = (shop.get().get_data(as_text=True) for _ in range(2))

    assert 'name="click" value="' in first
    assert first != second


@pytest.mark.parametrize(
    ("page_language", "wanted", "shown"),
    [
        pytest.param("nb", "en", "nb", id="the-page-s-own"),
        pytest.param("no", "en", "nb", id="the-page-s-own-by-another-tag"),
        pytest.param("fr", "nb", "nb", id="the-browser-s"),
        pytest.param("fr", "de", "en", id="the-site-s-first"),
    ],
)
def test_asks_in_the_language_of_the_page(
    shop: Shop, app: App, page_language: str, wanted: str, shown: str
) -> None:
    """Rule D5: no language discontinuity; rule AC8: the language is marked."""
    app.body = [PAGE.replace(b'lang="en"', f'lang="{page_language}"'.encode())]
    page = shop.get(Accept_Language=wanted).get_data(as_text=True)

    assert f'<section class="visitor-choices" lang="{shown}"' in page


def test_asks_everybody_in_the_page_s_language_where_a_cache_may_keep_it(
    shop: Shop, app: App
) -> None:
    app.headers = [HTML, ("Cache-Control", "public, max-age=600")]
    app.body = [PAGE.replace(b'lang="en"', b"")]
    pages = {unmarked(shop.get(Accept_Language=wanted)) for wanted in ("nb", "en")}

    assert len(pages) == 1


def test_holds_connection_hints_to_a_gated_host(shop: Shop, app: App) -> None:
    app.headers = [HTML, ("Link", "<https://connect.facebook.net>; rel=preconnect")]
    app.body = [
        b'<html><head><link rel="dns-prefetch" href="//connect.facebook.net"></head>'
    ]
    response = shop.get()

    assert held(response.get_data(as_text=True)) == ["meta.pixel"]
    assert "Link" not in response.headers


def test_marks_what_it_holds_with_a_secret_of_the_response(shop: Shop) -> None:
    """A text that a visitor wrote, ``data-held-onerror=…``, must not come alive."""
    first, second = (shop.get().get_data(as_text=True) for _ in range(2))
    mark = first.partition('data-mark="')[2].partition('"')[0]

    assert f'data-held-{mark}-src="https://www.facebook.com/' in first
    assert mark not in second


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param("deflate", _raw_deflate(PAGE), id="deflate-without-its-header"),
        pytest.param(
            "gzip",
            gzip.compress(PAGE[:90]) + gzip.compress(PAGE[90:]),
            id="two-members",
        ),
    ],
)
def test_reads_what_browsers_read(
    shop: Shop, app: App, coding: str, body: bytes
) -> None:
    app.headers = [HTML, ("Content-Encoding", coding)]
    app.body = [body]

    assert held(shop.get().get_data(as_text=True)) == ["google.analytics", "meta.pixel"]


UTF_16 = PAGE.decode().encode("utf-16")


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param([UTF_16], id="whole"),
        pytest.param([UTF_16[:1], UTF_16[1:]], id="mark-in-two-pieces"),
        pytest.param([gzip.compress(UTF_16)], id="mark-inside-gzip"),
    ],
)
def test_reads_utf_16_wherever_its_mark_hides(
    shop: Shop, app: App, chunks: list[bytes]
) -> None:
    """A byte order mark beats the header."""
    gzipped = chunks[0].startswith(b"\x1f")
    app.headers = [HTML, *([("Content-Encoding", "gzip")] if gzipped else [])]
    app.body = chunks
    page = shop.get().get_data().decode("utf-16")

    assert held(page) == ["google.analytics", "meta.pixel"]
    assert "visitor-choices" in page


def test_counts_a_dropped_cookie_once(shop: Shop, app: App) -> None:
    app.headers = [HTML, ("Set-Cookie", "_ga=1")]
    shop.get()
    counts = shop.middleware.site.evidence.read()

    assert counts[Tally("google.analytics", Surface.SET_COOKIE, "no_choice_yet")] == 1


@pytest.mark.parametrize("caching", ["private", "public, max-age=600"])
def test_who_has_nothing_to_ask_asks_nobody(tmp_path: Path, caching: str) -> None:
    """E2. What is strictly necessary needs no answer; the way to the choices stays."""
    necessary = CATALOG.replace("  - google.analytics\n  - meta.pixel\n", "")
    app = App(headers=[HTML, ("Cache-Control", caching)])
    page = make_shop(tmp_path, app, necessary).get().get_data(as_text=True)

    assert "grant_all" not in page
    assert 'class="visitor-choices-link"' in page


def test_takes_the_pairs_and_bytes_that_servers_take(app: App, shop: Shop) -> None:
    """Also of a page that comes again, which is looked up by them."""
    length = ["Content-Length", str(len(PAGE))]
    app.headers = [list(HTML), length]  # type: ignore[list-item] # no tuples
    app.body = [bytearray(PAGE), b""]  # type: ignore[list-item] # no bytes

    pages = [held(shop.get().get_data(as_text=True)) for _ in range(3)]

    assert pages == [["google.analytics", "meta.pixel"]] * 3
