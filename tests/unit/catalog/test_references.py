import pytest

from tests.unit.catalog.files import (
    LIBRARY,
    SITE,
    mistakes_in_library,
    mistakes_in_site,
    places,
    replaced,
)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param(
            "purposes: [analytics]",
            "purposes: [analytics, analytic]",
            (12, "services[0].purposes[1]", "'analytic'"),
            id="unknown-purpose",
        ),
        pytest.param(
            "provider: acme\n",
            "provider: acne\n",
            (11, "services[0].provider", "'acne'"),
            id="unknown-provider",
        ),
        pytest.param(
            "noscript_leak: true",
            "loads_others: [acme.ads]",
            (15, "services[0].loads_others[0]", "'acme.ads'"),
            id="unknown-service",
        ),
        pytest.param(
            "{id: marketing}",
            "{id: analytics}",
            (5, "purposes[2].id", "'analytics'"),
            id="purpose-twice",
        ),
        pytest.param(
            "{id: acme, name: Acme,",
            "{id: site, name: Acme,",
            (7, "providers[0].id", "'site'"),
            id="provider-that-is-the-owner",
        ),
        pytest.param(
            "{id: site.login,",
            "{id: acme.stats,",
            (31, "services[1].id", "'acme.stats'"),
            id="service-twice",
        ),
    ],
)
def test_checks_the_ids_of_a_library(
    old: str, new: str, place: tuple[int, str, str]
) -> None:
    assert place in places(mistakes_in_library(replaced(LIBRARY, old, new)))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param(
            "- site.login",
            "- site.logon",
            (12, "services[0]", "'site.logon'"),
            id="unknown-service",
        ),
        pytest.param(
            "id: acme.stats",
            "id: acme.stat",
            (13, "services[1].id", "'acme.stat'"),
            id="unknown-service-with-overrides",
        ),
        pytest.param(
            "- site.login",
            "- acme.stats",
            (13, "services[1].id", "'acme.stats'"),
            id="service-used-twice",
        ),
        pytest.param(
            "[analytics, marketing]",
            "[analytics, markting]",
            (13, "services[1].purposes[1]", "'markting'"),
            id="unknown-purpose-in-an-override",
        ),
        pytest.param(
            "id: mill.jobs",
            "id: site.login",
            (23, "own.services[0].id", "'site.login'"),
            id="own-service-with-an-id-of-the-library",
        ),
        pytest.param(
            "id: hiring",
            "id: marketing",
            (18, "own.purposes[0].id", "'marketing'"),
            id="own-purpose-with-an-id-of-the-library",
        ),
        pytest.param(
            "id: mill,",
            "id: acme,",
            (16, "own.providers[0].id", "'acme'"),
            id="own-provider-with-an-id-of-the-library",
        ),
        pytest.param(
            "[en, nb]",
            "[en, nb, da]",
            (19, "own.purposes[0].texts", "a mapping"),
            id="own-purpose-without-text-in-a-language",
        ),
    ],
)
def test_checks_the_ids_of_a_site(
    old: str, new: str, place: tuple[int, str, str]
) -> None:
    assert place in places(mistakes_in_site(replaced(SITE, old, new)))


def test_names_the_nearest_id() -> None:
    (mistake,) = mistakes_in_site(replaced(SITE, "- site.login", "- site.logon"))

    assert mistake.hint == "did you mean site.login?"


def test_an_override_may_name_purposes_of_the_sites_own() -> None:
    text = replaced(SITE, "[analytics, marketing]", "[hiring]")

    assert mistakes_in_site(text) == ()


def test_says_only_the_first_mistake_about_a_value() -> None:
    text = replaced(LIBRARY, "provider: acme\n", "provider: ACME!\n")

    assert len(mistakes_in_library(text)) == 1
