"""What the texts of a file say to visitors."""

from collections.abc import Iterator

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import Scope
from consent_server.catalog.lint.wordings import (
    BROWSE_WRAP,
    BROWSER_SETTINGS,
    PRESSURE,
    find_wording,
)
from consent_server.catalog.mistakes import Path

_CHECKS = (
    (
        "CAT037",
        BROWSE_WRAP,
        "takes using the site for consent",
        "consent is a click on a button that says so; remove the sentence",
    ),
    (
        "CAT038",
        BROWSER_SETTINGS,
        "sends visitors to their browser's settings",
        'say "Cookie choices" on every page instead: refusing is as easy as granting',
    ),
    (
        "CAT039",
        PRESSURE,
        "presses for a yes",
        "say what happens, without praise, regret or plea",
    ),
)


def check_wordings(scope: Scope) -> Iterator[Finding]:
    """Texts describe; they neither presume consent nor press for it."""
    for path, text in _texts(scope):
        for code, wordings, does, hint in _CHECKS:
            if found := find_wording(text, wordings):
                yield scope.find(code, path, f"'{found}' {does}", hint)


def _texts(scope: Scope) -> Iterator[tuple[Path, str]]:
    for path, purpose in scope.own_purposes:
        for language, words in purpose.texts.items():
            yield (*path, "texts", language, "title"), words.title
            yield (*path, "texts", language, "description"), words.description
    for it in scope.declared:
        yield from it.words()


RULES = (check_wordings,)
