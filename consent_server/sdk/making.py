"""What goes out, made of the application's answer and a decision.

Everything here is a function of its arguments: of a site, which does not change, and of
the :class:`Ingredients`. What does not depend on a page's bytes is made in ``framing``.
"""

from collections.abc import Callable, Sequence
from functools import partial

from consent_server.enforcement.caching import of_the_bytes
from consent_server.enforcement.evidence import Surface
from consent_server.enforcement.landing import ChooseInsertions, Insertions
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.notice.render import negotiate_language
from consent_server.sdk.counting import HeldCounts
from consent_server.sdk.encoding import choose_coding, takes
from consent_server.sdk.frames import Banner, Frame, Headers
from consent_server.sdk.framing import open_body, recall_or_frame
from consent_server.sdk.insertions import Audience
from consent_server.sdk.page import (
    Opened,
    PageStream,
    pack,
    rewrite_whole,
    with_label,
)
from consent_server.sdk.prepared import Ingredients, Prepared, Secrets, cut
from consent_server.sdk.site import EnforcedSite

ASKED = {Audience.UNDECIDED, Audience.SIGNALLED}


def prepare(site: EnforcedSite, page: Ingredients) -> Prepared:
    """Make a page of a body of one piece, but for its secrets and its packing.

    It gets stand-ins, which are cut out of it. Where nothing is changed, what came
    encoded may stay as it came.
    """
    page, opened = open_body(page)
    judged, headers, codings, packs, banner = recall_or_frame(site, page)
    counts = HeldCounts(page.ruling.decision)
    judged.tell(counts, page)
    links = judged.links.services
    if opened is None:
        headers = judged.headers
        return Prepared(tuple(headers), judged.private, links, counts.held, counts.seen)
    asks: list[str] = []
    rewritten, codec = rewrite_whole(
        opened,
        partial(
            site.plans.rewrite,
            held=page.ruling.plan.held_in(shared=judged.shared),
            page_host=page.hostname,
            insertions=_insertions_for(site, banner, asks.append),
        ),
    )
    counts.see(Surface.MARKUP, rewritten.unknown_hosts)
    counts.add_tags(rewritten.held_counts)
    stays = bool(codings) and rewritten.output == opened.plain
    return Prepared(
        headers=tuple(with_label(headers, opened.label)),
        private=judged.private,
        links=links,
        held=counts.held,
        seen=counts.seen,
        template=cut(rewritten.output, site.stand_ins, codec),
        codings=codings,
        unchanged=tuple(of_the_bytes(judged.headers)) if stays else None,
        packs=packs,
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
        return came, [("Content-Length", str(len(came)))]
    codings = prepared.codings
    if prepared.unchanged is not None and all(
        takes(accept_encoding, it) for it in codings
    ):
        return came, [*prepared.unchanged, ("Content-Length", str(len(came)))]
    coding = _coding_of(codings, accept_encoding) if prepared.packs else None
    return pack(prepared.template.fill(secrets), coding)


def stream(
    site: EnforcedSite, page: Frame, it: Ingredients, opened: Opened, accept: str | None
) -> tuple[Headers, PageStream]:
    """Begin to make a page of a body in pieces; its length is not known.

    A page that asks its visitor is counted when it does. ``accept`` is the visitor's
    ``Accept-Encoding``.
    """
    secrets = site.new_secrets()
    choose = _insertions_for(site, page.banner, site.evidence.ask)
    rewriter = MarkupRewriter(
        site.policy.matcher,
        it.ruling.plan.held_in(shared=page.judged.shared),
        it.hostname,
        lambda language: site.insertions.fill(choose(language), secrets),
        secret=secrets.mark,
        verdicts=site.plans.verdicts,
    )
    coding = _coding_of(page.codings, accept) if page.packs else None
    headers = with_label(page.headers, opened.label)
    if coding:
        headers.append(("Content-Encoding", coding))
    return headers, PageStream(opened, rewriter, coding)


def _coding_of(codings: Sequence[str], accept_encoding: str | None) -> str | None:
    return choose_coding(accept_encoding, next(reversed(codings), None))


def _insertions_for(
    site: EnforcedSite, banner: Banner, ask: Callable[[str], None]
) -> ChooseInsertions:
    """Return what gives a page its banner, in the page's own language if we can.

    It has stand-ins for secrets. ``ask`` is called with the language of a banner that
    asks.
    """
    audience, content_language, wanted, nonce, reloads = banner

    def choose(page_language: str | None) -> Insertions:
        language = negotiate_language(
            site.policy.site.languages, page_language or content_language, wanted
        )
        if audience in ASKED:
            ask(language)
        return site.insertions.of(language, audience, nonce, reloads=reloads)

    return choose
