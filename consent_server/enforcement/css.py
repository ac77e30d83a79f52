r"""Addresses in style sheets, as a browser's tokenizer finds them (R5).

Tokens are those of CSS Syntax, section 4: what stands in a comment is no string, what
stands in ``url(…)`` no comment, and ``u\72l(`` is ``url(``. Beyond that nothing of CSS
is known: every ``url()`` and every string counts, wherever it stands, because a string
may reach ``image-set()`` or ``@import`` by ways of its own (a custom property). Only
those in ``[…]`` do not, where selectors name attributes of the page.

No byte is read more than a bounded number of times, whatever the text.
"""

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from consent_server.enforcement.syntax import WS, fold

_IN_WORD = rb"\-\w\x00\x80-\xff"
_ESCAPE = rb"\\(?:[0-9a-fA-F]{1,6}+(?>(?:\r\n|[" + WS + rb"])?)|[^0-9a-fA-F\n\r\f])"
_COMMENT = rb"/\*(?>(?:[^*]++|\*(?!/))*)(?:\*/|\Z)"
_DULL = (
    rb"(?>(?:[^uU\\\"'/\[\]<]++|[uU](?![rR][lL]\()|/(?!\*)|<(?!!--)|" + _COMMENT
    + rb")*)"
)  # fmt: skip
_IN_STRING = rb"\n\r\f\\]++|\\(?>(?:\r\n|[\s\S])?))*)"
_DOUBLE = rb'"((?>(?:[^"' + _IN_STRING + rb')"?'
_SINGLE = rb"'((?>(?:[^'" + _IN_STRING + rb")'?"
_NEXT = re.compile(
    _DULL + rb"(?:" + _DOUBLE + rb"|" + _SINGLE + rb"|(\[)|(\])|([uU][rR][lL]\()|(\\)"
    + rb"|<!--|\Z)"
)  # fmt: skip
_STRINGS = frozenset((1, 2))
_OPENS, _CLOSES, _URL, _BACKSLASH = 3, 4, 5, 6

_UNQUOTED = re.compile(rb"[" + WS + rb"]*+(?![\"'])((?>(?:[^)\\]++|\\[\s\S]?+)*))\)?")
_REST_OF_WORD = re.compile(rb"(?>(?:[" + _IN_WORD + rb"]++|" + _ESCAPE + rb")*)")
_START_OF_WORD = re.compile(rb"(?:\A|[^#@" + _IN_WORD + rb"])((?:[uU][rR]?)?)\Z")
_LONGEST_START = 3  # "ur" and what stands in front of it

_BEFORE_IMPORTS = re.compile(
    rb"(?>(?:[" + WS + rb"]++|" + _COMMENT + rb"|/(?!\*)|@[^a-zA-Z])*)@"
)
_IMPORT = re.compile(
    rb"@[iI][mM][pP][oO][rR][tT][" + WS + rb"]++(?>(?:[uU][rR][lL]\([" + WS
    + rb"]*+)?)[\"']?+([^;" + WS + rb"]++)"
)  # fmt: skip

_ESCAPED = re.compile(
    r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[\t\n\f\r ])?|(?:\r\n|[\n\r\f])|([\s\S])|\Z)"
)
_REPLACEMENT = "\ufffd"
_SURROGATES = (0xD800, 0xDFFF)
# The second byte of a character, in East Asian encodings, may look like one of these.
_SECOND_BYTE = re.compile(rb"(?<=[\x80-\xff])[\[\\\]]")


# What follows is a name or a text, and loads nothing; strings come with their quote.
_NAMESPACE = rb"@[nN][aA][mM][eE][sS][pP][aA][cC][eE]\b[^;{}]*+\Z"
_NAME = re.compile(_NAMESPACE)
_TEXT = re.compile(
    _NAMESPACE + rb"|(?:\A|[;{" + WS + rb"])" + fold(b"content") + rb"[" + WS
    + rb"]*+:[^;{}(]*+\Z"
)  # fmt: skip
_NEAR = 64


class Address(NamedTuple):
    """What may be an address; ``at`` is where it begins, behind any quote."""

    at: int
    text: str


def find_addresses(css: bytes) -> Iterator[Address]:
    """List what a style sheet, or the value of a property, may load.

    Bytes that are not UTF-8 are read twice: as they are, and as characters of two bytes
    each, so that no half of one hides the end of a string.
    """
    for address, _ in _read(css):
        if address:
            yield address
    if not _is_utf8(css):
        other = _SECOND_BYTE.sub(b"x", css)
        yield from (address for address, _ in _read(other) if address)


def find_imports(css: bytes) -> Iterator[Address]:
    """List what a preload scanner may take for imports, where a sheet begins with some.

    It knows no escapes and half of what a string is. What it asks for, the sheet may
    never import, so from the first statement on every ``@import`` counts.
    """
    if _BEFORE_IMPORTS.match(css):
        for found in _IMPORT.finditer(css):
            text = found[1].decode("utf-8", "replace")
            yield Address(found.start(1), text.rstrip(")\"'"))


def _read(css: bytes) -> Iterator[tuple[Address | None, int]]:
    """Go through the tokens that matter; with each comes the offset behind it."""
    at = since = 0
    in_brackets = False
    while at < len(css) and (found := _NEXT.match(css, at)):
        address, kind, end = None, found.lastindex, found.end()
        start = found.start(kind) if kind else end
        if kind in _STRINGS:
            if not (in_brackets or _TEXT.search(css, max(since, start - _NEAR), start)):
                address = Address(start, unescape(found[kind]))
        elif kind in {_OPENS, _CLOSES}:
            in_brackets = kind == _OPENS
        elif kind in {_URL, _BACKSLASH}:
            address, end = _read_word(css, at, start)
            if address and _NAME.search(css, max(since, start - _NEAR), start):
                address = None
        at = end
        if css[end - 1 : end] != b"(":  # else a string is still to come
            since = end
        yield address, at


def _read_word(css: bytes, since: int, at: int) -> tuple[Address | None, int]:
    """Read from ``url(`` or a backslash on; the last token ended at ``since``."""
    rest = _REST_OF_WORD.match(css, at)
    end = rest.end() if rest else at
    if end == at:
        return None, at + 1  # a backslash alone
    if css[end : end + 1] != b"(":
        return None, end
    start = _START_OF_WORD.search(css[max(since, at - _LONGEST_START) : at])
    if start is None or unescape(start[1] + css[at:end]).lower() != "url":
        return None, end
    unquoted = _UNQUOTED.match(css, end + 1)
    if unquoted is None:
        return None, end + 1  # a string comes next
    return Address(unquoted.start(1), unescape(unquoted[1])), unquoted.end()


def unescape(text: bytes) -> str:
    """Undo the escapes of CSS (CSS Syntax, section 4.3.7)."""
    read = text.decode("utf-8", "replace")
    return _ESCAPED.sub(_unescape, read) if "\\" in read else read


def _unescape(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2] or ""
    code = int(found[1], 16)
    is_none = not code or _SURROGATES[0] <= code <= _SURROGATES[1]
    return _REPLACEMENT if is_none or code > sys.maxunicode else chr(code)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
