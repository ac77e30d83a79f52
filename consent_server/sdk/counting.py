"""Evidence of one response: what was held, and seen that nobody declares."""

from collections import defaultdict
from collections.abc import Iterable

from consent_server.catalog.model import ServiceId
from consent_server.consent.decide import Decision
from consent_server.enforcement.evidence import Evidence, Sighting, Surface, Tally
from consent_server.enforcement.holds import HeldTags

UNDECLARED = "undeclared"
"""The reason why what no service declares was held."""


class HeldCounts:
    """Counts of one response wait until it is sure, and are handed over together."""

    def __init__(self, decision: Decision, evidence: Evidence) -> None:
        self._decision = decision
        self._evidence = evidence
        self._held: defaultdict[Tally, int] = defaultdict(int)
        self._seen: set[Sighting] = set()

    def add(self, services: Iterable[ServiceId], surface: Surface) -> None:
        """Count what was held from this visitor; held-for-all alone is no refusal."""
        for service in services:
            self._add(service, surface, 1)

    def add_tags(self, counts: HeldTags) -> None:
        """Count what was held in a page."""
        for (service, _), times in counts.items():
            self._add(service, Surface.MARKUP, times)

    def _add(self, service: ServiceId, surface: Surface, times: int) -> None:
        verdict = self._decision.services.get(service)
        if verdict is None or not verdict.allowed:
            reason = verdict.reason if verdict else UNDECLARED
            self._held[Tally(service, surface, reason)] += times

    def see(self, surface: Surface, names: Iterable[str]) -> None:
        """Take note of hosts or cookies that no service declares."""
        self._seen.update(Sighting(surface, name) for name in names)

    def settle(self) -> None:
        """Hand over what waits."""
        if not (self._held or self._seen):
            return
        self._evidence.add(self._held, dict.fromkeys(self._seen, 1))
        self._held.clear()
        self._seen.clear()
