"""Asking another server: one POST, with bounds on time and size, and no redirects."""

import ipaddress
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
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
    secure = address.scheme == "https"
    connection = (HTTPSConnection if secure else HTTPConnection)(
        address.hostname or "", address.port, timeout=seconds
    )
    try:
        connection.request(
            "POST",
            address.path or "/",
            body,
            {
                "Content-Type": content_type,
                "User-Agent": f"consent-server/{__version__}",
            },
        )
        return _read(connection.getresponse(), time.monotonic() + seconds)
    except (OSError, HTTPException) as error:
        said = str(error) or type(error).__name__
        raise UnreachableError(f"no answer from {address.netloc}: {said}") from error
    finally:
        connection.close()


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


def _read(response: HTTPResponse, deadline: float) -> Reply:
    body = b""
    while block := response.read1(_BLOCK):
        body += block
        if len(body) > MAX_REPLY_BYTES or time.monotonic() > deadline:
            raise UnreachableError("the answer is too long or comes too slowly")
    kind = response.headers.get_content_type().lower()
    return Reply(status=response.status, content_type=kind, body=body)
