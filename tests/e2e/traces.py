"""What services left: requests, cookies, storage keys."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from consent_server.catalog.model import Catalog, Party, Service, ServiceId
from tests.e2e.declared import (
    ANY_HOST,
    declares_cookie,
    declares_key,
    declares_url,
    resource_fits,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """The services that left something, by what they left."""

    requests: frozenset[ServiceId] = frozenset()
    cookies: frozenset[ServiceId] = frozenset()
    storage: frozenset[ServiceId] = frozenset()

    def of(self, services: Iterable[Service]) -> "Traces":
        """Return what these services left."""
        ids = {service.id for service in services}
        return Traces(
            requests=self.requests & ids,
            cookies=self.cookies & ids,
            storage=self.storage & ids,
        )


NO_TRACES = Traces()


def traces_of(
    catalog: Catalog,
    *,
    urls: Collection[str],
    cookies: Collection[str],
    storage_keys: Collection[str],
) -> Traces:
    """Assign what was seen to every service that declares it."""

    def owners(
        declares: Callable[[Service, str], bool], things: Collection[str]
    ) -> frozenset[ServiceId]:
        return frozenset(
            service.id
            for service in catalog.services
            if any(declares(service, thing) for thing in things)
        )

    return Traces(
        requests=owners(declares_url, urls),
        cookies=owners(declares_cookie, cookies),
        storage=owners(declares_key, storage_keys),
    )


def full_traces(services: Iterable[Service]) -> Traces:
    """Return what services leave that may do everything they declare."""
    known = tuple(services)
    return Traces(
        requests=frozenset(s.id for s in known if s.resources),
        cookies=frozenset(
            s.id for s in known if any(c.party is Party.FIRST for c in s.cookies)
        ),
        storage=frozenset(s.id for s in known if s.storage),
    )


def unrequested(services: Iterable[Service], urls: Collection[str]) -> list[str]:
    """List the declared addresses of services that no URL went to."""
    return [
        f"{service.id}: {resource.host}{resource.path}"
        for service in services
        for resource in service.resources
        if resource.host != ANY_HOST
        and not any(resource_fits(resource, url) for url in urls)
    ]
