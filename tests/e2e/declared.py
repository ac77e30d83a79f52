"""What a catalog declares, read without the code under test.

The product has a matcher of its own; a second, plain one keeps a mistake in it from
hiding itself.
"""

from collections.abc import Collection
from fnmatch import fnmatchcase
from urllib.parse import parse_qs, urlsplit

from consent_server.catalog.model import (
    Catalog,
    MatchKind,
    NamePattern,
    Party,
    PurposeId,
    Resource,
    Service,
)

ANY_HOST = "*"


def gated_services(catalog: Catalog) -> tuple[Service, ...]:
    """Return the services that need a grant: not every purpose of theirs is exempt."""
    exempt = {purpose.id for purpose in catalog.purposes if purpose.exempt}
    return tuple(s for s in catalog.services if not exempt.issuperset(s.purposes))


def gated_purposes(catalog: Catalog) -> frozenset[PurposeId]:
    """Name the purposes that a visitor decides about."""
    return frozenset(purpose.id for purpose in catalog.purposes if not purpose.exempt)


def services_for(
    catalog: Catalog, granted: Collection[PurposeId]
) -> tuple[Service, ...]:
    """Return the gated services of which every gated purpose is granted."""
    ungranted = gated_purposes(catalog).difference(granted)
    return tuple(s for s in gated_services(catalog) if not ungranted & {*s.purposes})


def declares_url(service: Service, url: str) -> bool:
    """Tell whether a service declares a URL."""
    return any(resource_fits(resource, url) for resource in service.resources)


def declares_cookie(service: Service, name: str) -> bool:
    """Tell whether a service declares a cookie of the site's own host."""
    return any(
        cookie.party is Party.FIRST and name_fits(cookie.pattern, name)
        for cookie in service.cookies
    )


def declares_key(service: Service, name: str) -> bool:
    """Tell whether a service declares a storage key."""
    return any(name_fits(key.pattern, name) for key in service.storage)


def resource_fits(resource: Resource, url: str) -> bool:
    """Tell whether a resource declares a URL."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return (
        fnmatchcase(parts.hostname or "", resource.host)
        and fnmatchcase(parts.path.lower(), f"{resource.path.lower()}*")
        and all(
            any(value.startswith(prefix) for value in query.get(name, []))
            for name, prefix in resource.query.items()
        )
    )


def name_fits(pattern: NamePattern, name: str) -> bool:
    """Tell whether a cookie or storage key is the declared one."""
    match pattern.kind:
        case MatchKind.EXACT:
            return name == pattern.text
        case MatchKind.PREFIX:
            return name.startswith(pattern.text)
        case MatchKind.GLOB:
            return fnmatchcase(name, pattern.text)


def sample_name(pattern: NamePattern) -> str:
    """Invent a name that the pattern covers."""
    match pattern.kind:
        case MatchKind.EXACT:
            return pattern.text
        case MatchKind.PREFIX:
            return f"{pattern.text}x1"
        case MatchKind.GLOB:
            return pattern.text.replace("*", "x1")


def sample_url(resource: Resource) -> str:
    """Invent a URL that the resource covers."""
    host = resource.host.removesuffix("*")
    host = f"{host}com" if host.endswith(".") else host
    query = "&".join(f"{name}={prefix}x" for name, prefix in resource.query.items())
    address = f"{host}{resource.path}".replace("*", "x")
    return f"https://{address}?{query}".rstrip("?")
