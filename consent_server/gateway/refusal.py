"""What the gateway answers by itself, in plain words."""

from dataclasses import dataclass
from html import escape
from http import HTTPStatus

from consent_server.gateway.headers import values_of
from consent_server.sdk.answers import PROBLEM_JSON, prefers_page, problem_document
from consent_server.sdk.asgi import Scope, Send

PAGE = (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n'
    "<title>{title}</title>\n<h1>{title}</h1>\n<p>{detail}</p>\n</html>\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is not answered by the site: a stable code, and words."""

    status: HTTPStatus
    code: str
    detail: str

    def page(self) -> bytes:
        """Return it as a page for a person."""
        title, detail = escape(self.status.phrase), escape(self.detail)
        return PAGE.format(title=title, detail=detail).encode()

    def problem(self) -> bytes:
        """Return it for a program (RFC 9457)."""
        return problem_document(self.status, self.code, self.detail)


async def refuse(
    scope: Scope, send: Send, refusal: Refusal, *, ends: bool = False
) -> None:
    """Answer a request, or a WebSocket's handshake, with a refusal.

    ``ends`` ends the connection, too: what follows on it may not be what it seems.
    """
    accepted = b",".join(values_of(scope["headers"], b"accept"))
    is_page = prefers_page(accepted.decode("latin-1"))
    kind = "text/html; charset=utf-8" if is_page else PROBLEM_JSON
    body = refusal.page() if is_page else refusal.problem()
    await answer(
        scope,
        send,
        refusal.status,
        [
            (b"content-type", kind.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
            *([(b"connection", b"close")] if ends else []),
        ],
        b"" if scope.get("method") == "HEAD" else body,
    )


async def answer(
    scope: Scope,
    send: Send,
    status: int,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
) -> None:
    """Send a whole answer; of a WebSocket's handshake where the server can."""
    prefix = ""
    if scope["type"] == "websocket":
        if "websocket.http.response" not in (scope.get("extensions") or {}):
            await send({"type": "websocket.close", "code": 1000})
            return
        prefix = "websocket."
    start = {"status": int(status), "headers": headers}
    await send({"type": f"{prefix}http.response.start", **start})
    await send({"type": f"{prefix}http.response.body", "body": body})
