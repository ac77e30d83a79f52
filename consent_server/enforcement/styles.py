"""What must be held in style sheets, and in attributes that are styles (R5)."""

import html
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from consent_server.enforcement.claims import NOTHING, Services
from consent_server.enforcement.css import Address, find_addresses, find_imports
from consent_server.enforcement.embedded import read_embedded
from consent_server.enforcement.syntax import WS
from consent_server.enforcement.tokens import StartTag

MAX_DEPTH = 8
"""Sheets in ``data:`` addresses of sheets; deeper ones count as claimed by all."""

_LEAVES_SITE = re.compile(r"//|[\\:]|/[\t\n\r]")  # U1
_NO_SHEET = re.compile(
    r"[\x00-\x20]*+data:(?:image|font|application|audio|video)/", re.IGNORECASE
)
_IMPORTS = re.compile(rb"[" + WS + rb"]*+[@/<]")
_MARKUP = re.compile(
    rb"<!--(?:-?>|.*?(?:--!?>|\Z))|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<[a-zA-Z/!?][^>]*>?",
    re.DOTALL,
)
_END = re.compile(rb"</style", re.IGNORECASE)


class Sheet(NamedTuple):
    """What to hold in a style element: addresses in its text, or the whole of it."""

    services: Services = NOTHING
    spots: tuple[int, ...] = ()
    whole: bool = False


class Styles:
    """Judges the styles of one document.

    Args:
        of_url: Gives the held services that claim an address.
        may_be_own: Tells whether a relative address may be claimed.
        held: Every held service.
    """

    def __init__(
        self,
        of_url: Callable[[str], Services],
        may_be_own: Callable[[str], bool],
        held: Services,
    ) -> None:
        self._of_url = of_url
        self._may_be_own = may_be_own
        self._held = held

    def find_spots(self, css: bytes, depth: int = 0) -> dict[int, Services]:
        """Say where in a sheet claimed addresses begin, and whose they are."""
        return self._find_claimed(find_addresses(css), depth)

    def _find_claimed(
        self, addresses: Iterable[Address], depth: int = 0
    ) -> dict[int, Services]:
        found: dict[int, Services] = {}
        for at, text in addresses:
            if services := self.of_address(text, depth):
                found[at] = found.get(at, NOTHING) | services
        return found

    def of_sheet(self, css: bytes, depth: int = 0) -> Services:
        """Return the held services that claim an address in a sheet."""
        return NOTHING.union(*self.find_spots(css, depth).values())

    def of_address(self, text: str, depth: int = 0) -> Services:
        """Return the held services that claim an address, or a sheet that it says."""
        if not _LEAVES_SITE.search(text):
            return self._of_url(text) if self._may_be_own(text) else NOTHING
        if _NO_SHEET.match(text):
            return NOTHING
        if (inner := read_embedded(text)) is None:
            return self._of_url(text)
        if not inner.documents or depth == MAX_DEPTH:
            return self._held
        sheets = (self.of_sheet(sheet, depth + 1) for sheet in inner.documents)
        return NOTHING.union(*sheets)

    def judge(self, tag: StartTag, kinds: list[str]) -> Sheet:
        """Judge the text of a style element, given the values of its ``type``."""
        text = tag.text
        if text is None:
            return Sheet(self._held, whole=True)  # P3: not read, so not granted
        if kinds and not _is_css(kinds[0]) and not _IMPORTS.match(text):
            return Sheet()  # but a preload scanner heeds imports, whatever the type
        if tag.foreign and (b"<" in text or b"&" in text):
            return Sheet(self._of_markup(text), whole=True)
        spots = self._find_claimed((*find_imports(text), *find_addresses(text)))
        services = NOTHING.union(*spots.values())
        return Sheet(services, tuple(len(tag.raw) + at for at in sorted(spots)))

    def _of_markup(self, text: bytes) -> Services:
        """Read the text of a style in SVG as a tree does, and as raw text."""
        if text.lower().endswith(b"<style"):
            return self._held  # the text goes on behind another element
        bare = html.unescape(_MARKUP.sub(rb"\1", text).decode("utf-8", "replace"))
        raw, *_ = _END.split(text, maxsplit=1)
        imports = self._find_claimed(find_imports(raw))
        return self.of_sheet(bare.encode()).union(self.of_sheet(raw), *imports.values())


def _is_css(kind: str) -> bool:
    return kind.strip().lower() in {"", "text/css"}
