"""What cannot be ours, told without reading it (U1).

Most tags of a page load from its own site, or from hosts that are known already. One
pass over the tag's bytes tells them apart; whatever looks unusual is read in full.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from consent_server.catalog.match import Matcher
from consent_server.enforcement.syntax import LOCAL_START

_HOST = re.compile(rb"([a-z0-9.\-]++)(?>(?::[0-9]*+)?)[/?#\"' >)]")
_UNUSUAL = re.compile(rb"[ps\t\n\r]:(?!//)")  # a scheme without two slashes
# In a style sheet colons, percent signs and the escapes of icon fonts are common.
_STYLED = re.compile(
    rb"\\(?!(?:e[0-9a-f]|f[0-8])[0-9a-f]{2}(?![0-9a-f]))|%(?=[0-9a-f]{2})"
    rb"|data:(?!(?:image|font|application)/)|https?:(?!//)"
)
_HANDLER = re.compile(rb"[\t\n\f\r /\"']on[a-z]++[\t\n\f\r ]*+=")
_DELETED = b"\t\n\r"  # browsers leave them out of addresses
# A clue that is an everyday word is looked at so often, and so far back.
_MIN_PLACES = 64
_BYTES_PER_PLACE = 512
_LONGEST_TAG = 4096


class Clues:
    """Knows what an address must contain to be declared, on one page.

    Args:
        matcher: The compiled patterns of the policy.
        host: The page's own host, to which relative addresses lead.
    """

    def __init__(self, matcher: Matcher, host: str) -> None:
        clues = matcher.find_clues(host)
        self._clues = None if clues is None else tuple(map(str.encode, clues))
        self._any_clue = None if self._clues is None else _any_of(self._clues)

    def may_be_local(self, markup: bytes) -> bool:
        """Tell whether a tag in it could have a declared address of the page's host.

        Only for what ``SKIP_LOCAL`` passes: no angle bracket, percent sign or line
        feed inside.
        """
        if self._clues is None or _lowers_to_ascii(markup):
            return True
        folded = markup.lower()
        return any(_is_in_local_tag(folded, clue) for clue in self._clues)

    def may_act(self, raw: bytes, is_of_interest: Callable[[str], object]) -> bool:
        """Tell whether a start tag has to be read: false only when nothing is in it.

        Not for frames, whose addresses may be documents, and not below a ``<base>``.
        ``is_of_interest`` tells whether to read a tag with an address of this host.
        """
        tag = raw.lower()
        if _is_unusual(tag) or (b"//" in tag and _names_host(tag, is_of_interest)):
            return True
        if b"on" in tag and _HANDLER.search(tag):
            return True
        return self.may_be_own(tag)

    def may_style(self, css: bytes, is_of_interest: Callable[[str], object]) -> bool:
        """Tell whether a style sheet has to be read; the rest as in ``may_act``."""
        text = css.lower().translate(None, _DELETED)
        if _STYLED.search(text) or _names_host(text, is_of_interest):
            return True
        if self._any_clue is None or _lowers_to_ascii(text):
            return True
        return self._any_clue.search(text) is not None

    def may_be_own(self, lowered: bytes) -> bool:
        """Tell whether a declared address of the page's own host may be in a text.

        The text is in lower case.
        """
        if self._any_clue is None:
            return True
        if b"%" in lowered or _lowers_to_ascii(lowered):
            return bool(self._clues)
        return self._any_clue.search(lowered.translate(None, _DELETED)) is not None


def _names_host(text: bytes, is_of_interest: Callable[[str], object]) -> bool:
    for rest in text.split(b"//")[1:]:
        host = _HOST.match(rest)
        if host is None or is_of_interest(host[1].decode("ascii")):
            return True
    return False


def _is_unusual(tag: bytes) -> bool:
    """Tell whether it has slashes, references or schemes but in the plain forms."""
    if b"\\" in tag or b"/\n" in tag or b"/\t" in tag or b"/\r" in tag:
        return True
    if b"&" in tag and tag.count(b"&") > tag.count(b"&amp;"):
        return True
    has_more = tag.count(b":") > tag.count(b"://")
    return has_more and _UNUSUAL.search(tag) is not None


def _lowers_to_ascii(markup: bytes) -> bool:
    """Tell whether it has one of the two characters that become ASCII letters."""
    # A byte that few texts have is found far sooner than a character.
    return (b"\xc4" in markup and b"\xc4\xb0" in markup) or (
        b"\xaa" in markup and b"\xe2\x84\xaa" in markup
    )


@lru_cache
def _any_of(texts: tuple[bytes, ...]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(map(re.escape, texts)) or b"(?!)")


def _is_in_local_tag(markup: bytes, clue: bytes) -> bool:
    at = markup.find(clue)
    for _ in range(_MIN_PLACES + len(markup) // _BYTES_PER_PLACE):
        if at < 0:
            return False
        near = max(0, at - _LONGEST_TAG)
        start = markup.rfind(b"<", near, at)
        end = markup.rfind(b">", near, at)
        if start > end and LOCAL_START.match(markup, start):
            return True
        if start == end and near:
            return True  # neither is near: not worth a longer look
        at = markup.find(clue, at + 1)
    return True
