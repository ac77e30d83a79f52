"""The ASGI rim (version 3) of the enforcement engine."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from consent_server.sdk.asked import DECISION_KEY
from consent_server.sdk.exchange import Exchange, Headers
from consent_server.sdk.flushing import flush_all
from consent_server.sdk.requests import RequestHead, is_for_choices
from consent_server.sdk.site import EnforcedSite

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApplication = Callable[[Scope, Receive, Send], Awaitable[None]]

RawHeaders = Iterable[tuple[bytes, bytes]]
SWITCHING_PROTOCOLS = 101

KNOWN_EXTENSIONS = frozenset({"http.response.debug", "tls", "websocket.http.response"})
"""Others would let something past us: a file, an early hint, trailers."""


class ConsentASGIMiddleware:
    """Makes any ASGI application obey its visitors' recorded choices.

    ``choices`` is the ASGI application that answers under ``/-/choices/``: it shows,
    takes and records choices on the site's own origin. Of a WebSocket the handshake is
    enforced, its cookies in and out; messages and lifespan events pass.
    """

    def __init__(
        self, app: ASGIApplication, site: EnforcedSite, choices: ASGIApplication
    ) -> None:
        self.site = site
        self._app = app
        self._choices = choices

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, _flushing(send))
        elif scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and is_for_choices(local_path(scope)):
            await self._choices(scope, receive, send)
        else:
            exchange = Exchange(self.site, self._request_head(scope))
            answer = _Answer(exchange, send)
            await self._app(_for_application(scope, exchange), receive, answer.send)

    def _request_head(self, scope: Scope) -> RequestHead:
        headers = join_headers(scope["headers"])
        host, port = scope.get("server") or ("", None)
        return RequestHead(
            method=scope.get("method", "GET"),
            host=headers.get("host") or (f"{host}:{port}" if port else host),
            secure=self.site.secure,
            path=scope["path"],
            headers=headers,
        )


def _flushing(send: Send) -> Send:
    """Write the evidence before the server hears that it may end.

    Some end by a signal then, so that nothing of Python runs at their exit.
    """

    async def send_on(message: Message) -> None:
        if message["type"].startswith("lifespan.shutdown."):
            flush_all()
        await send(message)

    return send_on


def local_path(scope: Scope) -> str:
    """Return the path below where the application is mounted, as WSGI gives it."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    return path[len(root) :] if path.startswith(f"{root}/") else path


def join_headers(raw: RawHeaders) -> dict[str, str]:
    """Join fields of one name, as WSGI servers do (RFC 9110 5.2, RFC 9113 8.2.3)."""
    joined: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        separator = "; " if name == "cookie" else ", "
        joined[name] = f"{joined[name]}{separator}{value}" if name in joined else value
    return joined


def _for_application(scope: Scope, exchange: Exchange) -> Scope:
    """Copy the scope without what the application must not see."""
    shown = exchange.headers_for_application()
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name.lower() != b"cookie" and name.decode("latin-1").lower() in shown
    ]
    if shown.get("cookie"):
        headers.append((b"cookie", shown["cookie"].encode("latin-1")))
    extensions = {
        name: value
        for name, value in (scope.get("extensions") or {}).items()
        if name in KNOWN_EXTENSIONS
    }
    return {
        **scope,
        "headers": headers,
        "extensions": extensions,
        DECISION_KEY: exchange.asked,
    }


class _Answer:
    """The application's messages on their way out.

    The start of a page waits for the first bytes of its body, which may say how to read
    it; whatever is not rewritten goes out at once.
    """

    def __init__(self, exchange: Exchange, send: Send) -> None:
        self._exchange = exchange
        self._send = send
        self._waiting: Message | None = None

    async def send(self, message: Message) -> None:
        """Take one message of the application."""
        match message["type"]:
            case "http.response.start":
                await self._start(message)
            case "http.response.body" if self._exchange.rewrites:
                await self._rewrite(message)
            case "websocket.accept":
                await self._send(self._enforced(message, SWITCHING_PROTOCOLS))
            case "websocket.http.response.start":
                await self._send(self._enforced(message, message["status"]))
            case _:
                await self._send(message)

    async def _start(self, message: Message) -> None:
        enforced = self._enforced(message, message["status"])
        if self._exchange.rewrites:
            self._waiting = message
        else:
            await self._send_start(enforced)

    async def _rewrite(self, message: Message) -> None:
        body: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        if self._waiting is not None:
            if more and not body:
                return  # nothing is known yet
            start, self._waiting = self._waiting, None
            await self._begin(start, body, more=more)
        elif output := self._feed(body, more=more):
            await self._send_body(output, more=more)
        elif not more:
            await self._send_body(b"", more=False)

    async def _begin(self, start: Message, body: bytes, *, more: bool) -> None:
        """Send the headers and what is certain of the first bytes."""
        enforced = self._enforced(start, start["status"], body)
        output = self._feed(body, more=more)
        if self._exchange.rewrites and not more:
            length = str(len(output)).encode()
            enforced["headers"].append((b"content-length", length))
        await self._send_start(enforced)
        await self._send_body(output, more=more)

    def _feed(self, body: bytes, *, more: bool) -> bytes:
        output = self._exchange.feed(body)
        return output if more else output + self._exchange.close()

    async def _send_start(self, enforced: Message) -> None:
        enforced["headers"] += _encode(self._exchange.debug_headers())
        await self._send(enforced)

    async def _send_body(self, body: bytes, *, more: bool) -> None:
        await self._send(
            {"type": "http.response.body", "body": body, "more_body": more}
        )

    def _enforced(
        self, message: Message, status: int, beginning: bytes = b""
    ) -> Message:
        raw: RawHeaders = message.get("headers", ())
        headers: Headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in raw
        ]
        enforced = self._exchange.start(status, headers, beginning)
        return {**message, "headers": _encode(enforced)}


def _encode(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in headers
    ]
