"""What stands in the place of held content."""

import dataclasses

import pytest

from consent_server.catalog.model import (
    Catalog,
    EmbedKind,
    Resource,
    ResourceKind,
    Unknown,
)
from consent_server.notice.policy import Policy, compile_policy
from consent_server.notice.render import (
    CHOICES_PATH,
    render_embed_form,
    render_placeholder,
    render_undeclared,
)
from tests.tags import Tags

PHRASING = {"span", "b", "button", "svg"}


def with_embeds(catalog: Catalog, *kinds: EmbedKind, name: str = "Film") -> Policy:
    """Let the catalog's pixel show something."""
    return compile_policy(
        dataclasses.replace(
            catalog,
            services=tuple(
                dataclasses.replace(it, embeds=kinds, name=name)
                if it.id == "meta.pixel"
                else it
                for it in catalog.services
            ),
        )
    )


def placeholder(
    policy: Policy,
    *services: str,
    language: str = "en",
    kind: EmbedKind = EmbedKind.FRAME,
    size: tuple[str, str] = ("", ""),
) -> bytes:
    held = frozenset(services or ("meta.pixel",))
    return render_placeholder(policy, language, held, kind, size=size, mark="m")


@pytest.fixture
def film(catalog: Catalog) -> Policy:
    return with_embeds(catalog, EmbedKind.FRAME)


def test_puts_only_what_may_stand_in_a_paragraph_into_a_placeholder(
    film: Policy,
) -> None:
    found = Tags(placeholder(film, size=("560", "315"))).found

    assert {tag for tag, _ in found} == PHRASING
    assert not {"style", "onclick"} & {name for _, tag in found for name in tag}


@pytest.mark.parametrize("language", ["en", "nb", "nn", "da", "sv"])
def test_says_who_why_and_how_to_undo_it_at_a_placeholder(
    film: Policy, language: str
) -> None:
    """Rules NO1, DK2, G4: who and what for stand at the choice, and the way back."""
    texts = film.notices[language].texts
    shown = Tags(placeholder(film, language=language))
    (button,) = shown.all("button")
    group = shown.found[0][1]

    for said in ("Film", "Meta", texts.purposes["marketing"].title, texts.link):
        assert said in shown.text
    assert texts.embed_show.format(services="Film") in shown.text
    assert (group["role"], group["aria-label"]) == ("group", "Film")
    assert (group["lang"], group["data-mark"]) == (language, "m")
    assert (button["name"], button["value"]) == ("service", "meta.pixel")


def test_names_every_service_that_holds_the_content(film: Policy) -> None:
    """Rule G1: nothing is granted that is not named."""
    shown = Tags(placeholder(film, "meta.pixel", "google.analytics"))
    (button,) = shown.all("button")

    assert button["value"] == "google.analytics meta.pixel"
    assert "Google Analytics, Film" in shown.text
    assert "Google, Meta" in shown.text
    assert "Purpose: Statistics, Marketing" in shown.text


@pytest.mark.parametrize("language", ["en", "sv"])
def test_says_of_undeclared_content_whose_it_is_and_offers_nothing(
    policy: Policy, language: str
) -> None:
    """Rule E11: there is nothing to grant; nor a link, as it may stand within one."""
    host = "far.test"
    shown = Tags(render_undeclared(policy, language, host, size=("560", ""), mark="m"))
    group = shown.found[0][1]

    assert host in shown.text
    assert policy.notices[language].texts.embed_undeclared in shown.text
    assert (group["aria-label"], group["data-services"]) == (host, "")
    assert {tag for tag, _ in shown.found} == {"span", "svg", "b"}


def test_dresses_placeholders_of_undeclared_content_where_there_may_be_any(
    catalog: Catalog,
) -> None:
    site = dataclasses.replace(catalog.site, unknown=Unknown.STRICT)
    strict = compile_policy(dataclasses.replace(catalog, site=site))
    lax = compile_policy(catalog)

    assert b".visitor-choices-embed" in strict.styles.first.body
    assert b".visitor-choices-embed" in strict.script.body
    assert b".visitor-choices-embed" not in lax.styles.first.body
    assert b".visitor-choices-embed" not in lax.script.body


@pytest.mark.parametrize(
    ("kind", "brings"), [(ResourceKind.MEDIA, True), (ResourceKind.IFRAME, False)]
)
def test_looks_for_films_where_a_service_shows_some(
    catalog: Catalog, kind: ResourceKind, *, brings: bool
) -> None:
    player = dataclasses.replace(
        catalog.services[1],
        embeds=(EmbedKind.FRAME,),
        resources=(Resource(host="player.test", kinds=frozenset({kind})),),
    )
    policy = compile_policy(dataclasses.replace(catalog, services=(player,)))

    assert (b":has(source[src])" in policy.script.body) is brings


def test_belongs_to_a_form_that_only_this_response_knows(film: Policy) -> None:
    (form,) = Tags(render_embed_form(film, "en", mark="m")).all("form")
    (button,) = Tags(placeholder(film)).all("button")
    fields = {
        field["name"]: field["value"]
        for field in Tags(render_embed_form(film, "en", mark="m")).all("input")
    }

    assert form["id"] == button["form"] == "embeds-m"
    assert form["action"] == f"{CHOICES_PATH}?language=en"
    assert fields == {
        "act": "grant_services",
        "policy": film.version,
        "surface": "placeholder",
    }


def test_has_no_form_where_nothing_is_shown(policy: Policy) -> None:
    assert render_embed_form(policy, "en", mark="m") == b""


@pytest.mark.parametrize(
    ("kinds", "kind", "stands"),
    [
        pytest.param((EmbedKind.FRAME,), EmbedKind.FRAME, True, id="frame"),
        pytest.param((EmbedKind.FRAME,), EmbedKind.SCRIPT, False, id="other-script"),
        pytest.param((EmbedKind.SCRIPT,), EmbedKind.SCRIPT, True, id="script"),
        pytest.param((), EmbedKind.FRAME, False, id="never-seen"),
    ],
)
def test_stands_for_what_the_catalog_says_a_person_looks_at(
    catalog: Catalog, kinds: tuple[EmbedKind, ...], kind: EmbedKind, *, stands: bool
) -> None:
    assert bool(placeholder(with_embeds(catalog, *kinds), kind=kind)) is stands


@pytest.mark.parametrize(
    ("size", "drawn", "wide"),
    [
        pytest.param(("560", "315"), ("560", "315"), False, id="pixels"),
        pytest.param(("100%", "300"), ("1", "300"), True, id="as-wide-as-it-can"),
        pytest.param(("", "300"), ("1", "300"), True, id="height"),
        pytest.param(("560", ""), ("560", "1"), False, id="width"),
        pytest.param(("", ""), None, True, id="none"),
    ],
)
def test_is_as_large_as_what_it_stands_for(
    film: Policy, size: tuple[str, str], drawn: tuple[str, str] | None, *, wide: bool
) -> None:
    shown = Tags(placeholder(film, size=size))
    sizes = [(svg["width"], svg["height"]) for svg in shown.all("svg")]

    assert sizes == ([drawn] if drawn else [])
    assert ("visitor-choices-wide" in str(shown.found[0][1]["class"])) is wide


def test_lets_no_name_become_markup_in_a_placeholder(catalog: Catalog) -> None:
    policy = with_embeds(catalog, EmbedKind.FRAME, name='"><script>\u00e6{x}')
    markup = placeholder(policy)

    assert b"<script" not in markup
    assert Tags(markup).found[0][1]["aria-label"] == '"><script>\u00e6{x}'


@pytest.mark.parametrize(
    ("language", "text"), [("nb", "Besøkstall"), ("da", "Visit figures")]
)
def test_names_a_service_in_the_language_of_the_page(
    catalog: Catalog, language: str, text: str
) -> None:
    """Rules D5, AC8: in English where the catalog does not speak it."""
    names = {"en": "Visit figures", "nb": "Besøkstall"}
    named = dataclasses.replace(
        catalog.services[2],
        name="Visit figures",
        names=names,
        embeds=(EmbedKind.FRAME,),
    )
    policy = compile_policy(dataclasses.replace(catalog, services=(named,)))

    assert text in Tags(placeholder(policy, named.id, language=language)).text
