"""What a person may object to at any time (GDPR Article 21)."""

from consent_server.catalog.exemption import gated_purposes
from consent_server.catalog.model import Catalog, PurposeId

OBJECTED = frozenset({"marketing", "scoring"})
"""Purposes that an objection is about, a visitor's own or ``Sec-GPC: 1`` (GDPR Article
21(2), (3) and (5))."""


def objectable_purposes(catalog: Catalog) -> tuple[PurposeId, ...]:
    """Return the purposes of a site that an objection is about, in their order."""
    return tuple(it for it in gated_purposes(catalog) if it in OBJECTED)
