"""A site beside a consent server, and a browser, for tests of the connected mode."""

from dataclasses import dataclass
from pathlib import Path

from werkzeug.test import Client, TestResponse

from consent_server.sdk.connect import ConnectedMiddleware, connect
from tests.central import KEY
from tests.example import GATED_TAG, SAME_ORIGIN, choice
from tests.site import BASE, CATALOG, PAGE, App

GONE = "http://127.0.0.1:9"
CHOICES = "/-/choices/"
HELD = GATED_TAG.encode()
ASKED = b"Accept all"
BROWSER = {"Accept": "text/html,*/*;q=0.8", **SAME_ORIGIN}
WITHOUT_PIXEL = CATALOG.replace("  - meta.pixel\n", "")


@dataclass(frozen=True, slots=True)
class Site:
    """A connected site, and a browser."""

    middleware: ConnectedMiddleware
    client: Client

    def page(self, client: Client | None = None) -> bytes:
        page: bytes = (client or self.client).get("/", base_url=BASE).data
        return page

    def ask(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=BASE, headers=headers)

    def choose(self, act: str, client: Client | None = None) -> TestResponse:
        body = choice(self.version or "", act)
        return (client or self.client).post(
            CHOICES, base_url=BASE, json=body, headers=SAME_ORIGIN
        )

    def post_form(self, act: str) -> TestResponse:
        body = choice(self.version or "", act)
        return self.client.post(CHOICES, base_url=BASE, data=body, headers=BROWSER)

    @property
    def version(self) -> str | None:
        return self.middleware.status().policy_version


def connected(
    server: str,
    pin_dir: Path,
    *,
    key: str = KEY,
    seconds: float = 60,
    body: bytes = PAGE,
) -> Site:
    middleware = connect(
        App(body=[body]),
        server=server,
        site="shop",
        key=key,
        pin_dir=pin_dir,
        refresh_seconds=seconds,
    )
    return Site(middleware, Client(middleware))
