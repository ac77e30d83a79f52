"""One request and its response, made to obey the visitor's decision; no I/O.

A rim translates its protocol into these calls::

    exchange = Exchange(site, request)
    ... call the application with exchange.changes_for_application() ...
    if exchange.waits(status, headers):  # what they become depends on the body, too
        started = exchange.start(status, headers, first, whole=False)
    else:
        started = exchange.start(status, headers)
    send started; yield exchange.feed(chunk); ...; yield exchange.close()
"""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import NamedTuple

from consent_server.catalog.model import ServiceId
from consent_server.consent.signals import GPC_PATH, read_signals
from consent_server.enforcement.caching import lasts, not_modified
from consent_server.enforcement.evidence import Surface
from consent_server.enforcement.headers import get_first, get_values, split, without
from consent_server.enforcement.holds import HeldTags
from consent_server.enforcement.link_header import filter_link_headers
from consent_server.enforcement.request_cookie import filter_request_cookie
from consent_server.enforcement.set_cookie import FilteredCookies, filter_set_cookie
from consent_server.enforcement.treatment import Treatment, treatment_of
from consent_server.sdk.asked import AskedDecision
from consent_server.sdk.conditions import NOT_MODIFIED, Conditions
from consent_server.sdk.counting import HeldCounts
from consent_server.sdk.debugging import AGE_HEADER, HEADER, Enforced, debug_value
from consent_server.sdk.frames import Headers, Judged
from consent_server.sdk.framing import frame, judge, open_body, page_headers
from consent_server.sdk.making import finish, recall_or_prepare, stream
from consent_server.sdk.page import PageStream
from consent_server.sdk.prepared import Ingredients, matters
from consent_server.sdk.requests import (
    SAFE_METHODS,
    RequestHead,
    changes_for_application,
    stale_cookies,
)
from consent_server.sdk.site import EnforcedSite

VALIDATORS = {"etag", "last-modified"}
LENGTH = {"content-length"}


class Started(NamedTuple):
    """A response as it goes out; ``body`` is what is certain of it already."""

    status: int
    headers: Headers
    body: bytes = b""


class Exchange:
    """What happens between one request and the end of its response.

    ``decision`` is the verdict on everything; ``asked`` gives it to the application.
    After ``start``, ``rewrites`` says that the body is going to change, ``drops`` that
    nothing of it is sent: what was started has another, or none.
    """

    def __init__(self, site: EnforcedSite, request: RequestHead) -> None:
        self._ruling = site.decide(request)
        self.decision, self._plan = self._ruling.decision, self._ruling.plan
        self.rewrites = self.drops = False
        self._site = site
        self._request = request
        self.asked = AskedDecision(self.decision, self._plan.shared_held)
        self._cookies = filter_request_cookie(
            request.cookie, site.policy.matcher, self._plan.held
        )
        self._language = site.language_for(request.headers.get("accept-language"))
        self._conditions = Conditions(site, request, self._ruling, self._language)
        self._counts = HeldCounts(self.decision)
        self._stream: PageStream | None = None
        self._dropped: tuple[str, ...] = ()
        self._enforced: Enforced | None = None

    def changes_for_application(self) -> dict[str, str | None]:
        """Return the request's headers that the application sees otherwise.

        Those without a value it must not see.
        """
        changes = changes_for_application(self._request, self._conditions.confirmable)
        if self._cookies.removed:
            changes["cookie"] = self._cookies.header
            for _, services in self._cookies.removed:
                self._counts.add(services, Surface.REQUEST_COOKIE)
            self._counts.settle(self._site.evidence)
        return changes

    def early_hints(self, links: Iterable[str]) -> list[str]:
        """Return the ``Link`` values of a 103 that may go out (RFC 8297).

        No cache keeps a 103, so the visitor's own decision applies.
        """
        kept = filter_link_headers(
            [("Link", it) for it in links],
            self._site.policy.matcher,
            self._plan.held,
            self._request.hostname,
        )
        self._counts.add_links(kept)
        self._counts.settle(self._site.evidence)
        return [value for _, value in kept.headers]

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
        it = self.ingredients(status, headers, first)
        is_page = it.treatment is Treatment.REWRITE
        started = self._give_whole(it) if whole and is_page else self._give(it)
        self._counts.settle(self._site.evidence)
        if self._enforced is None:
            return started
        return started._replace(headers=[*started.headers, *self._debug_headers()])

    def ingredients(
        self, status: int, headers: Headers, first: bytes = b""
    ) -> Ingredients:
        """Gather what the answer is made of; its cookies are settled here."""
        kept, personal = self._enforce_cookies(headers)
        return Ingredients(
            ruling=self._ruling,
            hostname=self._request.hostname,
            language=self._language,
            signalled=read_signals(self._request.headers.get("sec-gpc")).gpc,
            personal=personal or self.asked.asked,
            status=status,
            treatment=treatment_of(self._request.method, status, headers),
            lasting=lasts(kept, self._site.clock.now()),
            headers=tuple(kept),
            body=first,
        )

    def _give_whole(self, it: Ingredients) -> Started:
        """Answer with a page of one piece: one that was seen before costs little."""
        site = self._site
        relevant, others = split(it.headers, matters)
        relevant = without(relevant, LENGTH)  # the body tells
        page = it._replace(headers=tuple(relevant), body=bytes(it.body))
        prepared = recall_or_prepare(site, page)
        self.rewrites = prepared.template is not None
        self._note(
            prepared.links,
            prepared.tags,
            private=prepared.private,
            read=self.rewrites,
        )
        site.evidence.add(prepared.held, prepared.seen, asked=prepared.asks)
        accepted = self._request.headers.get("accept-encoding")
        body, said = finish(prepared, it.body, site.new_secrets(), accepted)
        return Started(it.status, [*others, *prepared.headers, *said], body)

    def _give(self, it: Ingredients) -> Started:
        """Answer with what is no page, or one that comes in pieces."""
        site = self._site
        it, opened = open_body(it)
        judged = judge(site, it)
        judged.tell(self._counts, it)
        started = Started(it.status, judged.headers, it.body)
        treatment = judged.treatment
        self._note(
            judged.links.services,
            private=judged.private,
            read=treatment is not Treatment.CONFINE,
            told=judged.private or treatment is not Treatment.PASS,
        )
        if treatment is Treatment.HEADERS:
            return started._replace(headers=page_headers(site, it, judged))
        if treatment is Treatment.PASS:
            return self._answer_condition(started, judged, personal=it.personal)
        if opened is None:
            return started
        self.rewrites = True
        accepted = self._request.headers.get("accept-encoding")
        page = frame(site, it, judged)
        headers, self._stream = stream(site, page, it, opened, accepted)
        return Started(it.status, headers, self._stream.feed_plain(opened.plain))

    def _note(
        self,
        links: frozenset[ServiceId],
        tags: HeldTags | None = None,
        *,
        private: bool,
        read: bool,
        told: bool = True,
    ) -> None:
        """Take note of whom the headers were made for, and what was done."""
        self.asked.settle(private=private)
        if self._site.debug_header and told:
            self._enforced = Enforced(
                personal=private,
                unreadable=not read,
                hidden=tuple(name for name, _ in self._cookies.removed),
                dropped=self._dropped,
                links=links,
                tags=tags,
            )

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
        self._counts.see(Surface.MARKUP, self._stream.unknown_hosts)
        self._counts.add_tags(self._stream.held_counts)
        self._counts.settle(self._site.evidence)
        return output

    def _debug_headers(self) -> Headers:
        if self._enforced is None:
            return []
        held_for_all = self._plan.shared_held
        said = [(HEADER, debug_value(self._enforced, self.decision, held_for_all))]
        if (age := self._site.policy_age()) is not None:
            said.append((AGE_HEADER, str(age)))
        return said

    def _answer_condition(
        self, started: Started, judged: Judged, *, personal: bool
    ) -> Started:
        """Settle what is no page: perhaps it confirms one, or stands for a 304."""
        status, headers, _ = started
        if status == NOT_MODIFIED:
            found = self._conditions.confirm(
                headers, shared=judged.shared, personal=personal
            )
            return started if found is None else started._replace(headers=found)
        if self.asked.asked:  # the tag may be the same for every decision
            return started._replace(headers=without(headers, VALIDATORS))
        if self._conditions.unchanged(status, headers):
            self.drops = True
            return Started(NOT_MODIFIED, not_modified(headers))
        return started

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
