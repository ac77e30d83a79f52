"""What a person may object to at any time (GDPR Article 21)."""

from consent_server.catalog.exemption import gated_purposes
from consent_server.catalog.model import Catalog

OBJECTED = frozenset({"marketing", "scoring"})
"""Purposes that an objection is about, a visitor's own or ``Sec-GPC: 1`` (GDPR Article
21(2), (3) and (5))."""


def can_object(catalog: Catalog) -> bool:
    """Tell whether a site has any purpose that an objection is about."""
    return not OBJECTED.isdisjoint(gated_purposes(catalog))
