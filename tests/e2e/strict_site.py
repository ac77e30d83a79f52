"""A site under the strictest Content-Security-Policy that its own pages allow."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from playwright.sync_api import Browser, Locator, Page, expect

from consent_server.catalog.model import Catalog
from consent_server.notice.model import Texts
from consent_server.notice.texts import find_texts
from consent_server.storage.catalog_files import read_catalog
from consent_server.web.embedded import embed
from tests.e2e.banner import Banner
from tests.e2e.site_server import serve
from tests.e2e.visit import Visit, visit
from tests.site import settle

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


@dataclass(frozen=True, slots=True, kw_only=True)
class StrictSite:
    """The site as it answers, in one language, and what it has recorded."""

    origin: str
    catalog: Catalog
    data_dir: Path

    def visit(self, browser: Browser, **options: Any) -> AbstractContextManager[Visit]:  # noqa: ANN401 - as Playwright types them
        """Start a visit with an empty browser profile; options are Playwright's."""
        return visit(browser, self.origin, self.catalog, **options)

    def banner(self, page: Page, on: Visit, language: str = "en") -> Banner:
        """Return the banner of a page."""
        return Banner(page, texts_in(language), on.log)

    def acts(self) -> list[str]:
        """Name the recorded acts, oldest first."""
        settle()
        [file] = self.data_dir.rglob("*.sqlite3")
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as reader:
            rows = reader.execute(
                "select json_extract(decision, '$.action') from record "
                "join leaf using (site_id, record_id) where kind = 1 order by position"
            ).fetchall()
        return [action for (action,) in rows]


def texts_in(language: str) -> Texts:
    """Return every word of the notice in a language of the site."""
    texts = find_texts(language)
    assert texts is not None
    return texts


def act(page: Page, name: str) -> Locator:
    """Return the button with this name, wherever it stands."""
    return page.get_by_role("button", name=name, exact=True)


def open_second_layer(page: Page, texts: Texts) -> Locator:
    """Press "choose" and return the first box that can be ticked then."""
    page.get_by_text(texts.choose, exact=True).click()
    box = page.get_by_role("checkbox").first
    expect(box).to_be_visible()
    return box


@contextmanager
def serve_strict(folder: Path, looks: str = "{}") -> Iterator[StrictSite]:
    """Serve the site with the middleware around it; ``looks`` is YAML."""
    path = folder / "catalog.yaml"
    path.write_text(f"{CATALOG}looks: {looks}\n", encoding="utf-8")
    wrapped = embed(application, path, folder / "data", secure=False)
    with serve(wrapped) as server:
        yield StrictSite(
            origin=server.address("strict"),
            catalog=read_catalog(path),
            data_dir=folder / "data",
        )
        assert server.broken_answers == []
