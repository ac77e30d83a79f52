"""The declaration: from the same catalog as everything else, in every language."""

import itertools
import json
import re
from dataclasses import replace
from html import escape

import pytest

from consent_server.catalog.model import (
    Catalog,
    Cookie,
    MatchKind,
    NamePattern,
    Party,
    Role,
    StorageArea,
    StorageKey,
    Transfer,
)
from consent_server.notice.declaration import Declaration, compose_declaration
from consent_server.notice.declaration_formats import (
    declaration_html,
    declaration_json,
    declaration_markdown,
)
from consent_server.notice.kept import life_in_words
from consent_server.notice.policy import compile_policy
from consent_server.notice.texts import TEXTS

LANGUAGES = ("en", "nb", "nn", "da", "sv")
DAY = 86_400


@pytest.fixture
def site(catalog: Catalog) -> Catalog:
    """The small site, with something of everything in Google Analytics."""
    analytics = replace(
        catalog.services[2],
        descriptions={"en": "Counts <visits> | and *clicks*."},
        countries=("IE", "US"),
        role=Role.CONTROLLER,
        transfer=Transfer.ADEQUACY,
        cookies=(
            Cookie(pattern=NamePattern(text="_ga"), life_seconds=730 * DAY),
            Cookie(
                pattern=NamePattern(text="_ga_", kind=MatchKind.PREFIX),
                life_seconds=None,
            ),
            Cookie(
                pattern=NamePattern(text="IDE"),
                life_seconds=390 * DAY,
                party=Party.THIRD,
                domain="doubleclick.net",
            ),
        ),
        storage=(
            StorageKey(area=StorageArea.LOCAL, pattern=NamePattern(text="_local")),
            StorageKey(area=StorageArea.SESSION, pattern=NamePattern(text="_tab")),
            StorageKey(area=StorageArea.INDEXEDDB, pattern=NamePattern(text="_base")),
        ),
    )
    services = (*catalog.services[:2], analytics, *catalog.services[3:])
    return replace(catalog, services=services)


def declare(catalog: Catalog, language: str = "en") -> Declaration:
    return compose_declaration(compile_policy(catalog), language)


def test_says_of_everything_what_kind_where_and_how_long(site: Catalog) -> None:
    analytics = declare(site).purposes[1].services[0]

    assert [(it.name, it.kind, it.place, it.life) for it in analytics.items] == [
        ("_ga", "Cookie", "This site", "2 years"),
        ("_ga_*", "Cookie", "This site", "Until you close the browser"),
        ("IDE", "Cookie of another site", "doubleclick.net", "13 months"),
        ("_local", "Local storage", "This site", "Until you delete it"),
        ("_tab", "Session storage", "This site", "Until you close the tab"),
        ("_base", "Database in the browser", "This site", "Until you delete it"),
    ]


def test_says_who_receives_it_and_where(site: Catalog) -> None:
    analytics = declare(site).purposes[1].services[0]

    assert (analytics.provider, analytics.country) == ("Google", "Ireland")
    assert analytics.countries == ("Ireland", "United States")
    assert analytics.role == "Also uses the data for purposes of its own"


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("en", 1, "1 second"),
        ("en", 30 * 60, "30 minutes"),
        ("nb", 3600, "1 time"),
        ("nb", 390 * DAY, "13 måneder"),
        ("nn", 14 * DAY, "2 veker"),
        ("da", DAY, "1 dag"),
        ("sv", 365 * DAY, "1 år"),
        ("sv", None, "Tills du stänger webbläsaren"),
    ],
)
def test_says_a_life_in_words(language: str, seconds: int | None, words: str) -> None:
    assert life_in_words(seconds, TEXTS[language]) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_words_for_every_role_and_transfer(language: str) -> None:
    words = TEXTS[language].declaration

    assert set(words.roles) == set(Role)
    assert set(words.transfers) == set(Transfer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_gives_tables_that_a_screen_reader_can_read(
    site: Catalog, language: str
) -> None:
    """WCAG 1.3.1: a caption, and a scope for every heading."""
    html = declaration_html(declare(site, language))

    assert html.count("<table") == html.count("<caption>") == 1
    assert set(re.findall(r"<th [^>]*>", html)) == {
        '<th role="columnheader" scope="col">',
        '<th role="rowheader" scope="row">',
    }
    for tag, role in (("table", "table"), ("tr", "row"), ("td", "cell")):
        tags = re.findall(rf"<{tag}\b[^>]*>", html)
        assert tags
        assert all(f'role="{role}"' in it for it in tags)


def test_marks_a_description_that_is_in_another_language(site: Catalog) -> None:
    """Rule AC8."""
    marked = '<bdi lang="en">Counts '

    assert marked not in declaration_html(declare(site))
    assert marked in declaration_html(declare(site, "da"))


def test_keeps_names_from_mixing_with_words_that_run_the_other_way(
    site: Catalog,
) -> None:
    """HTML standard, 4.5.24: what comes from the catalog may be of either direction."""
    declaration = declare(site)
    html = declaration_html(declaration)

    for purpose in declaration.purposes:
        for service in purpose.services:
            names = (service.name, service.provider, service.description or "")
            assert all(f"<bdi>{escape(name)}</bdi>" in html for name in names if name)


def test_keeps_the_order_of_headings(site: Catalog) -> None:
    levels = re.findall(r"<h(\d)", declaration_html(declare(site), level=1))

    assert levels[0] == "1"
    assert all(int(b) - int(a) <= 1 for a, b in itertools.pairwise(levels))


def test_shows_a_choice_only_when_it_is_given_one(site: Catalog) -> None:
    declaration = declare(site)
    verdicts = {service.id: f"said {service.id}" for service in site.services}

    assert "Your choice</dt>" not in declaration_html(declaration)
    assert "said meta.pixel" in declaration_html(declaration, verdicts)


def test_keeps_words_of_the_catalog_from_becoming_markup(site: Catalog) -> None:
    declaration = declare(site)

    assert "Counts &lt;visits&gt; | and *clicks*." in declaration_html(declaration)
    markdown = declaration_markdown(declaration)
    assert r"Counts \<visits\> \| and \*clicks\*." in markdown
    assert r"| \_ga\_\* | Cookie | This site |" in markdown


def test_says_when_a_service_keeps_nothing(catalog: Catalog) -> None:
    declaration = declare(catalog)

    assert "Keeps nothing on your device" in declaration_html(declaration)
    assert "Keeps nothing on your device" in declaration_markdown(declaration)


def test_speaks_json(site: Catalog) -> None:
    content = json.loads(declaration_json(declare(site, "nb")))

    assert content["language"] == "nb"
    [analytics] = content["purposes"][1]["services"]
    assert analytics["items"][0] == {
        "name": "_ga",
        "kind": "Informasjonskapsel",
        "place": "Dette nettstedet",
        "life": "2 år",
    }
