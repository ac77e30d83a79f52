"""The example sites on a socket, as they are and with the middleware around them."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from consent_server.storage.catalog_files import read_catalog
from consent_server.web.embedded import embed
from examples.company_sites import COMPANIES, Company, create_site
from tests.e2e.site_server import serve
from tests.e2e.visit import Visit, visit
from tests.e2e.visited import VisitedSite

ROOT = Path(__file__).parents[2]
LANGUAGES = re.compile(r"^(  languages: )\[.*?\]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSite(VisitedSite):
    """A company's site that answers, and the ledger behind it."""

    company: Company

    def tour(self, visit: Visit, page: Page) -> None:
        """Look at every page, the company's own ones first, and send a message."""
        own = [item.path for item in self.company.pages]
        for path in (*own, "/guide", "/news", "/archive", "/campaign"):
            visit.open(path, page)
        if self.company.remembers_forms:
            visit.open("/kontakt", page)
            page.get_by_label("E-post").fill("visitor@example.org")
            page.get_by_role("button", name="Send", exact=True).click()
            visit.log.settle(page)

    def visit(self, browser: Browser, **options: Any) -> AbstractContextManager[Visit]:  # noqa: ANN401 - as Playwright types them
        """Start a visit with an empty browser profile; options are Playwright's."""
        return visit(
            browser, self.origin, self.catalog, locale=self.language, **options
        )

    def granted_purposes(self) -> set[str]:
        """Name the purposes that the latest record grants."""
        return _granted(self.decisions()[-1]["purposes"])

    def granted_services(self) -> set[str]:
        """Name the services that the latest record grants."""
        return _granted(self.decisions()[-1]["services"])


def _granted(statuses: dict[str, str]) -> set[str]:
    return {name for name, status in statuses.items() if status == "granted"}


def catalog_path(site_id: str) -> Path:
    """Return where the catalog of an example site stands."""
    return ROOT / "examples" / "sites" / f"{site_id}.yaml"


@contextmanager
def serve_bare(site_id: str, data_dir: Path) -> Iterator[ExampleSite]:
    """Serve a site as its company built it."""
    with serve(create_site(site_id).wsgi_app) as server:
        yield _example_site(site_id, server.address(site_id), data_dir)
        assert server.broken_answers == []


@contextmanager
def serve_wrapped(
    site_id: str, data_dir: Path, looks: str = "", languages: str = ""
) -> Iterator[ExampleSite]:
    """Serve a site with the middleware around it.

    ``looks`` is the YAML that stands under that key, if any; ``languages`` are others
    than the site's own, with commas between.
    """
    catalog = catalog_path(site_id)
    written = catalog.read_text(encoding="utf-8")
    if looks:
        written += f"\nlooks: {looks}\n"
    if languages:
        written = LANGUAGES.sub(rf"\g<1>[{languages}]", written)
    if looks or languages:
        catalog = data_dir / "catalog.yaml"
        catalog.write_text(written, encoding="utf-8")
    wrapped = embed(create_site(site_id).wsgi_app, catalog, data_dir, secure=False)
    with serve(wrapped) as server:
        yield _example_site(site_id, server.address(site_id), data_dir)
        assert server.broken_answers == []


def _example_site(site_id: str, origin: str, data_dir: Path) -> ExampleSite:
    return ExampleSite(
        company=COMPANIES[site_id],
        catalog=read_catalog(catalog_path(site_id)),
        origin=origin,
        data_dir=data_dir,
        language=COMPANIES[site_id].language,
    )
