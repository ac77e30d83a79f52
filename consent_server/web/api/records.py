"""The resource "records": what visitors chose, for whoever has to show it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields
from werkzeug.exceptions import NotFound

from consent_server.kernel.clock import format_time
from consent_server.ledger.selection import Selection
from consent_server.storage.record_pages import Place, read_page
from consent_server.storage.records import StoredRecord
from consent_server.token.api_key import Role
from consent_server.web.api.asked import Asked
from consent_server.web.api.operation import JSON, Given, Resource
from consent_server.web.api.paging import PageQuery, read_cursor, write_cursor
from consent_server.web.api.records_schema import (
    RecordListSchema,
    ShownRecordSchema,
    StateSchema,
)
from consent_server.web.api.selection_schema import SelectionSchema, selection_of
from consent_server.web.showing import find_at_site, found_json, record_json
from consent_server.web.visitor.receipts import receipt_of

RECORDS = Resource("records", "What visitors chose, and the proof of it.")
_ONE = "/sites/<site_id>/records/<uuid:record_id>"


class RecordQuery(SelectionSchema, PageQuery):
    """Which records, and which page of them."""

    record = fields.UUID(
        metadata={"description": "One of a person's records: all of that person."}
    )


@RECORDS.get(
    "/sites/<site_id>/records",
    Role.AUDITOR,
    answers=RecordListSchema,
    query=RecordQuery,
)
def list_records(asked: Asked) -> Given:
    """List the records that have a place in the ledger, the newest first.

    A page may have fewer than asked for, or none: go on while there is a `next`.
    Restricted records (GDPR Article 18) are left out.
    """
    place = read_cursor(asked.query.get("cursor"), int, int)
    page = read_page(
        asked.engine,
        asked.site_id,
        _selection(asked),
        None if place is None else Place(*place),
        asked.query["limit"],
    )
    rows = [
        record_json(one.record) | {"record_id": one.record_id} for one in page.records
    ]
    more = None if page.after is None else write_cursor(*page.after)
    return Given(value={"records": rows, "next": more})


@RECORDS.get(_ONE, Role.AUDITOR, answers=ShownRecordSchema)
def show_record(asked: Asked, record_id: UUID) -> Given:
    """Show a record as `consent-server audit show` does."""
    found = find_at_site(asked.engine, asked.site_id, record_id)
    if found is None:
        raise _unknown()
    return Given(value=found_json(record_id, found))


@RECORDS.get(f"{_ONE}/receipt", Role.AUDITOR)
def show_receipt(asked: Asked, record_id: UUID) -> Response:
    """Give the receipt of a record.

    It has its proof within a second of the choice.
    """
    return Response(receipt_of(asked.site, _get(asked, record_id)), mimetype=JSON)


@RECORDS.get(f"{_ONE}/state", Role.AUDITOR, answers=StateSchema)
def show_state(asked: Asked, record_id: UUID) -> Given:
    """Say what the person of a record chose last, and until when it counts."""
    stored = _get(asked, record_id)
    if stored.subject_id is None:
        raise _unknown()
    newest = asked.site.records.history(stored.subject_id)[0]
    found = find_at_site(asked.engine, asked.site_id, newest.record_id)
    said = None if found is None else found.shown.record.decided
    if said is None:
        raise _unknown()
    return Given(
        value={
            "record_id": newest.record_id,
            "counts": said.expires_at > format_time(asked.now),
            "recorded_at": said.recorded_at,
            "expires_at": said.expires_at,
            "action": said.decision.action,
            "policy_version": said.decision.policy_version,
            "purposes": said.decision.purposes,
            "services": said.decision.services,
        }
    )


def _selection(asked: Asked) -> Selection:
    query: Mapping[str, Any] = asked.query
    subject = query.get("subject")
    if "record" in query:
        stored = asked.site.records.find(query["record"])
        if stored is None or stored.subject_id is None:
            raise _unknown()
        subject = stored.subject_id
    return selection_of(query, subject)


def _get(asked: Asked, record_id: UUID) -> StoredRecord:
    found = asked.site.records.find(record_id)
    if found is None:
        raise _unknown()
    return found


def _unknown() -> NotFound:
    return NotFound("there is no such record")
