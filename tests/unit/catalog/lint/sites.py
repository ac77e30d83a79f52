"""A site's file without findings, and what becomes of it with other parts."""

from typing import Any

import yaml

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.check import lint_library, lint_site
from consent_server.catalog.load import (
    load_library_with_positions,
    load_site_with_positions,
)
from consent_server.notice.texts import TEXTS
from consent_server.storage.catalog_files import read_library

FINE = """\
extends: cookie_catalog
site:
  id: my-shop
  domains: [shop.example]
  languages: [nb]
  jurisdiction: "NO"
controller:
  name: My Shop AS
  country: "NO"
  email: privacy@shop.example
  privacy_policy_url: https://shop.example/privacy
services:
  - site.choice
"""

LIBRARY = """\
library: small
purposes:
  - {id: necessary, exempt: true}
  - {id: analytics}
  - {id: marketing}
providers:
  - {id: acme, name: Acme, country: DK}
services:
  - id: acme.stats
    name: Acme Stats
    provider: acme
    purposes: [analytics]
    description: Counts visits.
    transfer: none
    cookies:
      - {name: _acme, life: 30 days}
"""


def lint_text(text: str) -> tuple[Finding, ...]:
    """Judge a site's file that uses the shipped library."""
    library = read_library()
    catalog, positions = load_site_with_positions(text, "shop.yaml", library)
    return lint_site(catalog, positions, library, frozenset(TEXTS))


def lint_with(parts: str) -> tuple[Finding, ...]:
    """Judge the fine file with some parts replaced.

    Keys of ``site`` are replaced one by one, services are added, everything else is
    replaced whole; parts that say what they extend are a file of their own.
    """
    changes: dict[str, Any] = yaml.safe_load(parts)
    if "extends" in changes:
        return lint_text(parts)
    whole: dict[str, Any] = yaml.safe_load(FINE)
    whole["site"] |= changes.pop("site", {})
    services = changes.pop("services", [])
    if not any("site.choice" in (it, *_ids(it)) for it in services):
        services = whole["services"] + services
    return lint_text(yaml.safe_dump(whole | changes | {"services": services}))


def lint_service(keys: str) -> tuple[Finding, ...]:
    """Judge the fine file with a service of its own that has these keys."""
    service = {
        "id": "shop.extra",
        "name": "Extra",
        "provider": "site",
        "purposes": ["analytics"],
        "description": "Counts visits.",
        "transfer": "none",
        "cookies": [{"name": "extra", "life": "session"}],
    }
    service |= yaml.safe_load(keys)
    return lint_with(yaml.safe_dump({"own": {"services": [service]}}))


def lint_library_text(text: str = LIBRARY) -> tuple[Finding, ...]:
    """Judge a library."""
    return lint_library(*load_library_with_positions(text, "small.yaml"))


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return sorted({finding.code for finding in findings})


def _ids(service: object) -> tuple[str, ...]:
    return (service["id"],) if isinstance(service, dict) else ()
