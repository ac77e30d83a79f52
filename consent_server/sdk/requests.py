"""A request as the middleware reads it, and what it hides of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from consent_server.catalog.match import Matcher
from consent_server.consent.decide import Decision
from consent_server.consent.state import Reason
from consent_server.enforcement.set_cookie import expire_cookies
from consent_server.notice.render import CHOICES_PATH, MIRROR_NAME

CONDITIONS = frozenset({"if-none-match", "if-modified-since", "if-range", "range"})
"""A page depends on the decision, which a validator of the application ignores."""

PAGE_DESTINATIONS = frozenset({"document", "iframe", "frame", "embed", "object"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHead:
    """A request without its body; header names are in lower case.

    ``secure`` says that the visitor's own connection is https.
    """

    method: str
    host: str
    secure: bool
    headers: Mapping[str, str]
    path: str = "/"

    @property
    def hostname(self) -> str:
        """The host without its port."""
        host, separator, port = self.host.rpartition(":")
        return host if separator and port.isdigit() else self.host

    @property
    def cookie(self) -> str:
        """The ``Cookie`` header, empty when there is none."""
        return self.headers.get("cookie", "")


def is_for_choices(path: str) -> bool:
    """Tell whether a path is one of ours, where choices are shown and taken."""
    return path.startswith(CHOICES_PATH) or path == CHOICES_PATH.rstrip("/")


def hidden_from_application(request: RequestHead) -> frozenset[str]:
    """Name the headers that the application must not see as they are.

    Where the answer may be a page it is asked for whole and plain: compressing comes
    after enforcing, and a 304 would revive what another decision made.
    """
    hidden = frozenset({"cookie"})
    if _may_be_page(request.headers):
        hidden |= CONDITIONS | {"accept-encoding"}
    return hidden


def _may_be_page(headers: Mapping[str, str]) -> bool:
    destination = headers.get("sec-fetch-dest")
    if destination == "empty" or destination is None:  # fetch(), or an older browser
        accept = headers.get("accept", "*/*")
        return "text/html" in accept or "*/*" in accept
    return destination in PAGE_DESTINATIONS


def cookie_names(cookie_header: str) -> list[str]:
    """Return the names in a ``Cookie`` header, each once, in order."""
    pairs = (pair.partition("=")[0].strip(" \t") for pair in cookie_header.split(";"))
    return list(dict.fromkeys(filter(None, pairs)))


def stale_cookies(
    request: RequestHead, decision: Decision, matcher: Matcher
) -> list[str]:
    """Return ``Set-Cookie`` values that end what must not be there any more.

    That is every cookie that only refused services claim, and the mirror of a choice
    that does not count, which would mislead the page's script.
    """
    refused = {
        service
        for service, verdict in decision.services.items()
        if verdict.reason is Reason.REFUSED
    }
    ended = [
        name
        for name in cookie_names(request.cookie)
        if not refused.isdisjoint(matcher.match_cookie(name))
        or (name == MIRROR_NAME and not decision.chosen)
    ]
    return expire_cookies(
        ended, request.hostname, path=request.path, secure=request.secure
    )
