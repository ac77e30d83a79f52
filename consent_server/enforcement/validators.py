"""Entity tags of enforced pages: which variant a browser holds, and of what.

A page depends on the visitor's decision, which the application's tag knows nothing of.
The tag that goes out names both, ``W/"<variant>.<s or w><the application's tag>"``, and
is weak (RFC 9110 section 8.8.1): content codings of one variant share it. Nothing is
remembered: a tag that comes back with the variant of today is unwrapped, any other is
not shown to the application, so that a 304 can revive a page of the same decision only.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from consent_server.catalog.model import ServiceId
from consent_server.enforcement.headers import Headers, get_first

_VARIANT_HEX = 24
# RFC 9110 section 8.8.3; what is no such list ends there.
_MEMBER = re.compile(r'[\s,]*+(W/)?"([\x21\x23-\x7e\x80-\xff]*+)"')
_OURS = re.compile(rf"([0-9a-f]{{{_VARIANT_HEX}}})\.([sw])(.*)", re.DOTALL)


class EntityTag(NamedTuple):
    """An entity tag (RFC 9110 section 8.8.3); ``opaque`` is without its quotes."""

    opaque: str
    weak: bool = False

    def __str__(self) -> str:
        return f'{"W/" if self.weak else ""}"{self.opaque}"'


def parse_tags(value: str) -> list[EntityTag]:
    """Read a list of entity tags, up to what is not one; ``*`` names none."""
    found: list[EntityTag] = []
    at = 0
    while member := _MEMBER.match(value, at):
        found.append(EntityTag(member[2], weak=bool(member[1])))
        at = member.end()
    return found


def variant_of(basis: Iterable[str], held: Collection[ServiceId], kind: str) -> str:
    """Digest everything that a page is made of beside what the application sent.

    Args:
        basis: Policy version, our own markup and software: the same for everybody.
        held: The services that are held.
        kind: What else tells two pages apart, as the language of the notice.
    """
    parts = [*basis, kind, " ".join(sorted(held))]
    digest = sha256("\0".join(parts).encode()).hexdigest()
    return digest[:_VARIANT_HEX]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """The variants that this visitor may get now; ``None`` is one without a tag.

    A page that asks the visitor carries a key for one click: it is never the same.
    """

    shared: str
    private: str | None

    def tag(self, original: str | None, *, shared: bool) -> str | None:
        """Return the tag of a page, given the application's own."""
        variant = self.shared if shared else self.private
        tags = parse_tags(original or "")
        if variant is None or len(tags) != 1:
            return None
        strength = "w" if tags[0].weak else "s"
        return str(EntityTag(f"{variant}.{strength}{tags[0].opaque}", weak=True))

    def offered(self, if_none_match: str) -> list["Offered"]:
        """List what a browser holds of today's variants; drop everything else.

        That includes the application's own tags: they may be from before it was
        enforced, and nothing tells.
        """
        found: list[Offered] = []
        for tag in parse_tags(if_none_match):
            ours = _OURS.fullmatch(tag.opaque)
            if ours and ours[1] in {self.shared, self.private}:
                original = EntityTag(ours[3], weak=ours[2] == "w")
                found.append(Offered(ours[1] == self.shared, original))
        return found


class Offered(NamedTuple):
    """A page that the browser holds: by which rule it was made, and its own tag."""

    shared: bool
    original: EntityTag


def confirmed(
    offered: Iterable[Offered], headers: Headers, *, shared: bool
) -> Offered | None:
    """Find the page that a 304 confirms; the visitor may hold it by either rule.

    Args:
        offered: What the browser holds, see :meth:`Variants.offered`.
        headers: The 304's own; without a tag they confirm the only page there is.
        shared: Whether the page would be a shared one now, which then comes first.
    """
    held = list(offered)
    named = parse_tags(get_first(headers, "ETag") or "")
    if named:
        held = [one for one in held if one.original.opaque == named[0].opaque]
    elif len({one.original.opaque for one in held}) > 1:
        return None
    held.sort(key=lambda one: one.shared is not shared)
    return held[0] if held else None


def is_unchanged(
    headers: Headers, if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Tell whether a browser has this response (RFC 9110 section 13.2.2).

    For what turned out not to be a page, whose conditions the application did not see.
    Dates must be the same, not just later: that is the server's own date come back.
    """
    if if_none_match is not None:
        tags = parse_tags(get_first(headers, "ETag") or "")
        known = {tag.opaque for tag in parse_tags(if_none_match)}
        return len(tags) == 1 and tags[0].opaque in known
    modified = get_first(headers, "Last-Modified")
    return modified is not None and modified == if_modified_since
