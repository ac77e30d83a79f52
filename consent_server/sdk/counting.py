"""Evidence of one response: what was held, and seen that nobody declares."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from consent_server.catalog.model import ServiceId
from consent_server.consent.decide import Decision
from consent_server.enforcement.evidence import Evidence, Sighting, Surface, Tally
from consent_server.enforcement.holds import HeldTags
from consent_server.enforcement.link_header import FilteredHeaders

UNDECLARED = "undeclared"
"""The reason why what no service declares was held."""

MAX_TALLIES = 4096
"""Lines of evidence that are remembered; a policy has some for each service."""


_tally = lru_cache(MAX_TALLIES)(Tally)


class HeldCounts:
    """Counts of one response: they wait until it is sure, and are settled together."""

    def __init__(self, decision: Decision) -> None:
        self.held: defaultdict[Tally, int] = defaultdict(int)
        self.seen: dict[Sighting, int] = {}
        self._decision = decision

    def add(self, services: Iterable[ServiceId], surface: Surface) -> None:
        """Count what was held from this visitor; held-for-all alone is no refusal."""
        for service in services:
            self._add(service, surface, 1)

    def add_tags(self, counts: HeldTags) -> None:
        """Count what was held in a page."""
        for (service, _), times in counts.items():
            self._add(service, Surface.MARKUP, times)

    def add_links(self, links: FilteredHeaders) -> None:
        """Count what was held, and is unknown, in header fields."""
        self.see(Surface.LINK_HEADER, links.unknown_hosts)
        for services in links.dropped:
            self.add(services, Surface.LINK_HEADER)

    def _add(self, service: ServiceId, surface: Surface, times: int) -> None:
        verdict = self._decision.services.get(service)
        if verdict is None or not verdict.allowed:
            reason = verdict.reason if verdict else UNDECLARED
            self.held[_tally(service, surface, reason)] += times

    def see(self, surface: Surface, names: Iterable[str]) -> None:
        """Take note of hosts or cookies that no service declares, each once."""
        for name in names:
            self.seen[Sighting(surface, name)] = 1

    def settle(self, evidence: Evidence) -> None:
        """Hand over what waits."""
        if self.held or self.seen:
            evidence.add(self.held, self.seen)
            self.held.clear()
            self.seen.clear()
