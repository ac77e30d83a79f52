"""Bodies that arrive encoded although they were asked for plain.

gzip and deflate are decoded. A page in another coding, or in a character set that the
scanner cannot read, is served, but may load nothing from any other origin: that is how
it fails towards privacy.
"""

import zlib

from consent_server.enforcement.headers import Headers, get_values, split_list

OWN_ORIGIN_ONLY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'"
)
"""The Content-Security-Policy of a page that could not be read."""

_INFLATED = frozenset({"gzip", "x-gzip", "deflate"})
_ANY_WINDOW = 32 + zlib.MAX_WBITS  # zlib manual: detect gzip and zlib headers
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HALF_MARKS = (b"\xff", b"\xfe")


class PlainReader:
    """Passes a body on as it is."""

    def peek(self, data: bytes) -> bytes:
        """Return how the body begins, without taking it."""
        return data

    def feed(self, data: bytes) -> bytes:
        """Return the next bytes."""
        return data

    def close(self) -> bytes:
        """Return the rest: none."""
        return b""


class InflatingReader:
    """Decodes gzip and deflate (RFC 9110 section 8.4.1); what is damaged ends there.

    Browsers also take deflate without its zlib header, and gzip of several members.
    """

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_ANY_WINDOW)
        self._begun = False
        self._told = False
        self._damaged = False

    def peek(self, data: bytes) -> bytes:
        """Return how the body begins, as far as these bytes tell."""
        return InflatingReader()._decode_all(data)  # noqa: SLF001 - its own kind

    def feed(self, data: bytes) -> bytes:
        """Decode the next bytes."""
        plain = self._decode_all(data)
        if plain and not self._told:
            self._told = True
            # Here the first piece was too small to tell, and the headers are gone.
            self._damaged = plain.startswith(_UTF_16_MARKS)
        return b"" if self._damaged else plain

    def _decode_all(self, data: bytes) -> bytes:
        output = []
        while data and not self._damaged:
            output.append(self._decode(data))
            data = self._inflate.unused_data
            if data:
                self._inflate = zlib.decompressobj(_ANY_WINDOW)
        return b"".join(output)

    def close(self) -> bytes:
        """Return the rest."""
        return b"" if self._damaged else self._inflate.flush()

    def _decode(self, data: bytes) -> bytes:
        try:
            output = self._inflate.decompress(data)
        except zlib.error:
            if self._begun:
                self._damaged = True  # a browser shows no more of it either
                return b""
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            self._begun = True
            return self._decode(data)
        self._begun = True
        return output


Reader = PlainReader | InflatingReader


def find_reader(headers: Headers) -> Reader | None:
    """Return what makes a body plain, or nothing when we cannot."""
    codings = [
        coding.lower()
        for value in get_values(headers, "Content-Encoding")
        for coding in split_list(value)
        if coding.lower() != "identity"
    ]
    match codings:
        case []:
            return PlainReader()
        case [coding] if coding in _INFLATED:
            return InflatingReader()
        case _:
            return None


def is_readable(reader: Reader | None, beginning: bytes) -> bool:
    """Tell whether a page can be read, given how its body begins.

    A byte order mark of UTF-16 overrides what the headers say of the text; its first
    byte alone is enough, since no page in another encoding begins so.
    """
    if reader is None:
        return False
    plain = reader.peek(beginning)
    return not plain.startswith(_UTF_16_MARKS) and plain not in _HALF_MARKS
