"""One visitor: a fresh browser profile on one site, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, Route

from consent_server.catalog.model import Catalog, NamePattern, Party, ServiceId
from tests.e2e.declared import gated_services, name_fits, services_of_url
from tests.e2e.request_log import LoggedRequest, RequestLog
from tests.e2e.stub_vendors import StubVendors

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

    def requested_services(self) -> frozenset[ServiceId]:
        """Name the services that anything was requested from."""
        return frozenset().union(
            *(services_of_url(self.catalog, r.url) for r in self.log.all)
        )

    def undeclared_requests(self) -> tuple[LoggedRequest, ...]:
        """Return what left the site to a place that no service declares."""
        return tuple(
            request
            for request in self.log.leaving
            if not services_of_url(self.catalog, request.url)
        )

    def cookies(self) -> dict[str, str]:
        """Return the cookies of the site's own host by name, HttpOnly ones too."""
        cookies = self.context.cookies(self.origin)
        return {cookie["name"]: cookie["value"] for cookie in cookies}

    def gated_cookies(self) -> frozenset[str]:
        """Name the cookies that belong to a gated service."""
        patterns = [
            cookie.pattern
            for service in gated_services(self.catalog)
            for cookie in service.cookies
            if cookie.party is Party.FIRST
        ]
        return _fitting(self.cookies(), patterns)

    def gated_storage(self, page: Page) -> frozenset[str]:
        """Name the storage keys that belong to a gated service."""
        patterns = [
            key.pattern
            for service in gated_services(self.catalog)
            for key in service.storage
        ]
        return _fitting(page.evaluate(STORAGE_NAMES), patterns)


def _fitting(names: object, patterns: list[NamePattern]) -> frozenset[str]:
    assert isinstance(names, list | dict)
    return frozenset(
        name for name in names if any(name_fits(pattern, name) for pattern in patterns)
    )


@contextmanager
def visit(
    browser: Browser, origin: str, catalog: Catalog, *, scripting: bool = True
) -> Iterator[Visit]:
    """Start with an empty profile; every request is logged, none leaves the machine."""
    log = RequestLog()
    vendors = StubVendors(catalog)

    def answer(route: Route) -> None:
        if log.add(route.request).leaves_the_site:
            vendors.answer(route)
        else:
            route.continue_()

    context = browser.new_context(java_script_enabled=scripting)
    context.route("**/*", answer)
    context.on("requestfinished", log.end)
    context.on("requestfailed", log.end)
    try:
        yield Visit(origin=origin, catalog=catalog, context=context, log=log)
    finally:
        context.close()
