"""WebSockets (RFC 6455): two connections whose messages are passed on, both ways.

Each connection has its own frames and its own pings; whole messages go through, and
the codes with which either side closes.
"""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from typing import Any, cast

import aiohttp
from aiohttp import WSMsgType
from yarl import URL

from consent_server.gateway.client import HeardSocket, as_text
from consent_server.gateway.headers import RawHeaders, for_visitor, with_via
from consent_server.gateway.refusal import Refusal, answer, refuse
from consent_server.sdk.asgi import Message, Receive, Scope, Send

MAX_MESSAGE_BYTES = 16 << 20
CLOSE_SECONDS = 5.0
GOING_AWAY, NO_CODE, LOST, FAILED = 1001, 1005, 1006, 1011
OF_THE_HANDSHAKE = b"sec-websocket-"

UNREACHABLE = Refusal(
    status=HTTPStatus.BAD_GATEWAY,
    code="upstream_unreachable",
    detail="The site does not answer at the moment.",
)


async def relay(
    client: aiohttp.ClientSession,
    address: URL,
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    """Open a WebSocket at the upstream, accept the visitor's, and connect the two.

    An upstream that refuses the handshake has its own answer passed on.
    """
    await receive()  # websocket.connect
    try:
        opened = await client.ws_connect(
            address,
            headers=as_text(with_via(_end_to_end(scope["headers"]))),
            protocols=scope.get("subprotocols") or (),
            max_msg_size=MAX_MESSAGE_BYTES,
        )
    except aiohttp.WSServerHandshakeError as error:
        await answer(scope, send, error.status, [(b"content-length", b"0")], b"")
        return
    except (aiohttp.ClientError, TimeoutError):
        await refuse(scope, send, UNREACHABLE)
        return
    socket = cast("HeardSocket", opened)
    try:
        await send(
            {
                "type": "websocket.accept",
                "subprotocol": socket.protocol,
                "headers": _end_to_end(for_visitor(socket.handshake)),
            }
        )
        await _connect(socket, receive, send)
        await _close(socket)
    finally:
        socket.drop()  # a gateway that stops waits for nobody's goodbye


def _end_to_end(headers: RawHeaders) -> RawHeaders:
    return [it for it in headers if not it[0].startswith(OF_THE_HANDSHAKE)]


async def _connect(socket: HeardSocket, receive: Receive, send: Send) -> None:
    """Pass messages on until either side has closed."""
    up = asyncio.create_task(_send_up(socket, receive))
    down = asyncio.create_task(_send_down(socket, send))
    both: set[asyncio.Task[Any]] = {up, down}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in both:
            task.cancel()
        await asyncio.wait(both)
    if up.cancelled():  # granian sends no close while somebody waits for a message
        await send({"type": "websocket.close", **down.result()})


async def _send_up(socket: HeardSocket, receive: Receive) -> None:
    while (message := await receive())["type"] == "websocket.receive":
        if (text := message.get("text")) is not None:
            await socket.send_str(text)
        else:
            await socket.send_bytes(message["bytes"])
    code = message.get("code") or NO_CODE
    reason: str = message.get("reason") or ""
    sendable = GOING_AWAY if code in {NO_CODE, LOST} else code
    await _close(socket, sendable, reason)


async def _close(socket: HeardSocket, code: int = 1000, reason: str = "") -> None:
    """Close at the upstream, which has some seconds to take that in and to answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close(code=code, message=reason.encode())


async def _send_down(socket: HeardSocket, send: Send) -> Message:
    """Pass messages on; return how the upstream closed."""
    while (message := await socket.receive()).type in {
        WSMsgType.TEXT,
        WSMsgType.BINARY,
    }:
        kind = "text" if message.type is WSMsgType.TEXT else "bytes"
        await send({"type": "websocket.send", kind: message.data})
    if message.type is not WSMsgType.CLOSE:
        return {"code": FAILED}
    code = 1000 if message.data in {None, 0, NO_CODE} else message.data
    return {"code": code, "reason": message.extra or ""}
