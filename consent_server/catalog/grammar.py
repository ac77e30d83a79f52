"""What ids, colours and paths look like, which stand in markup as they are."""

import re
from collections.abc import Iterator

from consent_server.catalog.looks import Looks
from consent_server.catalog.model import UNKNOWN, Catalog

SIMPLE_ID = r"[a-z][a-z0-9_]*"
"""Of a purpose, provider or library."""

SERVICE_ID = rf"(?!{UNKNOWN}\Z)[a-z0-9_]+(\.[a-z0-9_]+)*"


COLOUR = r"#[0-9A-Fa-f]{6}"

OWN_PATH = r"/(?!/)[A-Za-z0-9_/.~%-]*(\?[A-Za-z0-9_.=&-]*)?"
"""Of the site's own origin: a browser asks nobody else for what is there."""


def require_grammar(catalog: Catalog) -> None:
    """Check a catalog that did not come out of a file of the site's own.

    Raises:
        ValueError: What stands in every page as it is could become markup, or could
            have browsers ask somebody else, before anybody has chosen.
    """
    for what, pattern, text in (*_ids(catalog), *_parts(catalog.looks)):
        if not re.fullmatch(pattern, text):
            raise ValueError(f"no {what}: {text!r:.60}")


def _ids(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    yield from (("id", SIMPLE_ID, it.id) for it in catalog.purposes)
    yield from (("id", SERVICE_ID, it.id) for it in catalog.services)


def _parts(looks: Looks) -> Iterator[tuple[str, str, str]]:
    for own in (looks.colours, looks.dark_colours):
        colours = (own.accent, own.background, own.text)
        yield from (("colour", COLOUR, it) for it in colours if it is not None)
    if looks.logo is not None:
        yield "path of this site", OWN_PATH, looks.logo
