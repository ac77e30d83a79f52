"""The words by which marked-up tags say what they need, ours and other tools'.

A site that comes from another consent tool has tags such as ``data-category="ads"``.
Each word stands for a purpose or a service here; one that stands for nothing never
releases a tag.
"""

import re
from collections.abc import Iterable, Mapping

from consent_server.catalog.exemption import is_exempt
from consent_server.catalog.model import Catalog, PurposeId

PURPOSE_MARK = "@"
"""In front of the id of a purpose; alone, it stands for what needs no permission."""

CATEGORIES: Mapping[PurposeId, tuple[str, ...]] = {
    # OneTrust's groups as it ships them (C0001 to C0005); Cookiebot's four categories;
    # what the manuals of vanilla-cookieconsent, Klaro and orejime have as examples.
    "necessary": ("c0001", "essential", "strictlynecessary"),
    "functional": ("c0003", "functionality", "preferences"),
    "analytics": ("c0002", "statistics", "performance"),
    "marketing": ("c0004", "c0005", "ads", "advertising", "advertisement", "targeting"),
}
_DROPPED = re.compile(r"[^a-z0-9!]+")


def fold_word(text: str) -> str:
    """Write a word as it is compared: ``Google Analytics`` as ``googleanalytics``.

    ``!`` stays, since ``!ads`` means the opposite.
    """
    return _DROPPED.sub("", text.lower())


def tag_words(catalog: Catalog) -> dict[str, list[str]]:
    """Return the words of a site's tags, by what they need.

    What they need is the id of a gated service, or that of a gated purpose with ``@``
    in front, or ``@`` alone. Left out are words that are the folded id itself.
    """
    words: dict[str, list[str]] = {PURPOSE_MARK: []}
    for purpose in catalog.purposes:
        more = CATEGORIES.get(purpose.id, ())
        if purpose.exempt:
            words[PURPOSE_MARK] += [fold_word(purpose.id), *more]
        else:
            words[PURPOSE_MARK + purpose.id] = _beside(purpose.id, more)
    for service in catalog.services:
        if not is_exempt(service, catalog):
            words[service.id] = _beside(service.id, [service.name])
    return words


def _beside(name: str, words: Iterable[str]) -> list[str]:
    folded = dict.fromkeys(filter(None, map(fold_word, words)))
    return [word for word in folded if word != fold_word(name)]
