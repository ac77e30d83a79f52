"""SVG and MathML inside HTML: which rules a tag is under (F1 to F7).

Inside ``<svg>`` a ``<style>`` or ``<title>`` is no raw text, so that an ``<img>`` in it
is an element and loads. This stack knows just enough of the tree to say so.
"""

import enum
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from consent_server.enforcement.opentags import (
    IN_SCOPE,
    MAX_DEPTH,
    NEVER_OPEN,
    SCOPES,
    SPECIAL,
    TABLE_PARTS,
    family,
)
from consent_server.enforcement.syntax import is_self_closing, parse_attributes

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
# Their end tags close nothing here: they switch a mode or unlink one element.
_CLOSE_NOTHING = NEVER_OPEN | {b"form"}
# Their end tags look past integration points ("in table scope").
_TABLE = TABLE_PARTS - {b"colgroup"} | {b"table", b"template"}


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
_SHIELDS = _POINTS | {Kind.ANNOTATION}  # scope ends at them
_IN_SVG = {Kind.SVG, Kind.SVG_POINT}


class _Entry(NamedTuple):
    name: bytes
    kind: Kind


class ForeignStack:
    """The open elements from the outermost ``<svg>`` or ``<math>`` on; mostly empty."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        # Where in the stack things stand, so that no end tag searches through it (F7).
        self._foreign: defaultdict[bytes, list[int]] = defaultdict(list)
        self._html: defaultdict[bytes, list[int]] = defaultdict(list)
        self._html_at: list[int] = []
        self._shields_at: list[int] = []
        self._scopes_at: list[int] = []
        self._specials_at: list[int] = []
        self.steps = 0

    def __bool__(self) -> bool:
        return bool(self._entries)

    @property
    def on_top(self) -> bool:
        """The current node is foreign, so ``<![CDATA[`` is a section (F4)."""
        return bool(self._entries) and self._entries[-1].kind is not Kind.HTML

    def start(
        self, name: bytes, raw: bytes, is_open_outside: Callable[[bytes], bool]
    ) -> bool:
        """Take a start tag into account; True when HTML rules apply to it."""
        if not self.is_html(name):
            if not _breaks_out(name, raw):
                self._push_foreign(name, raw)
                return False
            self._break_out()
        if name in ROOTS:
            if not is_self_closing(raw):
                self._push(name, Kind(name.decode()))
        elif self._entries and not self._fits(name):
            if is_open_outside(b"table"):
                self._cut(0)  # a part of that table, which ends what is in it
        elif self._entries:
            self._push_html(family(name))
        return True

    def _push_html(self, name: bytes) -> None:
        open_at = self._html[name][-1:]
        if name == b"select" and open_at and open_at == [self._find_open(name)]:
            self._cut(open_at[0])  # a second start tag ends the first and is none
        elif name not in NEVER_OPEN:
            self._push(name, Kind.HTML)

    def _fits(self, name: bytes) -> bool:
        """Tell whether a start tag is not one that is ignored outside of tables."""
        is_part = name in TABLE_PARTS
        return not is_part or bool(self._html[b"table"] or self._html[b"template"])

    def end(self, name: bytes, is_open_outside: Callable[[bytes], bool]) -> bool:
        """Take an end tag into account (F5, F6); True when it was a foreign one."""
        if not self._entries:
            return False
        if self.on_top and name in {b"p", b"br"}:
            self._break_out()
        index = self._find_open(name)
        if index is not None:
            kind = self._entries[index].kind
            self._cut(index)
            return kind is not Kind.HTML
        if self._may_leave(name) and is_open_outside(name):
            self._cut(0)
        return False

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

    def _find_open(self, name: bytes) -> int | None:
        """Return where the entry stands that an end tag closes, if there is one.

        HTML children shield foreign elements below them, integration points HTML ones.
        """
        foreign, html = self._foreign.get(name), self._html.get(family(name))
        if foreign and (not self._html_at or self._html_at[-1] < foreign[-1]):
            return foreign[-1]
        if not html or html[-1] <= self._floor(name):
            return None
        is_near = name in _TABLE or self._shields_at[-1] < html[-1]
        return html[-1] if is_near and html[-1] >= self._hidden_below(name) else None

    def _hidden_below(self, name: bytes) -> int:
        """Return where the HTML element stands below which an end tag closes none."""
        if name in _TABLE:
            places = self._html[b"table"] if name in TABLE_PARTS else []
        else:
            places = self._scopes_at if family(name) in IN_SCOPE else self._specials_at
        return places[-1] if places else -1

    def _floor(self, name: bytes) -> int:
        """Return where the template stands that no other end tag sees through."""
        templates = self._html.get(b"template")
        return templates[-1] if templates and name != b"template" else -1

    def _may_leave(self, name: bytes) -> bool:
        if name in _CLOSE_NOTHING or name in ROOTS or self._floor(name) >= 0:
            return False
        return name in _TABLE or not self._shields_at

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
        for places in self._places(name, kind):
            places.append(len(self._entries))
        self._entries.append(_Entry(name, kind))

    def _cut(self, size: int) -> None:
        while len(self._entries) > size:
            self.steps += 1
            for places in self._places(*self._entries.pop()):
                places.pop()

    def _places(self, name: bytes, kind: Kind) -> Iterator[list[int]]:
        if kind is Kind.HTML:
            yield self._html[name]
            yield self._html_at
            if name in SCOPES:
                yield self._scopes_at
            if name in SPECIAL:
                yield self._specials_at
        else:
            yield self._foreign[name]
        if kind in _SHIELDS:
            yield self._shields_at


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
