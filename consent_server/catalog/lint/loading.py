"""What services bring in, what they leave behind, and what could hold them."""

from collections.abc import Iterator

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import Scope, SiteScope
from consent_server.catalog.model import AfterRefusal, Service, Status


def check_children(scope: SiteScope) -> Iterator[Finding]:
    """Whoever lets a service bring in others answers for them, too."""
    declared = {it.service.id for it in scope.declared}
    for it in scope.declared:
        missing = sorted(set(it.service.loads_others) - declared)
        if missing:
            yield scope.find(
                "CAT021",
                (*it.path, "loads_others"),
                f"{it.service.id} may bring in {', '.join(missing)}, which this file "
                "does not declare",
                "add them to services; where they are switched off at the provider, "
                "override loads_others with those that are on",
            )


def check_purposes_of_children(scope: Scope) -> Iterator[Finding]:
    """A yes to the one must not be a yes to what it brings in."""
    services = {it.service.id: it.service for it in scope.declared}
    for it in scope.declared:
        allowed = scope.gated(it.service)
        more = [
            f"{child} ({' and '.join(sorted(rest))})"
            for child in it.service.loads_others
            if child in services and (rest := scope.gated(services[child]) - allowed)
        ]
        if more:
            yield scope.find(
                "CAT022",
                (*it.path, "loads_others"),
                f"{it.service.id} may bring in what needs a yes of its own: "
                f"{', '.join(more)}",
                "switch that off at the provider and place the services in your pages "
                "yourself, or add the purposes, so that it waits for all of them",
            )


def check_signal_only(scope: Scope) -> Iterator[Finding]:
    """A vendor's own consent call is a second line, not the gate."""
    for it in scope.declared:
        call = it.service.consent_call
        if call is None or scope.is_exempt(it.service):
            continue
        if call.after_refusal is not AfterRefusal.STOPS and not _can_hold(it.service):
            yield scope.find(
                "CAT023",
                (*it.path, "resources"),
                f"nothing of {it.service.id} is held: it is only told about a no, "
                f"after which it goes on ({call.after_refusal.value})",
                "declare resources and markers, so that it does not load before a yes",
            )


def check_ended(scope: SiteScope) -> Iterator[Finding]:
    """What a vendor has ended may belong to somebody else tomorrow."""
    for it in scope.declared:
        if it.service.status is Status.DEAD:
            yield scope.find(
                "CAT024",
                it.path,
                f"{it.service.id} is no longer run by its provider",
                "remove it from your pages and from this file",
            )


def check_something_declared(scope: SiteScope) -> Iterator[Finding]:
    """What is not named can be neither told nor held."""
    for it in scope.declared:
        service = it.service
        traces = service.cookies or service.storage or service.url_parameters
        if not (traces or _can_hold(service)):
            yield scope.find(
                "CAT025",
                it.path,
                f"{service.id} names no cookie, storage, address or snippet",
                "add what it stores and loads; if it leaves nothing on a device, it "
                "need not be here",
            )


def _can_hold(service: Service) -> bool:
    return bool(service.resources or service.markers)


RULES = (check_purposes_of_children, check_signal_only)
SITE_RULES = (check_children, check_ended, check_something_declared)
