"""One visitor: a fresh browser profile on one site, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from consent_server.catalog.model import Catalog
from tests.e2e.declared import declares_url, gated_services
from tests.e2e.request_log import RequestLog, leaves_the_site
from tests.e2e.stub_vendors import StubVendors
from tests.e2e.traces import Traces, traces_of

STORAGE_NAMES = """async () => [
  ...Object.keys(localStorage),
  ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map((database) => database.name),
]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A browser profile that is looking at a site."""

    origin: str
    catalog: Catalog
    context: BrowserContext
    log: RequestLog

    def open(self, path: str = "/", page: Page | None = None) -> Page:
        """Show a page, in a new tab unless one is given, and let it finish."""
        tab = page or self.context.new_page()
        tab.goto(self.origin + path)
        self.log.settle(tab)
        return tab

    def go_back(self, page: Page) -> None:
        """Press the browser's button."""
        # A page out of the back/forward cache is not loaded again.
        page.go_back(wait_until="commit")
        self.log.settle(page)

    def set_cookie(self, name: str, value: str) -> None:
        """Put a cookie on the device behind the site's back."""
        self.context.add_cookies([{"name": name, "value": value, "url": self.origin}])

    def traces(self, page: Page) -> Traces:
        """Say which gated services were asked for or are now on the device."""
        found = traces_of(
            self.catalog,
            urls=self.log.urls,
            cookies=self.cookies(),
            storage_keys=page.evaluate(STORAGE_NAMES),
        )
        return found.of(gated_services(self.catalog))

    def undeclared_urls(self) -> list[str]:
        """Return the addresses outside the site that no service declares."""
        return [
            request.url
            for request in self.log.leaving
            if not any(declares_url(s, request.url) for s in self.catalog.services)
        ]

    def cookies(self) -> dict[str, str]:
        """Return the cookies of the site's own host by name, HttpOnly ones too."""
        cookies = self.context.cookies(self.origin)
        return {cookie["name"]: cookie["value"] for cookie in cookies}


@contextmanager
def visit(
    browser: Browser,
    origin: str,
    catalog: Catalog,
    *,
    vendors: bool = True,
    **options: Any,  # noqa: ANN401 - as Playwright types them
) -> Iterator[Visit]:
    """Start with an empty profile; every request is logged, none leaves the machine.

    Without vendors nothing is intercepted, which leaves the browser its HTTP cache.
    """
    log = RequestLog()
    context = browser.new_context(**options)
    if vendors:
        context.route(leaves_the_site, StubVendors(catalog).answer)
    context.on("request", log.add)
    context.on("requestfinished", log.end)
    context.on("requestfailed", log.end)
    try:
        yield Visit(origin=origin, catalog=catalog, context=context, log=log)
    finally:
        context.close()
