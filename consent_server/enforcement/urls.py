"""Addresses as a browser reads them, from bytes as a page writes them (U1 to U3).

Follows the WHATWG URL standard as far as a request's host and path depend on it; paths
are normalised by the matcher. Where two readings exist, the one that leaves the site
counts.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from consent_server.enforcement.references import decode_value

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*+):")
_SPECIAL = frozenset(("http", "https", "ws", "wss"))
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_DELETED = str.maketrans("", "", "\t\n\r")
_AUTHORITY_END = re.compile(r"[/?#]")
_PORT = re.compile(r":[0-9]*\Z")
# UTS 46 "ignored", and joiners, which its transitional form leaves out as well.
_IGNORED_IN_HOST = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
_BETWEEN_CANDIDATES = re.compile(r"[\t\n\f\r ,]+")
_REFRESH = re.compile(
    r"[\s0-9.]*+[;,]?+\s*+(?:url\s*+=\s*+)?[\"']?([^\"']++)", re.IGNORECASE
)


class Location(NamedTuple):
    """Where a request goes; ``host`` in lower case, without port and trailing dot."""

    host: str
    path: str = "/"
    query: str = ""


def parse_url(value: bytes, page: Location) -> Location | None:
    """Read the address in an attribute value.

    Returns:
        Where it leads, relative ones resolved against ``page``; ``None`` when it makes
        no HTTP request (``data:``, ``javascript:``, ``about:`` …) or is no address.
    """
    return resolve(decode_value(value), page)


def resolve(text: str, page: Location) -> Location | None:
    """Read an address whose references are decoded already (U2)."""
    text = strip_url(text)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _SPECIAL:
        return None
    rest = text[scheme.end() :] if scheme else text
    head, mark, tail = rest.partition("#")[0].partition("?")
    rest = head.replace("\\", "/") + mark + tail
    if not scheme and not rest.startswith("//"):
        return _relative(rest, page)
    rest = rest.lstrip("/")
    end = _AUTHORITY_END.search(rest)
    authority = rest[: end.start()] if end else rest
    path, _, query = rest[len(authority) :].partition("?")
    host = parse_host(authority)
    return Location(host, path or "/", query) if host else None


def strip_url(text: str) -> str:
    """Leave out what the URL standard's parser leaves out before it reads."""
    return text.strip(_C0_AND_SPACE).translate(_DELETED)


def parse_host(authority: str) -> str:
    """Reduce ``user@HOST.:443`` to the host that a browser asks for."""
    host = unquote(_PORT.sub("", authority.rpartition("@")[2]))
    if not host.isascii():
        host = _IGNORED_IN_HOST.sub("", host).translate(_DOTS)
        host = unicodedata.normalize("NFKC", host)
        host = ".".join(map(_to_ascii, host.lower().split(".")))
    return host.lower().removesuffix(".")


def _to_ascii(label: str) -> str:
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def _relative(rest: str, page: Location) -> Location:
    path, mark, query = rest.partition("?")
    if path.startswith("/"):
        return Location(page.host, path, query)
    if path:
        return Location(page.host, page.path.rpartition("/")[0] + "/" + path, query)
    return Location(page.host, page.path, query if mark else page.query)


def candidates(value: str) -> Iterator[str]:
    """List the addresses of a ``srcset``, split at commas and white space."""
    yield from filter(None, _BETWEEN_CANDIDATES.split(value))


def refresh_url(content: str) -> str | None:
    """Read the target of ``5; url=…`` (HTML standard, 4.2.4.3)."""
    found = _REFRESH.match(content)
    return found[1] if found else None
