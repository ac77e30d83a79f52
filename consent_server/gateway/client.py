"""The HTTP client towards the upstream: it changes nothing of what it carries."""

import asyncio
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from yarl import URL

from consent_server.gateway.headers import RawHeaders
from consent_server.sdk.asgi import Scope

CONTINUE_SECONDS = 1.0
"""How long the upstream may think about ``Expect`` (RFC 9110 section 10.1.1)."""

KEEP_ALIVE_SECONDS = 4.0
"""Shorter than usual servers keep a connection, so that none is cut while in use."""

MAX_ANSWER_LINE_BYTES = 65_536
MAX_ANSWER_HEADERS = 256
BUFFER_BYTES = 65_536
NOT_BY_ITSELF = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """Where the site is, and for how many seconds it may keep visitors waiting."""

    url: URL
    connect_seconds: float
    read_seconds: float

    def address(self, scope: Scope) -> URL:
        """Return the upstream's address of a request: its path and query, as sent."""
        return URL.build(
            scheme=self.url.scheme,
            host=self.url.host or "",
            port=self.url.port,
            path=scope["raw_path"].decode("ascii"),
            query_string=scope["query_string"].decode("ascii"),
            encoded=True,
        )


class PatientRequest(aiohttp.ClientRequest):
    """Sends its body after a while to an upstream that does not know ``Expect``."""

    async def write_bytes(
        self,
        writer: AbstractStreamWriter,
        conn: "aiohttp.connector.Connection",
        content_length: int | None = None,
    ) -> None:
        """Write the body; the answer to ``Expect`` has a second."""
        if self._continue is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(CONTINUE_SECONDS, _go_on, self._continue)
        await super().write_bytes(writer, conn, content_length)


def _go_on(awaited: "asyncio.Future[bool]") -> None:
    if not awaited.done():
        awaited.set_result(True)


class HeardSocket(aiohttp.ClientWebSocketResponse):
    """A WebSocket whose handshake can be read."""

    @property
    def handshake(self) -> RawHeaders:
        """The headers of the upstream's 101."""
        return list(self._response.raw_headers)

    def drop(self) -> None:
        """End the connection, whatever is still on its way."""
        self._response.close()


def open_client(upstream: Upstream) -> aiohttp.ClientSession:
    """Make the pool of connections to the upstream; it needs a running loop."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,  # the server in front bounds how much is asked at once
            keepalive_timeout=KEEP_ALIVE_SECONDS,
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=NOT_BY_ITSELF,
        request_class=PatientRequest,
        ws_response_class=HeardSocket,
        timeout=aiohttp.ClientTimeout(
            total=None,
            sock_connect=upstream.connect_seconds,
            sock_read=upstream.read_seconds,
        ),
        read_bufsize=BUFFER_BYTES,
        max_line_size=MAX_ANSWER_LINE_BYTES,
        max_field_size=MAX_ANSWER_LINE_BYTES,
        max_headers=MAX_ANSWER_HEADERS,
    )


def as_text(headers: RawHeaders) -> list[tuple[str, str]]:
    """Return fields as the client takes them: it writes UTF-8."""
    return [
        (name.decode("latin-1"), value.decode("utf-8", "replace"))
        for name, value in headers
    ]
