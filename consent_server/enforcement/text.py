"""Pages as the scanner reads them: ASCII characters as their bytes, others above 0x7F.

Each ``Text`` turns a page's bytes into such a reading, same for every chunking, and
what was made of the reading back into the page's own encoding, exactly.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from consent_server.enforcement.charset import Charset
from consent_server.enforcement.edits import Insertion, splice


class Text(Protocol):
    """The way there and back of one page; ``codec`` is how it writes ASCII."""

    codec: str

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes of the page and return how they are read."""
        ...

    def close(self) -> bytes:
        """Return the rest of the reading."""
        ...

    def back(self, output: bytes, insertions: Sequence[Insertion]) -> bytes:
        """Return the next output as bytes of the page.

        Args:
            output: The reading with something inserted, from where the last ended.
            insertions: What was inserted in it, at offsets of the whole reading.
        """
        ...

    def end(self) -> bytes:
        """Return what of the page stands behind everything that can be read."""
        ...


_SEQUENCE = re.compile(rb"\x1b(?=[($])")


class AsciiText:
    """Any encoding in which bytes below 0x80 are always themselves (E1).

    With ``defuse``, escape sequences are broken by DEL, which nobody sees: a browser
    that guesses must not take the page for ISO-2022-JP.
    """

    codec = "ascii"

    def __init__(self, *, defuse: bool = False) -> None:
        self._defuse = defuse
        self._pending = b""

    def feed(self, data: bytes) -> bytes:
        """See ``Text``."""
        if not self._defuse:
            return data
        data = self._pending + data
        self._pending = b"\x1b" if data.endswith(b"\x1b") else b""
        data = data.removesuffix(b"\x1b")
        return _SEQUENCE.sub(b"\x1b\x7f", data) if b"\x1b" in data else data

    def close(self) -> bytes:
        """See ``Text``."""
        rest, self._pending = self._pending, b""
        return rest

    def back(self, output: bytes, _: Sequence[Insertion], /) -> bytes:
        """See ``Text``."""
        return output

    def end(self) -> bytes:
        """See ``Text``."""
        return b""


_UNIT_BYTES = 2
_HIGH_SURROGATES = range(0xD8, 0xDC)


class Utf16Text:
    """UTF-16, read as UTF-8; unpaired surrogates and an odd last byte come back."""

    def __init__(self, charset: Charset) -> None:
        self.codec: str = charset.value
        self._high_byte = -1 if charset is Charset.UTF_16_LE else -2
        self._pending = b""
        self._output = b""

    def feed(self, data: bytes) -> bytes:
        """See ``Text``."""
        data = self._pending + data
        size = len(data) - len(data) % _UNIT_BYTES
        if size and data[:size][self._high_byte] in _HIGH_SURROGATES:
            size -= _UNIT_BYTES
        self._pending = data[size:]
        return self._read(data[:size])

    def close(self) -> bytes:
        """See ``Text``."""
        size = len(self._pending) - len(self._pending) % _UNIT_BYTES
        rest, self._pending = self._pending[:size], self._pending[size:]
        return self._read(rest)

    def back(self, output: bytes, _: Sequence[Insertion], /) -> bytes:
        """See ``Text``."""
        output = self._output + output
        size = _whole_characters(output)
        self._output = output[size:]
        text = output[:size].decode("utf-8", "surrogatepass")
        return text.encode(self.codec, "surrogatepass")

    def end(self) -> bytes:
        """See ``Text``."""
        return self._pending

    def _read(self, data: bytes) -> bytes:
        return data.decode(self.codec, "surrogatepass").encode("utf-8", "surrogatepass")


def _whole_characters(data: bytes) -> int:
    """Return the length of UTF-8 without a last character that is not all there."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:  # noqa: PLR2004 - the first byte of several (RFC 3629)
            needed = 2 + (byte >= 0xE0) + (byte >= 0xF0)  # noqa: PLR2004
            return len(data) - back if needed > back else len(data)
        if byte < 0x80:  # noqa: PLR2004
            break
    return len(data)


# The Encoding standard, section 12.2.
_ESCAPES = re.compile(rb"(\x1b(?:\([BJI]|\$[@B]))")
_UNFINISHED = re.compile(rb"\x1b[($]?\Z")
_ESCAPE_BYTES = 3
_ASCII = b"\x1b(B"
_ROMAN = b"\x1b(J"
_ERROR = b"\x80"


def _hide(*hidden: int) -> bytes:
    return bytes(byte | 0x80 if byte in hidden else byte for byte in range(256))


_NO_CHARACTERS = (0x0E, 0x0F, 0x1B)
_TABLES = {
    _ASCII: _hide(*_NO_CHARACTERS),
    _ROMAN: _hide(*_NO_CHARACTERS, ord("\\"), ord("~")),  # yen and overline
    **dict.fromkeys((b"\x1b(I", b"\x1b$@", b"\x1b$B"), _hide(*range(128))),
}


class _Run(NamedTuple):
    """Bytes behind an escape sequence, in the reading and in the page."""

    reading: int
    page: int
    size: int
    mode: bytes


class Iso2022JpText:
    """ISO-2022-JP: escape sequences are not read, Japanese is above 0x7F.

    A sequence right behind another is a character, U+FFFD. What is inserted goes where
    ASCII is in force, or brings it along.
    """

    codec = "ascii"

    def __init__(self) -> None:
        self._pending = b""
        self._page = b""  # the bytes from ``_written`` on
        self._written = 0
        self._reading_size = self._reading_written = 0
        self._runs = [_Run(0, 0, 0, _ASCII)]

    def feed(self, data: bytes) -> bytes:
        """See ``Text``."""
        data = self._pending + data
        unfinished = _UNFINISHED.search(data, max(0, len(data) - _ESCAPE_BYTES))
        size = unfinished.start() if unfinished else len(data)
        # What a sequence is depends on whether another follows.
        while _ESCAPES.fullmatch(data, max(0, size - _ESCAPE_BYTES), size):
            size -= _ESCAPE_BYTES
        self._pending = data[size:]
        return self._read(data[:size])

    def close(self) -> bytes:
        """See ``Text``."""
        rest, self._pending = self._pending, b""
        return self._read(rest)

    def _read(self, data: bytes) -> bytes:
        at = self._written + len(self._page)
        self._page += data
        readings: list[bytes] = []
        follows_escape = False
        for piece in filter(None, _ESCAPES.split(data)):
            is_escape = _ESCAPES.fullmatch(piece) is not None
            mode = piece if is_escape else self._runs[-1].mode
            reading = b"" if is_escape else piece.translate(_TABLES[mode])
            if is_escape and follows_escape:
                reading = _ERROR
                self._runs.pop()  # nothing goes between the two
            self._reading_size += len(reading)
            at += len(piece)
            size = 0 if is_escape else len(piece)
            self._runs.append(_Run(self._reading_size - size, at - size, size, mode))
            readings.append(reading)
            follows_escape = is_escape
        return b"".join(readings)

    def back(self, output: bytes, insertions: Sequence[Insertion]) -> bytes:
        """See ``Text``."""
        inserted = sum(len(insertion.text) for insertion in insertions)
        self._reading_written += len(output) - inserted
        edits = [self._place(insertion) for insertion in insertions]
        first, *_ = self._places(self._reading_written)
        end = max([self._written, first[0], *(edit.at for edit in edits[-1:])])
        size = end - self._written
        page = splice(self._page[:size], self._written, edits)
        self._page = self._page[size:]
        self._written = end
        done = bisect_left(self._runs, self._reading_written, key=_end)
        del self._runs[: max(0, done - 1)]
        return page

    def end(self) -> bytes:
        """See ``Text``."""
        return self._page

    def _place(self, insertion: Insertion) -> Insertion:
        places = self._places(insertion.at)
        is_alike = insertion.text.translate(_TABLES[_ROMAN]) == insertion.text
        for at, mode in places:
            if mode == _ASCII or (mode == _ROMAN and is_alike):
                return Insertion(at, insertion.text)
        at, mode = places[0]
        back = mode if len(places) == 1 else b""  # else the page's own comes next
        return Insertion(at, _ASCII + insertion.text + back)

    def _places(self, offset: int) -> list[tuple[int, bytes]]:
        """Return the places in the page for one in the reading, and what is in force.

        Several, in order, where an escape sequence stands; between two of them, which
        is no place, the one before.
        """
        index = bisect_left(self._runs, offset, key=_end)
        found = [
            (run.page + offset - run.reading, run.mode)
            for run in self._runs[index : index + 3]
            if run.reading <= offset
        ]
        before = self._runs[index - 1]
        return found or [(before.page + before.size, before.mode)]


def _end(run: _Run) -> int:
    return run.reading + run.size


def text_in(charset: Charset) -> Text:
    """Return how a page in an encoding that can be read is read."""
    match charset:
        case Charset.UTF_16_LE | Charset.UTF_16_BE:
            return Utf16Text(charset)
        case Charset.ISO_2022_JP:
            return Iso2022JpText()
        case _:
            return AsciiText(defuse=charset is Charset.DEFUSED)
