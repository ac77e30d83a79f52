"""The way of every request of the interface, in one place.

Who asks, how often, about which site, what is sent: only what passes all of that gets
to a view, so that no view has to remember it.
"""

import json
import math
from collections.abc import Mapping
from http import HTTPMethod, HTTPStatus
from typing import Any

from flask import Request, Response
from marshmallow import Schema
from werkzeug.exceptions import HTTPException, NotFound

from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import ConsentError, SettingError
from consent_server.storage.api_replies import ReplyStore
from consent_server.token.api_key import ApiKey
from consent_server.web.api.asked import Asked
from consent_server.web.api.export_worker import ExportWorker
from consent_server.web.api.operation import Access, Given, Operation
from consent_server.web.api.rate import Buckets
from consent_server.web.api.refusing import Refused, refuse
from consent_server.web.api.repeating import Repeating, read_key
from consent_server.web.api.sent import read_body, read_query
from consent_server.web.parts import Parts
from consent_server.web.site import OpenSite
from consent_server.web.visitor.incoming import find_own_origin

_ETAG_LENGTH = 32
_OF_ONE_KEY = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}


class Answering:
    """What every operation's requests pass."""

    def __init__(self, parts: Parts, buckets: Buckets) -> None:
        self._parts = parts
        self._buckets = buckets
        self._exports = ExportWorker(parts)
        self._repeating = Repeating(
            ReplyStore(parts.databases.main), parts.around.clock
        )

    def answer(
        self, operation: Operation, request: Request, path: Mapping[str, Any]
    ) -> Response:
        """Answer a request, if only with why not."""
        try:
            return self._answer(operation, request, {**path})
        except (ConsentError, HTTPException) as error:
            return refuse(error)

    def _answer(
        self, operation: Operation, request: Request, path: dict[str, Any]
    ) -> Response:
        site_id = path.pop("site_id", None)
        key = self._identify(operation, request, site_id)
        if key is not None:  # in a bucket of all strangers, one would empty it for all
            self._require_rate(key)
        self._exports.begin()
        opened = None if site_id is None else self._find(site_id)
        who = "" if key is None else key.key_id
        changes = operation.method is HTTPMethod.POST
        asked = Asked(
            parts=self._parts,
            request=request,
            key=key,
            opened=opened,
            query=read_query(operation, request),
            once=read_key(request, who) if changes else None,
            body=read_body(operation, request),
            exports=self._exports,
        )
        response = self._view(operation, asked, path)
        if operation.browser and opened is not None:
            _let_pages_read(response, request, opened)
        return response

    def _identify(
        self, operation: Operation, request: Request, site_id: str | None
    ) -> ApiKey | None:
        match operation.needed:
            case Access.ANYBODY:
                return None
            case Access.ANY_KEY:
                return self._parts.keys.identify(request)
            case role:
                return self._parts.keys.authorise(request, site_id, role)

    def _require_rate(self, key: ApiKey) -> None:
        seconds = self._buckets.take(key.key_id)
        if seconds:
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_requests",
                "this key asks too often; nothing was changed, come again",
                headers={"Retry-After": str(math.ceil(seconds))},
            )

    def _find(self, site_id: str) -> OpenSite:
        hosted = self._parts.sites.find(site_id)
        if hosted is None:
            raise NotFound("there is no such site")
        return hosted.site

    def _view(
        self, operation: Operation, asked: Asked, path: Mapping[str, Any]
    ) -> Response:
        def work() -> Response:
            try:
                return _respond(operation, asked, operation.view(asked, **path))
            except SettingError as error:
                detail = asked.hide(str(error))
                raise Refused(HTTPStatus.CONFLICT, error.code, detail) from error

        if asked.once is None:
            return work()
        return self._repeating.answer(asked.once, asked.request, work)


def write_json(schema: type[Schema], value: object) -> bytes:
    """Write a value as its schema says."""
    text = json.dumps(schema().dump(value), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def etag_of(body: bytes) -> str:
    """Return the entity tag of an answer."""
    return sha256_hex(body)[:_ETAG_LENGTH]


def _respond(operation: Operation, asked: Asked, given: Given | Response) -> Response:
    response = given
    if isinstance(response, Given):
        body = b""
        if operation.answers is not None:
            body = write_json(operation.answers, response.value)
        response = Response(body, operation.status, {**response.headers})
        response.content_type = operation.media
        if operation.status is HTTPStatus.NO_CONTENT:
            del response.headers["Content-Type"]
    if operation.needed is not Access.ANYBODY:
        response.headers.update(_OF_ONE_KEY)
    whole = response.status_code == HTTPStatus.OK and not response.direct_passthrough
    if operation.method is HTTPMethod.GET and whole:
        etag = etag_of(response.get_data())
        response.set_etag(etag)
        if asked.request.if_none_match.contains_weak(etag):
            response.status_code = HTTPStatus.NOT_MODIFIED
            response.set_data(b"")
    return response


def _let_pages_read(response: Response, request: Request, site: OpenSite) -> None:
    """Let pages of the site read what is public anyway, never with credentials.

    A browser shows no key, so nothing else is for pages.
    """
    response.vary.add("Origin")
    domains = site.policy.site.domains
    origin = find_own_origin(request, domains, secure=site.secure)
    if origin is not None:
        response.headers["Access-Control-Allow-Origin"] = origin
