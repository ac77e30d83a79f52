"""``Link``, ``Refresh`` and other header fields that browsers act on like markup."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ServiceId
from consent_server.enforcement.claims import NOTHING, Claims, Services
from consent_server.enforcement.elements import HINT_RELATIONS, LOADING_RELATIONS
from consent_server.enforcement.headers import Headers
from consent_server.enforcement.named_hosts import (
    Claim,
    Rest,
    keep_members,
    keep_policies,
    keep_reports,
    unquote_pairs,
)
from consent_server.enforcement.urls import candidates, refresh_url

# RFC 8288 section 3: a target in angle brackets, then parameters.
_PARAMETERS = re.compile(r'(?>(?:[^",]++|"(?>(?:[^"\\]++|\\.)*)")*)', re.DOTALL)
_TO_COMMA = re.compile(r"[^,]*+")
_PARAMETER = re.compile(
    r';\s*+([^\s=;]++)\s*+=\s*+(?:"((?>(?:[^"\\]++|\\.)*))"|([^\s;]++))'
)
_LOADING = frozenset(name.decode() for name in LOADING_RELATIONS)
_HINTS = frozenset(name.decode() for name in HINT_RELATIONS)
_FIELDS: Mapping[str, Callable[[str, Claim], Rest]] = {
    "speculation-rules": keep_members,
    "reporting-endpoints": keep_members,
    "report-to": keep_reports,
    "content-security-policy": keep_policies,
    "content-security-policy-report-only": keep_policies,
}
ACTING = frozenset({"link", "refresh", *_FIELDS})
"""The fields that are read here, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredHeaders:
    """The header fields that stay, and the services for which links were dropped.

    ``unknown_hosts`` are those of which something undeclared would be loaded.
    """

    headers: tuple[tuple[str, str], ...]
    dropped: tuple[frozenset[ServiceId], ...]
    unknown_hosts: frozenset[str]

    @property
    def services(self) -> frozenset[ServiceId]:
        """All for which a link was dropped."""
        return NOTHING.union(*self.dropped)


def filter_link_headers(
    headers: Headers, matcher: Matcher, held: frozenset[ServiceId], page_host: str
) -> FilteredHeaders:
    """Drop the links, the refresh and the endpoints that lead to a held service.

    Applies to 103 responses as well. Fields in which nothing is held stay as they are.
    """
    if not any(key.lower() in ACTING for key, _ in headers):
        return FilteredHeaders(
            headers=tuple(headers), dropped=(), unknown_hosts=frozenset()
        )
    claims = Claims(matcher, held, page_host)
    links = _Links(claims)
    kept: list[tuple[str, str]] = []
    for key, value in headers:
        match key.lower():
            case "link":
                kept += [(key, text) for text in links.keep(value)]
            case "refresh" if services := links.of_refresh(value):
                links.dropped.append(services)
            case name if name in _FIELDS:
                text, dropped = _FIELDS[name](value, links.of_url)
                links.dropped += dropped
                kept += [] if text is None else [(key, text)]
            case _:
                kept.append((key, value))
    return FilteredHeaders(
        headers=tuple(kept),
        dropped=tuple(links.dropped),
        unknown_hosts=frozenset(claims.unknown_hosts),
    )


class _Links:
    def __init__(self, claims: Claims) -> None:
        self.dropped: list[Services] = []
        self._claims = claims

    def keep(self, field: str) -> list[str]:
        """Return the field without held links: one text, or none."""
        links = list(_split(field))
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
        return self.of_url(url) if url else NOTHING

    def of_url(self, url: str) -> Services:
        return self._claims.of_url(url, self._claims.page)

    def _of_link(self, link: str) -> Services:
        target, _, rest = link[1:].partition(">")
        parameters: dict[str, str] = {}
        for found in _PARAMETER.finditer(rest):
            value = unquote_pairs(found[2] or "") or found[3] or ""
            parameters.setdefault(found[1].lower(), value)
        relations = frozenset(parameters.get("rel", "").lower().split())
        services = NOTHING
        if relations & _LOADING:
            urls = (target, *candidates(parameters.get("imagesrcset", "")))
            services = NOTHING.union(*map(self.of_url, urls))
        if relations & _HINTS:
            services |= self._claims.of_host(target, self._claims.page)
        return services


def _split(field: str) -> Iterator[str]:
    """List the links of a field, each byte looked at a bounded number of times."""
    at, has_open_quote = 0, False
    while (start := field.find("<", at)) >= 0 and (end := field.find(">", start)) >= 0:
        if not has_open_quote and (found := _PARAMETERS.match(field, end)):
            at = found.end()
            has_open_quote = field[at : at + 1] == '"'  # and so is every later one
        if has_open_quote and (found := _TO_COMMA.match(field, end)):
            at = found.end()
        yield field[start:at].strip()
