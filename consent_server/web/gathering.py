"""Who sends a body slowly holds no work up: a place is taken once the body is there.

A server of threads gives each request one. A thread that waits for a body costs some
memory and nothing else, so a server of ours has many more threads than places to work.
How long a body may take, how many may be waited for, and how many of one network, is
bounded here; how long it may be, by whoever reads it. A long body is left to whoever
takes such: all of these ask for a key first.
"""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from queue import SimpleQueue
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
from consent_server.web.flooding import network_of
from consent_server.web.late_senders import Peer, stop_reading
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
_FORWARDED = "werkzeug.proxy_fix.orig"


class _Wait:
    """A body that somebody waits for; ``network`` is that of its sender, if crowded."""

    __slots__ = ("is_late", "network", "peer", "since", "until")

    def __init__(self, peer: Peer, length: int, patience: float) -> None:
        self.peer = peer
        self.since = time.monotonic()
        self.until = self.since + patience + length / BYTES_PER_SECOND
        self.network: bytes | None = None
        self.is_late = False


class _Place:
    """Room for one request to be worked on; without a peer it is free."""

    __slots__ = ("peer", "since", "wait")

    def __init__(self) -> None:
        self.peer: Peer | None = None
        self.since = 0.0
        self.wait: _Wait | None = None  # for a long body, now and then


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
        self._places = [_Place() for _ in range(places)]
        self._free: SimpleQueue[_Place] = SimpleQueue()
        for place in self._places:
            self._free.put(place)
        self._waits: set[_Wait] = set()
        self._looking = BackgroundWork(
            self._end_late, "consent-late-bodies", _LOOK_SECONDS
        )

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        peer = _peer_of(environ)
        try:
            wait = self._gather(environ, peer)
        except HTTPException as error:
            return final_problem_of(error)(environ, start_response)
        place = self._free.get()
        place.since, place.peer, place.wait = time.monotonic(), peer, wait
        try:
            return self._app(environ, start_response)
        finally:
            place.peer = None
            self._free.put(place)

    def _gather(self, environ: WSGIEnvironment, peer: Peer) -> _Wait | None:
        """Wait for a short body; return how a long one will be waited for."""
        length = get_content_length(environ.get("CONTENT_LENGTH"))
        if not length:
            return None
        wait = _Wait(peer, length, self._patience)
        source: InputStream = environ["wsgi.input"]
        if length > GATHERED_BYTES:
            environ["wsgi.input"] = _LongBody(
                source, length, wait, lambda: self._waiting(wait)
            )
            return wait
        self._require_room(wait, environ.get("REMOTE_ADDR", ""))
        with self._waiting(wait):
            body = source.read(length)
        if len(body) < length:
            raise _broken_off(wait)
        environ["wsgi.input"] = io.BytesIO(body)
        return None

    def _require_room(self, wait: _Wait, sender: str) -> None:
        """Refuse a body when too many are waited for, in all or of its network."""
        waits = list(self._waits)
        if len(waits) >= MOST_OF_A_NETWORK and (network := network_of(sender)):
            wait.network = network
            full = sum(it.network == network for it in waits) >= MOST_OF_A_NETWORK
        else:
            full = False
        if full or len(waits) >= self._most:
            raise ServiceUnavailable(
                "too many requests have not been sent to their end",
                retry_after=int(RETRY_AFTER_SECONDS),
            )

    @contextmanager
    def _waiting(self, wait: _Wait) -> Iterator[None]:
        self._waits.add(wait)
        self._looking.ask()
        try:
            yield
        finally:
            self._waits.discard(wait)

    def _end_late(self) -> bool:
        """End what takes too long; look again for as long as anybody is waited for.

        Where somebody else of the same address is worked on for as long, it is left
        alone: their connections could not be told apart.
        """
        waits = set(self._waits)
        if not waits:
            return True
        self._looking.ask()
        now = time.monotonic()
        slow = {
            place.peer
            for place in self._places
            if place.since <= now - self._patience and place.wait not in waits
        }
        late: dict[Peer, float] = {}
        for wait in waits:
            if wait.until <= now and wait.peer not in slow:
                wait.is_late = True
                age = now - wait.since
                late[wait.peer] = min(age, late.get(wait.peer, age))
        if late:
            stop_reading(late)
        return True


class _LongBody(io.RawIOBase):
    """A body that is read in pieces, in time, and to its end."""

    def __init__(
        self,
        source: InputStream,
        length: int,
        wait: _Wait,
        waiting: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._source = source
        self._left = length
        self._wait = wait
        self._waiting = waiting

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as io declares it
        size = min(len(buffer), self._left)
        with self._waiting():
            piece = self._source.read(size)
        if len(piece) < size:
            raise _broken_off(self._wait)
        self._left -= size
        buffer[:size] = piece
        return size


def _peer_of(environ: WSGIEnvironment) -> Peer:
    """Return who is connected, whoever a proxy says that it asks for."""
    connected = environ.get(_FORWARDED) or environ
    return connected.get("REMOTE_ADDR") or "", connected.get("SERVER_PORT") or ""


def _broken_off(wait: _Wait) -> HTTPException:
    if wait.is_late:
        return RequestTimeout("the body took too long; nothing was done")
    return BadRequest("the body ended before its length")
