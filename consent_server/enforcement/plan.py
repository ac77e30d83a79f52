"""What a response must hold, given what a visitor did not grant."""

from dataclasses import dataclass

from consent_server.catalog.model import ServiceId


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementPlan:
    """The services to hold, in a private response and in a shared one.

    In a response that a shared cache may store, every gated service is held for
    everyone, so that its bytes do not depend on the visitor; a small script releases
    what this visitor granted.
    """

    held: frozenset[ServiceId]
    shared_held: frozenset[ServiceId]

    def held_in(self, *, shared: bool) -> frozenset[ServiceId]:
        """Return the services to hold in one response."""
        return self.shared_held if shared else self.held


def plan(denied: frozenset[ServiceId], gated: frozenset[ServiceId]) -> EnforcementPlan:
    """Plan from a decision's denied services and the policy's gated ones.

    Cookies are not markup: they are one visitor's own, so ``held`` always applies to
    them.
    """
    return EnforcementPlan(held=denied, shared_held=gated | denied)
