"""A Content-Security-Policy that lets a page load from declared hosts only.

It stands beside the site's own policies and never in place of one: a browser obeys all
of them, so that another can only take away. Nothing but hosts is restricted. Inline
code, ``eval`` and ``data:`` are left to the site's own policy, whose nonces and hashes
stay in force; forms and links are the visitor's own act.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from consent_server.catalog.model import ResourceKind, Service

_BASE = ("'self'", "data:", "blob:")
_CODE = (*_BASE, "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'")
_CODE_DIRECTIVES = frozenset({"default-src", "script-src", "style-src"})
_ALWAYS = ("default-src", "connect-src")
_BY_KIND: Mapping[ResourceKind, tuple[str, ...]] = {
    ResourceKind.SCRIPT: ("script-src",),
    ResourceKind.IMG: ("img-src",),
    ResourceKind.IFRAME: ("frame-src",),
    ResourceKind.LINK: ("style-src", "font-src"),
    ResourceKind.CONNECT: ("connect-src",),
    ResourceKind.MEDIA: ("media-src",),
    ResourceKind.OBJECT: ("object-src", "frame-src"),
    ResourceKind.FORM: (),
}
_REPLACED: Mapping[str, tuple[str, ...]] = {
    "child-src": ("frame-src", "worker-src"),
    "form-action": (),
}
# Host sources as CSP 2.3.1 has them: nothing in them ends a source or a directive.
_SOURCE = re.compile(
    r"(?:wss://)?(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?:/[A-Za-z0-9._~/-]*)?"
)
_LONGEST_SOURCE = 300


def source_policy(
    services: Iterable[Service], domains: Iterable[str], report_path: str
) -> str:
    """Write the policy of a page that may load these services and the site's own hosts.

    A directive without sources of its own falls back to ``default-src``. A host that no
    policy can name (``www.example.*``, ``*``) is left out: a service's ``csp`` has to
    name what is needed instead.

    Args:
        services: Those that may act.
        domains: The site's own; their subdomains count too.
        report_path: Where browsers post what they did not load.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for service in services:
        for directive, source in _sources_of(service):
            if _is_source(source):
                found[directive].add(source)
    own = [
        f"{source}:*"  # a host is one's own on every port
        for domain in filter(_is_source, domains)
        for source in (domain, f"*.{domain}")
    ]
    # A source without a scheme lets no WebSocket in (CSP 6.7.2.9, scheme-part match).
    found["connect-src"] |= {f"wss://{source}" for source in own}
    directives = [
        " ".join((name, *_base_of(name), *own, *_shortened(found[name])))
        for name in dict.fromkeys((*_ALWAYS, *sorted(found)))
    ]
    return "; ".join((*directives, f"report-uri {report_path}"))


def _base_of(directive: str) -> tuple[str, ...]:
    return _CODE if directive in _CODE_DIRECTIVES else _BASE


def _is_source(text: str) -> bool:
    return len(text) <= _LONGEST_SOURCE and _SOURCE.fullmatch(text) is not None


def _sources_of(service: Service) -> Iterator[tuple[str, str]]:
    for directive, sources in service.csp.items():
        for name in _REPLACED.get(directive, (directive,)):
            for source in sources:
                yield name, source.removeprefix("https://")
    for resource in service.resources:
        for kind in resource.kinds:
            for name in _BY_KIND[kind]:
                yield name, resource.host


def _shortened(sources: set[str]) -> list[str]:
    """Leave out what a wildcard beside it covers; proxies refuse long headers."""
    return sorted(
        source
        for source in sources
        if source.startswith(("*.", "wss:"))
        or f"*.{source.partition('.')[2]}" not in sources
    )
