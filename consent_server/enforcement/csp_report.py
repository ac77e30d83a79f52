"""What a browser says it did not load: only directive and host are ever read.

A report holds the page's address, the visitor's way to it and pieces of scripts. None
of that is needed, so none of it leaves this module.
"""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from consent_server.catalog.match import Matcher
from consent_server.enforcement.claims import is_host_name
from consent_server.enforcement.evidence import Sighting, Surface

MEDIA_TYPES = frozenset(
    {
        "application/csp-report",
        "application/reports+json",
        "application/json",  # older browsers
    }
)
MAX_REPORT_BYTES = 32_768  # a report repeats the whole policy
DIRECTIVES = frozenset(
    {
        "default-src",
        "script-src",
        "style-src",
        "img-src",
        "font-src",
        "connect-src",
        "media-src",
        "object-src",
        "frame-src",
        "child-src",
        "worker-src",
        "manifest-src",
        "prefetch-src",
    }
)
_PARTS = ("-elem", "-attr")  # CSP 6.1.11: which kind of script or style it was
_SCHEMES = frozenset({"http", "https", "ws", "wss"})
MAX_READ = 100
"""Reports of one post that are read; browsers send a few at a time."""


class Blocked(NamedTuple):
    """A host from which a page tried to load, and the directive that said no."""

    directive: str
    host: str


def read_reports(document: object) -> frozenset[Blocked]:
    """Read a post of ``report-uri`` (CSP 5.3) or of the Reporting API (CSP 5.4).

    What was blocked without a host (inline code, ``data:``, a browser's extension) says
    nothing of third parties and is left out.

    Raises:
        ValueError: The document is of neither form.
    """
    return frozenset(filter(None, map(_blocked, _bodies(document))))


def sightings_in(document: object, matcher: Matcher, own_host: str) -> list[Sighting]:
    """Return the foreign hosts of one post, each once for a directive.

    Args:
        document: The JSON of the post.
        matcher: Knows the site's other hosts.
        own_host: The host that the post was sent to, perhaps with a port.

    Raises:
        ValueError: The document is no report.
    """
    own = own_host.rpartition(":")[0] or own_host
    return [
        Sighting(Surface.BROWSER, host, directive)
        for directive, host in read_reports(document)
        if is_host_name(host) and host != own and not matcher.is_own(host)
    ]


def _bodies(document: object) -> Iterator[dict[str, object]]:
    match document:
        case {"csp-report": dict(body)}:
            yield body
        case {"type": str(), "body": dict()}:
            yield from _bodies([document])
        case list(reports) if all(isinstance(it, dict) for it in reports):
            for report in reports[:MAX_READ]:
                body = report.get("body")
                if report.get("type") == "csp-violation" and isinstance(body, dict):
                    yield body
        case _:
            raise ValueError("expected a report of a Content-Security-Policy")


def _blocked(body: dict[str, object]) -> Blocked | None:
    directive = _text(body, "effective-directive", "effectiveDirective")
    directive = directive or _text(body, "violated-directive", "violatedDirective")
    name = directive.partition(" ")[0].lower()
    for part in _PARTS:
        name = name.removesuffix(part)
    host = _host_of(_text(body, "blocked-uri", "blockedURL"))
    return Blocked(name, host) if host and name in DIRECTIVES else None


def _text(body: dict[str, object], *names: str) -> str:
    values = (body.get(name) for name in names)
    return next((value for value in values if isinstance(value, str)), "")


def _host_of(address: str) -> str:
    """Return the host of a web address; nothing for what is none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removesuffix(".") if parts.scheme.lower() in _SCHEMES else ""
