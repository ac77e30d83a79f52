"""A small site in the embedded mode, driven without a socket."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import Client, TestResponse

from consent_server.kernel.clock import ManualClock
from consent_server.sdk.background import finish_all
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.web.embedded import embed

BASE = "https://shop.example/"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

CATALOG = """
extends: cookie_catalog
site:
  id: shop
  domains: [shop.example]
  languages: [en, nb]
  jurisdiction: "NO"
controller:
  name: Shop AS
  country: "NO"
  email: privacy@shop.example
services:
  - site.choice
  - site.session
  - google.analytics
  - meta.pixel
"""

PAGE = b"""<!doctype html>
<html lang="en">
<head><title>Shop</title>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"></script>
</head>
<body><p>Hello</p>
<img src="https://www.facebook.com/tr?id=1&amp;ev=PageView" alt="">
</body>
</html>
"""


@dataclass(slots=True)
class App:
    """An ordinary application: answers what it was told to and keeps what it saw."""

    body: list[bytes] = field(default_factory=lambda: [PAGE])
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(
        default_factory=lambda: [("Content-Type", "text/html; charset=utf-8")]
    )
    seen: list[WSGIEnvironment] = field(default_factory=list)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        self.seen.append(environ)
        start_response(self.status, self.headers)
        return self.body


@dataclass(frozen=True, slots=True)
class Shop:
    """The site, its clock, and a browser without scripting."""

    middleware: ConsentMiddleware
    client: Client
    clock: ManualClock
    data_dir: Path

    @property
    def version(self) -> str:
        return self.middleware.site.policy.version

    @property
    def key(self) -> Path:
        """The file with the public key of its ledger."""
        return self.data_dir / "keys" / "shop.ledger.pub"

    def get(self, path: str = "/", **headers: str) -> TestResponse:
        """Ask for a page; with a ``Cookie`` of one's own, as another browser."""
        own = Client(self.middleware, use_cookies=False)
        client = own if "Cookie" in headers else self.client
        return client.get(path, base_url=BASE, headers=_named(headers))

    def choose(
        self,
        act: str,
        client: Client | None = None,
        headers: dict[str, str] | None = None,
        **fields: object,
    ) -> TestResponse:
        body: dict[str, object] = {
            "act": act,
            "policy": self.version,
            "language": "en",
            "surface": "banner",
        }
        return (client or self.client).post(
            "/-/choices/",
            base_url=BASE,
            json=body | fields,
            headers={"Sec-Fetch-Site": "same-origin"} | (headers or {}),
        )


def settle() -> None:
    """Wait until every committed record has its position, as soon follows anyway."""
    finish_all()


def make_shop(
    tmp_path: Path,
    app: WSGIApplication | None = None,
    catalog: str = CATALOG,
    *,
    secure: bool = True,
    debug_header: bool = False,
    database: str | None = None,
) -> Shop:
    """Embed an application with a fresh database and a clock that stands still."""
    catalog_path = tmp_path / "catalog.yaml"
    catalog_path.write_text(catalog, encoding="utf-8")
    clock = ManualClock(START)
    data_dir = tmp_path / "data"
    middleware = embed(
        app or App(),
        catalog_path,
        data_dir,
        database=database,
        clock=clock,
        secure=secure,
        debug_header=debug_header,
    )
    return Shop(middleware, Client(middleware), clock, data_dir)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
