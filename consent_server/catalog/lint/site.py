"""Whether the file speaks for the site that it is meant for."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import SiteScope
from consent_server.catalog.model import CHOICE_SERVICE

# RFC 2606 and RFC 6761, and what people name their own networks.
_WORKBENCH = ("localhost", "test", "invalid", "local", "internal", "lan")


def check_choice_declared(scope: SiteScope) -> Iterator[Finding]:
    """The cookie of the choice is a cookie, too."""
    if CHOICE_SERVICE not in {it.service.id for it in scope.declared}:
        yield scope.find(
            "CAT040",
            ("services",),
            "the cookie that keeps the visitor's choice is not declared",
            f"add {CHOICE_SERVICE} to services",
        )


def check_own_domain(scope: SiteScope) -> Iterator[Finding]:
    """Enforcement and deletion reach the domains that are listed, and no others."""
    domains = [it for it in scope.catalog.site.domains if not _is_workbench(it)]
    if not domains:
        yield scope.find(
            "CAT042",
            ("site", "domains"),
            f"all domains are of a workbench: {', '.join(scope.catalog.site.domains)}",
            "add the public domain before the file is published",
        )
        return
    host = urlsplit(scope.catalog.controller.privacy_policy_url or "").hostname
    if host and _registered(host) not in set(map(_registered, domains)):
        yield scope.find(
            "CAT041",
            ("site", "domains"),
            f"the privacy policy stands on {host}, and no domain of the site does",
            "add that domain, if the consent is asked for there, too",
        )


def _is_workbench(domain: str) -> bool:
    top = domain.rpartition(".")[2]
    return top in _WORKBENCH or top.isdigit()  # the last part of an IPv4 address


def _registered(host: str) -> str:
    """Return the last two labels: near enough to see whether two hosts are kin."""
    return ".".join(host.rsplit(".", 2)[-2:])


SITE_RULES = (check_choice_declared, check_own_domain)
