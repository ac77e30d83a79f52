"""The one place where it is decided what may run."""

from collections.abc import Mapping
from dataclasses import dataclass

from consent_server.catalog.model import PurposeId, ServiceId
from consent_server.catalog.objection import OBJECTED
from consent_server.consent.signals import Signals
from consent_server.consent.state import ConsentState, Reason
from consent_server.notice.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Allow or deny, and why."""

    allowed: bool
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The verdict on every purpose and service of a policy, for one request.

    ``decided`` says that nothing is left to ask, ``chosen`` that a recorded choice
    counts, perhaps in part.
    """

    policy_version: str
    decided: bool
    chosen: bool
    purposes: Mapping[PurposeId, Verdict]
    services: Mapping[ServiceId, Verdict]

    @property
    def denied(self) -> frozenset[ServiceId]:
        """The services that must not run."""
        return frozenset(
            service for service, verdict in self.services.items() if not verdict.allowed
        )

    @property
    def heeds_signal(self) -> bool:
        """Whether something is denied because the browser objects to it."""
        verdicts = self.purposes.values()
        return any(one.reason is Reason.OPT_OUT_SIGNAL for one in verdicts)

    def allows(self, service: ServiceId) -> bool:
        """Tell whether a service may run; an unknown one may not."""
        verdict = self.services.get(service)
        return verdict is not None and verdict.allowed


def decide(policy: Policy, state: ConsentState, signals: Signals) -> Decision:
    """Judge every purpose and service of the policy. Unknown means denied.

    A recorded choice wins over a signal: it is the more specific statement (W3C GPC
    leaves conflicts to the site, which must say so; our notice does).
    """
    choice = state.choice
    return Decision(
        policy_version=policy.version,
        decided=choice is not None and choice.complete,
        chosen=choice is not None,
        purposes={
            purpose.id: _judge(
                exempt=purpose.exempt,
                granted=choice is not None and purpose.id in choice.purposes,
                refused=choice is not None and purpose.id not in choice.open_purposes,
                objected=signals.gpc and purpose.id in OBJECTED,
                otherwise=state.reason,
            )
            for purpose in policy.purposes
        },
        services={
            service.id: _judge(
                exempt=service.id not in policy.gated_services,
                granted=choice is not None and service.id in choice.services,
                refused=choice is not None and service.id not in choice.open_services,
                objected=signals.gpc and not OBJECTED.isdisjoint(service.purposes),
                otherwise=state.reason,
            )
            for service in policy.services
        },
    )


def _judge(
    *, exempt: bool, granted: bool, refused: bool, objected: bool, otherwise: Reason
) -> Verdict:
    if exempt:
        return Verdict(allowed=True, reason=Reason.EXEMPT)
    if granted:
        return Verdict(allowed=True, reason=Reason.GRANTED)
    if refused:
        return Verdict(allowed=False, reason=Reason.REFUSED)
    if objected:
        return Verdict(allowed=False, reason=Reason.OPT_OUT_SIGNAL)
    return Verdict(allowed=False, reason=otherwise)
