"""Wordings that make a consent invalid or press for it, by language.

They are looked for in lower-case text in which white space is one blank. Each begins
with a plain word and reaches at most 80 characters within a sentence.
"""

import re

from consent_server.catalog.lint.wordings import eastern, northern, outer, western

BROWSE_WRAP = (
    northern.BROWSE_WRAP | western.BROWSE_WRAP | eastern.BROWSE_WRAP | outer.BROWSE_WRAP
)
BROWSER_SETTINGS = (
    northern.BROWSER_SETTINGS
    | western.BROWSER_SETTINGS
    | eastern.BROWSER_SETTINGS
    | outer.BROWSER_SETTINGS
)
PRESSURE = northern.PRESSURE | western.PRESSURE | eastern.PRESSURE | outer.PRESSURE


def find_wording(text: str, wordings: dict[str, tuple[str, ...]]) -> str | None:
    """Return the first wording that occurs in a text, as it stands there.

    All languages are tried, since a text does not say its own.
    """
    plain = " ".join(text.lower().split())
    for pattern in (pattern for group in wordings.values() for pattern in group):
        if found := re.search(pattern, plain):
            return found[0]
    return None
