"""Which records: the same words as ``consent-server audit export``."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from consent_server.consent.choice import Action
from consent_server.ledger.selection import Selection
from consent_server.web.api.common_schema import END
from consent_server.web.export_request import PURPOSE, read_moment

LONGEST = 120
_PURPOSE = rf"^{PURPOSE}{END}"


class Moment(fields.String):
    """A day or a time in UTC, loaded as a second."""

    def __init__(self, *, end: bool) -> None:
        which = "last" if end else "first"
        about = f"The {which} day or second of arrival, UTC."
        super().__init__(metadata={"description": about})
        self._end = end

    def _deserialize(self, value: Any, *rest: Any, **details: Any) -> Any:  # noqa: ANN401
        text = super()._deserialize(value, *rest, **details)
        try:
            return read_moment(text, end=self._end)
        except (ValueError, OverflowError) as error:
            raise ValidationError(str(error)) from error


class SelectionSchema(Schema):
    """Which records; without any of it, all."""

    since = Moment(end=False)
    until = Moment(end=True)
    subject = fields.UUID(metadata={"description": "The pseudonym of one person."})
    action = fields.String(validate=validate.OneOf([*map(str, Action)]))
    purpose = fields.String(
        validate=[validate.Length(1, LONGEST), validate.Regexp(_PURPOSE)],
        metadata={
            "description": "A purpose that was asked for, or `PURPOSE=granted`, "
            "`refused` or `undecided`."
        },
    )

    @validates_schema
    def require_sense(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse what fits no record."""
        if data.get("since", 0) > data.get("until", data.get("since", 0)):
            raise ValidationError({"until": ["It ends before it begins."]})
        if "subject" in data and "record" in data:
            raise ValidationError({"record": ["It says the same as subject."]})


def selection_of(data: Mapping[str, Any], subject: UUID | None) -> Selection:
    """Make the selection of what was asked for, of one person where one is named."""
    return Selection(
        since=data.get("since"),
        until=data.get("until"),
        subject=None if subject is None else str(subject),
        purpose=data.get("purpose"),
        action=data.get("action"),
    )
