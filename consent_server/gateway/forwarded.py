"""Who asks, through how many proxies: ``X-Forwarded-*`` and ``Forwarded``.

Anybody can write these fields, so what counts is written by ourselves. Of what came,
only as many entries are believed as there are proxies of the site's own in front,
counted from the right, where the nearest of them wrote. The host is never among them:
proxies pass ``Host`` on, and ``X-Forwarded-Host`` through as a client wrote it.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from consent_server.gateway.headers import RawHeaders, values_of

CLAIMS = frozenset(
    {
        b"forwarded",
        b"front-end-https",
        b"proxy",  # becomes HTTP_PROXY under CGI
        b"x-host",
        b"x-http-host-override",
        b"x-original-host",
        b"x-original-url",
        b"x-real-ip",
        b"x-rewrite-url",
    }
)
"""What upstreams may believe of a request, and a client could have written."""

PREFIX = b"x-forwarded-"
HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
SCHEMES = frozenset({b"http", b"https"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What is known without being told: the peer, its ``Host``, the site's scheme."""

    peer: str
    host: bytes
    secure: bool


def say_who_asks(headers: RawHeaders, connection: Connection, hops: int) -> RawHeaders:
    """Replace every claim about the visitor by what is known.

    Args:
        headers: The request's, with names in lower case.
        connection: The one on which it came.
        hops: How many proxies of the site's own stand in front of this one.
    """
    kept = [
        (name, value)
        for name, value in headers
        if not (name in CLAIMS or name.startswith(PREFIX) or b"_" in name)
    ]
    addresses = [*_believed(headers, b"for", hops), connection.peer.encode("latin-1")]
    scheme = next(iter(_believed(headers, b"proto", hops)), b"").lower()
    if scheme not in SCHEMES:
        scheme = b"https" if connection.secure else b"http"
    first, *others = [b"for=" + _node(address) for address in addresses]
    told = b", ".join(
        [first + b';host="' + connection.host + b'";proto=' + scheme, *others]
    )
    return [
        *kept,
        (b"x-forwarded-for", b", ".join(addresses)),
        (b"x-forwarded-host", connection.host),
        (b"x-forwarded-proto", scheme),
        (b"forwarded", told),
    ]


def _believed(headers: RawHeaders, what: bytes, hops: int) -> list[bytes]:
    return values_of(headers, PREFIX + what)[-hops:] if hops else []


def _node(address: bytes) -> bytes:
    """Write an address as RFC 7239 section 6 does; what is none is not repeated."""
    try:
        found = ip_address(address.decode("latin-1"))
    except ValueError:
        return b"unknown"
    text = str(found)
    return (f'"[{text}]"' if isinstance(found, IPv6Address) else text).encode()
