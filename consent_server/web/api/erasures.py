"""The resource "erasures": a person asks to be forgotten."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from marshmallow import Schema, fields, validate
from werkzeug.exceptions import NotFound

from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.tombstone import ASKED_FOR
from consent_server.storage.erasures import PERSONAL, ErasureRequest
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import Second
from consent_server.web.api.operation import Given, Link, Resource
from consent_server.web.api.paging import LARGEST, PageQuery, read_cursor, write_cursor
from consent_server.web.api.refusing import Refused
from consent_server.web.jobs.erase import PROMISED_HOURS

ERASURES = Resource("erasures", "Requests to be forgotten (GDPR Article 17).")
_PARTS = fields.List(
    fields.String(validate=validate.OneOf([*PART_NAMES])),
    validate=validate.Length(1, len(PART_NAMES)),
    load_default=sorted(PERSONAL),
    metadata={"description": "The decision tells of nobody, and stays as a rule."},
)


class NewErasureSchema(Schema):
    """Who is to be forgotten: the person who has a record."""

    record_id = fields.UUID(required=True)
    reason = fields.String(
        required=True,
        validate=validate.OneOf(ASKED_FOR),
        metadata={"description": "Everybody may read it, for ever."},
    )
    parts = _PARTS


class ErasureSchema(Schema):
    """A request, without whom it is about. Until `done_at` something is left."""

    number = fields.Integer(required=True)
    parts = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    asked_at = Second(required=True)
    promised_at = Second(required=True)
    done_at = Second(required=True, allow_none=True)


class ErasureListSchema(Schema):
    """Some requests."""

    erasures = fields.List(fields.Nested(ErasureSchema), required=True)
    next = fields.String(required=True, allow_none=True)


@ERASURES.get(
    "/sites/<site_id>/erasures",
    Role.OWNER,
    answers=ErasureListSchema,
    query=PageQuery,
)
def list_erasures(asked: Asked) -> Given:
    """List the requests of a site, the newest first."""
    place = read_cursor(asked.query.get("cursor"), int)
    limit = asked.query["limit"]
    before = None if place is None else place[0]
    found = asked.site.erasures.page(before, limit + 1)
    more = write_cursor(found[limit - 1].number) if len(found) > limit else None
    return Given(value={"erasures": [*map(_row, found[:limit])], "next": more})


@ERASURES.post(
    "/sites/<site_id>/erasures",
    Role.OWNER,
    status=HTTPStatus.ACCEPTED,
    answers=ErasureSchema,
    body=NewErasureSchema,
    links=[
        Link(
            operation="show_erasure",
            values={
                "site_id": "$request.path.site_id",
                "number": "$response.body#/number",
            },
        )
    ],
)
def request_erasure(asked: Asked) -> Given:
    """Note that a person is to be forgotten; `consent-server jobs run` does it.

    It is done within two days. Whoever was asked for already is noted once.
    """
    site, sent = asked.site, asked.body
    stored = site.records.find(sent["record_id"])
    if stored is None or stored.subject_id is None:
        raise NotFound("there is no such record")
    if any(one.restricted for one in site.records.history(stored.subject_id)):
        raise Refused(
            HTTPStatus.CONFLICT,
            "restricted",
            "records of this person are restricted and must be kept; lift that first",
        )
    parts = frozenset(sent["parts"])
    number, _ = site.erasures.note(stored.subject_id, parts, sent["reason"], asked.now)
    path = f"/v1/sites/{asked.site_id}/erasures/{number}"
    return Given(value=_row(_get(asked, number)), headers={"Location": path})


@ERASURES.get(
    f"/sites/<site_id>/erasures/<int(max={LARGEST}):number>",
    Role.OWNER,
    answers=ErasureSchema,
)
def show_erasure(asked: Asked, number: int) -> Given:
    """Show a request; when it is done nobody can tell any more whom it was about."""
    return Given(value=_row(_get(asked, number)))


def _get(asked: Asked, number: int) -> ErasureRequest:
    found = asked.site.erasures.find_request(number)
    if found is None:
        raise NotFound("there is no such request")
    return found


def _row(one: ErasureRequest) -> dict[str, Any]:
    return {
        "number": one.number,
        "parts": sorted(one.parts),
        "reason": one.reason,
        "asked_at": one.asked_at,
        "promised_at": one.asked_at
        + int(timedelta(hours=PROMISED_HOURS).total_seconds()),
        "done_at": one.done_at,
    }
