"""Of what vendors' code is told: consent types of the vendors, services of the site."""

import pytest

from consent_server.catalog.interfaces import IT, interfaces_of
from consent_server.catalog.model import ConsentCall, Interface, Service
from consent_server.storage.catalog_files import read_library
from tests.builders import make_catalog

GOOGLE = Interface.GOOGLE_CONSENT_MODE
PERSONAL = {"functionality_storage", "personalization_storage"}
ADVERTISING = {"ad_storage", "ad_user_data", "ad_personalization"}


def _service(name: str, *purposes: str, tells: Interface | None = None) -> Service:
    call = None if tells is None else ConsentCall(interface=tells)
    return Service(
        id=name, name=name, provider="acme", purposes=purposes, consent_call=call
    )


def _words(interface: Interface, *services: Service) -> dict[str, set[str]]:
    words = interfaces_of(make_catalog(services=services))[interface]
    return {word: set(names) for word, names in words.items() if names}


@pytest.mark.parametrize(
    ("purpose", "types"),
    [
        pytest.param("functional", PERSONAL),
        pytest.param("analytics", {"analytics_storage"}),
        pytest.param("marketing", ADVERTISING),
        pytest.param("scoring", set()),
    ],
)
def test_asks_of_google_what_the_purpose_is_for(purpose: str, types: set[str]) -> None:
    """Rule GO9."""
    words = _words(GOOGLE, _service("a", purpose, tells=GOOGLE))

    assert words == {word: {"a"} for word in types}


def test_names_all_types_of_google_that_are_asked() -> None:
    """Rule GO3: the seventh, security_storage, is not asked."""
    words = interfaces_of(make_catalog(services=(_service("a", "x", tells=GOOGLE),)))

    assert words[GOOGLE].keys() == {"analytics_storage"} | PERSONAL | ADVERTISING
    assert set(words[GOOGLE].values()) == {()}


def test_a_type_stands_for_every_service_with_its_purpose() -> None:
    words = _words(
        GOOGLE,
        _service("a", "analytics", tells=GOOGLE),
        _service("b", "analytics", "marketing", tells=GOOGLE),
        _service("c", "analytics"),
    )

    assert words == {
        "analytics_storage": {"a", "b"},
        **{word: {"b"} for word in ADVERTISING},
    }


def test_a_vendor_without_types_is_told_about_itself() -> None:
    pixel = _service("pixel", "marketing", tells=Interface.META)

    assert _words(Interface.META, pixel, _service("c", "marketing")) == {IT: {"pixel"}}


def test_what_needs_no_consent_is_not_asked_for_it() -> None:
    matomo = _service("m", "necessary", tells=Interface.MATOMO)

    assert interfaces_of(make_catalog(services=(matomo,))) == {}


def test_a_platform_is_told_of_the_whole_site() -> None:
    platform = _service("w", "necessary", tells=Interface.WP_CONSENT_API)
    words = _words(
        Interface.WP_CONSENT_API,
        platform,
        _service("a", "analytics"),
        _service("b", "marketing", "analytics"),
    )

    assert words == {
        "statistics": {"a", "b"},
        "statistics-anonymous": {"a", "b"},
        "marketing": {"b"},
    }


def test_a_service_that_says_nothing_is_told_nothing() -> None:
    assert interfaces_of(make_catalog(services=(_service("a", "marketing"),))) == {}


def test_every_interface_but_two_is_used_by_the_library() -> None:
    """The two are for services of a site's own."""
    calls = [service.consent_call for service in read_library().services.values()]
    used = {call.interface for call in calls if call is not None}

    assert {*Interface} - used == {
        Interface.MATOMO_COOKIES,
        Interface.WP_CONSENT_API,
    }
