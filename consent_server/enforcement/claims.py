"""What held services claim: the matcher's answers, cut down to one response."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import UNKNOWN, ServiceId
from consent_server.enforcement.clues import Clues
from consent_server.enforcement.scripts import imported_urls, named_urls
from consent_server.enforcement.urls import Location, parse_host, resolve

Services = frozenset[ServiceId]
NOTHING: Services = frozenset()
NOBODY: Services = frozenset({UNKNOWN})
"""Who claims what no service declares."""

REMEMBERED = 4096
MAX_UNKNOWN = 64
_HOST_NAME = re.compile(r"[a-z0-9_.\-]{1,253}|\[[0-9a-f:.]{2,45}\]")
_NOWHERE = Location("")
_clues_on = lru_cache(maxsize=64)(Clues)


@lru_cache(maxsize=64)
def _names_of(page_host: str) -> frozenset[str]:
    return frozenset({page_host, parse_host(page_host), _NOWHERE.host})


def is_host_name(text: str) -> bool:
    """Tell whether a text, in lower case, can be the host of a request."""
    return _HOST_NAME.fullmatch(text) is not None


class _Claim(NamedTuple):
    services: Services
    host: str


class Claims:
    """Answers for the services that are held in one response.

    A thing is held when any service that claims it is held. What nobody declares is
    claimed by ``UNKNOWN``, unless it is of the page's own host or of a domain of the
    site; what only others claim is not ours to hold.

    ``unknown_hosts`` are the hosts of which something undeclared is loaded, whether or
    not it is held; no more than ``MAX_UNKNOWN``.

    Args:
        matcher: The compiled patterns of the policy.
        held: The services that must not act in the response.
        page_host: The page's own host.
    """

    def __init__(self, matcher: Matcher, held: Services, page_host: str) -> None:
        self.held = held
        self.page = Location(page_host)
        self.clues = _clues_on(matcher, page_host)
        self.unknown_hosts: set[str] = set()
        self._matcher = matcher
        self._noted: set[str] = set()
        self._own = _names_of(page_host)
        self._seen: dict[tuple[str, Location], _Claim] = {}
        self._last = ("", NOTHING)  # a script that may be ours is judged twice

    def may_act(self, raw: bytes) -> bool:
        """Tell whether a start tag has to be read, see ``Clues``."""
        return self.clues.may_act(raw, self._is_of_interest)

    def may_style(self, css: bytes) -> bool:
        """Tell whether a style sheet has to be read, see ``Clues``."""
        return self.clues.may_style(css, self._is_of_interest)

    def start_tag(self) -> None:
        """Forget what was noted of the tag before."""
        self._last = ("", NOTHING)
        self._noted = set()

    @property
    def noted(self) -> frozenset[str]:
        """The unknown hosts of the tag that was started last."""
        return frozenset(self._noted)

    def note(self, hosts: Iterable[str]) -> None:
        """Add to the unknown hosts of the page, as far as there is room."""
        for host in hosts:
            if len(self.unknown_hosts) < MAX_UNKNOWN:
                self.unknown_hosts.add(host)

    def of_url(self, text: str, base: Location) -> Services:
        """Return the held services that claim an address which is loaded."""
        claim = self._find(text, base)
        return self._held_of(claim.services, claim.host)

    def of_target(self, text: str, base: Location) -> Services:
        """Return the held services that declare an address.

        Unlike ``of_url`` it lets pass what nobody declares: visitors go there by an act
        of their own, to pay or to log in.
        """
        return self._find(text, base).services & self.held

    def of_host(self, text: str, base: Location) -> Services:
        """Return the held services that declare the host of an address by name.

        A connection hint has no path, so the host alone must decide, unless it is the
        page's own.
        """
        place = resolve(text, base)
        if place is None or place.host in self._own:
            return NOTHING
        return self._held_of(self._matcher.match_host(place.host), place.host)

    def of_text(self, text: str) -> Services:
        """Return the held services whose loader a script is, or imports (R4)."""
        if text != self._last[0]:
            found = self._matcher.match_inline(text) & self.held
            if imported := list(imported_urls(text)):
                found = found.union(*(self.of_url(url, _NOWHERE) for url in imported))
            self._last = (text, found)
        return self._last[1]

    def of_named(self, text: str) -> Services:
        """Return the held services that a text loads or names an address of.

        ``this.form`` looks like a host too, so what nobody declares does not count.
        """
        named = (self.of_target(url, _NOWHERE) for url in named_urls(text))
        return self.of_text(text).union(*named)

    def _find(self, text: str, base: Location) -> _Claim:
        key = (text, base)
        if (known := self._seen.get(key)) is not None:
            return known
        place = resolve(text, base)
        services = self._matcher.match_url(*place) if place else NOTHING
        found = _Claim(services, place.host if place else _NOWHERE.host)
        if len(self._seen) < REMEMBERED:
            self._seen[key] = found
        return found

    def _held_of(self, services: Services, host: str) -> Services:
        if not services and self._is_foreign(host):
            services = NOBODY
            if len(self._noted) < MAX_UNKNOWN and is_host_name(host):
                self._noted.add(host)
                self.note((host,))
        return services & self.held

    def _is_foreign(self, host: str) -> bool:
        return host not in self._own and not self._matcher.is_own(host)

    def _is_of_interest(self, host: str) -> bool:
        """Tell whether a tag with an address of this host has to be read.

        Of a host that nobody declares, one tag is read to see that it is loaded; after
        that its name is enough, unless ``UNKNOWN`` is held.
        """
        if self._matcher.match_host(host):
            return True
        if host in self.unknown_hosts and UNKNOWN not in self.held:
            self._noted.add(host)
            return False
        return self._is_foreign(host)
