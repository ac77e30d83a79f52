"""Evidence of one response: what was held, and seen that nobody declares."""

from collections.abc import Iterable

from consent_server.catalog.model import ServiceId
from consent_server.consent.decide import Decision
from consent_server.enforcement.evidence import Evidence, Sighting, Surface

UNDECLARED = "undeclared"
"""The reason why what no service declares was held."""


class HeldCounts:
    """Counts wait until the response is sure; one that starts anew counts once."""

    def __init__(self, decision: Decision, evidence: Evidence) -> None:
        self._decision = decision
        self._evidence = evidence
        self._pending: list[tuple[ServiceId, Surface, int]] = []
        self._seen: set[Sighting] = set()

    def restart(self) -> None:
        """Forget what waits."""
        self._pending.clear()
        self._seen.clear()

    def add(
        self, services: Iterable[ServiceId], surface: Surface, times: int = 1
    ) -> None:
        """Count what was held from this visitor; held-for-all alone is no refusal."""
        self._pending += [
            (service, surface, times)
            for service in services
            if not self._decision.allows(service)
        ]

    def see(self, surface: Surface, names: Iterable[str]) -> None:
        """Take note of hosts or cookies that no service declares."""
        self._seen.update(Sighting(surface, name) for name in names)

    def settle(self) -> None:
        """Hand over what waits."""
        for service, surface, times in self._pending:
            verdict = self._decision.services.get(service)
            reason = verdict.reason if verdict else UNDECLARED
            self._evidence.count([service], surface, reason, times)
        self._evidence.see(self._seen)
        self.restart()
