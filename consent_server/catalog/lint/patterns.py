"""Patterns that claim too much, the same twice, or nothing at all."""

import re
from collections.abc import Iterator, Mapping

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.overlap import (
    Claim,
    Claims,
    covers,
    covers_resource,
    parents,
)
from consent_server.catalog.lint.scope import Declared, Scope, SiteScope
from consent_server.catalog.mistakes import Path
from consent_server.catalog.model import Cookie, Resource, Service

# Placeholders of vendors' lists, such as _gac_<property> or _ga_XXXXXXXX.
_PLACEHOLDER = re.compile(r"<[^<>]*>|\{[^{}]*\}|[Xx]{4,}|#{2,}|\.\.\.")
# No server sends them in a name, whatever RFC 6265 section 4.1.1 says of the others.
_NEVER_SENT = re.compile(r'["\\<>{}]|[^\x20-\x7e]')


def check_rival_cookies(scope: Scope) -> Iterator[Finding]:
    """A cookie has one owner, or visitors are told two stories."""
    claims = Claims()
    for it in scope.declared:
        told: set[str] = set()
        for index, cookie in enumerate(it.service.cookies):
            rival = _find_rival(it, claims.meeting(cookie))
            if rival is None or rival.id in told:
                continue
            told.add(rival.id)
            yield scope.find(
                "CAT033",
                (*it.path, "cookies", index),
                f"{cookie.pattern.written} is claimed by {rival.id} and by "
                f"{it.service.id}; it is held until both are granted",
                "leave it to the one that sets it, or narrow a pattern",
            )
        claims.add(it)


def check_possible(scope: Scope) -> Iterator[Finding]:
    """A pattern with a placeholder holds nothing."""
    for it in scope.declared:
        for path, text in _impossible(it):
            yield scope.find(
                "CAT034",
                path,
                f"{text!r} of {it.service.id} matches nothing that a browser sends",
                "where a list of cookies shows a placeholder, write *",
            )


def check_covered(scope: Scope) -> Iterator[Finding]:
    """A pattern inside another one of the same service says nothing new."""
    for it in scope.declared:
        yield from _covered_cookies(scope, it)
        yield from _covered_resources(scope, it)


def _covered_cookies(scope: Scope, declared: Declared) -> Iterator[Finding]:
    cookies = declared.service.cookies
    # Only a star takes in more; a long list of plain names is soon looked through.
    wides = [one for one in cookies if "*" in one.pattern.written]
    for index, narrow in enumerate(cookies):
        path = (*declared.path, "cookies", index)
        wide = next((one for one in wides if _says_all(one, narrow)), None)
        if wide is not None and scope.writes(path):
            yield _covered(scope, path, narrow.pattern.written, wide.pattern.written)


def _covered_resources(scope: Scope, declared: Declared) -> Iterator[Finding]:
    resources = declared.service.resources
    for index, slim in enumerate(resources):
        path = (*declared.path, "resources", index)
        broad = next((one for one in resources if _reaches_more(one, slim)), None)
        if broad is not None and scope.writes(path):
            yield _covered(scope, path, _show(slim), _show(broad))


def check_own_domain_as_third(scope: SiteScope) -> Iterator[Finding]:
    """A cookie on the site's own domain is the site's to delete."""
    domains = scope.catalog.site.domains
    above = {parent: site for site in domains for parent in parents(site)}
    for it in scope.declared:
        for index, cookie in enumerate(it.service.cookies):
            own = next(_own_domains(cookie, frozenset(domains), above), None)
            if own is not None:
                yield scope.find(
                    "CAT036",
                    (*it.path, "cookies", index, "domain"),
                    f"{cookie.pattern.written} is declared as a third party's, on "
                    f"{cookie.domain}, which is {own} itself",
                    "remove domain: then it is deleted when consent is withdrawn",
                )


def _own_domains(
    cookie: Cookie, domains: frozenset[str], above: Mapping[str, str]
) -> Iterator[str]:
    """Yield domains of the site that a cookie's lies below or above."""
    if cookie.domain is not None:
        yield from (it for it in parents(cookie.domain) if it in domains)
        if cookie.domain in above:
            yield above[cookie.domain]


def _covered(scope: Scope, path: Path, narrow: str, wide: str) -> Finding:
    return scope.find("CAT035", path, f"{wide} takes in {narrow} already", "remove it")


def _says_all(wide: Cookie, narrow: Cookie) -> bool:
    return (
        covers(wide, narrow)
        and not covers(narrow, wide)
        and wide.life_seconds == narrow.life_seconds
    )


def _tell_the_same(one: Declared, other: Declared) -> bool:
    """Tell whether two services are parts of one provider's, for the same ends."""
    return one.service.provider == other.service.provider and set(
        one.service.purposes
    ) == set(other.service.purposes)


def _reaches_more(broad: Resource, slim: Resource) -> bool:
    return (
        covers_resource(broad, slim)
        and slim.kinds <= broad.kinds
        and not covers_resource(slim, broad)
    )


def _find_rival(declared: Declared, claims: Iterator[Claim]) -> Service | None:
    others = (it.by for it in claims)
    return next((it.service for it in others if not _tell_the_same(it, declared)), None)


def _impossible(declared: Declared) -> Iterator[tuple[Path, str]]:
    service, path = declared.service, declared.path
    for index, cookie in enumerate(service.cookies):
        text = cookie.pattern.text
        if _PLACEHOLDER.search(text) or _NEVER_SENT.search(text):
            yield (*path, "cookies", index, "name"), text
    for index, key in enumerate(service.storage):
        if _PLACEHOLDER.search(key.pattern.text):
            yield (*path, "storage", index), key.pattern.text
    for index, resource in enumerate(service.resources):
        if _PLACEHOLDER.search(_show(resource)):
            yield (*path, "resources", index, "url"), _show(resource)


def _show(resource: Resource) -> str:
    query = "&".join(f"{name}={head}" for name, head in resource.query.items())
    return resource.host + resource.path + (f"?{query}" if query else "")


RULES = (check_rival_cookies, check_possible, check_covered)
SITE_RULES = (check_own_domain_as_third,)
