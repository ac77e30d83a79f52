"""Patterns that claim too much, the same twice, or nothing at all."""

import re
from collections.abc import Iterator
from itertools import permutations, product

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.overlap import (
    covers,
    covers_resource,
    is_within,
    written,
)
from consent_server.catalog.lint.scope import Declared, Scope, SiteScope
from consent_server.catalog.mistakes import Path
from consent_server.catalog.model import Cookie, Resource

# Placeholders of vendors' lists, such as _gac_<property> or _ga_XXXXXXXX.
_PLACEHOLDER = re.compile(r"<[^<>]*>|\{[^{}]*\}|[Xx]{4,}|#{2,}|\.\.\.")
# No server sends them in a name, whatever RFC 6265 section 4.1.1 says of the others.
_NEVER_SENT = re.compile(r'["\\<>{}]|[^\x20-\x7e]')


def check_rival_cookies(scope: Scope) -> Iterator[Finding]:
    """A cookie has one owner, or visitors are told two stories."""
    for index, it in enumerate(scope.declared):
        for other in scope.declared[index + 1 :]:
            if _tell_the_same(it, other):
                continue
            if rival := _find_rival(it, other):
                at, cookie = rival
                yield scope.find(
                    "CAT033",
                    (*other.path, "cookies", at),
                    f"{written(cookie.pattern)} is claimed by {it.service.id} and by "
                    f"{other.service.id}; it is held until both are granted",
                    "leave it to the one that sets it, or narrow a pattern",
                )


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
        cookies = it.service.cookies
        # Only a star takes in more; a long list of plain names is soon looked through.
        wides = [one for one in cookies if "*" in written(one.pattern)]
        for wide, (index, narrow) in product(wides, enumerate(cookies)):
            path = (*it.path, "cookies", index)
            if scope.writes(path) and _says_all(wide, narrow):
                yield _covered(
                    scope, path, written(narrow.pattern), written(wide.pattern)
                )
        addresses = permutations(enumerate(it.service.resources), 2)
        for (_, broad), (index, slim) in addresses:
            path = (*it.path, "resources", index)
            if (
                scope.writes(path)
                and slim.kinds <= broad.kinds
                and covers_resource(broad, slim)
                and not covers_resource(slim, broad)
            ):
                yield _covered(scope, path, _show(slim), _show(broad))


def check_own_domain_as_third(scope: SiteScope) -> Iterator[Finding]:
    """A cookie on the site's own domain is the site's to delete."""
    for it in scope.declared:
        for index, cookie in enumerate(it.service.cookies):
            own = [
                site
                for site in scope.catalog.site.domains
                if cookie.domain is not None
                and (is_within(cookie.domain, site) or is_within(site, cookie.domain))
            ]
            if own:
                yield scope.find(
                    "CAT036",
                    (*it.path, "cookies", index, "domain"),
                    f"{written(cookie.pattern)} is declared as a third party's, on "
                    f"{cookie.domain}, which is {own[0]} itself",
                    "remove domain: then it is deleted when consent is withdrawn",
                )


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


def _find_rival(one: Declared, other: Declared) -> tuple[int, Cookie] | None:
    for at, cookie in enumerate(other.service.cookies):
        if any(covers(it, cookie) or covers(cookie, it) for it in one.service.cookies):
            return at, cookie
    return None


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
