"""From a catalog and the words of a language to a notice."""

import dataclasses
import json

import pytest

from consent_server.catalog.exemption import is_exempt
from consent_server.catalog.model import Catalog, Purpose, PurposeText
from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import CatalogError
from consent_server.notice.compose import compose_notice
from consent_server.notice.model import Notice
from consent_server.notice.regime import regime_of

ABOUT_THEM = "Who they are and what they store"


def compose(catalog: Catalog, language: str = "en") -> Notice:
    return compose_notice(catalog, language, regime_of(catalog.site.jurisdiction))


def with_jurisdiction(catalog: Catalog, jurisdiction: str) -> Catalog:
    site = dataclasses.replace(catalog.site, jurisdiction=jurisdiction)
    return dataclasses.replace(catalog, site=site)


def test_shows_every_purpose_with_its_services_and_companies(catalog: Catalog) -> None:
    marketing = compose(catalog).purposes[2]

    assert marketing.title == "Marketing"
    assert [(s.name, s.provider, s.country) for s in marketing.services] == [
        ("Meta Pixel", "Meta", "Ireland"),
        ("Google Ads", "Google", "Ireland"),
    ]
    assert marketing.providers == ("Meta", "Google")


def test_shows_no_gated_service_as_always_on(catalog: Catalog) -> None:
    """Google Ads also names the necessary purpose; that exempts it from nothing."""
    necessary = compose(catalog).purposes[0]

    assert [service.id for service in necessary.services] == ["site.session"]


@pytest.mark.parametrize(
    ("kept", "sentence", "link"),
    [
        pytest.param(
            "site", "No other company is involved.", "Cookies on this site", id="none"
        ),
        pytest.param("meta", "One other company is involved.", ABOUT_THEM, id="one"),
        pytest.param("", "2 other companies are involved.", ABOUT_THEM, id="many"),
    ],
)
def test_counts_the_other_companies_and_leads_to_what_is_stored(
    catalog: Catalog, kept: str, sentence: str, link: str
) -> None:
    """The controller itself is not another company."""
    services = tuple(
        service
        for service in catalog.services
        if service.id.startswith(kept) or service.provider == "example"
    )

    notice = compose(dataclasses.replace(catalog, services=services))

    assert (notice.who, notice.texts.who_link) == (sentence, link)


@pytest.mark.parametrize(
    ("jurisdiction", "sentence"),
    [
        pytest.param("NO", "Datatilsynet and Nkom", id="norway"),
        pytest.param("DK", "Digitaliseringsstyrelsen and Datatilsynet", id="denmark"),
        pytest.param("FR", "authority of your country", id="elsewhere"),
    ],
)
def test_names_the_authorities_that_take_complaints(
    catalog: Catalog, jurisdiction: str, sentence: str
) -> None:
    assert sentence in compose(with_jurisdiction(catalog, jurisdiction)).complaint


def test_shows_a_country_without_a_name_by_its_code(catalog: Catalog) -> None:
    meta = dataclasses.replace(catalog.providers["meta"], country="XQ")
    providers = {**catalog.providers, "meta": meta}

    notice = compose(dataclasses.replace(catalog, providers=providers))

    assert notice.purposes[2].services[0].country == "XQ"


def test_prefers_the_words_of_the_site_for_a_purpose(catalog: Catalog) -> None:
    own = Purpose(
        id="analytics", texts={"en": PurposeText(title="Counting", description="We.")}
    )

    notice = compose(dataclasses.replace(catalog, purposes=(own,)))

    assert notice.purposes[0].title == "Counting"


def test_refuses_a_purpose_without_words(catalog: Catalog) -> None:
    unnamed = (*catalog.purposes, Purpose(id="research"))

    with pytest.raises(CatalogError, match="'research' has no title"):
        compose(dataclasses.replace(catalog, purposes=unnamed))


def test_refuses_a_language_without_texts(catalog: Catalog) -> None:
    with pytest.raises(CatalogError, match="no texts in 'tlh'"):
        compose(catalog, "tlh")


def test_pins_words_and_looks(catalog: Catalog) -> None:
    notice = compose(catalog)
    content = json.loads(notice.content)

    assert notice.digest == sha256_hex(notice.content)
    assert content["shown"]["texts"]["accept_all"] == "Accept all"
    assert content["shown"]["purposes"][1]["services"][0]["name"] == "Google Analytics"
    assert set(content["looks"]) == {
        "template",
        "style",
        "plain_style",
        "script",
        "unguarded",
        "tag",
        "acts",
        "tag_acts",
        "logo",
    }


@pytest.mark.parametrize(
    ("purposes", "exempt"),
    [
        pytest.param(("necessary",), True, id="all-exempt"),
        pytest.param(("necessary", "marketing"), False, id="one-gated"),
        pytest.param(("unheard-of",), False, id="unknown-purpose"),
        pytest.param((), False, id="no-purpose"),
    ],
)
def test_exempts_a_service_only_when_all_its_purposes_are(
    catalog: Catalog, purposes: tuple[str, ...], *, exempt: bool
) -> None:
    service = dataclasses.replace(catalog.services[0], purposes=purposes)

    assert is_exempt(service, catalog) is exempt
