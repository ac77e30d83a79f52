"""Answers that end in time: a socket's own timeout begins anew with every byte.

What is sent needs no such care: Python's ``sendall`` and the handshake of TLS each have
the timeout as a whole.
"""

import http.client
import io
import time
from socket import socket

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

WHOLE_SECONDS = 15.0
"""From the request to the last byte of its answer, status and headers included."""


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


class _SecureConnection(HTTPSConnection):
    response_class = _Answer


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class PoolInTime(urllib3.PoolManager):
    """A pool of connections whose answers come within ``WHOLE_SECONDS``, or not."""

    def __init__(self, most: int, timeout: urllib3.Timeout) -> None:
        super().__init__(num_pools=1, maxsize=most, timeout=timeout, retries=False)
        self.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
