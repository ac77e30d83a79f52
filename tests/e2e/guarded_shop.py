"""A shop whose own script contacts a vendor in every way that a page's code can."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Browser, Route

from consent_server.storage.catalog_files import read_catalog
from consent_server.web.embedded import embed
from tests.e2e.request_log import leaves_the_site
from tests.e2e.site_server import serve
from tests.e2e.stub_vendors import OPEN_TO_ALL, PIXEL
from tests.e2e.visit import Visit, visit
from tests.e2e.visited import VisitedSite
from tests.site import CATALOG

VENDOR = "https://www.facebook.com/tr"
UNRELATED = "https://cdn.example.org/tr"

MAKES_ELEMENTS = {
    "new-image": "(url) => { window.kept = new Image(); kept.src = url; }",
    "image-nobody-keeps": "(url) => { new Image().src = url; }",
    "image-srcset": "(url) => { add('img').srcset = url + ' 2x'; }",
    "image-attribute": "(url) => { add('img').setAttribute('SRC', url); }",
    "image-attribute-ns": "(url) => { add('img').setAttributeNS(null, 'src', url); }",
    "image-in-shadow": """(url) => {
      const root = add('div').attachShadow({ mode: 'closed' });
      root.innerHTML = '<p>here</p>';
      root.append(Object.assign(document.createElement('img'), { src: url }));
    }""",
    "script-src": """(url) => {
      const script = document.createElement('script');
      script.src = url;
      script.onload = () => loaded.push('script-src');
      document.head.append(script);
    }""",
    "script-type-before-src": """(url) => {
      const script = document.createElement('script');
      script.type = 'module';
      script.src = url;
      document.head.append(script);
      script.onload = () => loaded.push(script.type);
    }""",
    "script-type-after-src": """(url) => {
      const script = document.createElement('script');
      script.src = url;
      script.type = 'module';
      document.head.append(script);
    }""",
    "script-src-in-place": """(url) => {
      const script = add('script');
      script.src = url;
    }""",
    "frame-src": "(url) => { add('iframe').src = url; }",
    "frame-srcdoc": "(url) => { add('iframe').srcdoc = `<img src='${url}'>`; }",
    "video-poster": "(url) => { add('video').poster = url; }",
    "new-audio": "(url) => { window.audio = new Audio(url); }",
    "embed-src": "(url) => { add('embed').src = url; }",
    "object-data": "(url) => { add('object').data = url; }",
    "stylesheet": """(url) => {
      const link = document.createElement('link');
      link.href = url;
      link.rel = 'stylesheet';
      document.head.append(link);
    }""",
    "svg-image": """(url) => {
      const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
      image.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', url);
      add('svg', 'http://www.w3.org/2000/svg').append(image);
    }""",
    "inner-html": "(url) => { add('div').innerHTML = `<p><img src=${url}></p>`; }",
    "inner-html-escaped": """(url) => {
      add('div').innerHTML = `<img src="${url.replaceAll('/', '&#x2F;')}">`;
    }""",
    "outer-html": "(url) => { add('div').outerHTML = `<img alt='>' src='${url}'>`; }",
    "insert-adjacent": """(url) => {
      document.body.insertAdjacentHTML('beforeend', `<img src="${url}">`);
    }""",
    "outer-html-of-a-frame": """(url) => {
      add('iframe').outerHTML = `<img src='${url}'>`;
    }""",
    "insert-beside-a-script": """(url) => {
      add('script').insertAdjacentHTML('afterEnd', `<img src='${url}'>`);
    }""",
    "inner-html-of-a-list": "(url) => { add('p').innerHTML = [`<img src='${url}'>`]; }",
    "behind-short-comments": """(url) => {
      add('p').innerHTML = `<!--><b>1</b><!-- a --!><img src='${url}'><!-- -->`;
    }""",
    "set-html-unsafe": "(url) => { add('div').setHTMLUnsafe(`<img src='${url}'>`); }",
    "contextual-fragment": """(url) => {
      const range = document.createRange();
      const text = `<script src="${url}"></` + 'script>';
      document.body.append(range.createContextualFragment(text));
    }""",
    "document-write": """(url) => {
      document.write(`<script type=text/javascript src="${url}"></`, 'script>');
    }""",
    "document-write-of-numbers": """(url) => {
      document.write('<img width=', 1, ` height=1 src='${url}'>`);
    }""",
    "document-writeln": "(url) => { document.writeln(`<img src='${url}'>`); }",
    "dom-parser": """(url) => {
      const parsed = new DOMParser().parseFromString(`<img src='${url}'>`, 'text/html');
      document.body.append(parsed.body.firstChild);
    }""",
    "template-clone": """(url) => {
      const template = document.createElement('template');
      template.innerHTML = `<img src='${url}'>`;
      document.body.append(template.content.cloneNode(true));
    }""",
    "noscript-in-template": """(url) => {
      const template = document.createElement('template');
      template.innerHTML = `<noscript><img src='${url}'></noscript>`;
      document.body.append(template.content.cloneNode(true));
    }""",
}
"""Ways that leave an element, which a later grant can bring to life."""

SENDS = {
    "fetch": "(url) => { fetch(url).catch((error) => caught.push(error.name)); }",
    "fetch-request": "(url) => { fetch(new Request(url)).catch(() => {}); }",
    "fetch-other-spelling": """(url) => {
      fetch(new URL(url.replace('facebook.com', 'FaceBook.com.'))).catch(() => {});
    }""",
    "xhr": """(url) => {
      const request = new XMLHttpRequest();
      request.open('POST', url);
      request.onerror = () => caught.push('xhr');
      request.send('x');
    }""",
    "beacon": "(url) => { beacons.push(navigator.sendBeacon(url, 'x')); }",
    "event-source": """(url) => {
      window.source = new EventSource(url);
      source.onerror = () => caught.push('event-source');
    }""",
    "web-socket": """(url) => {
      const socket = new WebSocket(url.replace('https', 'wss'));
      socket.onerror = () => caught.push('socket error');
      socket.onclose = ({ code }) => caught.push(`socket close ${code}`);
    }""",
}
"""Ways that leave nothing: what was not sent is lost."""

WAYS = MAKES_ELEMENTS | SENDS

BEFORE = """
Object.assign(window, { thrown: [], caught: [], beacons: [], loaded: [], ran: [] });
const add = (name, space = 'http://www.w3.org/1999/xhtml') =>
  document.body.appendChild(document.createElementNS(space, name));
const attempt = (name, way, url) => {
  try { way(url) } catch (error) { thrown.push(`${name}: ${error}`) }
};
"""
ANSWER = """
window.ran?.push(
  new URL(document.currentScript?.src ?? 'about:blank').searchParams.get('via'),
);
"""


def address(way: str, base: str = VENDOR) -> str:
    """Return an address that says in which way it was asked for."""
    return f"{base}?via={way}"


def own_script(ways: Mapping[str, str], base: str) -> str:
    """Write the shop's script: every way once."""
    attempts = [
        f"attempt({json.dumps(name)}, {way}, {json.dumps(address(name, base))});"
        for name, way in ways.items()
    ]
    return BEFORE + "\n".join(attempts)


@dataclass(slots=True, kw_only=True)
class ShopApp:
    """The shop's application; pages and script are what a test wants them to be."""

    script: str = own_script(WAYS, VENDOR)
    head: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        """Answer with the page, the script, or nothing much."""
        match environ["PATH_INFO"]:
            case "/":
                kind, headers = "text/html; charset=utf-8", list(self.headers)
                text = (
                    f"<!doctype html><html lang=en><head><title>Shop</title>{self.head}"
                    "</head><body><h1>Shop</h1><script src=/own.js></script></body>"
                )
            case "/own.js":
                kind, headers, text = "text/javascript", [], self.script
            case _:
                kind, headers, text = "text/plain", [], "fine"
        start_response("200 OK", [("Content-Type", kind), *headers])
        return [text.encode()]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedShop(VisitedSite):
    """The shop, answering."""

    @contextmanager
    def visit(self, browser: Browser, **options: Any) -> Iterator[Visit]:  # noqa: ANN401 - as Playwright types them
        """Start a visit in which every other host answers, and is noted."""
        with visit(
            browser, self.origin, self.catalog, vendors=False, **options
        ) as started:
            started.context.route(leaves_the_site, _answer)
            yield started


@contextmanager
def serve_shop(
    tmp_path: Path, app: WSGIApplication, *, bare: bool = False
) -> Iterator[GuardedShop]:
    """Serve the shop, with the middleware around it unless it is to be bare."""
    catalog = tmp_path / "shop.yaml"
    catalog.write_text(CATALOG.replace("shop.example", "shop.localhost"), "utf-8")
    wrapped = embed(app, catalog, tmp_path / "data", secure=False)
    with serve(app if bare else wrapped) as server:
        yield GuardedShop(
            origin=server.address("shop"),
            catalog=read_catalog(catalog),
            data_dir=tmp_path / "data",
        )


def contacted(visit: Visit, base: str = VENDOR) -> list[str]:
    """Name the ways in which a vendor was reached, in order."""
    return [
        parse_qs(urlsplit(url).query)["via"][0]
        for url in visit.log.urls
        if url.partition("?")[0].replace("com./", "com/") == base
    ]


def _answer(route: Route) -> None:
    match route.request.resource_type:
        case "script":
            route.fulfill(body=ANSWER, content_type="text/javascript")
        case "image":
            route.fulfill(body=PIXEL, content_type="image/gif")
        case "document":
            route.fulfill(body="<!doctype html><p>Embedded", content_type="text/html")
        case _:
            route.fulfill(status=204, headers=OPEN_TO_ALL)
