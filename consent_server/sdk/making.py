"""What goes out, made of the application's answer and a decision.

Everything here is a function of its arguments: of a site, which does not change, and of
the :class:`Ingredients`.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from consent_server.catalog.model import ServiceId
from consent_server.enforcement.caching import (
    after_rewrite,
    make_private,
    may_be_shared,
    may_be_transformed,
    of_the_bytes,
    vary_on,
)
from consent_server.enforcement.evidence import Surface
from consent_server.enforcement.headers import get_first, get_values
from consent_server.enforcement.inline_style import style_nonce
from consent_server.enforcement.landing import ChooseInsertions, Insertions
from consent_server.enforcement.link_header import filter_link_headers
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.treatment import Treatment
from consent_server.enforcement.trusted_types import keeps_scripts_from_making_scripts
from consent_server.notice.policy import Policy
from consent_server.notice.render import negotiate_language
from consent_server.sdk.counting import HeldCounts
from consent_server.sdk.decoding import codings_of
from consent_server.sdk.encoding import choose_coding, takes
from consent_server.sdk.insertions import Audience
from consent_server.sdk.page import (
    OWN_ORIGIN_ONLY,
    Opened,
    PageStream,
    open_page,
    pack,
    rewrite_whole,
    with_label,
)
from consent_server.sdk.prepared import Ingredients, Prepared, Secrets, cut
from consent_server.sdk.site import EnforcedSite

Headers = list[tuple[str, str]]

PAGES = {Treatment.REWRITE, Treatment.HEADERS}
POLICY = "Content-Security-Policy"
POLICIES = (POLICY, f"{POLICY}-Report-Only")
ASKED = {Audience.UNDECIDED, Audience.SIGNALLED}


class Judged(NamedTuple):
    """An answer whose headers obey the decision, and what is to be done to its body.

    ``links`` are the services whose headers went.
    """

    headers: Headers
    shared: bool
    private: bool
    treatment: Treatment
    opened: Opened | None
    links: frozenset[ServiceId]


def judge(site: EnforcedSite, it: Ingredients, counts: HeldCounts) -> Judged:
    """Enforce an answer's headers, as far as its body does not matter."""
    plan = it.ruling.plan
    shared = not it.personal and may_be_shared(
        it.status, it.headers, lasting=it.lasting
    )
    held = plan.held_in(shared=shared)
    links = filter_link_headers(it.headers, site.policy.matcher, held, it.hostname)
    counts.add_links(links)
    headers, treatment = list(links.headers), it.treatment
    opened = open_page(headers, it.body) if treatment in PAGES else None
    if treatment in PAGES and opened is None:
        treatment = Treatment.CONFINE
    private = it.personal or (opened is not None and not shared)
    if private:
        headers = make_private(headers)
    if opened is not None:
        headers += site.source_policy(plan.held, shared=shared)
    if treatment is Treatment.CONFINE and plan.shared_held:
        counts.add(plan.shared_held, Surface.UNREADABLE)
        headers.append((POLICY, OWN_ORIGIN_ONLY))
    dropped = frozenset[ServiceId]().union(*links.dropped)
    return Judged(headers, shared, private, treatment, opened, dropped)


def page_headers(site: EnforcedSite, it: Ingredients, judged: Judged) -> Headers:
    """Return what is true of a page whatever its body comes to, for HEAD too.

    Length and coding depend on the body (RFC 9110 section 9.3.2 lets HEAD omit them).
    """
    original = get_first(judged.headers, "ETag")
    variants = site.variants(it.ruling, it.language)
    tag = variants.tag(original, shared=judged.shared)
    headers = after_rewrite(judged.headers)
    if tag:
        headers.append(("ETag", tag))
    return vary_on("Accept-Encoding", headers) if site.compress else headers


def prepare(site: EnforcedSite, page: Ingredients) -> Prepared:
    """Make a page of a body of one piece, but for its secrets and its packing.

    It gets stand-ins, which are cut out of it. Where nothing is changed, what came
    encoded may stay as it came.
    """
    counts = HeldCounts(page.ruling.decision)
    judged = judge(site, page, counts)
    prepared = Prepared(
        tuple(judged.headers), judged.private, judged.links, counts.held, counts.seen
    )
    if judged.opened is None:
        return prepared
    asks: list[str] = []
    rewritten, codec = rewrite_whole(
        judged.opened,
        partial(
            site.plans.rewrite,
            held=page.ruling.plan.held_in(shared=judged.shared),
            page_host=page.hostname,
            insertions=_insertions_for(site, page, judged, asks.append),
            secret=site.stand_ins.mark,
        ),
    )
    counts.see(Surface.MARKUP, rewritten.unknown_hosts)
    counts.add_tags(rewritten.held_counts)
    codings = tuple(codings_of(judged.headers))
    stays = bool(codings) and rewritten.output == judged.opened.plain
    return prepared._replace(
        headers=tuple(
            with_label(page_headers(site, page, judged), judged.opened.label)
        ),
        template=cut(rewritten.output, site.stand_ins, codec),
        codings=codings,
        unchanged=tuple(of_the_bytes(judged.headers)) if stays else None,
        packs=site.compress and may_be_transformed(judged.headers),
        asks=dict.fromkeys(asks, 1),
        tags=rewritten.held_counts,
    )


def recall_or_prepare(site: EnforcedSite, page: Ingredients) -> Prepared:
    """Return a page as it was made before, if it was."""
    known = site.prepared.find(page)
    if known is None:
        known = prepare(site, page)
        site.prepared.keep(page, known, page.size + known.size)
    return known


def finish(
    prepared: Prepared, came: bytes, secrets: Secrets, accept_encoding: str | None
) -> tuple[bytes, Headers]:
    """Return the body of one response to a prepared page, and what is said of it.

    Args:
        prepared: The page.
        came: Its body as the application sent it.
        secrets: The response's own.
        accept_encoding: The visitor's.
    """
    if prepared.template is None:
        return came, []
    codings = prepared.codings
    if prepared.unchanged is not None and all(
        takes(accept_encoding, it) for it in codings
    ):
        return came, [*prepared.unchanged, ("Content-Length", str(len(came)))]
    coding = None
    if prepared.packs:
        coding = choose_coding(accept_encoding, next(reversed(codings), None))
    return pack(prepared.template.fill(secrets), coding)


def stream(
    site: EnforcedSite, it: Ingredients, judged: Judged, accept_encoding: str | None
) -> tuple[Headers, PageStream]:
    """Begin to make a page of a body in pieces; its length is not known.

    A page that asks its visitor is counted when it does.
    """
    if judged.opened is None:
        raise ValueError("only what can be read is made a stream")
    secrets = site.new_secrets()
    choose = _insertions_for(site, it, judged, site.evidence.ask)
    rewriter = MarkupRewriter(
        site.policy.matcher,
        it.ruling.plan.held_in(shared=judged.shared),
        it.hostname,
        lambda language: site.insertions.fill(choose(language), secrets),
        secret=secrets.mark,
        verdicts=site.plans.verdicts,
    )
    coding = None
    if site.compress and may_be_transformed(judged.headers):
        codings = codings_of(judged.headers)
        coding = choose_coding(accept_encoding, next(reversed(codings), None))
    headers = with_label(page_headers(site, it, judged), judged.opened.label)
    if coding:
        headers.append(("Content-Encoding", coding))
    return headers, PageStream(judged.opened, rewriter, coding)


def _insertions_for(
    site: EnforcedSite,
    it: Ingredients,
    judged: Judged,
    ask: Callable[[str], None],
) -> ChooseInsertions:
    """Return what gives a page its banner, in the page's own language if we can.

    It has stand-ins for secrets. ``ask`` is called with the language of a banner that
    asks.
    """
    content_language = get_first(judged.headers, "Content-Language")
    nonce = style_nonce(
        [value for name in POLICIES for value in get_values(judged.headers, name)],
        site.policy.styles.first.digest,
    )
    reloads = keeps_scripts_from_making_scripts(get_values(judged.headers, POLICY))
    # What a shared cache may keep must not depend on this visitor's languages.
    wanted = None if judged.shared else it.language

    def choose(page_language: str | None) -> Insertions:
        language = negotiate_language(
            site.policy.site.languages, page_language or content_language, wanted
        )
        audience = _audience(site.policy, it, shared=judged.shared)
        if audience in ASKED:
            ask(language)
        return site.insertions.of(language, audience, nonce, reloads=reloads)

    return choose


def _audience(policy: Policy, it: Ingredients, *, shared: bool) -> Audience:
    if not policy.gated_services:
        return Audience.DECIDED  # there is nothing to ask, whoever the page is for
    if shared:
        return Audience.ANYBODY
    if it.ruling.decision.decided:
        return Audience.DECIDED
    return Audience.SIGNALLED if it.signalled else Audience.UNDECIDED
