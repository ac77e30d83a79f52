"""R5: what style sheets and style attributes load, in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, Page

from consent_server.notice.texts import find_texts
from consent_server.storage.catalog_files import read_catalog
from consent_server.web.embedded import embed
from tests.e2e.banner import Banner
from tests.e2e.site_server import serve
from tests.e2e.visit import Visit, visit

pytestmark = pytest.mark.browser

CATALOG = """
extends: cookie_catalog
site:
  id: styled
  domains: [styled.localhost]
  languages: [en]
  jurisdiction: "NO"
controller: {name: Styled AS, country: "NO", email: privacy@styled.example}
services: [site.choice, meta.pixel]
"""
PAGE = r"""<!doctype html><html lang="en"><head>
<style>@import "$/import"; @import url($/import-url) screen;</style>
<style>.a { background: url($/element) }
.b { background: u\72l("\68 ttps:\2f\2fwww.facebook.com/tr/escapes") }
@font-face { font-family: f; src: url('$/font') } .c { font-family: f, serif }</style>
<style media="print" type="text/css">@import/**/'$/print'</style>
<style type="text/plain">@import "$/preload-scanner";</style>
<style>@import "data:text/css,@import url($/nested)";</style>
<link rel="stylesheet" href="data:text/css,@import%20url($/data)">
</head><body>
<p class="a">a</p><p class="b">b</p><p class="c">c</p>
<p style="background: url($/attribute); color: rgb(1, 2, 3)" id="seen">d</p>
<p style='background: image-set("$/image-set" 1x)'>e</p>
<p style='--u: "$/property"; background: image-set(var(--u) 1x)'>f</p>
<p style="background: url(&quot;$/reference&quot;)">g</p>
<p style=background:u\72l($/unquoted)>h</p>
<svg width="9" height="9"><style>.d { mask: url($/svg-style) }</style>
<g class="d"><path d="M0 0h9v9"/></g></svg>
<svg width="9" height="9"><style><![CDATA[.e { mask: url($/section) }]]></style>
<g class="e"><path d="M0 0h9v9"/></g></svg>
<svg width="9" height="9"><style>@import "$/in-two<g/>-parts";</style></svg>
<svg width="9" height="9"><path mask="url($/mask)" d="M0 0h9v9"/></svg>
<svg width="9" height="9" clip-path="url($/clip#x)"><path d="M0 0h9v9"/></svg>
<svg width="9" height="9"><path d="M0 0h9v9">
<set attributeName="mask" to="url($/animation)"/></path></svg>
<noscript><style>.n { background: url($/noscript) }</style><p class="n">n</p></noscript>
</body></html>""".replace("$", "https://www.facebook.com/tr")
ALWAYS = frozenset(
    """import import-url element escapes font print nested data attribute image-set
    property reference unquoted svg-style section in-two-parts mask clip
    animation""".split()  # noqa: SIM905 - a vocabulary reads best as text
)


HELD_STYLES = """body => [...body.querySelectorAll("style, [style]")].filter(
  (it) => it.outerHTML.includes("about:invalid")).length"""


def styled(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    is_shared = environ["PATH_INFO"] == "/shared"
    caching = "public, max-age=60" if is_shared else "private"
    headers = [("Content-Type", "text/html"), ("Cache-Control", caching)]
    start_response("200 OK", headers)
    return [PAGE.encode()]


@contextmanager
def serve_styled(
    app: WSGIApplication, browser: Browser, folder: Path, *, scripting: bool
) -> Iterator[Visit]:
    path = write_catalog(folder)
    with serve(app) as server:
        origin = server.address("styled")
        with visit(
            browser, origin, read_catalog(path), java_script_enabled=scripting
        ) as visitor:
            yield visitor
        assert server.broken_answers == []


def write_catalog(folder: Path) -> Path:
    path = folder / "catalog.yaml"
    path.write_text(CATALOG, encoding="utf-8")
    return path


@pytest.fixture
def wrapped(tmp_path: Path) -> WSGIApplication:
    data = tmp_path / "data"
    return embed(styled, write_catalog(tmp_path), data, secure=False)


def asked(visitor: Visit) -> set[str]:
    """Name what the page's styles asked the gated service for."""
    return {
        request.path.removeprefix("/tr/")
        for request in visitor.log.leaving
        if "//www.facebook.com/" in request.url
    }


def banner_of(page: Page, visitor: Visit) -> Banner:
    texts = find_texts("en")
    assert texts is not None
    return Banner(page, texts, visitor.log)


@pytest.mark.parametrize(
    ("scripting", "expected"),
    [(True, ALWAYS | {"preload-scanner"}), (False, ALWAYS | {"noscript"})],
    ids=["scripting", "no scripting"],
)
def test_everything_is_asked_for_where_nothing_is_enforced(
    browser: Browser, tmp_path: Path, expected: frozenset[str], *, scripting: bool
) -> None:
    with serve_styled(styled, browser, tmp_path, scripting=scripting) as visitor:
        visitor.open()

        assert asked(visitor) >= expected


@pytest.mark.parametrize("scripting", [True, False], ids=["scripting", "no scripting"])
@pytest.mark.parametrize("path", ["/", "/shared"])
def test_nothing_is_asked_for_when_everything_is_refused(
    browser: Browser,
    tmp_path: Path,
    wrapped: WSGIApplication,
    path: str,
    *,
    scripting: bool,
) -> None:
    with serve_styled(wrapped, browser, tmp_path, scripting=scripting) as visitor:
        page = visitor.open(path)
        banner_of(page, visitor).reject()
        visitor.open(path, page)

        assert asked(visitor) == set()


def test_the_rest_of_a_held_style_applies(
    browser: Browser, tmp_path: Path, wrapped: WSGIApplication
) -> None:
    with serve_styled(wrapped, browser, tmp_path, scripting=True) as visitor:
        page = visitor.open()
        color = page.locator("#seen").evaluate("it => getComputedStyle(it).color")

        assert color == "rgb(1, 2, 3)"


@pytest.mark.parametrize("path", ["/", "/shared"])
def test_everything_is_released_when_it_is_granted(
    browser: Browser, tmp_path: Path, wrapped: WSGIApplication, path: str
) -> None:
    with serve_styled(wrapped, browser, tmp_path, scripting=True) as visitor:
        page = visitor.open(path)
        banner_of(page, visitor).accept()

        assert asked(visitor) >= ALWAYS
        # What is in noscript is text here.
        assert page.locator("body").evaluate(HELD_STYLES) == 0

        visitor.log.clear()
        visitor.open(path, page)

        assert asked(visitor) >= ALWAYS
