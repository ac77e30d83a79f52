"""Data that leave the European Economic Area (GDPR Articles 44-49)."""

from collections.abc import Iterator

from consent_server.catalog.countries import ADEQUATE, outside_eea
from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import Declared, Scope, SiteScope
from consent_server.catalog.model import OWNER, Transfer


def check_safeguard(scope: SiteScope) -> Iterator[Finding]:
    """A site has to know on what ground data leave."""
    for it in scope.declared:
        if it.service.transfer is Transfer.UNKNOWN:
            away = _outside(scope, it)
            where = f"goes to {', '.join(away)}" if away else "may go anywhere"
            yield scope.find(
                "CAT008",
                (*it.path, "transfer"),
                f"what {it.service.id} collects {where}, on no known ground",
                "find it in the contract with the provider and write transfer: "
                "adequacy or scc; none, if nothing leaves the EEA",
            )


def check_denied(scope: Scope) -> Iterator[Finding]:
    """None means that nothing leaves, whoever owns the provider."""
    for it in scope.declared:
        if it.service.transfer is not Transfer.NONE:
            continue
        known = it.known.transfer if it.known else Transfer.NONE
        if away := _outside(scope, it):
            reason = f"it is processed in or reachable from {', '.join(away)}"
        elif known not in {Transfer.NONE, Transfer.UNKNOWN}:
            reason = f"the library knows a transfer, under {known.value}"
        else:
            continue
        yield scope.find(
            "CAT009",
            (*it.path, "transfer"),
            f"{it.service.id} is said to keep data inside the EEA, but {reason}",
            "name the ground: adequacy or scc; a server in the EEA is not enough when "
            "the provider or its group can read the data from outside",
        )


def check_adequacy(scope: Scope) -> Iterator[Finding]:
    """Adequacy needs a decision about the country."""
    for it in scope.declared:
        if it.service.transfer is not Transfer.ADEQUACY:
            continue
        if away := [c for c in _outside(scope, it) if c not in ADEQUATE]:
            yield scope.find(
                "CAT010",
                (*it.path, "transfer"),
                f"{it.service.id} goes to {', '.join(away)} under adequacy, and no "
                "decision covers that",
                "write scc if standard contractual clauses are signed",
            )


def _outside(scope: Scope, declared: Declared) -> list[str]:
    """Return the countries outside the EEA; the controller's own is no transfer."""
    service = declared.service
    countries = set(service.countries)
    if service.provider != OWNER:
        countries.add(scope.providers[service.provider].country)
    return outside_eea(*countries)


RULES = (check_denied, check_adequacy)
SITE_RULES = (check_safeguard,)
