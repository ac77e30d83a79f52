"""One request and its response, made to obey the visitor's decision; no I/O.

A rim translates its protocol into these calls::

    exchange = Exchange(site, request)
    ... call the application with exchange.headers_for_application() ...
    if exchange.waits(status, headers):  # what they become depends on the body, too
        started = exchange.start(status, headers, first, whole=False)
    else:
        started = exchange.start(status, headers)
    send started; yield exchange.feed(chunk); ...; yield exchange.close()
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus

from consent_server.catalog.model import ServiceId
from consent_server.consent.signals import GPC_PATH
from consent_server.enforcement.caching import (
    make_private,
    may_be_shared,
    not_modified,
)
from consent_server.enforcement.evidence import Surface
from consent_server.enforcement.headers import get_first, get_values, without
from consent_server.enforcement.holds import HeldTags
from consent_server.enforcement.link_header import filter_link_headers
from consent_server.enforcement.request_cookie import filter_request_cookie
from consent_server.enforcement.set_cookie import FilteredCookies, filter_set_cookie
from consent_server.enforcement.treatment import Treatment, treatment_of
from consent_server.sdk.asked import AskedDecision
from consent_server.sdk.conditions import NOT_MODIFIED, Conditions
from consent_server.sdk.counting import HeldCounts
from consent_server.sdk.debugging import AGE_HEADER, HEADER, Enforced, debug_value
from consent_server.sdk.making import Headers, PageMaker, Started
from consent_server.sdk.page import OWN_ORIGIN_ONLY, Opened, PageStream, open_page
from consent_server.sdk.requests import (
    SAFE_METHODS,
    RequestHead,
    shown_to_application,
    stale_cookies,
)
from consent_server.sdk.site import EnforcedSite

PAGES = {Treatment.REWRITE, Treatment.HEADERS}
VALIDATORS = {"etag", "last-modified"}


class Exchange:
    """What happens between one request and the end of its response.

    ``decision`` is the verdict on everything; ``asked`` gives it to the application.
    After ``start``, ``rewrites`` says that the body is going to change, ``drops`` that
    nothing of it is sent: what was started has another, or none.
    """

    def __init__(self, site: EnforcedSite, request: RequestHead) -> None:
        self.decision, self._plan = site.decide(request)
        self.rewrites = self.drops = False
        self._site = site
        self._request = request
        self.asked = AskedDecision(self.decision, self._plan.shared_held)
        self._cookies = filter_request_cookie(
            request.cookie, site.policy.matcher, self._plan.held
        )
        self._conditions = Conditions(site, request, self.decision, self._plan)
        self._counts = HeldCounts(self.decision, site.evidence)
        self._maker = PageMaker(
            site, request, self.decision, self._plan, self._conditions
        )
        self._stream: PageStream | None = None
        self._dropped: tuple[str, ...] = ()
        self._links: frozenset[ServiceId] = frozenset()
        self._enforced: Enforced | None = None

    def headers_for_application(self) -> dict[str, str]:
        """Return the request's headers without what the application must not see."""
        headers = shown_to_application(self._request, self._conditions.confirmable)
        headers.pop("cookie", None)
        if self._cookies.header is not None:
            headers["cookie"] = self._cookies.header
        for _, services in self._cookies.removed:
            self._counts.add(services, Surface.REQUEST_COOKIE)
        self._counts.settle()
        return headers

    def early_hints(self, links: Iterable[str]) -> list[str]:
        """Return the ``Link`` values of a 103 that may go out (RFC 8297).

        No cache keeps a 103, so the visitor's own decision applies.
        """
        kept = self._enforce_links([("Link", it) for it in links], self._plan.held)
        self._counts.settle()
        return [value for _, value in kept]

    def waits(self, status: int, headers: Headers) -> bool:
        """Tell whether to start when the first bytes of the body are known."""
        return treatment_of(self._request.method, status, headers) is Treatment.REWRITE

    def start(
        self, status: int, headers: Headers, first: bytes = b"", *, whole: bool = False
    ) -> Started:
        """Enforce a response's headers, and the beginning of its body; once.

        ``whole`` says that nothing follows, not even a call of ``close``.
        """
        if self._lacks_support(status, headers):
            return self._support()
        started = self._enforce(status, headers, first, whole=whole)
        return started._replace(headers=[*started.headers, *self._debug_headers()])

    def _enforce(
        self, status: int, headers: Headers, first: bytes, *, whole: bool
    ) -> Started:
        kept, personal = self._enforce_cookies(headers)
        personal = personal or self.asked.asked
        shared = not personal and may_be_shared(status, kept, self._site.clock.now())
        kept = self._enforce_links(kept, self._plan.held_in(shared=shared))
        treatment = treatment_of(self._request.method, status, kept)
        opened = open_page(kept, first) if treatment in PAGES else None
        if treatment in PAGES and opened is None:
            treatment = Treatment.CONFINE
        private = personal or (treatment in PAGES and not shared)
        self.asked.settle(private=private)
        if self._site.debug_header and (private or treatment is not Treatment.PASS):
            self._enforced = self._describe(treatment, personal=private)
        kept = make_private(kept) if private else kept
        if treatment in PAGES:
            kept += self._site.source_policy(self._plan.held, shared=shared)
        started = Started(status, kept, first)
        match treatment:
            case Treatment.REWRITE if opened is not None:
                self.rewrites = True
                return self._start_page(started, opened, shared=shared, whole=whole)
            case Treatment.HEADERS:
                kept = self._maker.headers(kept, shared=shared)
                started = started._replace(headers=kept)
            case Treatment.CONFINE:
                self._confine(kept)
            case _:
                started = self._answer_condition(
                    started, shared=shared, personal=personal
                )
        self._counts.settle()
        return started

    def _lacks_support(self, status: int, headers: Headers) -> bool:
        """Tell whether a GPC support resource was asked for, and there is none.

        The site's own goes first; a page is none, though some answer everything so.
        """
        if self._request.path != GPC_PATH or self._request.method not in SAFE_METHODS:
            return False
        kind = (get_first(headers, "Content-Type") or "").lower()
        return status == HTTPStatus.NOT_FOUND or kind.startswith("text/html")

    def _support(self) -> Started:
        self.drops = True
        body = self._site.gpc_support
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "public, max-age=3600"),
        ]
        return Started(
            HTTPStatus.OK, headers, b"" if self._request.method == "HEAD" else body
        )

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes of the body and return what is certain."""
        if self._stream is None:
            return b"" if self.drops or self.rewrites else data
        return self._stream.feed(data)

    def close(self) -> bytes:
        """Return the rest of the body and count what was held."""
        if self._stream is None:
            return b""
        output = self._stream.close()
        if self._stream.broken:
            self._counts.add(self._plan.shared_held, Surface.UNREADABLE)
        self._count_held(self._stream.held_counts, self._stream.unknown_hosts)
        return output

    def _describe(self, treatment: Treatment, *, personal: bool) -> Enforced:
        return Enforced(
            personal=personal,
            unreadable=treatment is Treatment.CONFINE,
            hidden=tuple(name for name, _ in self._cookies.removed),
            dropped=self._dropped,
            links=self._links,
        )

    def _debug_headers(self) -> Headers:
        if self._enforced is None:
            return []
        held_for_all = self._plan.shared_held
        said = [(HEADER, debug_value(self._enforced, self.decision, held_for_all))]
        if (age := self._site.policy_age()) is not None:
            said.append((AGE_HEADER, str(age)))
        return said

    def _start_page(
        self, started: Started, opened: Opened, *, shared: bool, whole: bool
    ) -> Started:
        if whole:
            started, page = self._maker.whole(started, opened, shared=shared)
            self._count_held(page.held_counts, page.unknown_hosts)
            return started
        started, self._stream = self._maker.stream(started, opened, shared=shared)
        self._counts.settle()
        return started

    def _confine(self, headers: Headers) -> None:
        if self._plan.shared_held:
            self._counts.add(self._plan.shared_held, Surface.UNREADABLE)
            headers.append(("Content-Security-Policy", OWN_ORIGIN_ONLY))

    def _answer_condition(
        self, started: Started, *, shared: bool, personal: bool
    ) -> Started:
        """Settle what is no page: perhaps it confirms one, or stands for a 304."""
        status, headers, _ = started
        if status == NOT_MODIFIED:
            found = self._conditions.confirm(headers, shared=shared, personal=personal)
            return started if found is None else started._replace(headers=found)
        if self.asked.asked:  # the tag may be the same for every decision
            return started._replace(headers=without(headers, VALIDATORS))
        if self._conditions.unchanged(status, headers):
            self.drops = True
            return Started(NOT_MODIFIED, not_modified(headers))
        return started

    def _count_held(
        self,
        counts: HeldTags,
        unknown_hosts: Iterable[str],
    ) -> None:
        self._counts.see(Surface.MARKUP, unknown_hosts)
        if self._enforced is not None:
            self._enforced = replace(self._enforced, tags=counts)
        self._counts.add_tags(counts)
        self._counts.settle()

    def _enforce_cookies(self, headers: Headers) -> tuple[Headers, bool]:
        """Filter ``Set-Cookie``; tell whether the rest is about this visitor's choice.

        A cookie that was granted must not reach another visitor out of a cache.
        """
        values = get_values(headers, "Set-Cookie")
        if not (values or self._request.cookie):
            return list(headers), False
        filtered = self._filter(values, self._plan.held)
        self._counts.see(Surface.SET_COOKIE, filtered.unknown)
        self._dropped = tuple(filtered.dropped)
        for services in filtered.dropped.values():
            self._counts.add(services, Surface.SET_COOKIE)
        own = stale_cookies(self._request, self.decision, self._site.policy.matcher)
        own += self._site.renew_mirror(self._request)
        granted = self._filter(filtered.kept, self._plan.shared_held).dropped
        kept = without(headers, {"set-cookie"})
        kept += [("Set-Cookie", value) for value in (*filtered.kept, *own)]
        return kept, bool(own or granted)

    def _filter(
        self, values: Sequence[str], held: frozenset[ServiceId]
    ) -> FilteredCookies:
        return filter_set_cookie(
            values,
            self._site.policy.matcher,
            held,
            self._request.hostname,
            self._site.clock.now(),
        )

    def _enforce_links(self, headers: Headers, held: frozenset[ServiceId]) -> Headers:
        links = filter_link_headers(
            headers, self._site.policy.matcher, held, self._request.hostname
        )
        self._counts.see(Surface.LINK_HEADER, links.unknown_hosts)
        self._links = frozenset[ServiceId]().union(*links.dropped)
        for services in links.dropped:
            self._counts.add(services, Surface.LINK_HEADER)
        return list(links.headers)
