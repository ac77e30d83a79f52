"""Canonical bytes of JSON values, and their digests.

RFC 8785 (JSON Canonicalization Scheme) for the values we allow: text, booleans, null,
integers below 2^53, lists, and objects with ASCII keys. For these Python's own encoder
with sorted keys gives the same bytes as RFC 8785.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from consent_server.kernel.errors import MalformedEvidenceError

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_PLAIN = frozenset({str, bool, type(None)})

MAX_INTEGER = 2**53 - 1  # RFC 8785 section 3.2.2.3: integers that JavaScript keeps


def canonical_json(value: Json) -> bytes:
    """Encode a value as RFC 8785 does.

    Raises:
        MalformedEvidenceError: The value has a float, a large integer, a key that is
            not ASCII, or text that is not valid Unicode.
    """
    if type(value) not in _PLAIN:
        _require_plain(value)
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedEvidenceError("text holds half a surrogate pair") from error


def canonical_members(value: Mapping[str, Json]) -> list[bytes]:
    """Encode each member of an object by itself, to be joined with others later.

    Their names are letters, digits and underscores.

    Raises:
        MalformedEvidenceError: As :func:`canonical_json` says.
    """
    return [
        encoded_member(name, canonical_json(member)) for name, member in value.items()
    ]


def encoded_member(name: str, value: bytes) -> bytes:
    """Return a member whose value is encoded already."""
    return b'"%b":%b' % (name.encode(), value)


def join_items(items: Iterable[bytes]) -> bytes:
    """Return the list of encoded items."""
    return b"[%b]" % b",".join(items)


def join_members(members: Iterable[bytes]) -> bytes:
    """Return the object of encoded members, as RFC 8785 orders them.

    The quotation mark that ends a name sorts before all that a name may hold, so the
    order of whole members is that of their names.
    """
    return b"{%b}" % b",".join(sorted(members))


def _require_plain(value: object) -> None:
    """Check a value; the common kinds are told by their exact type, which is cheap."""
    kind = type(value)
    if kind is dict and isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                _require_plain_key(key, value)
            if type(item) not in _PLAIN:
                _require_plain(item)
    elif kind not in _PLAIN:
        _require_plain_slowly(value)


def _require_plain_slowly(value: object) -> None:
    match value:
        case str():
            pass
        case int() if abs(value) <= MAX_INTEGER:
            pass
        case list():
            for item in value:
                _require_plain(item)
        case dict():
            _require_plain(dict(value))
        case _:
            raise _unfit(value)


def _require_plain_key(key: object, value: object) -> None:
    if not isinstance(key, str) or not key.isascii():
        raise _unfit(value)


def _unfit(value: object) -> MalformedEvidenceError:
    return MalformedEvidenceError(
        "expected text, an integer up to 2^53 - 1, a boolean, null, a list or "
        f"an object with ASCII keys, got {value!r:.80}"
    )


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 digest as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
