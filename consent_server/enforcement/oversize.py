"""The rest of a tag that is too large to hold back, read without keeping it (P3).

The tag states of the HTML standard (T2) as a table: which bytes stay, and where the
others lead. ``None`` is the end of the tag.
"""

import enum
import re

from consent_server.enforcement.syntax import WS


class Place(enum.Enum):
    """Where in a tag the last byte stood."""

    TAG_NAME = "tag name"
    BEFORE_NAME = "before attribute name"
    NAME = "attribute name"
    AFTER_NAME = "after attribute name"
    BEFORE_VALUE = "before attribute value"
    DOUBLE_QUOTED = "double-quoted value"
    SINGLE_QUOTED = "single-quoted value"
    UNQUOTED = "unquoted value"


_STAY = {
    Place.TAG_NAME: re.compile(rb"[^" + WS + rb"/>]*+"),
    Place.BEFORE_NAME: re.compile(rb"[" + WS + rb"/]*+"),
    Place.NAME: re.compile(rb"[^" + WS + rb"/>=]*+"),
    Place.AFTER_NAME: re.compile(rb"[" + WS + rb"]*+"),
    Place.BEFORE_VALUE: re.compile(rb"[" + WS + rb"]*+"),
    Place.DOUBLE_QUOTED: re.compile(rb'[^"]*+'),
    Place.SINGLE_QUOTED: re.compile(rb"[^']*+"),
    Place.UNQUOTED: re.compile(rb"[^" + WS + rb">]*+"),
}
_NEXT: dict[Place, dict[bytes, Place | None]] = {
    Place.TAG_NAME: {b">": None},
    Place.BEFORE_NAME: {b">": None},
    Place.NAME: {b"/": Place.BEFORE_NAME, b"=": Place.BEFORE_VALUE, b">": None},
    Place.AFTER_NAME: {b"/": Place.BEFORE_NAME, b"=": Place.BEFORE_VALUE, b">": None},
    Place.BEFORE_VALUE: {
        b'"': Place.DOUBLE_QUOTED,
        b"'": Place.SINGLE_QUOTED,
        b">": None,
    },
    Place.DOUBLE_QUOTED: {},
    Place.SINGLE_QUOTED: {},
    Place.UNQUOTED: {b">": None},
}
_ELSE = {
    Place.TAG_NAME: Place.BEFORE_NAME,
    Place.BEFORE_NAME: Place.NAME,
    Place.NAME: Place.AFTER_NAME,
    Place.AFTER_NAME: Place.NAME,
    Place.BEFORE_VALUE: Place.UNQUOTED,
    Place.DOUBLE_QUOTED: Place.BEFORE_NAME,
    Place.SINGLE_QUOTED: Place.BEFORE_NAME,
    Place.UNQUOTED: Place.BEFORE_NAME,
}


def read_tag_rest(buffer: bytes, at: int, place: Place) -> tuple[int, Place | None]:
    """Read on inside a tag, from behind its name or from an earlier answer.

    Returns:
        The offset behind the tag and None, or the end of the buffer and the place.
    """
    here: Place | None = place
    while here is not None:
        stay = _STAY[here].match(buffer, at)
        at = stay.end() if stay else at
        if at == len(buffer):
            break
        here = _NEXT[here].get(buffer[at : at + 1], _ELSE[here])
        at += 1
    return at, here
