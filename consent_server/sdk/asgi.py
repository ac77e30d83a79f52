"""The ASGI rim (version 3) of the enforcement engine."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from consent_server.sdk.asked import DECISION_KEY
from consent_server.sdk.background import finish_all
from consent_server.sdk.exchange import Exchange
from consent_server.sdk.frames import Headers
from consent_server.sdk.page import is_all
from consent_server.sdk.requests import RequestHead, is_for_choices
from consent_server.sdk.site import EnforcedSite

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApplication = Callable[[Scope, Receive, Send], Awaitable[None]]

RawHeaders = Iterable[tuple[bytes, bytes]]
SWITCHING_PROTOCOLS = 101
"""The status of a WebSocket that is accepted."""

KNOWN_EXTENSIONS = frozenset(
    {"http.response.debug", "http.response.early_hint", "tls"}
    | {"websocket.http.response"}
)
"""Others would let something past us: a file, trailers."""


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
            if self.site.secure:  # a proxy in front may speak plain http to us
                scope = {**scope, "scheme": "https"}
            await self._choices(scope, receive, send)
        else:
            head = self._request_head(scope)
            exchange = Exchange(self.site, head)
            answer = _Answer(exchange, send)
            shown = _for_application(scope, exchange)
            await self._app(shown, receive, answer.send)

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
            finish_all()
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
    changes = {
        name.encode(): value
        for name, value in exchange.changes_for_application().items()
    }
    headers = [field for field in scope["headers"] if field[0].lower() not in changes]
    headers += [
        (name, value.encode("latin-1")) for name, value in changes.items() if value
    ]
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
        self._waiting: tuple[Message, Headers] | None = None
        self._instead = b""  # of a body that is dropped

    async def send(self, message: Message) -> None:
        """Take one message of the application."""
        match message["type"]:
            case "http.response.early_hint":
                await self._hint(message)
            case "http.response.start":
                await self._start(message)
            case "http.response.body" if self._waiting is not None:
                await self._begin(*self._waiting, message)
            case "http.response.body" if self._exchange.rewrites:
                await self._rewrite(message)
            case "http.response.body" if self._exchange.drops:
                await self._send({**message, "body": self._instead})
                self._instead = b""
            case "websocket.accept" | "websocket.http.response.start":
                await self._send(self._enforce(message, _headers_of(message))[0])
            case _:
                await self._send(message)

    async def _hint(self, message: Message) -> None:
        links = [bytes(link).decode("latin-1") for link in message["links"]]
        if kept := self._exchange.early_hints(links):
            encoded = [link.encode("latin-1") for link in kept]
            await self._send({**message, "links": encoded})

    async def _start(self, message: Message) -> None:
        headers = _headers_of(message)
        if self._exchange.waits(message["status"], headers):
            self._waiting = message, headers
        else:
            enforced, self._instead = self._enforce(message, headers)
            await self._send(enforced)

    async def _begin(self, start: Message, headers: Headers, message: Message) -> None:
        """Send the headers and what is certain of the first bytes."""
        body: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        if more and not body:
            return  # nothing is known yet
        self._waiting = None
        whole = not more or is_all(headers, body)
        enforced, output = self._enforce(start, headers, body, whole=whole)
        await self._send(enforced)
        await self._send_body(output, more=more)

    async def _rewrite(self, message: Message) -> None:
        more: bool = message.get("more_body", False)
        output = self._exchange.feed(message.get("body", b""))
        if not more:
            output += self._exchange.close()
        if output or not more:
            await self._send_body(output, more=more)

    async def _send_body(self, body: bytes, *, more: bool) -> None:
        await self._send(
            {"type": "http.response.body", "body": body, "more_body": more}
        )

    def _enforce(
        self,
        message: Message,
        headers: Headers,
        first: bytes = b"",
        *,
        whole: bool = False,
    ) -> tuple[Message, bytes]:
        """Return the message as it goes out, and what is certain of the body."""
        status = message.get("status", SWITCHING_PROTOCOLS)
        started = self._exchange.start(status, headers, first, whole=whole)
        enforced: Message = {
            **message,
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in started.headers
            ],
        }
        if started.status != status:
            enforced["status"] = started.status
        return enforced, started.body


def _headers_of(message: Message) -> Headers:
    raw: RawHeaders = message.get("headers", ())
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]
