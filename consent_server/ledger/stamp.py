"""What a timestamp says (RFC 3161), read without believing it.

Here stands what Python alone can check: that a token is about this text, and which time
it names. Whether an authority signed it, only a library or ``openssl ts`` can tell.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError

_TIME = 0x18  # GeneralizedTime
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")  # RFC 3161 section 2.4.2
_HASHES = {  # RFC 5754 section 2
    bytes.fromhex("608648016503040201"): hashlib.sha256,
    bytes.fromhex("608648016503040202"): hashlib.sha384,
    bytes.fromhex("608648016503040203"): hashlib.sha512,
}
_LONG_FORM = 0x80
_MOST_LENGTH_BYTES = 4


def read_stamp(response: bytes, text: str) -> int:
    """Return the second that an authority's answer names for a text.

    Raises:
        MalformedEvidenceError: Not an answer of RFC 3161 with a token.
        BrokenEvidenceError: It is about another text.
    """
    info = _find_info(response)
    _, _, (_, imprint), _, (tag, time), *_ = _at_least(_items(info), 5)
    (_, algorithm), (_, digest) = _at_least(_items(imprint), 2)[:2]
    name = _at_least(_items(algorithm), 1)[0][1]
    if name not in _HASHES:
        raise MalformedEvidenceError("the timestamp uses a digest that is not known")
    if _HASHES[name](text.encode()).digest() != digest:
        raise BrokenEvidenceError("the timestamp is about another text")
    if tag != _TIME:
        raise MalformedEvidenceError("the timestamp has no time")
    return _parse_time(time)


def _find_info(response: bytes) -> bytes:
    """Return what is inside TSTInfo (section 2.4.2), which a CMS token holds."""
    token = _at_least(_items(_content(response)), 2)[1][1]
    signed = _content(_at_least(_items(token), 2)[1][1])
    inside = _at_least(_items(signed), 3)[2][1]
    if not inside.startswith(_TST_INFO):
        raise MalformedEvidenceError("the timestamp holds something else")
    octets = _content(_at_least(_items(inside), 2)[1][1])
    return _content(octets)


def _content(data: bytes) -> bytes:
    return _at_least(_items(data), 1)[0][1]


def _at_least(
    items: Iterator[tuple[int, bytes]], count: int
) -> list[tuple[int, bytes]]:
    found = list(items)
    if len(found) < count:
        raise MalformedEvidenceError("not an answer of RFC 3161 with a timestamp")
    return found


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give tags and contents of DER values that stand one after the other (X.690)."""
    start = 0
    while start < len(data):
        tag, length, begin = data[start], data[start + 1 : start + 2], start + 2
        size = int.from_bytes(length)
        if size >= _LONG_FORM:
            count = size - _LONG_FORM
            if not 0 < count <= _MOST_LENGTH_BYTES:
                raise MalformedEvidenceError("a length in the timestamp is no length")
            size = int.from_bytes(data[begin : begin + count])
            begin += count
        start = begin + size
        if not length or start > len(data):
            raise MalformedEvidenceError("the timestamp is cut off")
        yield tag, data[begin:start]


def _parse_time(time: bytes) -> int:
    """Read GeneralizedTime as RFC 3161 section 2.4.2 has it, without its fraction."""
    try:
        text = time.decode("ascii").removesuffix("Z").partition(".")[0]
        moment = datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007 - UTC below
    except ValueError:
        raise MalformedEvidenceError("the timestamp's time is no time") from None
    return int(moment.replace(tzinfo=UTC).timestamp())
