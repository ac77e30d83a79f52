"""A site's file, read with everything that the law has to say about it."""

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.check import lint_site
from consent_server.catalog.load import load_site_with_positions
from consent_server.catalog.model import Catalog
from consent_server.notice.texts import TEXTS
from consent_server.storage.catalog_files import read_library


def judge_site(text: str, file: str) -> tuple[Catalog, tuple[Finding, ...]]:
    """Read a site's file on top of the shipped library, and judge it by the law.

    Args:
        text: The YAML.
        file: How mistakes and findings name it.

    Raises:
        CatalogError: The file has mistakes.
    """
    library = read_library()
    catalog, positions = load_site_with_positions(text, file, library)
    return catalog, lint_site(catalog, positions, library, frozenset(TEXTS))
