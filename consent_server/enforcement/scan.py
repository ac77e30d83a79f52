"""Bytes in, tags out: a scanner that agrees with browsers on what is a tag.

It knows the tokens (T), raw text (S) and foreign content (F) of the HTML standard, and
nothing of trees otherwise. It does no I/O and keeps only what is not yet settled (P1).
Every tag token counts as real, also where a tree builder would ignore it: preload
scanners see tokens, not trees.
"""

from collections.abc import Callable

from consent_server.enforcement.declarations import (
    Declaration,
    is_declaration,
    read_declaration,
)
from consent_server.enforcement.foreign import ROOTS, ForeignStack
from consent_server.enforcement.modes import Modes
from consent_server.enforcement.oversize import Place, read_tag_rest
from consent_server.enforcement.plain import PlainTag, read_plain
from consent_server.enforcement.preload import PreloadView
from consent_server.enforcement.rawtext import (
    TAIL,
    ScriptScan,
    find_raw_end,
    find_text_end,
    has_source,
    scan_script,
)
from consent_server.enforcement.syntax import (
    DOCTYPE,
    RAW_TEXT,
    SKIP_BARE,
    SKIP_PROLOGUE,
    SKIP_TEXT,
    TAG,
    TAG_NAME,
    may_become_tag,
)
from consent_server.enforcement.tokens import Landmark, StartTag, Token

MAX_HELD_BYTES = 4 << 20
"""Size of a tag, or of an inline script, over which it counts as unreadable (P3)."""

RESCAN_BYTES = 1024
"""Up to this size, what is unfinished is simply read again with the next bytes (P2)."""

BOM = b"\xef\xbb\xbf"
_NOTED = ROOTS | {b"template"}


class Scanner:
    """Feeds on chunks of one HTML resource and lists its tags of interest.

    Args:
        prologue: Report landmarks at the beginning.
        scripting: ``<noscript>`` is raw text; its content is scanned on its own (S2).
        offset: Offset of the first byte, for content inside another resource.
        max_held: See ``MAX_HELD_BYTES``.
        may_be_local: Tells whether markup may name anything of interest on the page's
            own host; otherwise tags that load from there alone are not reported.
    """

    def __init__(
        self,
        *,
        prologue: bool = False,
        scripting: bool = True,
        offset: int = 0,
        max_held: int = MAX_HELD_BYTES,
        may_be_local: Callable[[bytes], bool] | None = None,
    ) -> None:
        self.scanned_bytes = 0  # work done, for tests of linear time
        self._may_be_local = may_be_local
        self._local = True
        self._scripting = scripting
        self._max_held = max_held
        self._base = offset
        self._buffer = b""
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._wanted = 0
        self._at = 0
        self._taken = 0
        self._out: list[Token] = []
        self._home: Callable[[], bool] = self._prologue if prologue else self._markup
        self._state = self._home
        self._foreign = ForeignStack()
        self._modes = Modes()
        self._preload = PreloadView()
        self._passing = Declaration.BOGUS
        self._noted = 0
        self._raw_name = b""
        self._ends_raw = False
        self._script = ScriptScan(0)
        self._place: Place | None = None
        self._inner: Scanner | None = None
        self._ended = False

    def feed(self, data: bytes) -> list[Token]:
        """Read on; return the tags that became certain."""
        self._pending.append(data)
        self._pending_bytes += len(data)
        if self._pending_bytes < self._wanted:
            return []  # P2: an unfinished construct is read again at double size
        self._join()
        tokens = self._run()
        rest = len(self._buffer) - self._at
        self._wanted = rest if rest > RESCAN_BYTES else 0
        return tokens

    def close(self) -> list[Token]:
        """Read to the end; an unfinished tag or script is none (T4)."""
        self._ended = True
        self._join()
        tokens = self._run()
        if self._inner is not None:
            tokens += self._inner.close()
            self._inner = None
        if self._state in (self._markup, self._prologue):
            self.end_of_markup = self._base + self._at
        self._at = len(self._buffer)
        return tokens

    end_of_markup: int | None = None
    """After ``close``: where markup could be added at the end; ``None`` inside text."""

    def take(self) -> bytes:
        """Return the bytes, since the last call, that no later tag can start in."""
        upto = self.settled - self._base
        taken = self._buffer[self._taken : upto]
        self._taken = upto
        return taken

    @property
    def settled(self) -> int:
        """The offset before which no later tag starts."""
        if self._inner is not None:
            return self._inner.settled
        return self._base + self._at

    # Each state returns False when it needs more bytes.

    def _run(self) -> list[Token]:
        before = self._at
        while self._state():
            pass
        self.scanned_bytes += len(self._buffer) - before
        tokens, self._out = self._out, []
        return tokens

    def _join(self) -> None:
        """Drop what is done with and take in what came."""
        if self._state == self._markup:
            self._note(self._at)
        if not self._pending:
            return
        kept = min(self._taken, self._at)
        self._buffer = b"".join((self._buffer[kept:], *self._pending))
        self._pending, self._pending_bytes = [], 0
        self._base += kept
        self._at -= kept
        self._taken -= kept
        self._noted = self._at
        self._script = self._script._replace(at=self._script.at - kept)
        if self._may_be_local:
            self._local = self._may_be_local(self._buffer)

    def _go(self, state: Callable[[], bool], at: int) -> bool:
        if state != self._state:
            if self._state == self._markup:
                self._note(at)
            self._state, self._noted = state, at
        self._at = at
        return True

    def _note(self, at: int) -> None:
        """Remember the HTML that was passed, foreign content left out (F6)."""
        if at > self._noted and not self._foreign:
            self._modes.open_tags.note(self._buffer[self._noted : at])
        self._noted = at

    def _prologue(self) -> bool:
        """Before content: white space, comments, doctype, ``<html>`` (R8)."""
        buffer, at = self._buffer, self._at
        if self._base + at == 0:
            if len(buffer) < len(BOM) and BOM.startswith(buffer):
                return False
            at = len(BOM) if buffer.startswith(BOM) else 0
        skipped = SKIP_PROLOGUE.match(buffer, at)
        self._at = at = skipped.end() if skipped else at
        if doctype := DOCTYPE.match(buffer, at):
            self._out.append(Landmark(self._base + at, is_doctype=True))
            self._passing = Declaration.BOGUS
            return self._go(self._pass, doctype.end())
        if is_declaration(self._buffer, at):
            return self._declaration(at)
        name = TAG_NAME.match(buffer, at)
        if name is None and may_become_tag(self._buffer, at, self._max_held):
            return False
        if name and name[1].lower() == b"html":
            return self._tag(at)
        if not (name and name[1].lower() == b"head"):
            self._out.append(Landmark(self._base + at, is_doctype=False))
        self._home = self._markup
        return self._go(self._markup, at)

    def _markup(self) -> bool:
        if self._foreign or self._modes.sees_all:
            skip = SKIP_BARE if self._preload.raw_name else SKIP_TEXT
            found = skip.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
        else:
            self._preload.raw_name = b""
            self._pass_plain()
        at = self._at
        if at + 1 >= len(self._buffer):
            return False
        if is_declaration(self._buffer, at):
            return self._declaration(at)
        return self._tag(at)

    def _pass_plain(self) -> None:
        """Go to the next tag that opens something, reporting others on the way."""
        read = read_plain(self._buffer, self._at, self._max_held, local=self._local)
        self._at, tags = read
        for tag in tags:
            if tag.text is not None:
                self._note(tag.at + len(tag.raw))
                self._noted += len(tag.text)
            self._out.append(self._place_tag(tag))

    def _place_tag(self, tag: PlainTag) -> StartTag:
        name, at, raw, text = tag
        in_noscript = not self._scripting
        return StartTag(name, self._base + at, raw, text=text, in_noscript=in_noscript)

    def _declaration(self, at: int) -> bool:
        in_prologue = self._state == self._prologue
        kind = read_declaration(
            self._buffer, at, in_foreign=self._foreign.on_top, in_prologue=in_prologue
        )
        if kind is None:
            return False
        self._passing = kind
        hides = self._preload.hides(kind)
        return self._go(self._hidden if hides else self._pass, at + kind.start_bytes)

    def _pass(self) -> bool:
        self._at, rest = self._passing.find(self._buffer, self._at)
        return rest is not None and self._go(self._home, rest)

    def _hidden(self) -> bool:
        """Pass a comment or section in which a preload scanner may find tags (F8)."""
        at = self._at
        upto, rest = self._passing.find(self._buffer, at, ended=self._ended)
        if upto - at > self._max_held:
            return self._go(self._pass, at)
        if rest is None:
            return False
        tags = self._preload.read(self._buffer, at, upto)
        self._out += map(self._place_tag, tags)
        return self._go(self._home, rest)

    def _plaintext(self) -> bool:
        self._at = len(self._buffer)
        return False

    def _tag(self, at: int) -> bool:
        found = TAG.match(self._buffer, at)
        size = (found.end() if found else len(self._buffer)) - at
        if size > self._max_held:
            return self._oversize_tag(at)
        if found is None:
            return False
        name = found[2].lower()
        if found[1]:
            self._at = found.end()
            self._end_tag(name, at)
            return True
        tag = self._place_tag(PlainTag(name, at, found[0]))
        return self._start_tag(tag, found.end())

    def _end_tag(self, name: bytes, at: int) -> None:
        self._preload.end(name)
        if self._ends_raw:
            self._ends_raw = False
        elif self._modes.ignores_end(name):
            return
        elif name == b"template":
            self._note(at)
            if not self._foreign.end(name, lambda _: self._modes.in_template):
                self._modes.end_template()
        elif self._foreign:
            self._note(at)
            self._foreign.end(name, self._modes.is_open)

    def _start_tag(self, tag: StartTag, end: int) -> bool:
        if self._modes.ignores(tag.name):
            self._out.append(tag._replace(ignored=True))
            return self._go(self._state, end)
        if tag.name in {b"script", b"style"}:
            return self._text_tag(tag, end)
        if tag.name == b"base":
            self._may_be_local, self._local = None, True  # U3: it moves what is local
        if self._foreign or tag.name in _NOTED:
            self._note(tag.at - self._base)
        is_html = self._is_html(tag)
        self._out.append(tag if is_html else tag._replace(foreign=True))
        if not is_html:
            self._preload.start(tag.name)
            return self._go(self._state, end)
        return self._go(self._content_of(tag.name), end)

    def _is_html(self, tag: StartTag) -> bool:
        """Put a tag where it belongs; tell whether HTML rules apply to it."""
        if self._modes.in_columns and tag.name != b"template":
            return True  # ignored, so it opens nothing
        is_html = self._foreign.start(tag.name, tag.raw, self._modes.is_open)
        if is_html:
            self._modes.start(tag.name)
        return is_html

    def _content_of(self, name: bytes) -> Callable[[], bool]:
        self._raw_name = name
        if name in RAW_TEXT:
            return self._raw
        if name == b"noscript" and self._scripting:
            return self._noscript
        if name == b"plaintext":
            return self._plaintext
        return self._state

    def _oversize_tag(self, at: int) -> bool:
        """Report a tag of which only the name is known; it will be made another."""
        name = TAG_NAME.match(self._buffer, at)
        if name is None or len(name[1]) >= self._max_held:
            self._place = Place.TAG_NAME
            return self._go(self._tag_rest, at + 1)
        if not name[1].startswith(b"/"):
            tag = StartTag(name[1].lower(), self._base + at, name[0], oversize=True)
            self._out.append(tag)
        self._place = Place.BEFORE_NAME
        return self._go(self._tag_rest, name.end())

    def _tag_rest(self) -> bool:
        if self._place is None:
            return self._go(self._home, self._at)
        self._at, self._place = read_tag_rest(self._buffer, self._at, self._place)
        return self._place is None

    def _raw(self) -> bool:
        self._at, found = find_raw_end(self._raw_name, self._buffer, self._at)
        return found and self._leave_raw()

    def _leave_raw(self) -> bool:
        self._ends_raw = bool(self._foreign)
        return self._go(self._markup, self._at)

    def _noscript(self) -> bool:
        """Scan the content again as markup, for visitors without scripting (S2)."""
        if self._inner is None:
            self._inner = Scanner(
                scripting=False,
                offset=self._base + self._at,
                max_held=self._max_held,
                may_be_local=self._may_be_local,
            )
        before = self._at
        self._at, found = find_raw_end(b"noscript", self._buffer, before)
        self._out += self._inner.feed(self._buffer[before : self._at])
        if found:
            self._out += self._inner.close()
            self._inner = None
        return found and self._leave_raw()

    def _text_tag(self, tag: StartTag, end: int) -> bool:
        """Report a script or style with its text, which decides, so it waits (P1)."""
        is_html = self._foreign.is_html(tag.name)
        if not has_source(tag.name, tag.raw, is_html=is_html):
            buffer, ended = self._buffer, self._ended
            upto = find_text_end(tag.name, buffer, end, is_html=is_html, ended=ended)
            oversize = (upto or len(buffer) - TAIL) - end > self._max_held
            if upto is None and not oversize:
                return False
            text = None if oversize else buffer[end:upto]
            tag = tag._replace(text=text, oversize_text=oversize)
        self._out.append(tag._replace(foreign=not is_html))
        self._foreign.start(tag.name, tag.raw, self._modes.is_open)
        if not is_html:
            self._preload.start(tag.name)
            return self._go(self._state, end)
        if tag.name == b"style":
            return self._go(self._content_of(tag.name), end)
        self._script = ScriptScan(end)
        return self._go(self._script_data, end)

    def _script_data(self) -> bool:
        self._script = scan_script(self._buffer, self._script)
        self._at = self._script.at
        return self._script.end is not None and self._leave_raw()
