"""The policy and its version."""

import dataclasses
import json

import pytest

from consent_server.catalog.model import Catalog, Controller, Cookie, NamePattern
from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import UnknownServiceError
from consent_server.notice.policy import Policy, compile_policy


def test_has_the_digest_of_its_content_as_version(policy: Policy) -> None:
    assert policy.version == sha256_hex(policy.content)
    assert set(json.loads(policy.content)) == {"catalog", "notices", "regime"}


def test_has_the_same_version_however_the_catalog_was_put_together(
    catalog: Catalog, policy: Policy
) -> None:
    shuffled = dataclasses.replace(
        catalog,
        providers=dict(reversed(list(catalog.providers.items()))),
        services=tuple(reversed(catalog.services)),
    )

    assert compile_policy(shuffled).version == policy.version


def test_has_another_version_when_a_service_stores_more(
    catalog: Catalog, policy: Policy
) -> None:
    first, *rest = catalog.services
    more = dataclasses.replace(first, cookies=(Cookie(pattern=NamePattern(text="x")),))

    changed = compile_policy(dataclasses.replace(catalog, services=(more, *rest)))

    assert changed.version != policy.version


def test_has_another_version_when_another_controller_asks(
    catalog: Catalog, policy: Policy
) -> None:
    other = Controller(name="Other AS", country="NO")

    changed = compile_policy(dataclasses.replace(catalog, controller=other))

    assert changed.version != policy.version


def test_keeps_the_words_that_its_visitors_read_and_no_others(
    catalog: Catalog,
) -> None:
    """So that a library which learns a language asks for no new version."""
    words = {"fi": "Laskee.", "de": "Zählt.", "nb": "Teller."}
    first, *rest = catalog.services
    versions, kept = set(), []
    for said in (words, dict(sorted(words.items())), words | {"fr": "Compte."}):
        told = dataclasses.replace(first, descriptions=said, names=said)
        policy = compile_policy(dataclasses.replace(catalog, services=(told, *rest)))
        versions.add(policy.version)
        kept.append(policy.service_by_id[first.id])

    assert len(versions) == 1
    assert kept[0].names == {"nb": "Teller.", "de": "Zählt."}
    assert kept[0].descriptions == kept[0].names


def test_orders_services_by_id_and_purposes_as_the_catalog(policy: Policy) -> None:
    assert [service.id for service in policy.services] == [
        "google.ads",
        "google.analytics",
        "meta.pixel",
        "site.session",
        "visitor.scoring",
    ]
    assert [purpose.id for purpose in policy.purposes] == [
        "necessary",
        "analytics",
        "marketing",
        "scoring",
    ]


def test_gates_all_but_what_is_exempt(policy: Policy) -> None:
    assert policy.gated_purposes == ("analytics", "marketing", "scoring")
    assert policy.gated_services == {
        "google.ads",
        "google.analytics",
        "meta.pixel",
        "visitor.scoring",
    }


def test_has_a_notice_in_every_language_of_the_site(policy: Policy) -> None:
    assert list(policy.notices) == list(policy.site.languages)
    assert len({notice.digest for notice in policy.notices.values()}) == 5


def test_tells_the_purposes_of_a_service(policy: Policy) -> None:
    assert policy.purposes_of("google.ads") == ("marketing", "necessary")


def test_knows_no_purposes_of_an_unknown_service(policy: Policy) -> None:
    with pytest.raises(UnknownServiceError):
        policy.purposes_of("nobody.knows")
