"""A request as the middleware reads it, and what the application sees of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consent_server.catalog.match import Matcher
from consent_server.consent.decide import Decision
from consent_server.consent.state import Reason
from consent_server.enforcement.set_cookie import expire_cookies
from consent_server.enforcement.validators import EntityTag
from consent_server.notice.render import CHOICES_PATH
from consent_server.notice.script import MIRROR_NAME
from consent_server.sdk.encoding import readable_codings

PAGE_DESTINATIONS = frozenset({"document", "iframe", "frame", "embed", "object"})
SAFE_METHODS = frozenset({"GET", "HEAD"})


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

    @property
    def wants_page(self) -> bool:
        """Whether the answer is to be a page, or a part of one that a script asks for.

        Browsers that are old, or visit over http, say only what they accept.
        """
        destination = self.headers.get("sec-fetch-dest", "empty")
        if destination == "empty":
            return "text/html" in self.headers.get("accept", "")
        return destination in PAGE_DESTINATIONS

    @property
    def may_get_page(self) -> bool:
        """Whether the answer may be a page, as far as the request tells."""
        is_anybodys = self.headers.get("sec-fetch-dest", "empty") == "empty"
        accepts_all = is_anybodys and "*/*" in self.headers.get("accept", "*/*")
        return accepts_all or self.wants_page

    @property
    def hides_conditions(self) -> bool:
        """Whether a 304 could revive what another decision made.

        Other methods are answered 412: their conditions guard against lost updates.
        """
        return self.method in SAFE_METHODS and self.may_get_page


def is_for_choices(path: str) -> bool:
    """Tell whether a path is one of ours, where choices are shown and taken."""
    return path.startswith(CHOICES_PATH) or path == CHOICES_PATH.rstrip("/")


def changes_for_application(
    request: RequestHead, confirmable: Iterable[EntityTag]
) -> dict[str, str | None]:
    """Return the headers that the application sees otherwise, but for the cookies.

    Those without a value it does not see. A page is asked for whole and plain:
    compressing comes after enforcing. Where it is not sure that a page is meant, as
    with ``fetch()``, parts are given, and codings that can be undone.

    Args:
        request: The visitor's.
        confirmable: The application's tags of pages that a 304 may confirm.
    """
    headers = request.headers
    changes: dict[str, str | None] = {}
    if request.hides_conditions:
        changes["if-modified-since"] = None
        changes["if-none-match"] = ", ".join(map(str, confirmable)) or None
    if request.wants_page:
        changes |= dict.fromkeys(("accept-encoding", "range", "if-range"))
    elif request.may_get_page and "accept-encoding" in headers:
        changes["accept-encoding"] = readable_codings(headers["accept-encoding"])
    return changes


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
    names = cookie_names(request.cookie)
    if not names:
        return []
    refused = {
        service
        for service, verdict in decision.services.items()
        if verdict.reason is Reason.REFUSED
    }
    ended = [
        name
        for name in names
        if not refused.isdisjoint(matcher.match_cookie(name))
        or (name == MIRROR_NAME and not decision.chosen)
    ]
    return expire_cookies(
        ended, request.hostname, path=request.path, secure=request.secure
    )
