"""Connections and answers that come in time, or not at all.

A socket's own timeout begins anew with every byte. Nothing bounds how long the system
looks for the address of a name, and of several addresses each has the timeout.
What is sent needs no such care: Python's ``sendall`` and the handshake of TLS each have
the timeout as a whole.
"""

import http.client
import io
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from socket import socket

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

WHOLE_SECONDS = 15.0
"""From the request to the last byte of its answer, status and headers included."""


CONNECTED_SECONDS = 3.0
"""From the server's name to a connection."""

MOST_CONNECTING = 32
"""Threads of a process that look for a name; some systems never give one up."""

_CONNECTING = "consent-connecting"


class _Reading(io.RawIOBase):
    """What comes out of a socket until a deadline."""

    def __init__(self, connection: socket, raw: io.RawIOBase) -> None:
        self._connection = connection
        self._raw = raw
        self._patience = connection.gettimeout() or WHOLE_SECONDS
        self._deadline = time.monotonic() + WHOLE_SECONDS

    def readable(self) -> bool:
        """Say that this can be read from."""
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # of any buffer
        """Read what is there; wait for it no longer than until the deadline."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer comes too slowly")
        self._connection.settimeout(min(left, self._patience))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Give the socket back to its connection."""
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(
        self, sock: socket, debuglevel: int = 0, method: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method)
        self.fp = io.BufferedReader(_Reading(sock, self.fp.detach()))


class _PlainConnection(HTTPConnection):
    response_class = _Answer

    def _new_conn(self) -> socket:
        """Connect in a thread, which is left behind if it takes too long.

        It ends when the system gives the name up.
        """
        if (
            sum(it.name == _CONNECTING for it in threading.enumerate())
            >= MOST_CONNECTING
        ):
            raise NewConnectionError(self, "too many look for its name already")
        connected: Future[socket] = Future()
        connecting = threading.Thread(
            target=self._connect,
            args=(super()._new_conn, connected),
            name=_CONNECTING,
            daemon=True,
        )
        connecting.start()
        connecting.join(CONNECTED_SECONDS)
        if connected.cancel():
            raise NewConnectionError(self, "it could not be reached in time")
        return connected.result()

    @staticmethod
    def _connect(connect: Callable[[], socket], connected: "Future[socket]") -> None:
        try:
            connection = connect()
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            with suppress(InvalidStateError):
                connected.set_exception(error)
            return
        try:
            connected.set_result(connection)
        except InvalidStateError:  # nobody waits any more
            connection.close()


class _SecureConnection(_PlainConnection, HTTPSConnection):
    """The same under TLS."""


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class PoolInTime(urllib3.PoolManager):
    """A pool of connections whose answers come within ``WHOLE_SECONDS``, or not."""

    def __init__(self, most: int, timeout: urllib3.Timeout) -> None:
        super().__init__(num_pools=1, maxsize=most, timeout=timeout, retries=False)
        self.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
