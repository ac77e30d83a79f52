"""The resource "statistics": how visitors answered."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from consent_server.consent.statistics import MONTH, By
from consent_server.storage.statistics import StatisticsStore
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import END
from consent_server.web.api.operation import Given, Resource

_IS_MONTH = validate.Regexp(rf"^{MONTH}{END}", error="Expected a month: 2026-03.")

STATISTICS = Resource("statistics", "How visitors answered, without any visitor.")


class StatisticsQuery(Schema):
    """What to tell apart, in which months (UTC, both included)."""

    by = fields.Enum(By, by_value=True, load_default=By.PURPOSE)
    since = fields.String(validate=_IS_MONTH)
    until = fields.String(validate=_IS_MONTH)

    @validates_schema
    def require_sense(self, data: Mapping[str, Any], **_: object) -> None:
        """Refuse months that are none."""
        since, until = data.get("since"), data.get("until")
        if since is not None and until is not None and since > until:
            raise ValidationError({"until": ["It ends before it begins."]})


class StatisticsRowSchema(Schema):
    """A line; `null` is a number that would point at few visitors.

    Of several months, `left_out` is in how many the answers were too few to be added.
    """

    value = fields.String(required=True)
    asked = fields.Integer(required=True, allow_none=True)
    answers = fields.Integer(required=True, allow_none=True)
    granted = fields.Integer(required=True, allow_none=True)
    refused = fields.Integer(required=True, allow_none=True)
    percent = fields.Integer(required=True, allow_none=True)
    left_out = fields.Integer(required=True)


class StatisticsSchema(Schema):
    """How visitors answered; `asked` counts the pages that asked."""

    by = fields.Enum(By, by_value=True, required=True)
    rows = fields.List(fields.Nested(StatisticsRowSchema), required=True)
    total = fields.Nested(StatisticsRowSchema, required=True)


@STATISTICS.get(
    "/sites/<site_id>/statistics",
    Role.AUDITOR,
    answers=StatisticsSchema,
    query=StatisticsQuery,
)
def show_statistics(asked: Asked) -> Given:
    """Say how often visitors granted and refused, month by month.

    In the newest month numbers are rounded down to tens.
    """
    query = asked.query
    found = StatisticsStore(asked.engine, asked.site_id).read(
        query["by"], query.get("since"), query.get("until")
    )
    return Given(
        value={
            "by": found.by,
            "rows": [one.to_json() for one in found.rows],
            "total": found.total.to_json(),
        }
    )
