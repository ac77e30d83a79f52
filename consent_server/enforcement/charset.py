"""Which character encoding a browser reads a page in, as far as it matters to tags.

In nearly all encodings a byte below 0x80 is the ASCII character (E1). Not so in UTF-16
and ISO-2022-JP, which are read, and in what browsers refuse, which is not (E2, E3).
"""

import enum
import re
from functools import lru_cache
from typing import NamedTuple

from consent_server.enforcement.headers import Headers, get_values

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_META = re.compile(
    rb"<meta[\s/][^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE
)
_META_BYTES = 1024  # HTML section 13.2.3.2
_ESCAPE = re.compile(rb"\x1b[($]")


class Charset(enum.StrEnum):
    """How the bytes of a page become characters."""

    ASCII_FIRST = "ascii first"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    ISO_2022_JP = "iso-2022-jp"
    DEFUSED = "defused"  # not to be taken for ISO-2022-JP by a browser that guesses
    UNREADABLE = "unreadable"


# The Encoding standard's labels (section 4.2).
_BY_CHARSET = {
    Charset.UTF_16_LE: "utf-16 utf-16le unicode csunicode unicodefeff ucs-2"
    " iso-10646-ucs-2",
    Charset.UTF_16_BE: "utf-16be unicodefffe",
    Charset.ISO_2022_JP: "iso-2022-jp csiso2022jp",
    Charset.UNREADABLE: "utf-32 utf-7 replacement iso-2022-kr csiso2022kr iso-2022-cn"
    " iso-2022-cn-ext hz-gb-2312",
}
_LABELS = {
    label: charset
    for charset, labels in _BY_CHARSET.items()
    for label in labels.split()
}
_ASCII_FIRST = re.compile(
    r"(?:unicode-?1-?1-?|unicode20|x-unicode20)?utf-?8|(?:us-)?ascii"
    r"|(?:cs|x-)?(?:big5|gbk|gb18030|gb2312|gb_2312|gb_2312-80|chinese|euc-?jp"
    r"|euc-?kr|sjis|shift[-_]jis|ms_kanji|ms932|windows-31j|ks_c_5601-1987|korean)"
    r"|(?:iso|l|latin|cp|x-cp|windows|koi|dos|ibm|x-mac|macintosh|mac)[-_a-z0-9:]*",
)
_MARKS = (
    (b"\xef\xbb\xbf", Charset.ASCII_FIRST),
    (b"\xff\xfe", Charset.UTF_16_LE),
    (b"\xfe\xff", Charset.UTF_16_BE),
)
MARK_BYTES = 3
"""How much of a page has to be known to tell its byte order mark."""


class Reading(NamedTuple):
    """How a page is read; ``label`` is what its header must say of it, if anything."""

    charset: Charset
    label: str | None = None


def charset_of_mark(beginning: bytes) -> Charset | None:
    """Return what a byte order mark says; it beats every header (section 6)."""
    return next(
        (charset for mark, charset in _MARKS if beginning.startswith(mark)), None
    )


def read_charset(headers: Headers, beginning: bytes) -> Reading:
    """Tell how a page without a byte order mark is read.

    Where nothing is declared, browsers guess from escape sequences, each in its own
    way. What is seen of them in time is settled by a label in the header; what comes
    later is made no sequence (``DEFUSED``).

    Args:
        headers: The response's.
        beginning: What is known of the plain body.
    """
    types = ", ".join(get_values(headers, "Content-Type"))
    return _read_declared(types) or _read_undeclared(beginning)


@lru_cache
def _read_declared(types: str) -> Reading | None:
    labels = {label.lower() for label in _CHARSET.findall(types)}
    found = {_LABELS.get(label, Charset.ASCII_FIRST) for label in labels}
    if len(found) > 1 or Charset.UNREADABLE in found:
        return Reading(Charset.UNREADABLE)  # which one counts differs by browser
    if not labels:
        return None
    charset = found.pop()
    if charset is Charset.ASCII_FIRST and not any(map(_is_known, labels)):
        charset = Charset.DEFUSED
    return Reading(charset)


def _read_undeclared(beginning: bytes) -> Reading:
    meta = _META.search(beginning[:_META_BYTES])
    label = meta[1].decode("ascii").lower() if meta else None
    has_escape = b"\x1b" in beginning and _ESCAPE.search(beginning) is not None
    match _LABELS.get(label) if label else None:
        case Charset.ISO_2022_JP:
            return Reading(Charset.ISO_2022_JP, "iso-2022-jp")
        case None if has_escape and label is None:
            return Reading(Charset.ISO_2022_JP, "iso-2022-jp")
        case None if has_escape and label and _is_known(label):
            return Reading(Charset.ASCII_FIRST, label)
        case _:  # in a meta, UTF-16 means UTF-8
            return Reading(Charset.DEFUSED)


def _is_known(label: str) -> bool:
    return _ASCII_FIRST.fullmatch(label) is not None
