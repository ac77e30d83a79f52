"""Pictures and links in a newsletter that report who read it."""

import re
from collections.abc import Iterator

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import Declared, Scope
from consent_server.catalog.model import Purpose

_LETTER = re.compile(
    r"newsletter|nyhe[td]s?brev|nyheitsbrev|mailing[ _]?list|e-?postlist"
)
_REPORT = re.compile(
    r"pixel|beacon|open|click|track|åpn|åbn|öppn|opna|kli[kc]k?|spor|spår"
)


def check_own_consent(scope: Scope) -> Iterator[Finding]:
    """A yes to the letter is not a yes to being watched while reading it."""
    letters = {it.id for _, it in scope.own_purposes if _is_about_letters(it)}
    for it in scope.declared:
        tied = letters.intersection(it.service.purposes)
        if tied and _reports_reading(it):
            yield scope.find(
                "CAT020",
                (*it.path, "purposes"),
                f"{it.service.id} watches who reads the newsletter, under the same yes "
                f"that orders it ({', '.join(sorted(tied))})",
                "give it a purpose of its own, such as marketing, so that a reader can "
                "have the letter without it",
            )


def _is_about_letters(purpose: Purpose) -> bool:
    words = [purpose.id, *(text.title for text in purpose.texts.values())]
    return any(_LETTER.search(word.lower()) for word in words)


def _reports_reading(declared: Declared) -> bool:
    service = declared.service
    said = (*service.names.values(), *service.descriptions.values())
    text = " ".join((service.id, service.name, *said)).lower()
    return bool(_LETTER.search(text) and _REPORT.search(text))


RULES = (check_own_consent,)
