"""Strict reading of JSON and base64 that somebody else may have changed."""

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from json.decoder import scanstring  # type: ignore[attr-defined] # no stub has it
from typing import Any

from consent_server.kernel.errors import MalformedEvidenceError


def parse_json(data: bytes | str, what: str) -> object:
    """Read JSON without repeated keys, NaN or other liberties.

    Raises:
        MalformedEvidenceError: Not such JSON; ``what`` names it in the message.
    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        value, end = _DECODER.raw_decode(text)
        # Most of what we read has no space around it and needs no second look.
        return value if end == len(text) else _DECODER.decode(text)
    # Deep nesting and numbers of thousands of digits raise by themselves.
    except (ValueError, RecursionError) as error:
        raise MalformedEvidenceError(f"{what} is not valid JSON: {error}") from None


def parse_text_at(line: str, start: int) -> tuple[str, int]:
    """Read a JSON text from a place in a line; give it and where it ends.

    Raises:
        ValueError: There is no JSON text.
    """
    if not line.startswith('"', start):
        raise ValueError(line)
    found: tuple[str, int] = scanstring(line, start + 1)
    return found


def parse_object(data: bytes | str, what: str) -> dict[str, object]:
    """Read a JSON object.

    Raises:
        MalformedEvidenceError: Not a JSON object.
    """
    return require_object(parse_json(data, what), what)


def require_object(value: object, what: str) -> dict[str, object]:
    """Check that a JSON value is an object.

    Raises:
        MalformedEvidenceError: It is not.
    """
    if not isinstance(value, dict):
        raise MalformedEvidenceError(f"{what} is not an object")
    return value


def require_list(value: object, what: str) -> list[object]:
    """Check that a JSON value is a list.

    Raises:
        MalformedEvidenceError: It is not.
    """
    if not isinstance(value, list):
        raise MalformedEvidenceError(f"{what} is not a list")
    return value


def require_text(value: object, what: str) -> str:
    """Check that a JSON value is text.

    Raises:
        MalformedEvidenceError: It is not, or it holds half a surrogate pair.
    """
    if not isinstance(value, str):
        raise MalformedEvidenceError(f"{what} is not text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise MalformedEvidenceError(f"{what} is not valid Unicode") from None
    return value


def require_count(value: object, what: str) -> int:
    """Check that a JSON value is a whole number from 0 to 2^53 - 1.

    Raises:
        MalformedEvidenceError: It is not.
    """
    if type(value) is not int or not 0 <= value < 2**53:
        raise MalformedEvidenceError(f"{what} is not a count")
    return value


def encode_base64(data: bytes) -> str:
    """Write bytes as base64 (RFC 4648 section 4)."""
    return b2a_base64(data, newline=False).decode("ascii")


def decode_base64(value: object, what: str) -> bytes:
    """Read base64 in its one canonical spelling (RFC 4648 sections 3.5 and 4).

    Raises:
        MalformedEvidenceError: It is something else.
    """
    if not isinstance(value, str):
        raise MalformedEvidenceError(f"{what} is not text")
    try:
        data = a2b_base64(value, strict_mode=True)
    except ValueError:
        raise MalformedEvidenceError(f"{what} is not base64") from None
    if b2a_base64(data, newline=False) != value.encode("ascii"):
        raise MalformedEvidenceError(f"{what} is not canonical base64")
    return data


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse)
