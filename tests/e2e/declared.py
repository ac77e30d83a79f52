"""What a catalog declares, read without the code under test.

The product has a matcher of its own; a second, plain one keeps a mistake in it from
hiding itself.
"""

import fnmatch
from urllib.parse import parse_qs, urlsplit

from consent_server.catalog.model import (
    Catalog,
    MatchKind,
    NamePattern,
    PurposeId,
    Resource,
    Service,
    ServiceId,
)

ANY_HOST = "*"


def gated_services(catalog: Catalog) -> tuple[Service, ...]:
    """Return the services with a purpose that needs a grant."""
    return tuple(s for s in catalog.services if gated_purposes_of(catalog, s))


def gated_purposes_of(catalog: Catalog, service: Service) -> frozenset[PurposeId]:
    """Return the purposes of a service that need a grant."""
    exempt = {purpose.id for purpose in catalog.purposes if purpose.exempt}
    return frozenset(service.purposes) - exempt


def services_of_url(catalog: Catalog, url: str) -> frozenset[ServiceId]:
    """Name the services whose most specific declaration covers a URL."""
    ranks = {
        service.id: max(_rank(resource, url) for resource in service.resources)
        for service in catalog.services
        if service.resources
    }
    best = max(ranks.values(), default=NO_MATCH)
    if best == NO_MATCH:
        return frozenset()
    return frozenset(id_ for id_, rank in ranks.items() if rank == best)


NO_MATCH = (-1, 0, 0)


def _rank(resource: Resource, url: str) -> tuple[int, int, int]:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    fits = (
        host_fits(resource.host, parts.hostname or "")
        and parts.path.startswith(resource.path)
        and all(
            value.startswith(prefix)
            for name, prefix in resource.query.items()
            for value in query.get(name, [""])
        )
    )
    if not fits:
        return NO_MATCH
    fixed = len(resource.host.replace("*", ""))
    return (fixed, len(resource.path), len(resource.query))


def host_fits(pattern: str, host: str) -> bool:
    """Tell whether a host is the declared one, or one of the declared family."""
    return fnmatch.fnmatchcase(host, pattern)


def resource_fits(resource: Resource, url: str) -> bool:
    """Tell whether a resource declares a URL."""
    return _rank(resource, url) != NO_MATCH


def name_fits(pattern: NamePattern, name: str) -> bool:
    """Tell whether a cookie or storage key is the declared one."""
    match pattern.kind:
        case MatchKind.EXACT:
            return name == pattern.text
        case MatchKind.PREFIX:
            return name.startswith(pattern.text)
        case MatchKind.GLOB:
            return fnmatch.fnmatchcase(name, pattern.text)


def sample_name(pattern: NamePattern) -> str:
    """Invent a name that the pattern covers."""
    match pattern.kind:
        case MatchKind.EXACT:
            return pattern.text
        case MatchKind.PREFIX:
            return f"{pattern.text}x1"
        case MatchKind.GLOB:
            return pattern.text.replace("*", "x1").replace("?", "x")


def sample_url(resource: Resource) -> str:
    """Invent a URL that the resource covers; its host is a concrete one."""
    host = resource.host
    if host.startswith("*."):
        host = f"x{host[1:]}"
    if host.endswith(".*"):
        host = f"{host[:-1]}com"
    query = "&".join(f"{name}={prefix}x" for name, prefix in resource.query.items())
    return f"https://{host}{resource.path}?{query}".rstrip("?")
