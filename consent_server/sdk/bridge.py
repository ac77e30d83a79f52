"""A small WSGI application within an ASGI one: the choices of an ASGI site.

Its bodies are small both ways, so each is one piece; it runs in a thread, since it
waits for the database.
"""

import asyncio
import io
import sys
from collections.abc import Callable
from wsgiref.types import WSGIApplication, WSGIEnvironment

from consent_server.sdk.asgi import (
    Message,
    Receive,
    Scope,
    Send,
    join_headers,
    local_path,
)

NO_PREFIX = {"content-length": "CONTENT_LENGTH", "content-type": "CONTENT_TYPE"}


class WSGIBridge:
    """Serves a WSGI application on an asyncio server.

    A request body that says to be longer than ``max_body_bytes``, or does not say, is
    not read: the application has to refuse it.
    """

    def __init__(self, app: WSGIApplication, max_body_bytes: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = join_headers(scope["headers"])
        length = headers.get("content-length", "")
        body: bytes | None = b""
        if (
            length.isascii()
            and length.isdigit()
            and int(length) <= self._max_body_bytes
        ):
            body = await _read(receive, int(length))
        if body is None:
            return  # the visitor has gone
        environ = _environ(scope, headers, body)
        start, content = await asyncio.to_thread(_call, self._app, environ)
        await send(start)
        await send({"type": "http.response.body", "body": content})


async def _read(receive: Receive, length: int) -> bytes | None:
    body = bytearray()
    while len(body) < length:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


def _environ(scope: Scope, headers: dict[str, str], body: bytes) -> WSGIEnvironment:
    """Describe the request as PEP 3333 does; its texts are bytes read as latin-1."""
    server = scope.get("server") or ("localhost", None)
    client = scope.get("client") or ("", 0)
    root = scope.get("root_path", "").rstrip("/")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root.encode().decode("latin-1"),
        "PATH_INFO": local_path(scope).encode().decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        if "_" in name:
            continue  # it would pass for the field with a hyphen
        key = NO_PREFIX.get(name, "HTTP_" + name.replace("-", "_").upper())
        environ[key] = value
    return environ


def _call(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[Message, bytes]:
    """Run the application to its end; return the start of its answer and the body."""
    said: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _: object = None, /
    ) -> Callable[[bytes], object]:
        said.append((status, headers))
        return written.append

    chunks = app(environ, start_response)
    try:
        written.extend(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = said[-1]
    start: Message = {
        "type": "http.response.start",
        "status": int(status[:3]),
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in headers
        ],
    }
    return start, b"".join(written)
