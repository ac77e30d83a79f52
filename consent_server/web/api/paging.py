"""Pages of a list: how many, and where the next one begins."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus
from typing import Any

from marshmallow import Schema, fields, validate

from consent_server.web.api.refusing import QUERY_INVALID, Refused

MOST = 200
_LONGEST = 200
LARGEST = 2**53 - 1
"""Of numbers that every program reads exactly (RFC 8259 section 6)."""


class PageQuery(Schema):
    """Which part of a list."""

    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MOST),
        metadata={"description": "At most so many; a page may have fewer."},
    )
    cursor = fields.String(
        validate=validate.Length(1, _LONGEST),
        metadata={"description": "The `next` of the page before, as it came."},
    )


def write_cursor(*place: str | int) -> str:
    """Write a place in a list, for clients to hand back."""
    text = json.dumps(place, separators=(",", ":")).encode()
    return urlsafe_b64encode(text).decode().rstrip("=")


def read_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Read a place again; none for the beginning.

    Raises:
        Refused: It is not one that we wrote for such a list.
    """
    if cursor is None:
        return None
    try:
        place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        place = None
    fits = isinstance(place, list) and [type(it) for it in place] == [*kinds]
    if not fits or any(type(it) is int and abs(it) > LARGEST for it in place or ()):
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            QUERY_INVALID,
            "this cursor was not made for this list; begin without one",
            errors=[{"path": "cursor", "message": "Not one of ours."}],
        )
    return tuple(place or ())
