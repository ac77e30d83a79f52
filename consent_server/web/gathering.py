"""Who sends a body slowly holds no work up: a place is taken once the body is there.

A server of threads gives each request one. A thread that waits for a body costs some
memory and nothing else, so a server of ours has many more threads than places to work.
How long a body may take, how many may be waited for, and how many of one network, is
bounded here; how long it may be, by whoever reads it. A long body is left to whoever
takes such: all of these ask for a key first. They leave their place while they wait.
"""

import io
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    RequestTimeout,
    ServiceUnavailable,
)
from werkzeug.sansio.utils import get_content_length

from consent_server.sdk.answers import RETRY_AFTER_SECONDS
from consent_server.sdk.background import BackgroundWork
from consent_server.sdk.serving import HEADER_READ_MS
from consent_server.web.flooding import network_of
from consent_server.web.late_senders import Peer, stop_reading
from consent_server.web.places import Places
from consent_server.web.problems import final_problem_of
from consent_server.web.visitor.receipt_check import MAX_RECEIPT_BYTES

PATIENCE_SECONDS = 10.0
BYTES_PER_SECOND = 50_000
"""A long body has as much more time as it takes at this pace."""

MOST_WAITING = 400
"""Bodies that one process waits for."""

MOST_OF_A_NETWORK = 100
GATHERED_BYTES = MAX_RECEIPT_BYTES
"""The longest body that anybody may send without a key."""

_LOOK_SECONDS = 1.0
_REST_SECONDS = HEADER_READ_MS / 1_000 + 1
"""How long a connection may rest before a request, and a little more."""

_FORWARDED = "werkzeug.proxy_fix.orig"


class _Asked:
    """A request; its body should be there ``until`` then.

    ``network`` is that of its sender, if many are waited for.
    """

    __slots__ = ("is_late", "network", "peer", "since", "until")

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.since = self.until = time.monotonic()
        self.network: bytes | None = None
        self.is_late = False


class Gatherer:
    """Gives ``app`` requests that are there as a whole, some of them at a time.

    Args:
        app: Answers them.
        places: How many it works on at a time.
        most: How many bodies are waited for.
        patience: The seconds that a short one may take.
    """

    def __init__(
        self,
        app: WSGIApplication,
        places: int,
        most: int = MOST_WAITING,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._app = app
        self._most = most
        self._patience = patience
        self._places = Places(places)
        self._waited_for: set[_Asked] = set()
        self._worked_on: set[_Asked] = set()
        self._looking = BackgroundWork(
            self._end_late, "consent-late-bodies", _LOOK_SECONDS
        )

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        asked = _Asked(_peer_of(environ))
        try:
            self._gather(environ, asked)
        except HTTPException as error:
            return final_problem_of(error)(environ, start_response)
        self._take_place(asked)
        try:
            return self._app(environ, start_response)
        finally:
            self._leave_place(asked)

    def _take_place(self, asked: _Asked) -> None:
        self._worked_on.add(asked)
        self._places.take()

    def _leave_place(self, asked: _Asked) -> None:
        self._places.leave()
        self._worked_on.discard(asked)

    def _gather(self, environ: WSGIEnvironment, asked: _Asked) -> None:
        """Wait for a short body; let whoever reads a long one wait for it."""
        length = get_content_length(environ.get("CONTENT_LENGTH"))
        if not length:
            return
        asked.until += self._patience + length / BYTES_PER_SECOND
        sender: str = environ.get("REMOTE_ADDR", "")
        source: InputStream = environ["wsgi.input"]

        def read(size: int) -> bytes:
            return self._read(source, size, asked, sender)

        def read_apart(size: int) -> bytes:
            self._leave_place(asked)
            try:
                return read(size)
            finally:
                self._take_place(asked)

        environ["wsgi.input"] = (
            io.BytesIO(read(length))
            if length <= GATHERED_BYTES
            else _LongBody(read_apart, length)
        )

    def _read(
        self, source: InputStream, size: int, asked: _Asked, sender: str
    ) -> bytes:
        self._require_room(asked, sender)
        self._waited_for.add(asked)
        self._looking.ask()
        try:
            found = source.read(size)
        finally:
            self._waited_for.discard(asked)
        if len(found) == size:
            return found
        if asked.is_late:
            raise RequestTimeout("the body took too long; nothing was done")
        raise BadRequest("the body ended before its length")

    def _require_room(self, asked: _Asked, sender: str) -> None:
        """Refuse a body when too many are waited for, in all or of its network."""
        waits = list(self._waited_for)
        full = len(waits) >= self._most
        if len(waits) >= MOST_OF_A_NETWORK and (network := network_of(sender)):
            asked.network = network
            full |= sum(it.network == network for it in waits) >= MOST_OF_A_NETWORK
        if full:
            raise ServiceUnavailable(
                "too many requests have not been sent to their end",
                retry_after=int(RETRY_AFTER_SECONDS),
            )

    def _end_late(self) -> bool:
        """End what takes too long; look again for as long as anybody is waited for.

        Requests of one address cannot be told apart by their connections, but by how
        long nothing was sent there. So what is late is ended once it is older than
        every other request of its address, and than that one's connection can be.
        """
        waits = set(self._waited_for)
        if not waits:
            return True
        self._looking.ask()
        now = time.monotonic()
        late = {it for it in waits if it.until <= now}
        others = (waits - late) | set(self._worked_on)
        since: dict[Peer, float] = {}
        for it in others:
            since[it.peer] = min(it.since, since.get(it.peer, it.since))
        ended: dict[Peer, float] = {}
        for it in late:
            if it.peer not in since or it.since < since[it.peer] - _REST_SECONDS:
                it.is_late = True
                age = now - it.since
                ended[it.peer] = min(age, ended.get(it.peer, age))
        if ended:
            stop_reading(ended)
        return True


class _LongBody(io.RawIOBase):
    """A body that is read in pieces, to its end."""

    def __init__(self, read: Callable[[int], bytes], length: int) -> None:
        self._read = read
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as io declares it
        size = min(len(buffer), self._left)
        if size:
            buffer[:size] = self._read(size)
        self._left -= size
        return size


def _peer_of(environ: WSGIEnvironment) -> Peer:
    """Return who is connected, whoever a proxy says that it asks for."""
    connected = environ.get(_FORWARDED) or environ
    return connected.get("REMOTE_ADDR") or "", connected.get("SERVER_PORT") or ""
