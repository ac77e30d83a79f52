"""The bytes of a tag, as regular expressions that never backtrack.

Letters with a number (T1, S2 …) name the rules that this package follows: T are tokens,
S raw text, F foreign content, E encodings, U addresses, R edits, P streaming. All
expressions use possessive quantifiers, so a byte is looked at a bounded number of times
whatever the input; on groups they are written ``(?>(?:…)*)``, since Python before
3.11.5 gets ``(?:…)*+`` wrong (a test forbids it). Structure is ASCII in every encoding
that we accept, so everything works on bytes.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

WS = rb"\t\n\f\r "
RAW_TEXT = frozenset(
    (b"textarea", b"title", b"style", b"xmp", b"iframe", b"noembed", b"noframes")
)
"""Elements whose content is text up to their own end tag; not script, noscript."""

LOADING = frozenset(
    b"script img image source video audio track embed object input frame iframe link "
    b"meta base form".split()
)
LOCAL = LOADING - frozenset(b"script iframe frame embed object base".split())
"""Those of them that do nothing else than load from an address."""
_TREE = frozenset(
    b"html head body svg math noscript plaintext template frameset".split()
)
OF_INTEREST = RAW_TEXT | LOADING | _TREE
"""Start tags that are always looked at (in HTML content)."""


class Attribute(NamedTuple):
    """One attribute as written; a tuple because a page has thousands.

    ``at`` and ``end`` are offsets from the tag's ``<``; ``name`` is in lower case;
    ``value`` still holds its character references.
    """

    name: bytes
    at: int
    value: bytes
    end: int


def fold(name: bytes) -> bytes:
    """Write a name as classes of both cases; ``re.IGNORECASE`` is far slower."""
    return b"".join(
        b"[%c%c]" % (byte, byte - 32)
        if chr(byte).islower()
        else re.escape(b"%c" % byte)
        for byte in name
    )


def _trie(names: Iterable[bytes]) -> bytes:
    """Write names as one expression that shares their beginnings."""
    tails: dict[bytes, list[bytes]] = {}
    ends = False
    for name in sorted(names):
        if name:
            tails.setdefault(name[:1], []).append(name[1:])
        else:
            ends = True
    branches = [fold(head) + _trie(rest) for head, rest in tails.items()]
    if not branches:
        return b""
    either = b"(?:" + b"|".join(branches) + b")"
    return b"(?>" + either + b"?)" if ends else either


_NAME = rb"[a-zA-Z][^" + WS + rb"/>]*+"  # T1
_VALUE = rb'(?:"[^"]*+"|' + rb"'[^']*+'|[^" + WS + rb">\"'][^" + WS + rb">]*+|(?=>))"
# Behind the first byte of a name. The common form comes first. A value is mandatory
# after "=": an unclosed quote must fail, not become a name.
_REST = (
    rb"[^" + WS + rb'/>=]*+(?:="[^"]*+"|[' + WS + rb"]*+(?:=[" + WS + rb"]*+" + _VALUE
    + rb"|(?!=)))"
)  # fmt: skip
_SLASHES = rb"[" + WS + rb"/]*+"
# R5: what a style must contain to load: a reference, an escape, or url(, image-set(…
_LOUD_NAME = rb"[rReEgG][lLtTcCeE]"
LOUD = re.compile(rb"(?<=" + _LOUD_NAME + rb")\(|[\\&]")
"""Finds what any style that loads must contain."""
_CALM_VALUE = rb'="(?>(?:[^"(\\&]++|(?<!' + _LOUD_NAME + rb')\()*)"'
# Any start tag with on…, background, ping, formaction or a style that may load is
# worth a look.
_PLAIN_FIRST = (
    rb"(?:[^" + WS + rb"/>oObBpPfFsS]|[sS](?!" + fold(b"tyle") + rb"(?=[" + WS
    + rb"/>=])(?!" + _CALM_VALUE + rb"))|[oO](?![nN])|[bB](?!" + fold(b"ackground")
    + rb")|[pP](?!" + fold(b"ing") + rb")|[fF](?!" + fold(b"ormaction") + rb"))"
)  # fmt: skip


def _attributes(first: bytes, rest: bytes = _REST) -> bytes:
    """Write attributes and the end of the tag; ``first`` begins their names (T2)."""
    return rb"(?:>|(?>(?:" + _SLASHES + first + rest + rb")*)" + _SLASHES + rb">)"


_ATTRIBUTES = _attributes(rb"[^" + WS + rb"/>]")
_PLAIN = _attributes(_PLAIN_FIRST)
_COMMENT = rb"<!--(?:-?>|(?>(?:[^-]++|-(?!-!?>))*)--!?>)"  # T5
OPEN_COMMENT = rb"<!--(?:-?>|(?>(?:[^-]++|-(?!-!?>))*)(?:--!?>|\Z))"
"""A comment, closed or not."""
_BOGUS = rb"<(?:!(?!--)|\?|/(?![a-zA-Z]))[^>]*+>"  # T6

TAG = re.compile(rb"<(/?)(" + _NAME + rb")" + _ATTRIBUTES)
"""One whole tag; group 1 is the slash of an end tag, group 2 the name."""

END_OF_NAME = rb"(?=[" + WS + rb"/>])"
# A drawing of shapes alone ends where it seems to, whatever is unclosed in it (F5).
_SHAPES = b"path g circle rect line polyline polygon ellipse defs stop".split()
# What may be a property of SVG that loads begins with one of these.
_CALM = _attributes(
    rb"(?:[^" + WS + rb"/>oObBpPfFsScCmM]" + _REST + rb"|" + _PLAIN_FIRST + rb"[^" + WS
    + rb"/>=]*+(?:" + _CALM_VALUE + rb"|(?![" + WS + rb"]*+=)))", rest=b""
)  # fmt: skip
_DRAWING = (
    rb"<" + fold(b"svg") + END_OF_NAME + _CALM + rb"(?>(?:[^<]++|</?" + _trie(_SHAPES)
    + END_OF_NAME + _CALM + rb")*)</" + fold(b"svg") + rb">"
)  # fmt: skip
_UNINTERESTING = (
    rb"[^<]++|</(?!" + fold(b"template") + END_OF_NAME + rb")" + _NAME + _ATTRIBUTES
    + rb"|<(?!" + _trie(OF_INTEREST) + END_OF_NAME + rb")" + _NAME + _PLAIN
    + rb"|" + _COMMENT + rb"|" + _BOGUS + rb"|<(?=[^a-zA-Z/!?])|" + _DRAWING
)  # fmt: skip
SKIP = re.compile(rb"(?>(?:" + _UNINTERESTING + rb")*)")  # T7
"""Runs to the next tag of interest, to something unfinished, or to the end."""

# U1: no scheme, no reference, no two slashes, nothing that hides letters or the tag.
_LOCAL_VALUE = rb'="(?>(?:[^"<>/\\&:%(\t\n\r]++|/(?!/))*)"'
_LOCAL_REST = (
    rb"[^" + WS + rb"/>=<]*+(?:" + _LOCAL_VALUE + rb"|(?![" + WS + rb"]*+=))"
)  # fmt: skip
_LOCAL_TAG = (
    rb"<" + _trie(LOCAL) + END_OF_NAME + rb"(?>(?:" + _SLASHES + rb"(?!<)"
    + _PLAIN_FIRST + _LOCAL_REST + rb")*)" + _SLASHES + rb">"
)  # fmt: skip
SKIP_LOCAL = re.compile(rb"(?>(?:" + _UNINTERESTING + rb"|" + _LOCAL_TAG + b")*)")
"""As ``SKIP``, past tags too whose addresses all stay on the page's own host."""
QUICK = re.compile(
    rb"(<(" + _trie(LOCAL) + END_OF_NAME + rb"|(?!" + _trie(OF_INTEREST - LOCAL)
    + END_OF_NAME + rb")" + _NAME + rb")"
    + _ATTRIBUTES + rb")|(<"
    + fold(b"script") + END_OF_NAME + _ATTRIBUTES + rb")((?>(?:[^<]++|<(?!!--|/"
    + fold(b"script") + END_OF_NAME + rb"))*))(?=</" + fold(b"script") + END_OF_NAME
    + rb")"
)  # fmt: skip
"""A whole tag that opens nothing (1, name 2), or a script (3) and its text (4)."""
LOCAL_START = re.compile(rb"<" + _trie(LOCAL))

SKIP_TEXT = re.compile(rb"(?>(?:[^<]++|" + _COMMENT + rb"|<(?=[^a-zA-Z/!?]))*)")
"""Runs to the next tag or declaration: foreign content needs to see them all."""

SKIP_BARE = re.compile(rb"(?>(?:[^<]++|<(?=[^a-zA-Z/!?]))*)")
"""As ``SKIP_TEXT``, up to the next comment too."""

SKIP_PROLOGUE = re.compile(
    rb"(?>(?:[" + WS + rb"]++|" + _COMMENT + rb"|(?!<!" + fold(b"doctype") + rb")"
    + _BOGUS + rb")*)"
)  # fmt: skip
DOCTYPE = re.compile(rb"<!" + fold(b"doctype"))
TAG_NAME = re.compile(rb"<(/?" + _NAME + rb")(?=[" + WS + rb"/>])")
COMMENT_END = re.compile(rb"--!?>")
_TOKEN = _COMMENT + rb"|" + _BOGUS + rb"|<(/?" + _NAME + rb")" + _ATTRIBUTES
TOKEN = re.compile(_TOKEN)
"""Anything but text; the group is the name of a tag."""
COUNTED = re.compile(_DRAWING + rb"|" + _TOKEN)

_ATTRIBUTE = re.compile(
    rb"[" + WS + rb"/]*+([^" + WS + rb"/>][^" + WS + rb"/>=]*+)"
    rb"(?>(?:[" + WS + rb"]*+=[" + WS + rb"]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^"
    + WS + rb">\"'][^" + WS + rb">]*+)|(?=>)))?)"
)  # fmt: skip


def parse_attributes(raw: bytes) -> list[Attribute]:
    """List the attributes of a whole start tag, duplicates too (T2, T3)."""
    start = TAG_NAME.match(raw)
    if start is None:
        return []
    return [
        Attribute(
            found[1].lower(),
            found.start(1),
            found[found.lastindex] if found.lastindex != 1 else b"",  # type: ignore[index]  # group 1 always takes part
            found.end(),
        )
        for found in _ATTRIBUTE.finditer(raw, start.end())
    ]


def find_value(raw: bytes, attribute: Attribute) -> int:
    """Return where the value of a tag's attribute begins, behind any quote."""
    start = attribute.end - len(attribute.value)
    is_bare = raw[start : attribute.end] == attribute.value
    return start if is_bare else start - 1


def may_become_tag(buffer: bytes, at: int, max_bytes: int) -> bool:
    """Tell whether more bytes could make what starts here the name of a tag."""
    rest = buffer[at : at + max_bytes]
    unfinished = len(buffer) - at <= max_bytes
    return rest in {b"", b"<"} or (
        unfinished and TAG_NAME.match(rest + b">") is not None
    )


def is_self_closing(raw: bytes) -> bool:
    """Tell whether the tag's last slash is its own token, not part of a value (F2)."""
    if not raw.endswith(b"/>"):
        return False
    attributes = parse_attributes(raw)
    return not attributes or attributes[-1].end < len(raw) - 1
