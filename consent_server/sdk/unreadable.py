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


class PlainReader:
    """Passes a body on as it is."""

    def feed(self, data: bytes) -> bytes:
        """Return the next bytes."""
        return data

    def close(self) -> bytes:
        """Return the rest: none."""
        return b""


class InflatingReader:
    """Decodes gzip and deflate (RFC 9110 section 8.4.1); what is damaged ends there."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_ANY_WINDOW)
        self._damaged = False

    def feed(self, data: bytes) -> bytes:
        """Decode the next bytes."""
        if self._damaged:
            return b""
        try:
            return self._inflate.decompress(data)
        except zlib.error:
            # A browser shows nothing of it either.
            self._damaged = True
            return b""

    def close(self) -> bytes:
        """Return the rest."""
        return b"" if self._damaged else self._inflate.flush()


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


def is_utf_16(beginning: bytes) -> bool:
    """Tell whether a byte order mark overrides what the headers say of the text."""
    return beginning.startswith(_UTF_16_MARKS)
