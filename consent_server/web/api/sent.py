"""What a client sends: a query and a body, read by their schemas."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import LengthRequired, UnsupportedMediaType

from consent_server.web.api.operation import JSON, YAML, Operation
from consent_server.web.api.refusing import (
    BODY_INVALID,
    QUERY_INVALID,
    Refused,
    invalid,
)
from consent_server.web.visitor.incoming import load_json

MAX_BODY_BYTES = 16_384
MAX_CATALOG_BYTES = 128 * 1024
"""Larger than the whole library, and soon read: a server of many has one processor."""


def read_query(operation: Operation, request: Request) -> Mapping[str, Any]:
    """Read the parameters.

    Raises:
        Refused: They do not follow their schema, or one came twice.
    """
    schema = (operation.query or Schema)()
    try:
        return _load(schema, _once_each(request.args))
    except ValidationError as error:
        raise invalid(QUERY_INVALID, error) from error


def read_body(operation: Operation, request: Request) -> Mapping[str, Any]:
    """Read what is sent; nothing where nothing is read.

    Raises:
        HTTPException: It is too long or of no known length, of another type, or does
            not follow its schema.
    """
    limit = MAX_CATALOG_BYTES if operation.catalog else MAX_BODY_BYTES
    request.max_content_length = limit
    if operation.body is None:
        return {}
    if request.content_length is None:
        # A chunked body would be cut short silently at the limit.
        raise LengthRequired("send a Content-Length; chunked bodies are not read")
    if operation.catalog and request.mimetype == YAML:
        sent: Mapping[str, Any] = {"catalog": _text(request.get_data())}
    elif request.mimetype == JSON:
        sent = load_json(request.get_data())
    else:
        wanted = f"{JSON} or {YAML}" if operation.catalog else JSON
        raise UnsupportedMediaType(
            f"expected {wanted}, got {request.mimetype or 'nothing'!r:.60}"
        )
    try:
        return _load(operation.body(), sent)
    except ValidationError as error:
        raise invalid(BODY_INVALID, error) from error


def _load(schema: Schema, sent: Mapping[str, Any]) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = schema.load(sent)
    return loaded


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            HTTPStatus.BAD_REQUEST, "bad_request", "the catalog is not UTF-8"
        ) from error


def _once_each(args: MultiDict[str, str]) -> dict[str, str]:
    doubled = [name for name, values in args.lists() if len(values) > 1]
    if doubled:
        raise ValidationError({doubled[0]: ["May be given once."]})
    return args.to_dict()
