"""A site under the strictest Content-Security-Policy that its own pages allow."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from playwright.sync_api import Browser, Locator, Page, expect

from consent_server.notice.model import Texts
from tests.e2e.visited import VisitedSite, serve_site, texts_in

CATALOG = """
extends: cookie_catalog
site:
  id: strict
  domains: [strict.localhost]
  languages: [en, ar]
  jurisdiction: "NO"
controller:
  name: Shop AS
  country: "NO"
  email: privacy@shop.example
  privacy_policy_url: https://shop.example/privacy
services:
  - site.choice
  - site.session
  - google.analytics
  - youtube.embed
"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; "
    # what the site's own page shows; the notice needs none of it
    "frame-src 'self' https://www.youtube.com"
)
LINKS = 30
STYLE = """
body { font: 1rem/1.5 serif; margin: 0; color: #222; background: #fff; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
a { color: #00c; }
li { margin-block: 2rem; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #111; }
  a { color: #9cf; }
}
"""


def _page(language: str, direction: str) -> str:
    links = "".join(f'<li><a href="#{n}">Link {n}</a></li>' for n in range(LINKS))
    return f"""<!doctype html>
<html lang="{language}" dir="{direction}">
<head><title>Shop</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/page.css"></head>
<body><main><h1>Shop</h1>
<p>Our film: <iframe title="Film" width="320" height="180"
src="https://www.youtube.com/embed/abc"></iframe></p>
<ul>{links}</ul></main></body></html>"""


PAGES = {
    "/": _page("en", "ltr"),
    "/ar": _page("ar", "rtl"),
    "/frame": "<!doctype html><title>Frame</title>"
    "<iframe title='Shop' width='900' height='700' src='/'></iframe>",
}


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer with one of the pages, or their style."""
    path = environ["PATH_INFO"]
    is_style = path == "/page.css"
    headers = [
        ("Content-Type", "text/css" if is_style else "text/html; charset=utf-8"),
        ("Content-Security-Policy", POLICY),
    ]
    start_response("200 OK", headers)
    return [(STYLE if is_style else PAGES.get(path, PAGES["/"])).encode()]


def act(page: Page, name: str) -> Locator:
    """Return the button with this name, wherever it stands."""
    return page.get_by_role("button", name=name, exact=True)


def open_second_layer(page: Page, texts: Texts) -> Locator:
    """Press "choose" and return the first box that can be ticked then."""
    page.get_by_text(texts.choose, exact=True).click()
    box = page.get_by_role("checkbox").first
    expect(box).to_be_visible()
    return box


def serve_strict(
    folder: Path, looks: str = "{}"
) -> AbstractContextManager[VisitedSite]:
    """Serve the site with the middleware around it; ``looks`` is YAML."""
    return serve_site(folder, f"{CATALOG}looks: {looks}\n", application)


@contextmanager
def asked(site: VisitedSite, browser: Browser) -> Iterator[Page]:
    """Open the first page of a new visitor, who is being asked."""
    with site.visit(browser, base_url=site.origin) as visit:
        page = visit.context.new_page()
        page.goto("/")
        expect(act(page, texts_in("en").accept_all)).to_be_visible()
        yield page
