"""``Link`` and ``Refresh`` header fields, which browsers act on like markup."""

import re
from dataclasses import dataclass

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ServiceId
from consent_server.enforcement.claims import NOTHING, Claims, Services
from consent_server.enforcement.elements import HINT_RELATIONS, LOADING_RELATIONS
from consent_server.enforcement.headers import Headers
from consent_server.enforcement.urls import Location, candidates, refresh_url

# RFC 8288 section 3: a target in angle brackets, then parameters.
_LINK = re.compile(r'\s*+(<[^>]*+>(?:[^",]++|"(?:[^"\\]++|\\.)*+"|")*+)', re.DOTALL)
_PARAMETER = re.compile(
    r';\s*+([^\s=;]++)\s*+=\s*+(?:"((?:[^"\\]++|\\.)*+)"|([^\s;]++))'
)
_LOADING = frozenset(name.decode() for name in LOADING_RELATIONS)
_HINTS = frozenset(name.decode() for name in HINT_RELATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredHeaders:
    """The header fields that stay, and the services for which links were dropped."""

    headers: tuple[tuple[str, str], ...]
    dropped: tuple[frozenset[ServiceId], ...]


def filter_link_headers(
    headers: Headers, matcher: Matcher, held: frozenset[ServiceId], page_host: str
) -> FilteredHeaders:
    """Drop the links and the refresh that lead to a held service.

    Applies to 103 responses as well. Fields in which nothing is held stay as they are.
    """
    links = _Links(Claims(matcher, held), Location(page_host))
    kept: list[tuple[str, str]] = []
    for key, value in headers:
        match key.lower():
            case "link":
                kept += [(key, text) for text in links.keep(value)]
            case "refresh" if services := links.of_refresh(value):
                links.dropped.append(services)
            case _:
                kept.append((key, value))
    return FilteredHeaders(headers=tuple(kept), dropped=tuple(links.dropped))


class _Links:
    def __init__(self, claims: Claims, page: Location) -> None:
        self.dropped: list[Services] = []
        self._claims = claims
        self._page = page

    def keep(self, field: str) -> list[str]:
        """Return the field without held links: one text, or none."""
        links = [found[1].strip() for found in _LINK.finditer(field)]
        held = [self._of_link(link) for link in links]
        if not any(held):
            return [field]
        self.dropped += filter(None, held)
        rest = [
            link for link, services in zip(links, held, strict=True) if not services
        ]
        return [", ".join(rest)] if rest else []

    def of_refresh(self, value: str) -> Services:
        url = refresh_url(value)
        return self._claims.of_url(url, self._page) if url else NOTHING

    def _of_link(self, link: str) -> Services:
        target, _, rest = link[1:].partition(">")
        parameters: dict[str, str] = {}
        for found in _PARAMETER.finditer(rest):
            parameters.setdefault(found[1].lower(), found[2] or found[3] or "")
        relations = frozenset(parameters.get("rel", "").lower().split())
        services = NOTHING
        if relations & _LOADING:
            urls = (target, *candidates(parameters.get("imagesrcset", "")))
            services = NOTHING.union(
                *(self._claims.of_url(url, self._page) for url in urls)
            )
        if relations & _HINTS:
            services |= self._claims.of_host(target, self._page, self._page.host)
        return services
