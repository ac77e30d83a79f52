"""The markup that is put into a page: head, banner, link, placeholders.

Everything is ASCII: other characters become character references, so that the bytes
are right in a page of any character set.
"""

import functools
from collections.abc import Collection, Mapping

import jinja2

from consent_server.catalog.model import EmbedKind, PurposeId, ServiceId
from consent_server.notice.assets import Asset, load_assets, name_asset
from consent_server.notice.cldr import comma_of
from consent_server.notice.placeholder import (
    PlaceholderWords,
    placeholder_words,
    undeclared_words,
)
from consent_server.notice.policy import Policy
from consent_server.notice.script import make_acts

CHOICES_PATH = "/-/choices/"
REPORTS_PATH = f"{CHOICES_PATH}reports"
MAX_WITHOUT_SEARCH = 8  # services
MAX_ACCEPT_LANGUAGE = 500  # characters; no browser sends more


def render_head(
    policy: Policy,
    language: str,
    *,
    mark: str,
    reloads: bool = False,
    nonce: str | None = None,
) -> bytes:
    """Return the script and the style that every page needs.

    The script comes first and is not deferred: it guards against what scripts behind it
    create; a stylesheet in front of it would make it wait. Its data attributes carry
    what it must know of the page: policy version, path and language. ``mark`` is a
    secret of the response: only what carries it is released or taken over, so that a
    page's own text cannot pass for ours. With ``reloads`` a grant takes effect
    by loading the page again: the source policy that it came with does not let in what
    was not granted then.

    The style is a file to wait for, unless the page's own policy lets an inline one in:
    with its ``nonce`` then, which may be empty.
    """
    notice = policy.notices[language]
    return _render(
        "head.html",
        policy,
        language,
        acts=make_acts(policy.catalog, notice, load_assets().acts),
        mark=mark,
        reloads=reloads,
        nonce=nonce,
    )


def render_banner(
    policy: Policy,
    language: str,
    *,
    mark: str,
    signalled: bool | None,
    click_key: str | None,
    own_page: bool = True,
) -> bytes:
    """Return the banner: a form that works without scripting.

    ``mark`` is that of the page's head. A page for one visitor shows the banner at
    once: ``signalled`` says whether the request came with Global Privacy Control, of
    which the visitor is told. ``None`` is for a page whose bytes do not depend on the
    visitor, so that a shared cache may keep them: the banner is hidden until the script
    finds no choice (without scripting it always shows), and the script asks the browser
    for the signal. ``click_key`` makes a repeated post of the form the same record;
    never give one to a page that is cached. Without an ``own_page`` for "my choices"
    nothing leads there.
    """
    return _render(
        "banner.html",
        policy,
        language,
        mark=mark,
        signalled=signalled,
        click_key=click_key,
        looks=policy.catalog.looks,
        layer=make_layer(policy, language, own_page=own_page),
    )


def make_layer(policy: Policy, language: str, *, own_page: bool = True) -> Asset:
    """Return the second layer as a file, under a name of its content.

    So whoever opens it on a page sees what belongs to that page's policy, or nothing.
    It is the same for everybody, with nothing switched on (rule C1). Without an
    ``own_page`` for "my choices" it does not lead there, and brings its style.
    """
    values = _choosing(policy, (), {})
    body = _render("layer.html", policy, language, own_page=own_page, **values)
    return name_asset("layer.html", "text/html", body)


def render_own_page(
    policy: Policy,
    language: str,
    *,
    mark: str,
    click_key: str,
    ticked: Collection[PurposeId],
    singly: Mapping[ServiceId, str],
) -> bytes:
    """Return what "my choices" decides with: purposes, services, acts, their effects.

    Args:
        policy: What can be chosen.
        language: One of the notice's.
        mark: That of the page's head.
        click_key: Makes a repeated post of the form the same record.
        ticked: Purposes that apply.
        singly: ``granted`` or ``refused`` for services that do not follow theirs.
    """
    values = _choosing(policy, ticked, singly)
    return _render(
        "own_page.html", policy, language, mark=mark, click_key=click_key, **values
    )


def _choosing(
    policy: Policy, ticked: Collection[PurposeId], singly: Mapping[ServiceId, str]
) -> dict[str, object]:
    return {
        "ticked": ticked,
        "singly": singly,
        "searchable": len(policy.services) > MAX_WITHOUT_SEARCH,
    }


def render_link(policy: Policy, language: str) -> bytes:
    """Return the permanent link to the choices (GDPR Article 7(3))."""
    return _render("link.html", policy, language)


def render_embed_form(policy: Policy, language: str, *, mark: str) -> bytes:
    """Return the form that the buttons of placeholders send; empty if there are none.

    Its id carries the secret of the response, so that no button in a text that somebody
    wrote into the page belongs to it.
    """
    if not any(service.embeds for service in policy.services):
        return b""
    return _render("embeds.html", policy, language, mark=mark)


def render_placeholder(
    policy: Policy,
    language: str,
    services: frozenset[ServiceId],
    kind: EmbedKind,
    *,
    size: tuple[str, str],
    mark: str,
) -> bytes:
    """Return what stands in front of held content.

    It names every service that holds the content, and its button grants them all and
    nothing else. Empty if none of them shows content of that kind.

    Args:
        policy: Where the services are.
        language: One of the notice's.
        services: Those that hold the content.
        kind: What the content is put in with.
        size: Width and height in pixels, or with ``%``, or empty.
        mark: That of the page's head.
    """
    held = [policy.service_by_id[name] for name in sorted(services)]
    if not any(kind in service.embeds for service in held):
        return b""
    ids = " ".join(service.id for service in held)
    words = placeholder_words(policy.catalog, policy.notices[language], held)
    return _stand_in(policy, language, words, ids, size=size, mark=mark)


def render_undeclared(
    policy: Policy, language: str, host: str, *, size: tuple[str, str], mark: str
) -> bytes:
    """Return what stands in front of content that is held since nobody declares it.

    It says whose content that is, and has no button: there is nothing to grant. Nor has
    it a link, since it may stand within one.
    """
    words = undeclared_words(policy.notices[language], host)
    return _stand_in(policy, language, words, "", size=size, mark=mark)


def _stand_in(
    policy: Policy,
    language: str,
    words: PlaceholderWords,
    ids: str,
    *,
    size: tuple[str, str],
    mark: str,
) -> bytes:
    width, height = size
    return _render(
        "placeholder.html",
        policy,
        language,
        mark=mark,
        ids=ids,
        words=words,
        wide=not width or width.endswith("%"),
        width=_pixels(width),
        height=_pixels(height),
    )


def _pixels(length: str) -> str:
    return "" if length.endswith("%") else length


def negotiate_language(
    languages: tuple[str, ...], page_language: str | None, accept_language: str | None
) -> str:
    """Choose the notice's language: the page's, else the browser's, else the first.

    Tags match by their primary subtag (RFC 4647 section 3.4, shortened); ``no`` finds
    ``nb``. The page comes first, since a banner in another language than its page
    confuses (EDPB Guidelines 03/2022, language discontinuity).
    """
    by_primary = _by_primary(languages)
    if page_language and (own := by_primary.get(_primary(page_language))):
        return own
    accepted = _accepted((accept_language or "")[:MAX_ACCEPT_LANGUAGE])
    return next(filter(None, map(by_primary.get, accepted)), languages[0])


@functools.lru_cache
def _by_primary(languages: tuple[str, ...]) -> dict[str, str]:
    return {_primary(language): language for language in reversed(languages)}


def _primary(tag: str) -> str:
    primary = tag.partition("-")[0].strip().lower()
    return "nb" if primary == "no" else primary


@functools.lru_cache
def _accepted(header: str) -> tuple[str, ...]:
    """Read ``Accept-Language`` (RFC 9110 12.5.4): primary subtags, best first."""
    weighted = []
    for item in header.split(","):
        tag, _, parameter = item.partition(";")
        weight = _weight(parameter)
        if weight > 0:
            weighted.append((weight, tag))
    return tuple(_primary(tag) for _, tag in sorted(weighted, key=lambda it: -it[0]))


def _weight(parameter: str) -> float:
    if not parameter.strip():
        return 1.0
    name, _, value = parameter.partition("=")
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.DictLoader(load_assets().templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, policy: Policy, language: str, **values: object) -> bytes:
    text = (
        _environment()
        .get_template(template)
        .render(
            policy=policy,
            notice=policy.notices[language],
            language=language,
            plain_style=load_assets().plain_style,
            comma=comma_of(language),
            path=CHOICES_PATH,
            **values,
        )
    )
    return text.encode("ascii", "xmlcharrefreplace")
