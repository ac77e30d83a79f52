"""SVG and MathML inside HTML: which rules a tag is under (F1 to F7).

Inside ``<svg>`` a ``<style>`` or ``<title>`` is no raw text, so that an ``<img>`` in it
is an element and loads. This stack knows just enough of the tree to say so.
"""

import enum
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from consent_server.enforcement.syntax import (
    RAW_TEXT,
    is_self_closing,
    parse_attributes,
)

MAX_DEPTH = 512  # F7: browsers cap their tree at this depth
ROOTS = frozenset((b"svg", b"math"))
_BREAKOUT = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 "
    b"head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike "
    b"sub sup table tt u ul var".split()
)
_FONT_ATTRIBUTES = frozenset((b"color", b"face", b"size"))
_SVG_POINTS = frozenset((b"foreignobject", b"desc", b"title"))
_MATHML_TEXT_POINTS = frozenset((b"mi", b"mo", b"mn", b"ms", b"mtext"))
_HTML_ENCODINGS = frozenset((b"text/html", b"application/xhtml+xml"))
VOID = frozenset(
    b"area base br col embed hr img image input link meta param source track wbr "
    b"basefont bgsound frame keygen".split()
)
_NEVER_ON_STACK = VOID | RAW_TEXT | {b"script", b"noscript", b"plaintext"}
# Their end tags close nothing here: they switch a mode or unlink one element.
_CLOSE_NOTHING = VOID | {b"html", b"head", b"body", b"form"}
# Their end tags look past integration points ("in table scope").
_TABLE = frozenset(b"table tbody thead tfoot tr td th caption template".split())


class Kind(enum.Enum):
    """What a stack entry is."""

    SVG = "svg"
    MATHML = "math"
    SVG_POINT = "svg integration point"
    MATHML_TEXT_POINT = "mathml text integration point"
    MATHML_POINT = "annotation with html inside"
    ANNOTATION = "annotation-xml"
    HTML = "html"

    @property
    def is_point(self) -> bool:
        """HTML rules hold for the children."""
        return self in _POINTS


_POINTS = {Kind.SVG_POINT, Kind.MATHML_TEXT_POINT, Kind.MATHML_POINT}
_IN_SVG = {Kind.SVG, Kind.SVG_POINT}


class _Entry(NamedTuple):
    name: bytes
    kind: Kind


class ForeignStack:
    """The open elements from the outermost ``<svg>`` or ``<math>`` on; mostly empty."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._names: Counter[bytes] = Counter()
        self.steps = 0

    def __bool__(self) -> bool:
        return bool(self._entries)

    @property
    def on_top(self) -> bool:
        """The current node is foreign, so ``<![CDATA[`` is a section (F4)."""
        return bool(self._entries) and self._entries[-1].kind is not Kind.HTML

    def start(self, name: bytes, raw: bytes) -> bool:
        """Take a start tag into account; True when HTML rules apply to it."""
        if not self.is_html(name):
            if not _breaks_out(name, raw):
                self._push_foreign(name, raw)
                return False
            self._break_out()
        if name in ROOTS:
            if not is_self_closing(raw):
                self._push(name, Kind(name.decode()))
        elif self._entries and name not in _NEVER_ON_STACK:
            self._push(name, Kind.HTML)
        return True

    def end(self, name: bytes, is_open_outside: Callable[[bytes], bool]) -> None:
        """Take an end tag into account (F5, F6)."""
        if not self._entries:
            return
        if self.on_top and name in {b"p", b"br"}:
            self._break_out()
        if self._names[name]:
            self._close(name)
        elif self._may_leave(name) and is_open_outside(name):
            self._cut(0)

    def is_html(self, name: bytes) -> bool:
        """Tell whether a start tag is under HTML rules here, before any break-out."""
        if not self._entries:
            return True
        match self._entries[-1].kind:
            case Kind.HTML | Kind.SVG_POINT | Kind.MATHML_POINT:
                return True
            case Kind.MATHML_TEXT_POINT:
                return name not in {b"mglyph", b"malignmark"}
            case Kind.ANNOTATION:
                return name == b"svg"
            case _:
                return False

    def _close(self, name: bytes) -> None:
        """Close the nearest entry of that name, unless something shields it.

        An HTML child shields foreign elements above it; a point shields HTML ones.
        """
        sees_foreign, sees_html = True, True
        for index in range(len(self._entries) - 1, -1, -1):
            self.steps += 1
            entry = self._entries[index]
            is_html = entry.kind is Kind.HTML
            if is_html:
                sees_foreign = False
            if entry.name == name and (sees_html if is_html else sees_foreign):
                self._cut(index)
                return
            if entry.kind.is_point or entry.kind is Kind.ANNOTATION:
                sees_html = sees_html and name in _TABLE
            if not sees_foreign and not sees_html:
                return

    def _may_leave(self, name: bytes) -> bool:
        if name in _CLOSE_NOTHING or name in ROOTS:
            return False
        if name in _TABLE:
            return True
        return not any(
            entry.kind.is_point or entry.kind is Kind.ANNOTATION
            for entry in self._entries
        )

    def _break_out(self) -> None:
        index = len(self._entries)
        while index:
            kind = self._entries[index - 1].kind
            if kind is Kind.HTML or kind.is_point:
                break
            index -= 1
        self._cut(index)

    def _push_foreign(self, name: bytes, raw: bytes) -> None:
        if is_self_closing(raw):
            return
        if self._entries[-1].kind in _IN_SVG:
            kind = Kind.SVG_POINT if name in _SVG_POINTS else Kind.SVG
        elif name in _MATHML_TEXT_POINTS:
            kind = Kind.MATHML_TEXT_POINT
        elif name == b"annotation-xml":
            kind = Kind.MATHML_POINT if _holds_html(raw) else Kind.ANNOTATION
        else:
            kind = Kind.MATHML
        self._push(name, kind)

    def _push(self, name: bytes, kind: Kind) -> None:
        if len(self._entries) == MAX_DEPTH:
            self._cut(MAX_DEPTH - 1)
        self._entries.append(_Entry(name, kind))
        self._names[name] += 1

    def _cut(self, size: int) -> None:
        while len(self._entries) > size:
            self.steps += 1
            self._names[self._entries.pop().name] -= 1


def _breaks_out(name: bytes, raw: bytes) -> bool:
    if name == b"font":
        names = {attribute.name for attribute in parse_attributes(raw)}
        return not names.isdisjoint(_FONT_ATTRIBUTES)
    return name in _BREAKOUT


def _holds_html(raw: bytes) -> bool:
    for attribute in parse_attributes(raw):
        if attribute.name == b"encoding":
            return attribute.value.lower() in _HTML_ENCODINGS
    return False
