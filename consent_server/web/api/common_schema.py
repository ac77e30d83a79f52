"""Fields and schemas that several resources share."""

from typing import Any

from marshmallow import Schema, fields, validate

from consent_server.kernel.clock import format_second

END = r"(?![\s\S])"
"""The end of a text, in the regular expressions of Python and of JSON Schema alike."""
_TEXT = rf"^[^\x00-\x1f\x7f-\x9f]*{END}"
"""Without control characters: PostgreSQL keeps no NUL, and no line is broken."""


class Second(fields.String):
    """A second since 1970, written as a time in UTC (RFC 3339)."""

    def __init__(self, **details: Any) -> None:  # noqa: ANN401 - as marshmallow's
        super().__init__(metadata={"format": "date-time"}, **details)

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:  # noqa: ANN401
        return None if value is None else format_second(value)


def short_text(longest: int, **details: Any) -> fields.String:  # noqa: ANN401 - as above
    """Make the field of a text of one line."""
    rules = [validate.Length(1, longest), validate.Regexp(_TEXT)]
    return fields.String(validate=rules, **details)


class ErrorSchema(Schema):
    """Where in what was sent something is wrong."""

    path = fields.String(required=True)
    message = fields.String(required=True)


class ProblemSchema(Schema):
    """Why something was refused (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(ErrorSchema))


class CatalogSchema(Schema):
    """A site's catalog file."""

    catalog = fields.String(
        required=True,
        validate=[validate.Length(1), validate.Regexp(rf"^[^\x00]*{END}")],
        metadata={"description": "The text of the YAML file."},
    )
