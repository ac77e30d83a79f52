"""One server for all: the same article in brotli, with each way to ask in it."""

import functools
import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli

from benchmarks.widget.contestants import Contestant
from consent_server.web.embedded import embed
from consent_server.web.tags import serve_tags

FILES = Path(__file__).parent / "peers" / "node_modules"
TAGS = "/-/choices/sites/"
PARAGRAPHS = 60
PAGE_QUALITY = 9  # a page is made for each visitor; files are packed once
FILE_QUALITY = 11
CATALOG = """
extends: cookie_catalog
site:
  id: shop
  domains: [localhost]
  languages: [en]
  jurisdiction: "NO"
controller: {name: Shop AS, country: "NO", email: privacy@shop.example}
services: [site.choice, google.analytics, meta.pixel]
"""


def article(contestant: Contestant) -> bytes:
    """Return the page with one way to ask in it."""
    text = "".join(
        f"<p>Paragraph {number} of an article that somebody came to read, as long as "
        "such paragraphs are, without a picture and without anything to hold.</p>"
        for number in range(PARAGRAPHS)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Article</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>body{{font:1rem/1.5 sans-serif;margin:0 auto;max-width:44rem}}</style>
{contestant.head}</head>
<body><main><h1>Article</h1>{text}</main>{contestant.end}</body></html>""".encode()


def application(
    ours: Contestant, others: Mapping[str, Contestant], folder: Path
) -> WSGIApplication:
    """Return a site with a page for each; ours is behind the middleware."""
    catalog = folder / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    plain = functools.partial(_answer, article(ours))
    wrapped = embed(plain, catalog, folder / "data", secure=False, compress=False)
    tags = serve_tags([catalog], folder / "tags", secure=False)
    pages = {path: article(contestant) for path, contestant in others.items()}

    def site(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path in pages:
            return _answer(pages[path], environ, start_response)
        file = FILES / path[1:]
        if file.is_file():
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            return _answer(file.read_bytes(), environ, start_response, kind)
        served = tags if path.startswith(TAGS) else wrapped
        return served(environ, start_response)

    return functools.partial(_compressed, site)


def _answer(
    body: bytes,
    _: WSGIEnvironment,
    start_response: StartResponse,
    kind: str = "text/html; charset=utf-8",
) -> list[bytes]:
    start_response("200 OK", [("Content-Type", kind)])
    return [body]


def _compressed(
    site: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse
) -> list[bytes]:
    """Send every body in brotli, whoever made it."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> object:
        started.append((status, headers))
        return None

    environ["HTTP_ACCEPT_ENCODING"] = "identity"
    parts = site(environ, start)  # type: ignore[arg-type] # writes nothing
    is_page = environ["PATH_INFO"].startswith("/page")
    body = _packed(b"".join(parts), PAGE_QUALITY if is_page else FILE_QUALITY)
    close = getattr(parts, "close", None)
    if close is not None:
        close()
    [(status, headers)] = started
    own = {"content-length", "content-encoding"}
    kept = [(name, value) for name, value in headers if name.lower() not in own]
    length = str(len(body))
    start_response(
        status, [*kept, ("Content-Encoding", "br"), ("Content-Length", length)]
    )
    return [body]


@functools.lru_cache(maxsize=100)
def _packed(body: bytes, quality: int) -> bytes:
    return bytes(brotli.compress(body, quality=quality))
