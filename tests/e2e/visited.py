"""A site on a socket with the middleware around it, and what it has recorded."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from playwright.sync_api import Browser, Page

from consent_server.catalog.model import Catalog
from consent_server.notice.model import Texts
from consent_server.notice.texts import find_texts
from consent_server.storage.catalog_files import read_catalog
from consent_server.web.embedded import embed
from tests import recorded
from tests.e2e.banner import Banner
from tests.e2e.site_server import serve
from tests.e2e.visit import Visit, visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedSite:
    """A site as it answers, in one language, and what it has recorded."""

    origin: str
    catalog: Catalog
    data_dir: Path
    language: str = "en"

    def visit(self, browser: Browser, **options: Any) -> AbstractContextManager[Visit]:  # noqa: ANN401 - as Playwright types them
        """Start a visit with an empty browser profile; options are Playwright's."""
        return visit(browser, self.origin, self.catalog, **options)

    def banner(self, page: Page, on: Visit) -> Banner:
        """Return the banner of a page, in the site's language."""
        return Banner(page, texts_in(self.language), on.log)

    def decisions(self) -> list[dict[str, Any]]:
        """Return the decision part of every visitor's record in the ledger."""
        return recorded.decisions(self.data_dir)

    def acts(self) -> list[str]:
        """Name the recorded acts, oldest first."""
        return recorded.acts(self.data_dir)


def texts_in(language: str) -> Texts:
    """Return every word of the notice in a language."""
    texts = find_texts(language)
    assert texts is not None
    return texts


@contextmanager
def serve_site(
    folder: Path, catalog: str, application: WSGIApplication
) -> Iterator[VisitedSite]:
    """Serve an application with the middleware around it; the catalog is YAML."""
    path = folder / "catalog.yaml"
    path.write_text(catalog, encoding="utf-8")
    read = read_catalog(path)
    wrapped = embed(application, path, folder / "data", secure=False)
    with serve(wrapped) as server:
        origin = server.address(read.site.id)
        yield VisitedSite(origin=origin, catalog=read, data_dir=folder / "data")
        assert server.broken_answers == []
