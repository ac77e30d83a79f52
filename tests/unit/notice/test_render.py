"""The markup that is put into a page."""

import dataclasses
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import (
    Catalog,
    Cookie,
    LegalBasis,
    NamePattern,
)
from consent_server.notice.policy import Policy, compile_policy
from consent_server.notice.render import (
    CHOICES_PATH,
    make_layer,
    negotiate_language,
    render_banner,
    render_embed_form,
    render_head,
    render_link,
    render_own_page,
)
from consent_server.storage.catalog_files import read_catalog
from tests.tags import Tags

SITES = sorted((Path(__file__).parents[3] / "examples" / "sites").glob("*.yaml"))
SECRET = "0123456789abcdeffedcba9876543210"

MAX_PAGE_BYTES = 2_500  # brotli
DAY = 86_400


def banner(policy: Policy, language: str = "en", **values: object) -> Tags:
    options = {"signalled": False, "click_key": None, **values}
    return Tags(render_banner(policy, language, mark="m", **options))  # type: ignore[arg-type]


def own_page(policy: Policy, language: str = "en", **values: object) -> Tags:
    options = {"ticked": (), "singly": {}, **values}
    made = render_own_page(policy, language, mark="m", click_key="k", **options)  # type: ignore[arg-type]
    return Tags(made)


def test_puts_the_script_first_and_lets_nothing_run_before_it(policy: Policy) -> None:
    """Neither deferred nor behind a stylesheet, for which it would have to wait."""
    (first, script), *_ = Tags(render_head(policy, "nb", mark="m")).found

    assert first == "script"
    assert script["src"] == f"{CHOICES_PATH}assets/{policy.script.name}"
    assert not {"defer", "async", "type"}.intersection(script)


def test_tells_the_script_what_it_must_know(policy: Policy) -> None:
    (script,) = Tags(render_head(policy, "nb", mark="m")).all("script")

    assert script["data-policy"] == policy.version
    assert script["data-path"] == CHOICES_PATH
    assert script["data-language"] == "nb"


def test_offers_accept_and_reject_alike_and_in_this_order(policy: Policy) -> None:
    """Rules C5, C6: a button each, in the same place and of the same kind."""
    buttons = [it for it in banner(policy).all("button") if it.get("name") == "act"]
    accept, reject, save = buttons

    assert [button["value"] for button in buttons] == [
        "grant_all",
        "refuse_all",
        "custom",
    ]
    assert reject == {**accept, "value": "refuse_all"}
    assert "hidden" in save


def test_gives_choose_the_looks_of_the_other_acts(policy: Policy) -> None:
    """And without scripting it goes where the same can be chosen."""
    tags = banner(policy)
    _, _, _, choose, _ = tags.all("button")
    _, more = tags.all("form")

    assert choose["class"] == "visitor-choices-act"
    assert choose["form"] == more["id"]
    assert choose["data-layer"] == make_layer(policy, "en").name
    assert (more["action"], more.get("method")) == (CHOICES_PATH, None)


def layer(policy: Policy, language: str = "en") -> Tags:
    return Tags(make_layer(policy, language).body)


def test_ticks_no_purpose_and_asks_for_none_that_is_exempt(policy: Policy) -> None:
    """Rule C1: on no layer is anything switched on beforehand."""
    tags = layer(policy)
    boxes = [b for b in tags.all("input") if b.get("type") == "checkbox"]

    assert [box["value"] for box in boxes] == ["analytics", "marketing", "scoring"]
    assert not any("checked" in box for box in boxes)
    assert not any("selected" in option for option in tags.all("option"))


def test_lets_each_gated_service_be_decided_by_itself_under_each_purpose(
    policy: Policy,
) -> None:
    names = [select["name"] for select in layer(policy).all("select")]

    assert names == [
        "service:google.analytics",
        "service:google.ads",
        "service:meta.pixel",
        "service:visitor.scoring",
    ]


def test_shows_what_applies(policy: Policy) -> None:
    """Rule W4."""
    tags = own_page(policy, ticked={"marketing"}, singly={"meta.pixel": "refused"})
    ticked = [b["value"] for b in tags.all("input") if "checked" in b]
    selected = [o["value"] for o in tags.all("option") if "selected" in o]

    assert (ticked, selected) == (["marketing"], ["refused"])


def test_tells_of_each_service_who_why_and_how_long(catalog: Catalog) -> None:
    """Rules C4, C8, E10: the legal basis of what is gated is consent, and no other."""
    described = dataclasses.replace(
        catalog.services[2],
        descriptions={"en": "Counts visits."},
        legal_basis=LegalBasis.LEGITIMATE_INTEREST,
        cookies=(Cookie(pattern=NamePattern(text="_ga"), life_seconds=2 * 365 * DAY),),
    )
    services = (*catalog.services[:2], described, *catalog.services[3:])
    policy = compile_policy(dataclasses.replace(catalog, services=services))
    text = " ".join(layer(policy).text.split())

    assert (
        "Google Analytics Google, Ireland As its purpose Allowed Not allowed "
        "Counts visits. Legal basis: Your consent _ga Cookie, This site, 2 years"
    ) in text
    assert "legitimate interest" not in text


@pytest.mark.parametrize(("count", "has_search"), [(8, False), (9, True)])
def test_can_be_searched_where_there_are_many_services(
    catalog: Catalog, count: int, *, has_search: bool
) -> None:
    """Without scripting nothing would search, so it waits hidden."""
    many = tuple(
        dataclasses.replace(catalog.services[1], id=f"s{number}")
        for number in range(count)
    )
    tags = layer(compile_policy(dataclasses.replace(catalog, services=many)))
    places = [p for p in tags.all("p") if p.get("class") == "visitor-choices-search"]

    assert ["hidden" in place for place in places] == [True] * has_search


def test_lets_the_enter_key_press_nothing(policy: Policy) -> None:
    """The first button is what Enter in a checkbox presses."""
    first = banner(policy).all("button")[0]

    assert first["formmethod"] == "dialog"
    assert "name" not in first
    assert "hidden" in first


def test_posts_the_version_that_was_shown(policy: Policy) -> None:
    tags = banner(policy, "da")
    hidden = {b["name"]: b["value"] for b in tags.all("input") if b["type"] == "hidden"}

    assert tags.all("form")[0]["action"] == f"{CHOICES_PATH}?language=da"
    assert tags.all("form")[0]["method"] == "post"
    assert hidden == {"policy": policy.version, "surface": "no_js_form"}


def test_says_who_why_and_how_to_withdraw_in_the_first_layer(policy: Policy) -> None:
    tags = banner(policy)
    text = tags.text
    (link,) = tags.all("a")

    for words in ("Example AS asks", "2 other companies", "Marketing: Google, Meta"):
        assert words in text
    assert link["href"] == f"{CHOICES_PATH}declaration?language=en"
    assert "change or withdraw your choice at any time" in text


@pytest.mark.parametrize(
    ("language", "spoken", "text"),
    [
        pytest.param("nb", None, "Teller besøk.", id="in-the-notice's"),
        pytest.param("da", "en", "Counts visits.", id="in-english-instead"),
    ],
)
def test_marks_a_description_that_is_in_another_language(
    catalog: Catalog, language: str, spoken: str | None, text: str
) -> None:
    """Rule AC8. Its direction comes with ``bdi``: its own letters'."""
    described = dataclasses.replace(
        catalog.services[2],
        descriptions={"en": "Counts visits.", "nb": "Teller besøk."},
    )
    policy = compile_policy(dataclasses.replace(catalog, services=(described,)))
    tags = layer(policy, language)

    assert text in tags.text
    assert [it.get("lang") for it in tags.all("bdi")] == [None, None, spoken]


@pytest.mark.parametrize(
    ("language", "spoken", "text"),
    [
        pytest.param("nb", None, "Besøkstall", id="in-the-notice's"),
        pytest.param("da", "en", "Visit figures", id="in-english-instead"),
    ],
)
def test_names_a_service_in_the_language_of_the_notice(
    catalog: Catalog, language: str, spoken: str | None, text: str
) -> None:
    """Rules D5, AC8: in the banner's second layer."""
    names = {"en": "Visit figures", "nb": "Besøkstall"}
    named = dataclasses.replace(catalog.services[2], name="Visit figures", names=names)
    policy = compile_policy(dataclasses.replace(catalog, services=(named,)))
    tags = layer(policy, language)

    assert text in tags.text
    assert [it.get("lang") for it in tags.all("bdi")] == [spoken, None]


def test_the_notice_pins_every_word_that_my_choices_decides_with(
    policy: Policy,
) -> None:
    """Rules G2, P1: what was seen there can be shown as well as the banner."""
    texts = policy.notices["en"].texts
    pinned = policy.notices["en"].content.decode()
    shown = " ".join(own_page(policy).text.split())

    for words in (
        texts.save,
        texts.page.withdraw_all,
        texts.page.withdrawal_effect,
        texts.page.object,
        texts.page.object_effect,
        texts.page.clear,
        texts.page.clear_effect,
        texts.objection,
    ):
        assert words
        assert words in shown
        assert words in pinned


@pytest.mark.parametrize(
    ("dropped", "named"),
    [
        pytest.param(set(), "Marketing, Scoring of visitors", id="both"),
        pytest.param({"scoring"}, "Marketing", id="marketing"),
        pytest.param({"marketing"}, "Scoring of visitors", id="scoring"),
        pytest.param({"marketing", "scoring"}, None, id="none"),
    ],
)
def test_offers_to_object_to_what_the_site_has_and_to_nothing_else(
    catalog: Catalog, dropped: set[str], named: str | None
) -> None:
    """Rules G16, G17."""
    policy = compile_policy(without(catalog, dropped))
    page = own_page(policy)
    buttons = [it.get("value") for it in page.all("button")]
    signal = banner(policy, signalled=None).all("p")

    assert ("object" in buttons) is (named is not None)
    assert (f"Object: {named}" in page.text) is (named is not None)
    assert any("data-gpc" in it for it in signal) is (named is not None)
    if named is None:
        assert "object" not in page.text.lower()
    else:
        assert f"to: {named}." in policy.notices["en"].texts.gpc


def without(catalog: Catalog, purposes: set[str]) -> Catalog:
    return dataclasses.replace(
        catalog,
        purposes=tuple(it for it in catalog.purposes if it.id not in purposes),
        services=tuple(
            it for it in catalog.services if purposes.isdisjoint(it.purposes)
        ),
    )


def test_carries_the_click_key_of_a_private_page(policy: Policy) -> None:
    inputs = banner(policy, click_key='k"ey').all("input")

    assert [i["value"] for i in inputs if i.get("name") == "click"] == ['k"ey']


def test_parts_a_list_with_the_comma_of_its_language(catalog: Catalog) -> None:
    site = dataclasses.replace(catalog.site, languages=("en", "ar"))
    policy = compile_policy(dataclasses.replace(catalog, site=site))
    [english, arabic] = [own_page(policy, language).text for language in policy.notices]

    assert ", " in english
    assert "\u060c " in arabic
    assert ", " not in arabic


def test_waits_hidden_on_a_page_that_a_cache_may_keep(policy: Policy) -> None:
    tags = banner(policy, signalled=None)

    assert "hidden" in tags.all("section")[0]
    assert len(tags.all("noscript")) == 1
    assert "plain-" in str(tags.all("link")[0]["href"])


def test_shows_at_once_on_a_private_page(policy: Policy) -> None:
    assert "hidden" not in banner(policy).all("section")[0]


def test_has_no_markup_that_a_strict_policy_forbids(policy: Policy) -> None:
    for tag, attributes in banner(policy).found:
        assert tag not in {"style", "script"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)


def test_says_its_language(policy: Policy) -> None:
    assert banner(policy, "sv").all("section")[0]["lang"] == "sv"
    assert Tags(render_link(policy, "sv")).all("span")[0]["lang"] == "sv"


def test_links_to_the_choices_from_every_page(policy: Policy) -> None:
    tags = Tags(render_link(policy, "en"))

    assert tags.all("a")[0]["href"] == f"{CHOICES_PATH}?language=en"
    assert "Cookie choices" in tags.text


def test_renders_nothing_but_ascii_and_keeps_the_letters(policy: Policy) -> None:
    markup = render_banner(policy, "sv", mark="m", signalled=False, click_key=None)

    assert markup.isascii()
    assert "Godkänn alla" in Tags(markup).text


def test_lets_no_text_of_a_site_become_markup(catalog: Catalog) -> None:
    controller = dataclasses.replace(catalog.controller, name='"><img src=x>')

    tags = banner(compile_policy(dataclasses.replace(catalog, controller=controller)))

    assert tags.all("img") == []
    assert '"><img src=x> asks' in tags.text


@pytest.mark.parametrize("site", SITES, ids=lambda file: file.stem)
def test_adds_little_to_a_page(site: Path) -> None:
    """Script's tag, style, first layer, link and the form of placeholders."""
    policy = compile_policy(read_catalog(site))
    for language in policy.notices:
        added = (
            render_head(policy, language, mark=SECRET, nonce="")
            + render_banner(
                policy, language, mark=SECRET, signalled=False, click_key=SECRET[::-1]
            )
            + render_link(policy, language)
            + render_embed_form(policy, language, mark=SECRET)
        )

        assert len(brotli.compress(added)) <= MAX_PAGE_BYTES


def test_lets_no_colour_or_style_end_the_element_it_stands_in(policy: Policy) -> None:
    assert b"<" not in policy.styles.first.body


@pytest.mark.parametrize(
    ("page", "accepted", "chosen"),
    [
        pytest.param("nn", "en", "nn", id="page-first"),
        pytest.param("nn-NO", "en", "nn", id="page-with-region"),
        pytest.param("no", None, "nb", id="macrolanguage"),
        pytest.param("de", "da;q=0.5, nn;q=0.9", "nn", id="browser-by-weight"),
        pytest.param(None, "de, *;q=0.1", "en", id="nothing-fits"),
        pytest.param(None, "nn;q=0, da;q=0.1", "da", id="weight-zero-is-no"),
        pytest.param(None, "da;q=x, nn", "nn", id="unreadable-weight"),
        pytest.param(None, None, "en", id="nothing-said"),
        pytest.param("", "", "en", id="empty"),
    ],
)
def test_negotiates_the_language(
    page: str | None, accepted: str | None, chosen: str
) -> None:
    assert negotiate_language(("en", "nb", "nn", "da"), page, accepted) == chosen


@given(page=st.text() | st.none(), accepted=st.text() | st.none())
def test_always_settles_on_a_language_of_the_site(
    page: str | None, accepted: str | None
) -> None:
    assert negotiate_language(("nb", "en"), page, accepted) in {"nb", "en"}


@pytest.mark.parametrize(
    ("signalled", "told"), [(None, "hidden"), (True, "shown"), (False, "left out")]
)
def test_tells_of_a_signal_where_there_is_one(
    policy: Policy, *, signalled: bool | None, told: str
) -> None:
    """Rule GPC4: the visitor is told; a page for anybody leaves it to the script."""
    markup = render_banner(
        policy, "en", mark="m", signalled=signalled, click_key=None
    ).decode()
    text = policy.notices["en"].texts.gpc

    assert (f"<p data-gpc hidden>{text}</p>" in markup) == (told == "hidden")
    assert (f"<p>{text}</p>" in markup) == (told == "shown")
