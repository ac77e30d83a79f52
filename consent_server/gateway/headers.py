"""Which header fields travel on, in both directions (RFC 9110 section 7.6)."""

from collections.abc import Iterable

RawHeaders = list[tuple[bytes, bytes]]

PSEUDONYM = b"consent-server"
VIA = b"1.1 " + PSEUDONYM

OF_ONE_HOP = frozenset(
    {
        b"connection",
        b"http2-settings",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authentication-info",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"upgrade",
    }
)
"""They speak of one connection (RFC 9110 section 7.6.1, RFC 9113 section 8.2.2)."""

OF_EVERY_HOP = frozenset({b"content-length", b"host", b"transfer-encoding"})
"""``Connection`` may not take these away: they say where a message ends, or whose."""

BESIDE_US = frozenset({b"alt-svc"})
"""It would lead browsers to an address of the upstream's, past enforcement."""


def values_of(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    """Return the members of all fields of a name that is a comma-separated list."""
    return [
        member
        for field, value in headers
        if field.lower() == name
        for member in map(bytes.strip, value.split(b","))
        if member
    ]


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
    """Return the fields that are not about one connection, names in lower case."""
    fields = [(name.lower(), value) for name, value in headers]
    named = {name.lower() for name in values_of(fields, b"connection")}
    dropped = OF_ONE_HOP | (named - OF_EVERY_HOP)
    return [(name, value) for name, value in fields if name not in dropped]


def with_via(headers: RawHeaders) -> RawHeaders:
    """Say that this gateway passed the message on (RFC 9110 section 7.6.3)."""
    return [*headers, (b"via", VIA)]


def has_passed_here(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether a request went through a gateway of ours before."""
    return any(it.split()[-1:] == [PSEUDONYM] for it in values_of(headers, b"via"))


def for_visitor(headers: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
    """Return of an upstream's answer what a visitor gets.

    A length beside another framing counts for nothing (RFC 9112 section 6.3).
    """
    fields = end_to_end(headers)
    chunked = any(name == b"transfer-encoding" for name, _ in fields)
    dropped = BESIDE_US | {b"transfer-encoding"}
    if chunked:
        dropped |= {b"content-length"}
    return with_via([(name, value) for name, value in fields if name not in dropped])
