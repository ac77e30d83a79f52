"""All rules over a file."""

from collections.abc import Iterable

from consent_server.catalog.findings import Finding, Severity
from consent_server.catalog.lint import (
    exemption,
    lifetime,
    loading,
    newsletter,
    notice,
    patterns,
    scoring,
    site,
    texts,
    transfer,
)
from consent_server.catalog.lint.scope import scope_of_library, scope_of_site
from consent_server.catalog.model import Catalog, Library
from consent_server.catalog.positions import Positions

_RULES = (
    *exemption.RULES,
    *transfer.RULES,
    *lifetime.RULES,
    *scoring.RULES,
    *newsletter.RULES,
    *loading.RULES,
    *notice.RULES,
    *patterns.RULES,
    *texts.RULES,
)
_SITE_RULES = (
    *transfer.SITE_RULES,
    *lifetime.SITE_RULES,
    *scoring.SITE_RULES,
    *loading.SITE_RULES,
    *notice.SITE_RULES,
    *patterns.SITE_RULES,
    *site.SITE_RULES,
)
_WORST_FIRST = tuple(Severity)


def lint_library(library: Library, positions: Positions) -> tuple[Finding, ...]:
    """Judge the facts of a library; what only a site can know is left to its file."""
    scope = scope_of_library(library, positions)
    return _sort(finding for rule in _RULES for finding in rule(scope))


def lint_site(
    catalog: Catalog,
    positions: Positions,
    library: Library,
    languages: frozenset[str],
) -> tuple[Finding, ...]:
    """Judge a site's file, with the services that it takes from the library.

    Args:
        catalog: The file's values.
        positions: Their lines.
        library: What the file extends.
        languages: In which the product has texts (primary subtags of BCP 47).

    Returns:
        The findings, the worst first, then by line.
    """
    scope = scope_of_site(catalog, positions, library, languages)
    return _sort(
        (
            *(finding for rule in _RULES for finding in rule(scope)),
            *(finding for rule in _SITE_RULES for finding in rule(scope)),
        )
    )


def _sort(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            findings,
            key=lambda it: (_WORST_FIRST.index(it.severity), it.line, it.code, it.path),
        )
    )
