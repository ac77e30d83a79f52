"""Which held elements a person would look at, so that something must stand there."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from consent_server.catalog.model import UNKNOWN, EmbedKind
from consent_server.consent.choice import MAX_ADDED_SERVICES
from consent_server.enforcement.claims import Services, is_host_name
from consent_server.enforcement.holds import Hold
from consent_server.enforcement.references import decode_value
from consent_server.enforcement.syntax import parse_attributes
from consent_server.enforcement.tokens import StartTag
from consent_server.enforcement.urls import Location, resolve

_CONTENT: Mapping[bytes, frozenset[bytes]] = {
    b"iframe": frozenset((b"src", b"srcdoc")),
    b"object": frozenset((b"data",)),
    b"embed": frozenset((b"src",)),
    b"video": frozenset((b"src",)),
    b"audio": frozenset((b"src",)),
    b"source": frozenset((b"src",)),
}
_SIZE_OF_FILM = "1"
"""The page's script knows better; a ``source`` says nothing of it."""
# HTML section 2.4.4.4, "rules for parsing dimension values", as far as sizes need it.
_LENGTH = re.compile(r"[\t\n\f\r ]*0*(\d{0,4})(?!\d)(?:\.\d*)?(%?)")
_NOWHERE = Location("")
_HIDDEN_STYLE = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden"
    r"|(?:width|height)\s*:\s*[01](?:\.0*)?(?:px)?\s*(?:[;!]|$))",
    re.IGNORECASE,
)


class Embed(NamedTuple):
    """Held content in front of whose tag, at this offset, a placeholder may stand.

    In front of a ``source`` nobody sees it: when that is read, the tag of the film has
    been sent, so that the page's script has to put it there.

    ``width`` and ``height`` are whole pixels or, with ``%``, a percentage; empty where
    the tag does not say so. What nobody can grant has a ``host``, from which it comes.
    """

    at: int
    services: Services
    kind: EmbedKind
    width: str = ""
    height: str = ""
    host: str = ""


def find_embed(tag: StartTag, hold: Hold) -> Embed | None:
    """Return what a person would look at in a held tag; ``None`` if it is nothing.

    A frame of one pixel, a hidden one and one without its content held are nothing. Nor
    is what nobody can grant, unless its host can be told: whether a script would show
    something cannot, nor what a document within the tag is about.
    """
    if tag.foreign or tag.in_noscript or tag.oversize_text:
        return None
    if len(hold.services) > MAX_ADDED_SERVICES:
        return None
    if tag.name == b"script" and hold.is_inert and UNKNOWN not in hold.services:
        return Embed(tag.at, hold.services, EmbedKind.SCRIPT)
    return _find_frame(tag, hold) if tag.name in _CONTENT else None


def _find_frame(tag: StartTag, hold: Hold) -> Embed | None:
    attributes = parse_attributes(tag.raw)
    held = {attribute.name for attribute in attributes if attribute.at in hold.rename}
    values: dict[bytes, str] = {}
    for attribute in attributes:
        values.setdefault(attribute.name, decode_value(attribute.value))
    content = held & _CONTENT[tag.name]
    if not content or not _is_seen(tag.name, values):
        return None
    host = ""
    if UNKNOWN in hold.services:
        host = _host_of({name: values[name] for name in content})
        if not host or len(hold.services) > 1:
            return None
    width, height = (_length(values.get(name, "")) for name in (b"width", b"height"))
    if tag.name == b"source":
        width = height = _SIZE_OF_FILM
    return Embed(tag.at, hold.services, EmbedKind.FRAME, width, height, host)


def _host_of(content: Mapping[bytes, str]) -> str:
    """Return the host that an address names; empty if there is more than that."""
    if b"srcdoc" in content or len(content) > 1:
        return ""
    [address] = content.values()
    place = resolve(address, _NOWHERE)
    return place.host if place and is_host_name(place.host) else ""


def _is_seen(name: bytes, values: Mapping[bytes, str]) -> bool:
    if b"hidden" in values or (name == b"audio" and b"controls" not in values):
        return False
    sizes = {_length(values.get(side, "")) for side in (b"width", b"height")}
    if not sizes.isdisjoint(("0", "1", "0%")):
        return False
    return not _HIDDEN_STYLE.search(values.get(b"style", ""))


def _length(value: str) -> str:
    found = _LENGTH.match(value)
    if not found or not any(map(str.isdigit, found[0])):
        return ""
    return (found[1] or "0") + found[2]
