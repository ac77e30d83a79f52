"""What the resource "records" is written in."""

from marshmallow import Schema, fields


def _answers() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SubjectSchema(Schema):
    """Who: a pseudonym."""

    record_id = fields.String(required=True)
    subject_id = fields.String(required=True)
    previous_record_id = fields.String(required=True, allow_none=True)


class DecisionSchema(Schema):
    """What was decided; a field of an older version is empty."""

    action = fields.String(required=True)
    surface = fields.String(required=True)
    purposes = _answers()
    services = _answers()
    policy_version = fields.String(required=True)
    notice_digest = fields.String(required=True)
    language = fields.String(required=True)
    regime = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    signals = fields.Dict(keys=fields.String(), required=True)
    software = fields.String(required=True)


class PageSchema(Schema):
    """Where."""

    origin = fields.String(required=True)
    path = fields.String(required=True)


class AgentSchema(Schema):
    """With which browser, coarsely."""

    family = fields.String(required=True)
    major = fields.String(required=True)
    system = fields.String(required=True)
    device = fields.String(required=True)


class RecordSchema(Schema):
    """What is left of a record, and which log has it; an erased part is `null`."""

    log = fields.String(required=True, allow_none=True)
    position = fields.Integer(required=True, allow_none=True)
    arrived_at = fields.String(required=True)
    subject = fields.Nested(SubjectSchema, required=True, allow_none=True)
    recorded_at = fields.String(required=True, allow_none=True)
    expires_at = fields.String(required=True, allow_none=True)
    decision = fields.Nested(DecisionSchema, required=True, allow_none=True)
    page = fields.Nested(PageSchema, required=True, allow_none=True)
    agent = fields.Nested(AgentSchema, required=True, allow_none=True)
    damaged = fields.List(fields.String(), required=True)
    restricted = fields.Boolean(required=True)


class ListedRecordSchema(RecordSchema):
    """A record by its number."""

    record_id = fields.UUID(required=True)


class RecordListSchema(Schema):
    """Some records."""

    records = fields.List(fields.Nested(ListedRecordSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class RecordErasureSchema(Schema):
    """A part that is gone, and the entry that says why."""

    part = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    position = fields.Integer(required=True, allow_none=True)
    log = fields.String(required=True, allow_none=True)


class PublishedSchema(Schema):
    """The entry that published the policy of a record."""

    position = fields.Integer(required=True)
    arrived_at = fields.Integer(required=True)
    policy_version = fields.String(required=True)
    notices = _answers()


class ShownRecordSchema(Schema):
    """A record with what belongs to it; `notice` is what the visitor was shown."""

    record_id = fields.UUID(required=True)
    state = fields.String(required=True)
    log = fields.String(required=True, allow_none=True)
    position = fields.Integer(required=True, allow_none=True)
    checkpoint = fields.Integer(required=True, allow_none=True)
    record = fields.Nested(RecordSchema, required=True)
    erased = fields.List(fields.Nested(RecordErasureSchema), required=True)
    published = fields.Nested(PublishedSchema, required=True, allow_none=True)
    notice = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    history = fields.List(fields.Nested(RecordSchema), required=True)


class StateSchema(Schema):
    """What a person chose last; `counts` says whether it is still in force."""

    record_id = fields.UUID(required=True)
    counts = fields.Boolean(required=True)
    recorded_at = fields.String(required=True)
    expires_at = fields.String(required=True)
    action = fields.String(required=True)
    policy_version = fields.String(required=True)
    purposes = _answers()
    services = _answers()
