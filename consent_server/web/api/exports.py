"""The resource "exports": a site's evidence as a file."""

import importlib.util
import logging
from http import HTTPStatus
from uuid import UUID

from flask import Response, send_file
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.exceptions import NotFound

from consent_server.ledger.record_line import PART_NAMES
from consent_server.storage.export_orders import ExportOrder, ExportOrders, ExportState
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.common_schema import Second, short_text
from consent_server.web.api.export_files import drop_export, export_path
from consent_server.web.api.operation import Given, Link, Resource
from consent_server.web.api.refusing import BODY_INVALID, CHANGED, Refused, invalid
from consent_server.web.api.repeating import used_already
from consent_server.web.api.selection_schema import SelectionSchema, selection_of
from consent_server.web.export_request import Form, Wanted

MOST_ORDERS = 5
"""Of one site at a time: each is a copy of personal data on the disk."""

EXPORTS = Resource("exports", "The evidence of a site as a file.")
_ONE = "/sites/<site_id>/exports/<uuid:export_id>"
_ITSELF = {
    "site_id": "$request.path.site_id",
    "export_id": "$response.body#/export_id",
}
log = logging.getLogger(__name__)


class NewExportSchema(SelectionSchema):
    """What an export is to hold, as `consent-server audit export` takes it."""

    form = fields.Enum(Form, by_value=True, load_default=Form.BUNDLE)
    record = fields.UUID(
        metadata={"description": "One of a person's records: all of that person."}
    )
    without = fields.List(
        fields.String(validate=validate.OneOf([*PART_NAMES])), load_default=list
    )
    epoch = fields.Integer(validate=validate.Range(1, 1_000_000))
    recipient = short_text(
        200,
        metadata={
            "description": "Who gets it, so that they can be told of erasures; the "
            "name of the key if nobody else."
        },
    )
    gzip = fields.Boolean(load_default=False)


class MadeSchema(Schema):
    """What came of an export."""

    origin = fields.String(required=True)
    size = fields.Integer(required=True)
    records = fields.Integer(required=True)
    serial = fields.String(required=True)
    bytes = fields.Integer(required=True)


class ExportSchema(Schema):
    """An export; `read` of `entries` are in it so far."""

    export_id = fields.UUID(required=True)
    state = fields.Enum(ExportState, by_value=True, required=True)
    asked_at = Second(required=True)
    asked_by = fields.String(required=True)
    read = fields.Integer(attribute="done", required=True)
    entries = fields.Integer(attribute="length", required=True)
    ended_at = Second(required=True, allow_none=True)
    expires_at = Second(required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)
    made = fields.Nested(MadeSchema, required=True, allow_none=True)


class ExportListSchema(Schema):
    """The exports of a site."""

    exports = fields.List(fields.Nested(ExportSchema), required=True)


@EXPORTS.get("/sites/<site_id>/exports", Role.AUDITOR, answers=ExportListSchema)
def list_exports(asked: Asked) -> Given:
    """List the exports of a site, the newest first; each is kept for a day."""
    return Given(value={"exports": _orders(asked).list_all(asked.site_id)})


@EXPORTS.post(
    "/sites/<site_id>/exports",
    Role.AUDITOR,
    status=HTTPStatus.ACCEPTED,
    answers=ExportSchema,
    body=NewExportSchema,
    links=[
        Link(operation="show_export", values=_ITSELF),
        Link(operation="download_export", values=_ITSELF),
        Link(operation="delete_export", values=_ITSELF),
    ],
)
def start_export(asked: Asked) -> Given:
    """Have an export made; ask for it until its state is `done`, then download it."""
    wanted, orders = _wanted(asked).to_json(), _orders(asked)
    export_id = asked.new_id()
    if orders.find(asked.site_id, export_id) is None:
        if len(orders.list_all(asked.site_id)) >= MOST_ORDERS:
            raise Refused(
                HTTPStatus.CONFLICT,
                "too_many_exports",
                f"a site has at most {MOST_ORDERS} exports at a time; delete one",
            )
        orders.add(export_id, asked.site_id, wanted, asked.by, asked.now)
        log.info("export_asked", extra=_audited(asked, export_id))
    order = _get(asked, export_id)
    if order.wanted != wanted:
        raise used_already()
    asked.exports.wake()
    path = f"/v1/sites/{asked.site_id}/exports/{export_id}"
    return Given(value=order, headers={"Location": path})


@EXPORTS.get(_ONE, Role.AUDITOR, answers=ExportSchema)
def show_export(asked: Asked, export_id: UUID) -> Given:
    """Say how far an export is."""
    asked.exports.wake()
    return Given(value=_get(asked, export_id))


@EXPORTS.get(
    f"{_ONE}/file",
    Role.AUDITOR,
    media="application/octet-stream",
    problems=frozenset({HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}),
    ranges=True,
)
def download_export(asked: Asked, export_id: UUID) -> Response:
    """Give the file, whole or in parts (`Range`)."""
    order = _get(asked, export_id)
    if order.state is not ExportState.DONE:
        raise Refused(
            HTTPStatus.CONFLICT,
            "not_there_yet",
            f"the export is {order.state.value}; its file is there when it is done",
        )
    if asked.site.erasures.any_done_since(order.asked_at):
        drop_export(asked.parts.around.data_dir, _orders(asked), order)
        raise Refused(
            HTTPStatus.CONFLICT,
            "erased_since",
            "somebody was erased since this was asked for; it is dropped: ask anew",
        )
    path = export_path(asked.parts.around.data_dir, order)
    if not path.is_file():
        raise NotFound("the file is gone, or on another server")
    etag = str(export_id)
    # Werkzeug would give the whole file with its 412.
    if asked.request.if_match and not asked.request.if_match.contains(etag):
        raise Refused(
            HTTPStatus.PRECONDITION_FAILED,
            CHANGED,
            "this is not the file that If-Match names",
        )
    log.info("export_downloaded", extra=_audited(asked, export_id))
    return send_file(
        path.absolute(),  # Flask takes others for paths beside the code
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name="".join((asked.site_id, *path.suffixes)),
        conditional=True,
        etag=etag,
        last_modified=order.ended_at,
    )


@EXPORTS.delete(_ONE, Role.OWNER)
def delete_export(asked: Asked, export_id: UUID) -> Given:
    """Drop an export and its file, made or not."""
    order = _get(asked, export_id)
    drop_export(asked.parts.around.data_dir, _orders(asked), order)
    log.info("export_deleted", extra=_audited(asked, export_id))
    return Given()


def _wanted(asked: Asked) -> Wanted:
    sent = asked.body
    form: Form = sent["form"]
    if sent["gzip"] and form not in {Form.CSV, Form.JSONL}:
        raise invalid(BODY_INVALID, ValidationError({"gzip": ["For csv and jsonl."]}))
    if form is Form.PARQUET and importlib.util.find_spec("pyarrow") is None:
        raise invalid(BODY_INVALID, ValidationError({"form": ["Not installed here."]}))
    return Wanted(
        form=form,
        selection=selection_of(sent, sent.get("subject")),
        record=sent.get("record"),
        withheld=tuple(name for name in PART_NAMES if name in sent["without"]),
        recipient=sent.get("recipient") or _name(asked),
        epoch=sent.get("epoch"),
        compress=sent["gzip"],
    )


def _name(asked: Asked) -> str:
    return (asked.key.name if asked.key else "") or f"key {asked.by}"


def _orders(asked: Asked) -> ExportOrders:
    return ExportOrders(asked.main)


def _get(asked: Asked, export_id: UUID) -> ExportOrder:
    found = _orders(asked).find(asked.site_id, export_id)
    if found is None:
        raise NotFound("there is no such export")
    return found


def _audited(asked: Asked, export_id: UUID) -> dict[str, str]:
    return {"site": asked.site_id, "export": str(export_id), "key": asked.by}
