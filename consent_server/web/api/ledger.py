"""The resource "ledger": how the evidence stands, and what checks it."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields
from werkzeug.exceptions import NotFound

from consent_server.storage.ledgers import get_ledger, read_keys
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import Second
from consent_server.web.api.operation import TEXT, Access, Given, Resource
from consent_server.web.installation import Installed
from consent_server.web.ledger_status import look_at_ledger

LEDGER = Resource("ledger", "How the evidence of a site stands, and what checks it.")


class KeySchema(Schema):
    """A public key, and the entry from which on it signed."""

    epoch = fields.Integer(required=True)
    position = fields.Integer(required=True)
    key = fields.String(attribute="vkey", required=True)
    began_at = Second(required=True)


class KeyListSchema(Schema):
    """Every key that signed."""

    keys = fields.List(fields.Nested(KeySchema), required=True)


class StatusSchema(Schema):
    """A ledger at a moment; `findings` are what somebody should look at."""

    origin = fields.String(required=True)
    epoch = fields.Integer(required=True)
    size = fields.Integer(required=True)
    checkpoint_at = Second(required=True, allow_none=True)
    waiting = fields.Integer(required=True)
    waiting_seconds = fields.Integer(required=True)
    frozen = fields.String(required=True, allow_none=True)
    key = fields.String(required=True, allow_none=True)
    anchored = fields.Boolean(required=True)
    anchors = fields.String(required=True)
    findings = fields.List(fields.String(), required=True)


@LEDGER.get("/sites/<site_id>/ledger", Role.AUDITOR, answers=StatusSchema)
def show_ledger(asked: Asked) -> Given:
    """Say how a ledger stands, as `consent-server ledger status` does."""
    origin = get_ledger(asked.engine, asked.site_id).origin
    installed = Installed(engine=asked.engine, site_id=asked.site_id, origin=origin)
    it = look_at_ledger(installed, asked.parts.around.data_dir, asked.now)
    value: dict[str, Any] = {
        "origin": it.state.origin,
        "epoch": it.state.epoch,
        "size": it.state.size,
        "checkpoint_at": it.progress.signed_at,
        "waiting": it.progress.waiting,
        "waiting_seconds": it.waiting_seconds,
        "frozen": it.state.frozen,
        "key": it.state.vkey,
        "anchored": it.anchors.anchored,
        "anchors": it.anchors.words,
        "findings": [*map(asked.hide, it.findings)],
    }
    return Given(value=value)


@LEDGER.get(
    "/sites/<site_id>/ledger/checkpoint", Access.ANYBODY, media=TEXT, browser=True
)
def show_checkpoint(asked: Asked) -> Response:
    """Give the newest signed head (C2SP tlog-checkpoint)."""
    note = asked.site.ledger.head().note
    if note is None:
        raise NotFound("this ledger has no checkpoint yet")
    return Response(note, content_type=TEXT)


@LEDGER.get(
    "/sites/<site_id>/ledger/keys",
    Access.ANYBODY,
    answers=KeyListSchema,
    browser=True,
)
def list_keys(asked: Asked) -> Given:
    """Give every key that signed, and from which entry on."""
    return Given(value={"keys": read_keys(asked.engine, asked.site_id)})
