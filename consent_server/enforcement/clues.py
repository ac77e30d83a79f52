"""What cannot be ours, told without reading it (U1).

Most tags of a page load from its own site, or from hosts that no service declares. One
pass over the tag's bytes tells them apart; whatever looks unusual is read in full.
"""

import re
from functools import lru_cache

from consent_server.catalog.match import Matcher
from consent_server.enforcement.syntax import LOCAL_START

_HOST = rb"([a-z0-9.\-]++)(?>(?::[0-9]*+)?)(?=[/?#\"' >])"
# The first byte alone finds the place; group 1 is empty where reading is needed: a
# slash, scheme, reference or function that the plain form does not cover.
_ADDRESSES = re.compile(
    rb"[/:\\&(](?:(?<=:)//" + _HOST + rb"|(?<=/)/" + _HOST + rb"|(?<=\\)|(?<=&)(?!amp;)"
    rb"|(?<=/)(?=[/\t\n\r])|(?<=[ps\t\n\r]:)|(?<=[lt]\())"
)
_HANDLER = re.compile(rb"[\t\n\f\r /\"']on")
_DELETED = b"\t\n\r"  # browsers leave them out of addresses
# A clue that is an everyday word is looked at so often, and so far back.
_MIN_PLACES = 64
_BYTES_PER_PLACE = 512
_LONGEST_TAG = 4096
# Percent signs hide letters, and two characters become ASCII letters in lower case.
_LOWERED = (b"\xc4\xb0", b"\xe2\x84\xaa")


class Clues:
    """Knows what an address must contain to be declared, on one page.

    Args:
        matcher: The compiled patterns of the policy.
        host: The page's own host, to which relative addresses lead.
    """

    def __init__(self, matcher: Matcher, host: str) -> None:
        self._declares = matcher.match_host
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

    def may_act(self, raw: bytes) -> bool:
        """Tell whether a start tag has to be read: false only when nothing is in it.

        Not for frames, whose addresses may be documents, and not below a ``<base>``.
        """
        tag = raw.lower()
        for hosts in _ADDRESSES.findall(tag):
            host = hosts[0] or hosts[1]
            if not host or self._declares(host.decode("ascii")):
                return True
        if self._any_clue is None or _HANDLER.search(tag):
            return True
        if b"%" in raw or _lowers_to_ascii(raw):
            return bool(self._clues)
        return self._any_clue.search(tag.translate(None, _DELETED)) is not None


def _lowers_to_ascii(markup: bytes) -> bool:
    if markup.isascii():
        return False
    return _LOWERED[0] in markup or _LOWERED[1] in markup


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
