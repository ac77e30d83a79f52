"""What ids look like, which stand in markup as they are."""

import re

from consent_server.catalog.model import UNKNOWN, Catalog

SIMPLE_ID = r"[a-z][a-z0-9_]*"
"""Of a purpose, provider or library."""

SERVICE_ID = rf"(?!{UNKNOWN}\Z)[a-z0-9_]+(\.[a-z0-9_]+)*"


def require_ids(catalog: Catalog) -> None:
    """Check the ids of a catalog that did not come out of a file of the site's own.

    Raises:
        ValueError: One of them is none, and could become markup.
    """
    ids = [(SIMPLE_ID, it.id) for it in catalog.purposes]
    ids += [(SERVICE_ID, it.id) for it in catalog.services]
    for pattern, text in ids:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"no id: {text!r:.60}")
