"""Asking another server: one POST, with bounds on time and size, and no redirects."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from consent_server import __version__
from consent_server.kernel.errors import SettingError, UnreachableError

SECONDS = 10.0
MAX_REPLY_BYTES = 64 * 1024
_BLOCK = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back; ``content_type`` without parameters, in lower case."""

    status: int
    content_type: str
    body: bytes


def post(url: str, body: bytes, content_type: str, seconds: float = SECONDS) -> Reply:
    """Send a body and read the answer. A redirect is an answer like others.

    Raises:
        SettingError: Not an address that may be asked.
        UnreachableError: No answer in time, or one that is too long.
    """
    address = parse_address(url)
    deadline = time.monotonic() + seconds
    try:
        with _connected(address, seconds) as connection:
            connection.request(
                "POST",
                address.path or "/",
                body,
                {
                    "Content-Type": content_type,
                    "User-Agent": f"consent-server/{__version__}",
                },
            )
            reply = _read(connection.getresponse())
    except (OSError, HTTPException) as error:
        said = str(error) or type(error).__name__
        raise UnreachableError(f"no answer from {address.netloc}: {said}") from error
    if (
        time.monotonic() > deadline
    ):  # what came before the line was cut may lack its end
        raise UnreachableError(f"the answer of {address.netloc} comes too slowly")
    return reply


@contextmanager
def _connected(address: SplitResult, seconds: float) -> Iterator[HTTPConnection]:
    """Connect; when the time is over the line is cut, whatever trickles in.

    A timeout of the socket alone begins anew with every byte.
    """
    secure, host = address.scheme == "https", address.hostname or ""
    connection = (HTTPSConnection if secure else HTTPConnection)(host, address.port)
    line = socket.create_connection((host, connection.port), seconds)
    if secure:
        context = ssl.create_default_context()
        line = context.wrap_socket(
            line, server_hostname=host, do_handshake_on_connect=False
        )
    end = Timer(seconds, _cut, [line])
    end.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        connection.sock = line
        yield connection
    finally:
        end.cancel()
        connection.close()
        line.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):  # it is closed already
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def parse_address(url: str) -> SplitResult:
    """Read an address: https, or http on this machine alone.

    Raises:
        SettingError: It is neither.
    """
    try:
        address = urlsplit(url)
        host, _ = address.hostname, address.port
    except ValueError:
        address, host = urlsplit(""), None
    plain = address.scheme == "http" and host is not None and _is_loopback(host)
    said_more = address.query or address.fragment or address.username
    if not host or not (address.scheme == "https" or plain) or said_more:
        raise SettingError(
            f"{url!r:.200} should look like https://witness.example/path; plain http "
            "is for this machine alone"
        )
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read(response: HTTPResponse) -> Reply:
    body = b""
    while block := response.read1(_BLOCK):
        body += block
        if len(body) > MAX_REPLY_BYTES:
            raise UnreachableError("the answer is too long")
    kind = response.headers.get_content_type().lower()
    return Reply(status=response.status, content_type=kind, body=body)
