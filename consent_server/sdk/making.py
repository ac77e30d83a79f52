"""A page that obeys a decision, made of the application's answer."""

from functools import partial
from typing import NamedTuple

from consent_server.consent.decide import Decision
from consent_server.consent.signals import read_signals
from consent_server.enforcement.caching import after_rewrite, of_the_bytes, vary_on
from consent_server.enforcement.headers import get_first, get_values
from consent_server.enforcement.inline_style import style_nonce
from consent_server.enforcement.landing import ChooseInsertions, Insertions
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.plan import EnforcementPlan
from consent_server.enforcement.plans import Rewritten
from consent_server.enforcement.trusted_types import keeps_scripts_from_making_scripts
from consent_server.notice.render import negotiate_language
from consent_server.sdk.conditions import Conditions
from consent_server.sdk.page import (
    Opened,
    PageStream,
    outgoing_coding,
    pack,
    rewrite_whole,
    stays_encoded,
    with_label,
)
from consent_server.sdk.requests import RequestHead
from consent_server.sdk.site import EnforcedSite

Headers = list[tuple[str, str]]

SECRET_BYTES = 16
POLICY = "Content-Security-Policy"
POLICIES = (POLICY, f"{POLICY}-Report-Only")


class Started(NamedTuple):
    """A response as it goes out; ``body`` is what is certain of it already."""

    status: int
    headers: Headers
    body: bytes = b""


class PageMaker:
    """Makes the pages of one request; each has a secret of its own."""

    def __init__(
        self,
        site: EnforcedSite,
        request: RequestHead,
        decision: Decision,
        plan: EnforcementPlan,
        conditions: Conditions,
    ) -> None:
        self._site = site
        self._request = request
        self._decision = decision
        self._plan = plan
        self._conditions = conditions

    def headers(self, headers: Headers, *, shared: bool) -> Headers:
        """Return what is true of the page whatever its body comes to, for HEAD too.

        Length and coding depend on the body (RFC 9110 section 9.3.2 lets HEAD omit
        them).
        """
        tag = self._conditions.tag(headers, shared=shared)
        headers = after_rewrite(headers)
        if tag:
            headers.append(("ETag", tag))
        return vary_on("Accept-Encoding", headers) if self._site.compress else headers

    def whole(
        self, answer: Started, opened: Opened, *, shared: bool
    ) -> tuple[Started, Rewritten]:
        """Make a page of a body of one piece: one that was seen before costs little.

        Where nothing is changed, what came encoded stays as it came.
        """
        secret = self._site.random(SECRET_BYTES).hex()
        rewrite = partial(
            self._site.plans.rewrite,
            held=self._plan.held_in(shared=shared),
            page_host=self._request.hostname,
            insertions=self._insertions_for(answer.headers, secret, shared=shared),
            secret=secret,
        )
        page = rewrite_whole(opened, rewrite)
        body, accepted = answer.body, self._accept_encoding
        if page.output == opened.plain and stays_encoded(answer.headers, accepted):
            said = [*of_the_bytes(answer.headers), ("Content-Length", str(len(body)))]
        else:
            body, said = pack(page.output, self._coding(answer.headers))
        headers = self._labelled(answer.headers, opened, shared=shared)
        return Started(answer.status, [*headers, *said], body), page

    def stream(
        self, answer: Started, opened: Opened, *, shared: bool
    ) -> tuple[Started, PageStream]:
        """Begin to make a page of a body in pieces; its length is not known."""
        secret = self._site.random(SECRET_BYTES).hex()
        rewriter = MarkupRewriter(
            self._site.policy.matcher,
            self._plan.held_in(shared=shared),
            self._request.hostname,
            self._insertions_for(answer.headers, secret, shared=shared),
            secret=secret,
            verdicts=self._site.plans.verdicts,
        )
        coding = self._coding(answer.headers)
        stream = PageStream(opened, rewriter, coding)
        headers = self._labelled(answer.headers, opened, shared=shared)
        if coding:
            headers.append(("Content-Encoding", coding))
        return Started(answer.status, headers, stream.feed_plain(opened.plain)), stream

    @property
    def _accept_encoding(self) -> str | None:
        return self._request.headers.get("accept-encoding")

    def _coding(self, headers: Headers) -> str | None:
        if not self._site.compress:
            return None
        return outgoing_coding(headers, self._accept_encoding)

    def _labelled(self, headers: Headers, opened: Opened, *, shared: bool) -> Headers:
        return with_label(self.headers(headers, shared=shared), opened.label)

    def _insertions_for(
        self, headers: Headers, secret: str, *, shared: bool
    ) -> ChooseInsertions:
        """Return what gives a page its banner, in the page's own language if we can."""
        content_language = get_first(headers, "Content-Language")
        languages = self._site.policy.site.languages
        nonce = style_nonce(
            [value for name in POLICIES for value in get_values(headers, name)],
            self._site.policy.styles.first.digest,
        )
        reloads = keeps_scripts_from_making_scripts(get_values(headers, POLICY))
        # What a shared cache may keep must not depend on this visitor's languages.
        wanted = None if shared else self._request.headers.get("accept-language")

        def choose(page_language: str | None) -> Insertions:
            language = negotiate_language(
                languages, page_language or content_language, wanted
            )
            ours = self._site.insertions.of(language, secret, nonce, reloads=reloads)
            if shared:
                return ours.for_anybody()
            if self._decision.decided:
                return ours.for_decided()
            self._site.evidence.ask(language)
            return ours.for_undecided(
                self._site.random(SECRET_BYTES).hex(),
                signalled=read_signals(self._request.headers.get("sec-gpc")).gpc,
            )

        return choose
