"""Connections of this process on which something takes too long.

A WSGI server names the address of whoever is connected, but not the connection. Linux
knows each one's ends and when something was last sent; elsewhere nothing is done here.
"""

import ipaddress
import logging
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

Peer = tuple[str, str]
"""An address, and the port of ours that it is connected to, as WSGI has them."""

_NUMBERS = Path("/proc/self/fd")
# Of struct tcp_info: tcpi_unacked, tcpi_last_data_sent (milliseconds), and
# tcpi_notsent_bytes, which Linux has since 4.6.
_UNACKNOWLEDGED_AT, _LAST_SENT_AT, _UNSENT_AT = 24, 44, 144
_INFO_BYTES = 148
_INTERIM_SECONDS = 1.0
"""From a request's head to its 100 (Continue), at most."""

log = logging.getLogger(__name__)


def stop_reading(late: Mapping[Peer, float]) -> None:
    """End what comes in on connections to which nothing was sent for some time.

    Whoever reads there comes to an end, and can still answer.

    Args:
        late: For how many seconds nothing was sent to each.
    """
    if sys.platform != "linux":
        return
    ended = 0
    for file in _NUMBERS.iterdir():
        with suppress(OSError), _borrowed(int(file.name)) as connection:
            if _is_late(connection, late):
                connection.shutdown(socket.SHUT_RD)
                ended += 1
    if ended:
        log.warning("late_bodies_ended", extra={"times": ended})


@contextmanager
def _borrowed(number: int) -> Iterator[socket.socket]:
    """Use a connection of somebody else.

    Not by a copy of its number: if it is a file's, closing that would end the locks
    that SQLite holds on it.
    """
    connection = socket.socket(fileno=number)
    try:
        yield connection
    finally:
        connection.detach()


def _is_late(connection: socket.socket, late: Mapping[Peer, float]) -> bool:
    if connection.family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    seconds = late.get(_peer_of(connection))
    if seconds is None:
        return False
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    if _number(info, _UNACKNOWLEDGED_AT) or _number(info, _UNSENT_AT):
        return False  # an answer waits for somebody who reads slowly
    return _number(info, _LAST_SENT_AT) / 1_000 >= seconds - _INTERIM_SECONDS


def _peer_of(connection: socket.socket) -> Peer:
    address = connection.getpeername()[0].partition("%")[0]
    return str(ipaddress.ip_address(address)), str(connection.getsockname()[1])


def _number(info: bytes, at: int) -> int:
    [number] = struct.unpack_from("=I", info, at)
    return int(number)
