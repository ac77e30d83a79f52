"""What a choice given under an earlier policy still says under the one in force."""

from dataclasses import dataclass

from consent_server.catalog.diff import diff_catalogs
from consent_server.catalog.exemption import gated_purposes, gated_services
from consent_server.catalog.model import Catalog, PurposeId, ServiceId
from consent_server.notice.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """How to read a token of one policy under another.

    ``purposes`` and ``services`` are the ids of the policy that was answered, in the
    bit order of its tokens. Of its answers those count that are about
    ``kept_purposes`` and ``kept_services``. ``open_purposes`` and ``open_services``
    are what the policy in force asks beyond that. A choice lives
    ``lifetime_days`` at most.
    """

    purposes: tuple[PurposeId, ...]
    services: tuple[ServiceId, ...]
    kept_purposes: frozenset[PurposeId]
    kept_services: frozenset[ServiceId]
    open_purposes: frozenset[PurposeId]
    open_services: frozenset[ServiceId]
    lifetime_days: int


def same_policy(policy: Policy) -> CarryOver:
    """Say that every answer counts: the token is of the policy in force."""
    purposes = tuple(purpose.id for purpose in policy.purposes)
    services = tuple(service.id for service in policy.services)
    return CarryOver(
        purposes=purposes,
        services=services,
        kept_purposes=frozenset(purposes),
        kept_services=frozenset(services),
        open_purposes=frozenset(),
        open_services=frozenset(),
        lifetime_days=policy.site.choice_lifetime_days,
    )


def carry_over(earlier: Catalog, policy: Policy) -> CarryOver:
    """Say which answers to an earlier catalog still count.

    An answer counts if it was asked for then, is asked for now, and nothing about it
    changed that needs fresh consent. A choice lives no longer than either policy lets
    it.
    """
    fresh = [
        change
        for change in diff_catalogs(earlier, policy.catalog)
        if change.needs_fresh_consent
    ]
    whole_site = any(it.service is None and it.purpose is None for it in fresh)
    purposes = frozenset(policy.gated_purposes)
    kept_purposes = purposes.intersection(gated_purposes(earlier))
    kept_services = policy.gated_services & gated_services(earlier)
    kept_purposes -= {change.purpose for change in fresh}
    kept_services -= {change.service for change in fresh}
    if whole_site:
        kept_purposes = kept_services = frozenset()
    return CarryOver(
        purposes=tuple(purpose.id for purpose in earlier.purposes),
        services=tuple(sorted(service.id for service in earlier.services)),
        kept_purposes=kept_purposes,
        kept_services=kept_services,
        open_purposes=purposes - kept_purposes,
        open_services=policy.gated_services - kept_services,
        lifetime_days=min(
            earlier.site.choice_lifetime_days, policy.site.choice_lifetime_days
        ),
    )
