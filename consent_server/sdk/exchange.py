"""One request and its response, made to obey the visitor's decision; no I/O.

A rim translates its protocol into these calls::

    exchange = Exchange(site, request)
    ... call the application with exchange.headers_for_application() ...
    headers = exchange.start(status, headers)  # again, if the application starts anew
    yield exchange.feed(chunk); ...; yield exchange.close()
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from consent_server.catalog.model import ResourceKind, ServiceId
from consent_server.enforcement.caching import (
    after_rewrite,
    make_private,
    may_be_shared,
)
from consent_server.enforcement.evidence import Sighting, Surface
from consent_server.enforcement.headers import get_first, get_values, without
from consent_server.enforcement.landing import ChooseInsertions, Insertions
from consent_server.enforcement.link_header import filter_link_headers
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.plan import plan
from consent_server.enforcement.plans import Rewritten
from consent_server.enforcement.request_cookie import filter_request_cookie
from consent_server.enforcement.set_cookie import FilteredCookies, filter_set_cookie
from consent_server.enforcement.treatment import Treatment, treatment_of
from consent_server.notice.render import negotiate_language
from consent_server.sdk.asked import AskedDecision
from consent_server.sdk.debugging import HEADER, Enforced, debug_value
from consent_server.sdk.requests import (
    RequestHead,
    hidden_from_application,
    stale_cookies,
)
from consent_server.sdk.site import EnforcedSite
from consent_server.sdk.unreadable import (
    OWN_ORIGIN_ONLY,
    PlainReader,
    Reader,
    find_reader,
    is_readable,
)

Headers = list[tuple[str, str]]

SECRET_BYTES = 16
UNDECLARED = "undeclared"
"""The reason why what no service declares was held."""

PAGES = {Treatment.REWRITE, Treatment.HEADERS}


class Exchange:
    """What happens between one request and the end of its response.

    ``decision`` is the verdict on everything; ``asked`` gives it to the application.
    """

    def __init__(self, site: EnforcedSite, request: RequestHead) -> None:
        self.decision = site.decide(request)
        self._site = site
        self._request = request
        self._plan = plan(
            self.decision.denied | site.never_granted, site.policy.gated_services
        )
        self.asked = AskedDecision(self.decision, self._plan.shared_held)
        self._cookies = filter_request_cookie(
            request.cookie, site.policy.matcher, self._plan.held
        )
        self._pending: list[tuple[ServiceId, Surface, int]] = []
        self._seen: set[Sighting] = set()
        self._rewriter: MarkupRewriter | None = None
        self._rewrite_whole: Callable[[bytes], Rewritten] | None = None
        self._reader: Reader = PlainReader()
        self._dropped: tuple[str, ...] = ()
        self._links: frozenset[ServiceId] = frozenset()
        self._enforced: Enforced | None = None

    @property
    def rewrites(self) -> bool:
        """Whether, after ``start``, the body is going to change."""
        return self._rewriter is not None

    def headers_for_application(self) -> dict[str, str]:
        """Return the request's headers without what the application must not see."""
        hidden = hidden_from_application(self._request)
        headers = {
            name: value
            for name, value in self._request.headers.items()
            if name not in hidden
        }
        if self._cookies.header is not None:
            headers["cookie"] = self._cookies.header
        for _, services in self._cookies.removed:
            self._count(services, Surface.REQUEST_COOKIE)
        self._settle_counts()
        return headers

    def start(
        self,
        status: int,
        headers: Iterable[tuple[str, str]],
        beginning: bytes = b"",
    ) -> Headers:
        """Enforce a response's headers and get ready for its body.

        ``beginning`` is what is known of the body; a byte order mark in it counts.
        """
        self._pending.clear()
        self._seen.clear()
        self._rewriter = self._rewrite_whole = self._enforced = None
        kept, personal = self._enforce_cookies(list(headers))
        personal = personal or self.asked.asked
        shared = not personal and may_be_shared(status, kept, self._site.clock.now())
        kept = self._enforce_links(kept, self._plan.held_in(shared=shared))
        treatment = treatment_of(self._request.method, status, kept)
        reader = find_reader(kept)
        if treatment is Treatment.REWRITE and not is_readable(reader, beginning):
            treatment = Treatment.CONFINE
        private = personal or (treatment in PAGES and not shared)
        self.asked.settle(private=private)
        if self._site.debug_header and (private or treatment is not Treatment.PASS):
            self._enforced = self._describe(treatment, personal=private)
        if private:
            kept = make_private(kept)
        if treatment in PAGES:
            kept += self._site.source_policy(self._plan.held, shared=shared)
        match treatment:
            case Treatment.REWRITE if reader is not None:
                self._start_page(kept, reader, shared=shared)
                return after_rewrite(kept)
            case Treatment.HEADERS:
                kept = after_rewrite(kept)
            case Treatment.CONFINE if self._plan.shared_held:
                self._count(self._plan.shared_held, Surface.UNREADABLE)
                kept.append(("Content-Security-Policy", OWN_ORIGIN_ONLY))
        self._settle_counts()
        return kept

    def debug_headers(self) -> Headers:
        """Return what tells a developer of this response; nothing unless asked for.

        It says most when it is called last, before the headers go out.
        """
        if self._enforced is None:
            return []
        held_for_all = self._plan.shared_held
        return [(HEADER, debug_value(self._enforced, self.decision, held_for_all))]

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes of the body and return what is certain."""
        if self._rewriter is None:
            return data
        return self._rewriter.feed(self._reader.feed(data))

    def close(self) -> bytes:
        """Return the rest of the body and count what was held."""
        if self._rewriter is None:
            return b""
        output = self._rewriter.feed(self._reader.close()) + self._rewriter.close()
        self._count_held(self._rewriter.held_counts, self._rewriter.unknown_hosts)
        return output

    def whole(self, body: bytes) -> bytes:
        """Take a body of one piece: a page that was seen before is not read again."""
        if self._rewrite_whole is None:
            return body
        page = self._rewrite_whole(self._reader.feed(body) + self._reader.close())
        self._count_held(page.held_counts, page.unknown_hosts)
        return page.output

    def _describe(self, treatment: Treatment, *, personal: bool) -> Enforced:
        return Enforced(
            personal=personal,
            unreadable=treatment is Treatment.CONFINE,
            hidden=tuple(name for name, _ in self._cookies.removed),
            dropped=self._dropped,
            links=self._links,
        )

    def _count_held(
        self,
        counts: Counter[tuple[ServiceId, ResourceKind]],
        unknown_hosts: Iterable[str],
    ) -> None:
        self._see(Surface.MARKUP, unknown_hosts)
        if self._enforced is not None:
            self._enforced = replace(self._enforced, tags=counts)
        for (service, _), times in counts.items():
            self._count([service], Surface.MARKUP, times)
        self._settle_counts()

    def _enforce_cookies(self, headers: Headers) -> tuple[Headers, bool]:
        """Filter ``Set-Cookie``; tell whether the rest is about this visitor's choice.

        A cookie that was granted must not reach another visitor out of a cache.
        """
        filtered = self._filter(get_values(headers, "Set-Cookie"), self._plan.held)
        self._see(Surface.SET_COOKIE, filtered.unknown)
        self._dropped = tuple(filtered.dropped)
        for services in filtered.dropped.values():
            self._count(services, Surface.SET_COOKIE)
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
        self._see(Surface.LINK_HEADER, links.unknown_hosts)
        self._links = frozenset[ServiceId]().union(*links.dropped)
        for services in links.dropped:
            self._count(services, Surface.LINK_HEADER)
        return list(links.headers)

    def _start_page(self, headers: Headers, reader: Reader, *, shared: bool) -> None:
        secret = self._site.random(SECRET_BYTES).hex()
        language = get_first(headers, "Content-Language")
        held = self._plan.held_in(shared=shared)
        host = self._request.hostname
        insertions = self._insertions_for(language, secret, shared=shared)
        self._reader = reader
        self._rewriter = MarkupRewriter(
            self._site.policy.matcher,
            held,
            host,
            insertions,
            secret=secret,
            verdicts=self._site.plans.verdicts,
        )
        self._rewrite_whole = partial(
            self._site.plans.rewrite,
            held=held,
            page_host=host,
            insertions=insertions,
            secret=secret,
        )

    def _insertions_for(
        self, content_language: str | None, secret: str, *, shared: bool
    ) -> ChooseInsertions:
        """Return what gives a page its banner, in the page's own language if we can."""
        languages = self._site.policy.site.languages
        # What a shared cache may keep must not depend on this visitor's languages.
        wanted = None if shared else self._request.headers.get("accept-language")

        def choose(page_language: str | None) -> Insertions:
            language = negotiate_language(
                languages, page_language or content_language, wanted
            )
            if shared:
                return self._site.insertions.for_anybody(language, secret)
            if self.decision.decided:
                return self._site.insertions.for_decided(language, secret)
            click_key = self._site.random(SECRET_BYTES).hex()
            return self._site.insertions.for_undecided(language, secret, click_key)

        return choose

    def _count(
        self, services: Iterable[ServiceId], surface: Surface, times: int = 1
    ) -> None:
        """Count what was held from this visitor; held-for-all alone is no refusal."""
        self._pending += [
            (service, surface, times)
            for service in services
            if not self.decision.allows(service)
        ]

    def _see(self, surface: Surface, names: Iterable[str]) -> None:
        self._seen.update(Sighting(surface, name) for name in names)

    def _settle_counts(self) -> None:
        """Hand over the counts; a response that starts anew counts once."""
        for service, surface, times in self._pending:
            verdict = self.decision.services.get(service)
            reason = verdict.reason if verdict else UNDECLARED
            self._site.evidence.count([service], surface, reason, times)
        self._pending.clear()
        self._site.evidence.see(self._seen)
        self._seen.clear()
