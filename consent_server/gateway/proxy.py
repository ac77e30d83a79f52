"""The reverse proxy: one request up, its answer down, both as they come."""

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus

import aiohttp

from consent_server.gateway.body import VisitorBody
from consent_server.gateway.client import Upstream, as_text, open_client
from consent_server.gateway.headers import (
    OF_EVERY_HOP,
    RawHeaders,
    for_visitor,
    with_via,
)
from consent_server.gateway.limits import too_large
from consent_server.gateway.refusal import Refusal, refuse
from consent_server.gateway.sockets import relay
from consent_server.sdk.asgi import Receive, Scope, Send

UNREACHABLE = Refusal(
    status=HTTPStatus.BAD_GATEWAY,
    code="upstream_unreachable",
    detail="The site does not answer at the moment. Please try again in a minute.",
)
TOO_SLOW = Refusal(
    status=HTTPStatus.GATEWAY_TIMEOUT,
    code="upstream_too_slow",
    detail="The site took too long to answer. Please try again in a minute.",
)
STALLED = Refusal(
    status=HTTPStatus.REQUEST_TIMEOUT,
    code="request_stalled",
    detail="What was to be sent did not arrive. Please try again.",
)
PAGE_TYPE = "text/html"
MOMENT_SECONDS = 0.02
"""How long a page may take from first byte to last, to be handled as a whole."""

MAX_GATHERED_BYTES = 1 << 20
log = logging.getLogger(__name__)


class CutShortError(Exception):
    """The upstream ended its answer before the end; so must the visitor's."""


class ReverseProxy:
    """An ASGI application that is another server's site.

    It expects requests as ``Door`` lets them in. An answer that cannot be finished ends
    with an exception, upon which servers end the connection.

    Args:
        upstream: The other server.
        max_body_bytes: How much a visitor may send at once.
    """

    def __init__(self, upstream: Upstream, max_body_bytes: int) -> None:
        self._upstream = upstream
        self._max_body_bytes = max_body_bytes
        self._opened: aiohttp.ClientSession | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        match scope["type"]:
            case "lifespan":
                await self._live(receive, send)
            case "websocket":
                address = self._upstream.address(scope)
                await relay(self._client, address, scope, receive, send)
            case _:
                await self._answer(scope, receive, send)

    @property
    def _client(self) -> aiohttp.ClientSession:
        if self._opened is None:
            self._opened = open_client(self._upstream)
        return self._opened

    async def _live(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        if self._opened is not None:
            await self._opened.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on until it is answered, or its visitor has left."""
        body = VisitorBody(
            receive, scope["headers"], self._max_body_bytes, self._upstream.read_seconds
        )
        passing = asyncio.create_task(self._pass_on(scope, body, send))
        leaving = asyncio.create_task(body.left())
        both = {passing, leaving}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.wait(both)
        if not passing.cancelled():
            passing.result()

    async def _pass_on(self, scope: Scope, body: VisitorBody, send: Send) -> None:
        try:
            answer = await self._ask(scope, body)
        except (aiohttp.ClientError, TimeoutError) as error:
            if not body.gone:
                await refuse(scope, send, self._explain(error, body))
            return
        try:
            await _send_on(answer, send)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise CutShortError from error
        finally:
            answer.close()

    async def _ask(self, scope: Scope, body: VisitorBody) -> aiohttp.ClientResponse:
        answer = await self._client.request(
            scope["method"],
            self._upstream.address(scope),
            headers=as_text(with_via(_for_upstream(scope["headers"], body))),
            data=body.pieces() if body else None,
            allow_redirects=False,
        )
        if answer.status == HTTPStatus.SWITCHING_PROTOCOLS:
            answer.close()
            raise aiohttp.ClientPayloadError("nobody asked for another protocol")
        return answer

    def _explain(self, error: Exception, body: VisitorBody) -> Refusal:
        if body.too_large:
            return too_large(self._max_body_bytes)
        if body.stalled:
            return STALLED
        log.warning("upstream_failed", extra={"why": type(error).__name__})
        return TOO_SLOW if isinstance(error, TimeoutError) else UNREACHABLE


def _for_upstream(headers: RawHeaders, body: VisitorBody) -> RawHeaders:
    """Leave the framing to the client, but for a length that is known."""
    dropped = OF_EVERY_HOP - {b"host"}
    if not body:
        dropped |= {b"expect"}
    kept = [(name, value) for name, value in headers if name not in dropped]
    if body and not body.is_chunked:
        kept.append((b"content-length", b"%d" % body.length))
    return kept


async def _send_on(answer: aiohttp.ClientResponse, send: Send) -> None:
    headers = for_visitor(answer.raw_headers)
    await send(
        {"type": "http.response.start", "status": answer.status, "headers": headers}
    )
    content = answer.content
    body = await content.readany()
    if answer.content_type == PAGE_TYPE and not content.at_eof():
        body = await _gather(content, body)
    more = not content.at_eof()  # a page that came whole is known as whole
    await send({"type": "http.response.body", "body": body, "more_body": more})
    while more:
        body = await content.readany()
        more = not content.at_eof()
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _gather(content: aiohttp.StreamReader, body: bytes) -> bytes:
    """Wait a moment for the rest of a page: of a whole one, what is known costs little.

    One that is large or slow goes on in pieces. What breaks off is told afterwards.
    """
    pieces, size = [body], len(body)
    with suppress(aiohttp.ClientError, TimeoutError):
        async with asyncio.timeout(MOMENT_SECONDS):
            while size < MAX_GATHERED_BYTES and not content.at_eof():
                pieces.append(await content.readany())
                size += len(pieces[-1])
    return b"".join(pieces)
