"""The half of an answer that is made of its headers: a program's pages share it.

A page whose bytes are new has the same type, codings, policies and banner as the one
before. None of it depends on the body, which it does not get to see.
"""

from consent_server.enforcement.caching import (
    after_rewrite,
    make_private,
    may_be_shared,
    may_be_transformed,
    vary_on,
)
from consent_server.enforcement.headers import get_first, get_values
from consent_server.enforcement.inline_style import style_nonce
from consent_server.enforcement.link_header import filter_link_headers
from consent_server.enforcement.treatment import Treatment
from consent_server.enforcement.trusted_types import keeps_scripts_from_making_scripts
from consent_server.notice.policy import Policy
from consent_server.sdk.decoding import codings_of
from consent_server.sdk.frames import Banner, Frame, Headers, Judged
from consent_server.sdk.insertions import Audience
from consent_server.sdk.page import OWN_ORIGIN_ONLY, Opened, open_page
from consent_server.sdk.prepared import Ingredients
from consent_server.sdk.site import EnforcedSite

PAGES = {Treatment.REWRITE, Treatment.HEADERS}
POLICY = "Content-Security-Policy"
POLICIES = (POLICY, f"{POLICY}-Report-Only")


def open_body(it: Ingredients) -> tuple[Ingredients, Opened | None]:
    """Begin to read a page; one that cannot be read is confined."""
    opened = open_page(it.headers, it.body) if it.treatment in PAGES else None
    if it.treatment in PAGES and opened is None:
        it = it._replace(treatment=Treatment.CONFINE)
    return it, opened


def judge(site: EnforcedSite, it: Ingredients) -> Judged:
    """Enforce an answer's headers; its body does not matter any more."""
    plan = it.ruling.plan
    shared = not it.personal and may_be_shared(
        it.status, it.headers, lasting=it.lasting
    )
    held = plan.held_in(shared=shared)
    links = filter_link_headers(it.headers, site.policy.matcher, held, it.hostname)
    headers = list(links.headers)
    private = it.personal or (it.treatment in PAGES and not shared)
    if private:
        headers = make_private(headers)
    if it.treatment in PAGES:
        headers += site.source_policy(plan.held, shared=shared)
    if it.treatment is Treatment.CONFINE and plan.shared_held:
        headers.append((POLICY, OWN_ORIGIN_ONLY))
    return Judged(headers, shared, private, it.treatment, links)


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


def frame(site: EnforcedSite, it: Ingredients, judged: Judged) -> Frame:
    """Make of a page what does not depend on its bytes."""
    return Frame(
        judged=judged,
        headers=page_headers(site, it, judged),
        codings=tuple(codings_of(judged.headers)),
        packs=site.compress and may_be_transformed(judged.headers),
        banner=_banner_for(site, it, judged),
    )


def recall_or_frame(site: EnforcedSite, page: Ingredients) -> Frame:
    """Return the frame of such pages, as it was made before, if it was.

    The making does not get to see the body, which is not in the key.
    """
    it = page._replace(body=b"")
    known = site.frames.find(it)
    if known is None:
        known = frame(site, it, judge(site, it))
        site.frames.keep(it, known, it.size + known.size)
    return known


def _banner_for(site: EnforcedSite, it: Ingredients, judged: Judged) -> Banner:
    headers = judged.headers
    return Banner(
        audience=_audience(site.policy, it, shared=judged.shared),
        content_language=get_first(headers, "Content-Language"),
        # What a shared cache may keep must not depend on this visitor's languages.
        wanted=None if judged.shared else it.language,
        nonce=style_nonce(
            [value for name in POLICIES for value in get_values(headers, name)],
            site.policy.styles.first.digest,
        ),
        reloads=keeps_scripts_from_making_scripts(get_values(headers, POLICY)),
    )


def _audience(policy: Policy, it: Ingredients, *, shared: bool) -> Audience:
    if not policy.gated_services:
        return Audience.DECIDED  # there is nothing to ask, whoever the page is for
    if shared:
        return Audience.ANYBODY
    if it.ruling.decision.decided:
        return Audience.DECIDED
    return Audience.SIGNALLED if it.signalled else Audience.UNDECIDED
