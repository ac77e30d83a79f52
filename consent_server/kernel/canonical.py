"""Canonical bytes of JSON values, and their digests.

RFC 8785 (JSON Canonicalization Scheme) for the values we allow: text, booleans, null,
integers below 2^53, lists, and objects with ASCII keys. For these Python's own encoder
with sorted keys gives the same bytes as RFC 8785.
"""

import hashlib
import json
from typing import TypeAlias

from consent_server.kernel.errors import MalformedEvidenceError

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

MAX_INTEGER = 2**53 - 1  # RFC 8785 section 3.2.2.3: integers that JavaScript keeps


def canonical_json(value: Json) -> bytes:
    """Encode a value as RFC 8785 does.

    Raises:
        MalformedEvidenceError: The value has a float, a large integer, a key that is
            not ASCII, or text that is not valid Unicode.
    """
    _require_plain(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedEvidenceError("text holds half a surrogate pair") from error


def _require_plain(value: object) -> None:
    match value:
        case None | str() | bool():
            pass
        case int() if abs(value) <= MAX_INTEGER:
            pass
        case list():
            for item in value:
                _require_plain(item)
        case dict() if all(isinstance(key, str) and key.isascii() for key in value):
            for item in value.values():
                _require_plain(item)
        case _:
            raise MalformedEvidenceError(
                "expected text, an integer up to 2^53 - 1, a boolean, null, a list or "
                f"an object with ASCII keys, got {value!r:.80}"
            )


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 digest as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
