"""What the resource "drafts" is written in."""

from marshmallow import Schema, fields, validate

from consent_server.catalog.change import ChangeKind
from consent_server.catalog.findings import Severity
from consent_server.web.api.common_schema import Second


class DraftRowSchema(Schema):
    """A draft in a list; who did something is the number of a key."""

    draft_id = fields.UUID(required=True)
    made_at = Second(required=True)
    made_by = fields.String(required=True)
    changed_at = Second(required=True)
    reviewed_at = Second(required=True, allow_none=True)
    reviewed_by = fields.String(required=True, allow_none=True)
    published_at = Second(required=True, allow_none=True)
    published_by = fields.String(required=True, allow_none=True)
    policy_version = fields.String(required=True, allow_none=True)


class DraftSchema(DraftRowSchema):
    """A draft; catalogs that it was reviewed over and replaces, named by digests.

    What it replaces is part of its version: a review is of a change.
    """

    catalog = fields.String(required=True)
    replaces = fields.String(required=True)
    reviewed_against = fields.String(required=True, allow_none=True)


class LintFindingSchema(Schema):
    """What the law says about one place of a catalog."""

    code = fields.String(required=True)
    severity = fields.String(required=True, validate=validate.OneOf([*Severity]))
    title = fields.String(required=True)
    line = fields.Integer(required=True)
    path = fields.String(required=True)
    message = fields.String(required=True)
    hint = fields.String(required=True)
    law = fields.String(required=True)


class LintedDraftSchema(DraftSchema):
    """A draft and what the law says about it."""

    findings = fields.List(fields.Nested(LintFindingSchema), required=True)


class DraftListSchema(Schema):
    """The drafts of a site."""

    drafts = fields.List(fields.Nested(DraftRowSchema), required=True)


class ChangeSchema(Schema):
    """One difference, in words for a visitor."""

    kind = fields.Enum(ChangeKind, by_value=True, required=True)
    text = fields.String(required=True)
    needs_fresh_consent = fields.Boolean(required=True)
    service = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True, allow_none=True)


class PreviewSchema(Schema):
    """What putting a draft in force means to visitors.

    `choices` are counted; `more_choices` says that there are more than were counted.
    """

    policy_version = fields.String(required=True)
    replaces = fields.String(required=True)
    needs_fresh_consent = fields.Boolean(required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    findings = fields.List(fields.Nested(LintFindingSchema), required=True)
    choices = fields.Integer(required=True)
    more_choices = fields.Boolean(required=True)
