"""Static pages on one origin, the consent server on another, a strict page policy."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from consent_server.storage.catalog_files import read_catalog
from consent_server.web.tags import serve_tags
from tests.e2e.site_server import SiteServer, serve
from tests.e2e.visited import VisitedSite

CATALOG = """
extends: cookie_catalog
site:
  id: tagged
  domains: [tagged.localhost]
  languages: [en, nb]
  jurisdiction: "NO"
controller:
  name: Shop AS
  country: "NO"
  email: privacy@shop.example
services:
  - site.choice
  - google.analytics
  - meta.pixel
  - youtube.embed
"""

GTAG = "https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"
PIXEL = "https://www.facebook.com/tr?id=1&ev=PageView"
VIDEO = "https://www.youtube.com/embed/abc"

PAGE = """<!doctype html>
<html lang="en">
<head><title>Tagged</title><meta name="viewport" content="width=device-width">
<script nonce="n1" src="{server}/-/choices/sites/tagged.js?language=en"></script>
<script nonce="n1" type="text/plain" data-service="google.analytics"
data-src="{gtag}"></script>
</head>
<body><main><h1>Shop</h1>
{tags}
<p>The end</p></main>
</body>
</html>
"""
POLICY = (
    "default-src 'none'; script-src 'nonce-n1'; connect-src {server} https:; "
    "img-src 'self' https:; frame-src 'self' https:; base-uri 'none'; "
    "form-action 'none'"
)
LOADED = "/loaded/"
"""Empty files: that one was asked for says that a tag was released."""

TRUSTED = "/trusted"
"""The page that also asks for trusted types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSite(VisitedSite):
    """A site whose pages only have the tag, and what was recorded of it."""

    server: str


class _Pages:
    """The files of the site; ``/NAME`` is the page with the tags of that name."""

    def __init__(self, tags: dict[str, str]) -> None:
        self._tags = tags
        self.server = ""

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(LOADED):
            start_response("200 OK", [("Content-Type", "text/javascript")])
            return [b""]
        tags = self._tags.get(path.strip("/"), "")
        policy = POLICY.format(server=self.server)
        if path == TRUSTED:
            policy += "; require-trusted-types-for 'script'; trusted-types 'none'"
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", policy),
        ]
        start_response("200 OK", headers)
        return [PAGE.format(server=self.server, gtag=GTAG, tags=tags).encode()]


def by_name(
    pages: WSGIApplication, server: WSGIApplication, name: str
) -> WSGIApplication:
    """Answer for both hosts."""

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        is_server = environ["HTTP_HOST"].startswith(name)
        return (server if is_server else pages)(environ, start_response)

    return answer


@contextmanager
def serve_tagged(
    folder: Path,
    tags: dict[str, str],
    server: WSGIApplication | None = None,
    catalog: str = CATALOG,
) -> Iterator[TagSite]:
    """Serve pages and consent server; ``server`` stands in for the latter."""
    path = folder / "catalog.yaml"
    path.write_text(catalog, encoding="utf-8")
    data_dir = folder / "data"
    pages = _Pages(tags)
    choices = serve_tags([path], data_dir, secure=False)
    listening: SiteServer
    with serve(by_name(pages, server or choices, "choices")) as listening:
        pages.server = listening.address("choices")
        yield TagSite(
            origin=listening.address("tagged"),
            server=pages.server,
            catalog=read_catalog(path),
            data_dir=data_dir,
        )
        assert listening.broken_answers == []
