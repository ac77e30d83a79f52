"""Edits: insertions into the bytes of a response, and nothing else (R1).

Deleting what was inserted gives the response back, byte for byte.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from consent_server.enforcement.claims import Services
from consent_server.enforcement.holds import Hold
from consent_server.enforcement.tokens import StartTag

PREFIX = b"data-held-"
"""Stands in a plan where a response writes a prefix of its own, see :func:`mark`."""

STYLE_PREFIX = b"about:invalid#held-"
"""Likewise in front of an address in a style: what was one asks nobody (R5)."""

SUFFIX = b"-held"
"""Makes the name of a tag the name of no element."""


_PREFIXES = frozenset((PREFIX, STYLE_PREFIX))


class Insertion(NamedTuple):
    """Text that goes in front of the byte at this offset of the original."""

    at: int
    text: bytes


def hold_tag(tag: StartTag, hold: Hold) -> list[Insertion]:
    """Make a start tag inert: its services behind the name, attributes renamed.

    A style element that is inert has a text in front too: preload scanners look for
    ``@import`` there whatever the type.
    """
    head = b' type="text/plain"' if hold.is_inert else b""
    text = head + b' data-held="' + _list(hold.services) + b'"'
    spots = hold.spots
    if hold.is_inert and tag.name == b"style":
        spots = (*spots, len(tag.raw))
    return [
        Insertion(tag.at + 1 + len(tag.name), text),
        *sorted(
            (
                *(Insertion(tag.at + offset, PREFIX) for offset in hold.rename),
                *(Insertion(tag.at + offset, STYLE_PREFIX) for offset in spots),
            )
        ),
    ]


def rename_tag(tag: StartTag) -> Insertion:
    """Make a tag another element: it was too large to read (P3), or is none (S3)."""
    return Insertion(tag.at + 1 + len(tag.name), SUFFIX)


def mark(insertions: Iterable[Insertion], secret: str) -> list[Insertion]:
    """Write a response's secret into every prefix.

    The page's script releases only what carries the secret. Otherwise a text that a
    visitor wrote into the page, ``<img data-held-onerror=…>``, would come alive.
    """
    ending = secret.encode("ascii") + b"-" if secret else b""
    return [
        Insertion(one.at, one.text + ending) if one.text in _PREFIXES else one
        for one in insertions
    ]


def splice(data: bytes, offset: int, insertions: Iterable[Insertion]) -> bytes:
    """Insert into ``data``, whose first byte has the given offset."""
    parts: list[bytes] = []
    done = 0
    for insertion in insertions:
        here = insertion.at - offset
        parts += (data[done:here], insertion.text)
        done = here
    parts.append(data[done:])
    return b"".join(parts)


def unsplice(output: bytes, insertions: Sequence[Insertion]) -> bytes:
    """Delete the insertions from a whole output again: the proof of R1."""
    parts: list[bytes] = []
    at = shift = 0
    for insertion in insertions:
        here = insertion.at + shift
        parts.append(output[at:here])
        at = here + len(insertion.text)
        shift += len(insertion.text)
    parts.append(output[at:])
    return b"".join(parts)


def _list(services: Services) -> bytes:
    return " ".join(sorted(services)).encode("ascii")
