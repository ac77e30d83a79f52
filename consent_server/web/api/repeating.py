"""Requests that come a second time, because their answer was lost.

A client makes a key up for each change that it wants (``Idempotency-Key``, as the IETF
draft of that name) and repeats it with the request. The change happens once.
"""

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus

from flask import Request, Response
from werkzeug.exceptions import HTTPException

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import ConsentError
from consent_server.storage.api_replies import EarlierRequest, Reply, ReplyStore
from consent_server.web.api.refusing import Refused, refuse

HEADER = "Idempotency-Key"
FORM = r'^"?[A-Za-z0-9._:-]{8,128}"?$'
REPLAYED = "Idempotency-Replayed"
_FORM = re.compile(FORM)
_REPEATED_HEADERS = ("Content-Type", "ETag", "Location", "Cache-Control", "Vary")


def read_key(request: Request, who: str) -> bytes:
    """Return what stands for a request and its repetitions.

    Raises:
        Refused: The client has not made a key up, or not one of this form.
    """
    text = request.headers.get(HEADER, "")
    if not _FORM.fullmatch(text):
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            "idempotency_key_missing",
            f"send {HEADER}, with 8 to 128 letters, digits, dots, colons, hyphens and "
            "underscores that you make up for this change",
        )
    named = "\n".join((who, request.method, request.path, text.strip('"')))
    return hashlib.sha256(named.encode()).digest()


def used_already() -> Refused:
    """Refuse a key that stands for another change."""
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "idempotency_key_reused",
        f"this {HEADER} was used for another request; make a new one up",
    )


class Repeating:
    """Answers a repeated request as the first time."""

    def __init__(self, replies: ReplyStore, clock: Clock) -> None:
        self._replies = replies
        self._clock = clock

    def answer(
        self, once: bytes, request: Request, work: Callable[[], Response]
    ) -> Response:
        """Do the work, or repeat what was answered when it was done.

        What is refused has changed nothing, and may be tried again with the same key.
        """
        digest = _digest(request)
        earlier = self._replies.begin(once, digest, self._clock.now())
        if earlier is not None:
            return _repeat(earlier, digest)
        kept = False
        try:
            response = _attempt(work)
            if response.status_code < HTTPStatus.BAD_REQUEST:
                self._replies.finish(once, _reply(response))
                kept = True
        finally:
            if not kept:
                self._replies.drop(once)
        return response


def _attempt(work: Callable[[], Response]) -> Response:
    try:
        return work()
    except (ConsentError, HTTPException) as error:
        return refuse(error)


def _repeat(earlier: EarlierRequest, digest: bytes) -> Response:
    if earlier.digest != digest:
        raise used_already()
    if earlier.reply is None:
        raise Refused(
            HTTPStatus.CONFLICT,
            "idempotency_key_in_use",
            "the first request of this key is still worked on",
            headers={"Retry-After": "1"},
        )
    reply = earlier.reply
    response = Response(reply.body, status=reply.status, headers=[*reply.headers])
    response.headers[REPLAYED] = "true"
    return response


def _reply(response: Response) -> Reply:
    return Reply(
        status=response.status_code,
        headers=[
            (name, response.headers[name])
            for name in _REPEATED_HEADERS
            if name in response.headers
        ],
        body=response.get_data(),
    )


def _digest(request: Request) -> bytes:
    """Say what is asked: another body, or about another version, is another request."""
    asked = hashlib.sha256()
    for part in (
        request.query_string,
        request.mimetype.encode(),
        request.headers.get("If-Match", "").encode(),
        request.get_data(),
    ):
        asked.update(hashlib.sha256(part).digest())
    return asked.digest()
