"""The line to the consent server: bounded in time, in size and in how many wait.

A server that is away or hangs must not take the site's own threads with it. So after a
failure nobody asks for a while, and then one at a time until it answers again.
"""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from urllib.parse import urlsplit

import urllib3

from consent_server import __version__
from consent_server.kernel.errors import SettingError, UnreachableError
from consent_server.sdk.checks import is_loopback
from consent_server.sdk.connected.contract import site_path
from consent_server.sdk.connected.in_time import PoolInTime

CONNECT_SECONDS = 1.0
READ_SECONDS = 5.0
PAUSE_SECONDS = 2.0
MOST_AT_ONCE = 8
_BLOCK = 65_536

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server answered; header names in lower case, in its order."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of a name (in lower case), else nothing."""
        return next((value for key, value in self.headers if key == name), "")


class Line:
    """Asks one server about one site.

    Raises:
        SettingError: The server's address or the key cannot be used.
    """

    def __init__(self, server: str, site_id: str, key: str) -> None:
        self._base = require_server(server) + site_path(site_id)
        if not key or not key.isascii() or not key.isprintable():
            raise SettingError(
                "the site's key is missing or no key; set CONSENT_SITE_KEY to what "
                "consent-server site key create --role middleware has shown (or, in "
                "Python, pass it as key)"
            )
        self._key = f"Bearer {key}"
        self.start_anew()

    def start_anew(self) -> None:
        """Begin without connections: a forked process must not use its parent's."""
        self._pool = PoolInTime(
            MOST_AT_ONCE, urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        )
        self._away_until = 0.0
        self._failing = False
        self._many = BoundedSemaphore(MOST_AT_ONCE)
        self._one = BoundedSemaphore(1)

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        *,
        body: bytes | None = None,
        max_bytes: int,
    ) -> Reply:
        """Ask, whoever else does: for work beside the responses.

        Raises:
            UnreachableError: There is no answer, or none that can be used.
            ValueError: A header cannot be sent.
        """
        try:
            reply = self._ask(method, path, headers, body, max_bytes)
        except UnreachableError as error:
            if not self._failing:
                log.warning("%s", error)
            self._failing = True
            self._away_until = time.monotonic() + PAUSE_SECONDS
            raise
        self._failing = False
        return reply

    def ask_for_visitor(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        *,
        body: bytes | None,
        max_bytes: int,
    ) -> Reply:
        """Ask while a visitor waits; without a turn there is no answer.

        Raises:
            UnreachableError: As :meth:`ask` says, or too many wait already.
            ValueError: A header cannot be sent.
        """
        with self._turn():
            return self.ask(method, path, headers, body=body, max_bytes=max_bytes)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._failing and time.monotonic() < self._away_until:
            raise UnreachableError("the consent server did not answer a moment ago")
        turns = self._one if self._failing else self._many
        if not turns.acquire(blocking=False):
            raise UnreachableError("too many wait for the consent server")
        try:
            yield
        finally:
            turns.release()

    def _ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        max_bytes: int,
    ) -> Reply:
        try:
            response = self._pool.request(
                method,
                f"{self._base}/{path}",
                body=body,
                headers={
                    "user-agent": f"consent-server/{__version__}",
                    **headers,
                    "authorization": self._key,
                },
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                whole = _read(response, max_bytes)
            except BaseException:
                response.close()
                raise
            response.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            said = str(error).partition(": ")[2] or str(error)
            raise UnreachableError(
                f"the consent server gave no answer: {said:.200}"
            ) from error
        fields = [(name.lower(), value) for name, value in response.headers.iteritems()]
        return Reply(status=response.status, headers=fields, body=whole)


def require_server(server: str) -> str:
    """Return a server's address without a slash at the end.

    Raises:
        SettingError: It is neither https nor on this machine: the key would travel in
            the open.
    """
    try:
        address = urlsplit(server)
        host, _ = address.hostname or "", address.port
    except ValueError:
        address, host = urlsplit(""), ""
    plain = address.scheme == "http" and is_loopback(host)
    said_more = address.query or address.fragment or address.username
    if not host or not (address.scheme == "https" or plain) or said_more:
        raise SettingError(
            f"{server!r:.200} should look like https://consent.example; plain http is "
            "for this machine alone"
        )
    return server.rstrip("/")


def _read(response: urllib3.BaseHTTPResponse, max_bytes: int) -> bytes:
    body = bytearray()
    for block in response.stream(_BLOCK, decode_content=False):
        body += block
        if len(body) > max_bytes:
            raise UnreachableError("the consent server's answer is too long")
    return bytes(body)
