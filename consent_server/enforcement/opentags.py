"""Which HTML elements are open, asked only when markup is broken (F6).

As much of the tree builder's stack as an end tag inside SVG or MathML needs: which
elements there are, what hides them (HTML standard, 13.2.4.2), and which start tags
close others that nobody closed. In doubt an element counts as closed.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import takewhile

from consent_server.enforcement.syntax import COUNTED, RAW_TEXT

FOLD_BYTES = 4 << 20
MAX_DEPTH = 512  # F7: browsers cap their tree at this depth

VOID = frozenset(
    b"area base br col embed hr img image input link meta param source track wbr "
    b"basefont bgsound frame keygen".split()
)
NEVER_OPEN = (
    VOID
    | RAW_TEXT
    | frozenset(b"script noscript plaintext html head body frameset svg math".split())
)
"""No end tag finds these: they are empty, text, or there in any case."""

HEADINGS = frozenset(b"h1 h2 h3 h4 h5 h6".split())
TABLE_PARTS = frozenset(b"caption colgroup tbody td tfoot th thead tr".split())
_CONTEXTS = {
    **dict.fromkeys((b"td", b"th"), frozenset(b"table tbody tfoot thead tr".split())),
    b"tr": frozenset(b"table tbody tfoot thead".split()),
}
_ONLY_TABLE = frozenset((b"table",))
_NO_CELL = _ONLY_TABLE | TABLE_PARTS - frozenset(b"td th caption".split())
SCOPES = frozenset(b"applet caption marquee object select table td template th".split())
_FORMATTING = frozenset(
    b"a b big code em font i nobr s small strike strong tt u".split()
)
_BLOCKS = frozenset(
    b"address article aside blockquote center details dialog dir div dl fieldset "
    b"figcaption figure footer header hgroup listing main menu nav ol pre search "
    b"section summary ul".split()
)
_ITEMS = frozenset(b"li dd dt h1".split())
_CLOSES_P = _BLOCKS | _ITEMS | frozenset(b"form p table hr plaintext xmp".split())
SPECIAL = SCOPES | _BLOCKS | _ITEMS | TABLE_PARTS | {b"button", b"form", b"p"}
IN_SCOPE = SCOPES - TABLE_PARTS | _BLOCKS | _ITEMS | _FORMATTING | {b"button", b"p"}
# They are not there for long, and close nothing; comments have no name.
_EMPTY = NEVER_OPEN - _CLOSES_P | {b""}
# A start tag closes an open one of the same kind.
_CLOSES = {
    **{name: (name,) for name in b"li a button nobr optgroup option".split()},
    **dict.fromkeys((b"dd", b"dt"), (b"dd", b"dt")),
}


class _Places(dict[bytes, list[list[int]]]):
    """The lists that note where an element of a name stands, made on first use."""

    def __init__(
        self,
        at: Mapping[bytes, list[int]],
        scopes: list[int],
        specials: list[int],
    ) -> None:
        super().__init__()
        self._at, self._scopes, self._specials = at, scopes, specials

    def __missing__(self, name: bytes) -> list[list[int]]:
        places = [self._at[name]]
        places += [self._scopes] if name in SCOPES else []
        places += [self._specials] if name in SPECIAL else []
        self[name] = places
        return places


class OpenTags:
    """The open elements of a page or of a template, worked out as late as possible.

    Well-formed pages never ask, so bytes are only kept; they are read on the first
    question, or when some megabytes have come together. Each byte is read once.
    """

    def __init__(self, *, in_template: bool = False) -> None:
        self.counted_bytes = 0
        self._kept: list[bytes] = []
        self._kept_bytes = 0
        self._in_template = in_template
        self._names: list[bytes] = []
        # Where in the stack things stand, so that nobody searches through it (F7).
        self._scopes: list[int] = []
        self._specials: list[int] = []
        self._at: defaultdict[bytes, list[int]] = defaultdict(list)

    @cached_property
    def _places(self) -> _Places:
        return _Places(self._at, self._scopes, self._specials)

    def note(self, markup: bytes) -> None:
        """Take note of markup that was passed: whole tokens, no raw text."""
        self._kept.append(markup)
        self._kept_bytes += len(markup)
        if self._kept_bytes > FOLD_BYTES:
            self._fold()

    def is_open(self, name: bytes) -> bool:
        """Tell whether an end tag of that name closes something."""
        self._fold()
        return self._find(family(name)) is not None

    def _fold(self) -> None:
        names = self._names
        for markup in self._kept:
            self.counted_bytes += len(markup)
            for name in COUNTED.findall(markup.lower()):
                if names and name == b"/" + names[-1]:
                    self._cut(len(names) - 1)
                elif name.startswith(b"/"):
                    self._close(family(name[1:]))
                elif name not in _EMPTY:
                    self._open(family(name))
        self._kept.clear()
        self._kept_bytes = 0

    def _find(self, name: bytes) -> int | None:
        """Return where the element stands that an end tag closes, if there is one."""
        at = self._last(name)
        if name in TABLE_PARTS or name == b"table":
            hidden_by = self._last(b"table")
        elif name in IN_SCOPE:
            hidden_by = self._scopes[-1] if self._scopes else -1
        else:
            hidden_by = self._specials[-1] if self._specials else -1
        return at if at >= max(hidden_by, 0) else None

    def _last(self, name: bytes) -> int:
        places = self._at.get(name)
        return places[-1] if places else -1

    def _open(self, name: bytes) -> None:
        if name in _CLOSES_P and self._at[b"p"]:
            self._close(b"p")
        for other in _CLOSES.get(name, ()):
            self._close(other)
        top = self._names[-1] if self._names else b""
        if (name == b"h1" == top) or (name == b"table" and top in _NO_CELL):
            self._close(name)
        if name == b"select" and self._find(name) is not None:
            self._close(name)  # a second start tag ends the first and is none
        elif name in TABLE_PARTS:
            self._open_part(name)
        elif name not in NEVER_OPEN:
            self._push(name)

    def _open_part(self, name: bytes) -> None:
        """Close what ends at a part of a table; without a table it is none."""
        has_no_content = not self._names or self._names[-1] in TABLE_PARTS
        if self._last(b"table") < 0 and not (self._in_template and has_no_content):
            return
        contexts = _CONTEXTS.get(name, _ONLY_TABLE)
        above = takewhile(lambda one: one not in contexts, reversed(self._names))
        self._cut(len(self._names) - sum(1 for _ in above))
        while self._names and (implied := _implied(self._names[-1], name)):
            self._push(implied)
        self._push(name)

    def _close(self, name: bytes) -> None:
        at = self._find(name)
        if at is None:
            return
        above = dict.fromkeys(self._names[at + 1 :])
        self._cut(at)
        if name not in SCOPES:  # 13.2.4.3: formatting goes on behind what ended
            for other in above:
                if other in _FORMATTING and other != name:
                    self._push(other)

    def _push(self, name: bytes) -> None:
        if len(self._names) == MAX_DEPTH:
            self._cut(MAX_DEPTH - 1)
        for places in self._places[name]:
            places.append(len(self._names))
        self._names.append(name)

    def _cut(self, size: int) -> None:
        while len(self._names) > size:
            for places in self._places[self._names.pop()]:
                places.pop()


def family(name: bytes) -> bytes:
    """The end tag of any heading closes any heading."""
    return b"h1" if name in HEADINGS else name


def _implied(parent: bytes, name: bytes) -> bytes:
    """Name the part of a table that a start tag brings along; nothing when none."""
    if parent == b"table" and name in _CONTEXTS:
        return b"tbody"
    is_row_missing = parent in _CONTEXTS[b"tr"] and name in {b"td", b"th"}
    return b"tr" if is_row_missing else b""
