"""What held services claim: the matcher's answers, cut down to one response."""

from collections.abc import Iterable
from functools import lru_cache

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ServiceId
from consent_server.enforcement.clues import Clues
from consent_server.enforcement.scripts import imported_urls, named_urls
from consent_server.enforcement.urls import Location, resolve

Services = frozenset[ServiceId]
NOTHING: Services = frozenset()
REMEMBERED = 4096
_clues_on = lru_cache(maxsize=64)(Clues)


class Claims:
    """Answers for the services that are held in one response.

    A thing is held when any service that claims it is held; what only others claim, or
    nobody, is not ours to hold.
    """

    def __init__(self, matcher: Matcher, held: Services) -> None:
        self.held = held
        self._matcher = matcher
        self._seen: dict[tuple[str, Location], Services] = {}
        self._last = ("", NOTHING)  # a script that may be ours is judged twice

    def clues_on(self, host: str) -> Clues:
        """Return how to tell what cannot be claimed on a page of this host."""
        return _clues_on(self._matcher, host)

    def of_url(self, text: str, page: Location) -> Services:
        """Return the held services that claim an address."""
        key = (text, page)
        if (known := self._seen.get(key)) is not None:
            return known
        found = self._of_location(resolve(text, page))
        if len(self._seen) < REMEMBERED:
            self._seen[key] = found
        return found

    def of_host(self, text: str, base: Location, own: str) -> Services:
        """Return the held services that declare the host of an address by name.

        A connection hint has no path, so the host alone must decide, unless it is the
        page's own.
        """
        place = resolve(text, base)
        if place is None or place.host == own:
            return NOTHING
        return self._matcher.match_host(place.host) & self.held

    def of_text(self, text: str) -> Services:
        """Return the held services whose loader a script is, or imports (R4)."""
        if text != self._last[0]:
            found = self._matcher.match_inline(text) & self.held
            if imported := list(imported_urls(text)):
                found |= self._of_absolute(imported)
            self._last = (text, found)
        return self._last[1]

    def of_named(self, text: str) -> Services:
        """Return the held services that a text loads or names an address of."""
        return self.of_text(text) | self._of_absolute(named_urls(text))

    def _of_absolute(self, urls: Iterable[str]) -> Services:
        nowhere = Location("")
        return NOTHING.union(*(self.of_url(url, nowhere) for url in urls))

    def _of_location(self, place: Location | None) -> Services:
        if place is None:
            return NOTHING
        return self._matcher.match_url(*place) & self.held
