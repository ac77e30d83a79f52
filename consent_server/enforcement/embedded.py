"""Documents and scripts that an address says itself: ``data:`` and ``javascript:``."""

import base64
import binascii
import re
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from consent_server.enforcement.scripts import unescape
from consent_server.enforcement.urls import strip_url

_BASE64 = re.compile(r"; *base64\Z", re.IGNORECASE)
_CHARSET = re.compile(r"charset=[\"' ]*+([^\"' ;]++)", re.IGNORECASE)
# In all of these a byte below 0x80 is the ASCII character (Encoding standard).
_ASCII_FIRST = re.compile(
    r"utf-?8|(?:us-)?ascii|iso-?8859-?1?[0-9]|latin1|windows-125[0-8]|cp125[0-8]",
    re.IGNORECASE,
)
_UTF_16 = {
    **dict.fromkeys(("utf-16", "utf-16le", "unicode", "csunicode"), "utf-16-le"),
    **dict.fromkeys(("ucs-2", "iso-10646-ucs-2", "unicodefeff"), "utf-16-le"),
    **dict.fromkeys(("utf-16be", "unicodefffe"), "utf-16-be"),
}
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class Embedded(NamedTuple):
    """What an address says: a text, and the documents that a frame may make of it.

    No document at all means that its encoding cannot be read.
    """

    text: str
    documents: tuple[bytes, ...]


def read_embedded(value: str) -> Embedded | None:
    """Read a ``javascript:`` or ``data:`` address; ``None`` for any other (R6)."""
    text = strip_url(value)
    scheme, _, rest = text.partition(":")
    match scheme.lower():
        case "javascript":
            said = unquote(rest)
            return Embedded(said, (_encode(said), _encode(unescape(said))))
        case "data":
            kind, _, body = rest.partition(",")
            return _read_data(kind.strip(), unquote_to_bytes(body))
        case _:
            return None


def _read_data(kind: str, body: bytes) -> Embedded:
    if _BASE64.search(kind):
        body = _from_base64(body)
    labels = {label.lower() for label in _CHARSET.findall(kind)}
    codecs = {_UTF_16.get(label, "") for label in labels} | {_MARKS.get(body[:2], "")}
    texts = [body.decode(codec, "replace") for codec in sorted(codecs) if codec]
    is_read = all(label in _UTF_16 or _ASCII_FIRST.fullmatch(label) for label in labels)
    documents = (body, *map(_encode, texts)) if is_read else ()
    return Embedded("\n".join((body.decode("utf-8", "replace"), *texts)), documents)


def _from_base64(body: bytes) -> bytes:
    compact = b"".join(body.split())
    try:
        return base64.b64decode(compact + b"=" * (-len(compact) % 4))
    except (binascii.Error, ValueError):
        return body


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")
