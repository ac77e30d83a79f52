"""The resource "findings": what nobody declares, until it is dealt with."""

from enum import StrEnum
from http import HTTPStatus

from marshmallow import Schema, fields, validate
from werkzeug.exceptions import NotFound

from consent_server.enforcement.evidence import Surface
from consent_server.enforcement.findings import Finding, Kind, State
from consent_server.kernel.canonical import Json
from consent_server.storage.findings import FindingStore
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import short_text
from consent_server.web.api.operation import Given, Resource
from consent_server.web.api.refusing import Refused

FINDINGS = Resource("findings", "Hosts and cookies that no service declares.")
_LONGEST = 400


def _one_of(words: type[StrEnum]) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf([*map(str, words)]))


class FindingQuery(Schema):
    """Which findings."""

    state = fields.Enum(State, by_value=True)


class SeenSchema(Schema):
    """Where something was seen; `directive` is that of a browser's report."""

    surface = _one_of(Surface)
    directive = fields.String(required=True)


class FindingSchema(Schema):
    """A host or cookie; `advice` is a guess about how to declare it."""

    id = fields.String(required=True)
    code = fields.String(required=True)
    kind = _one_of(Kind)
    name = fields.String(required=True)
    state = _one_of(State)
    first_seen = fields.String(required=True, metadata={"format": "date"})
    last_seen = fields.String(required=True, metadata={"format": "date"})
    times = fields.Integer(required=True)
    where = fields.List(fields.Nested(SeenSchema), required=True)
    services = fields.List(fields.String(), required=True)
    looks_like = fields.List(fields.String(), required=True)
    advice = fields.String(required=True)


class FindingListSchema(Schema):
    """Some findings."""

    findings = fields.List(fields.Nested(FindingSchema), required=True)


class NamedFindingSchema(Schema):
    """One finding."""

    finding = short_text(_LONGEST, required=True)


@FINDINGS.get(
    "/sites/<site_id>/findings",
    Role.AUDITOR,
    answers=FindingListSchema,
    query=FindingQuery,
)
def list_findings(asked: Asked) -> Given:
    """List what nobody declares, by kind and name.

    Anybody can send reports of browsers: a finding is a hint.
    """
    wanted = asked.query.get("state")
    found = _store(asked).read()
    shown = [_row(one) for one in found if wanted in {None, one.state}]
    return Given(value={"findings": shown})


@FINDINGS.post(
    "/sites/<site_id>/findings/ignore",
    Role.OWNER,
    answers=FindingSchema,
    body=NamedFindingSchema,
)
def ignore_finding(asked: Asked) -> Given:
    """Hear no more of a finding; what is undeclared is treated as before."""
    name = _get(asked).id
    _store(asked).ignore(name, asked.now)
    return Given(value=_row(_get(asked)))


@FINDINGS.post(
    "/sites/<site_id>/findings/reopen",
    Role.OWNER,
    answers=FindingSchema,
    body=NamedFindingSchema,
)
def reopen_finding(asked: Asked) -> Given:
    """Hear of an ignored finding again."""
    found = _get(asked)
    if found.state is not State.IGNORED:
        raise Refused(
            HTTPStatus.CONFLICT, "not_ignored", f"{found.id} is {found.state.value}"
        )
    _store(asked).reopen(found.id)
    return Given(value=_row(_get(asked)))


def _store(asked: Asked) -> FindingStore:
    return FindingStore(asked.engine, asked.site_id)


def _get(asked: Asked) -> Finding:
    for one in _store(asked).read():
        if one.id == asked.body["finding"]:
            return one
    raise NotFound("there is no such finding")


def _row(one: Finding) -> dict[str, Json]:
    return one.to_json() | {"advice": one.advice.words}
