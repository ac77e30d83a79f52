"""The decision as application code asks for it, safe beside caches."""

from consent_server.catalog.model import ServiceId
from consent_server.consent.decide import Decision

DECISION_KEY = "consent_server.decision"
"""Where an application finds this in its WSGI environ or ASGI scope."""


class AskedDecision:
    """Answers the application; what depends on an answer is one visitor's own.

    ``asked`` says that the response depends on the decision, so that no shared cache
    may keep it. An answer that comes after the headers went out for anybody is no.
    """

    def __init__(self, decision: Decision, gated: frozenset[ServiceId]) -> None:
        self.asked = False
        self._decision = decision
        self._gated = gated
        self._for_anybody = False

    def allows(self, service: ServiceId) -> bool:
        """Tell whether a service may run for this visitor; an unknown one may not."""
        if service in self._gated:
            if self._for_anybody:
                return False
            self.asked = True
        return self._decision.allows(service)

    def settle(self, *, private: bool) -> None:
        """Take note of whom the headers were made for."""
        self._for_anybody = not private
