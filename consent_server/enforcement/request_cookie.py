"""``Cookie`` on its way in: what is not granted never reaches the application.

Reading is access, even of what another stored (ePrivacy Directive Article 5(3)).
"""

from dataclasses import dataclass

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ServiceId
from consent_server.enforcement.claims import NOBODY, NOTHING

_WS = " \t"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredRequest:
    """The ``Cookie`` header that stays, ``None`` when nothing does, and what went."""

    header: str | None
    removed: tuple[tuple[str, frozenset[ServiceId]], ...]


NO_COOKIES = FilteredRequest(header="", removed=())


def filter_request_cookie(
    header: str, matcher: Matcher, held: frozenset[ServiceId]
) -> FilteredRequest:
    """Leave out the cookies that a held service claims; every other byte stays.

    ``UNKNOWN`` claims those that no service declares.
    """
    if not header:
        return NO_COOKIES
    parts = header.split(";")
    kept: list[str] = []
    removed: list[tuple[str, frozenset[ServiceId]]] = []
    for part in parts:
        name = part.partition("=")[0].strip(_WS)
        services = (matcher.match_cookie(name) or NOBODY) & held if name else NOTHING
        if services:
            removed.append((name, services))
        else:
            kept.append(part)
    if not removed:
        return FilteredRequest(header=header, removed=())
    if kept and kept[0] is not parts[0]:
        kept[0] = kept[0].lstrip(_WS)  # the space behind a separator that is gone
    rest = ";".join(kept)
    return FilteredRequest(
        header=rest if rest.strip(_WS + ";") else None, removed=tuple(removed)
    )
