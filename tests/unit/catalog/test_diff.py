"""Which differences between two catalogs are asked about again (rules C12, E10)."""

from dataclasses import fields, replace
from typing import Any

import pytest

from consent_server.catalog.change import Change, ChangeKind
from consent_server.catalog.diff import diff_catalogs
from consent_server.catalog.diff_service import _TECHNICAL, _WORDS
from consent_server.catalog.model import (
    Catalog,
    Cookie,
    Evidence,
    Marker,
    NamePattern,
    Party,
    Provider,
    Purpose,
    PurposeText,
    Role,
    Scoring,
    Service,
    StorageArea,
    StorageKey,
    Sureness,
    Transfer,
    Unknown,
)
from tests.builders import make_catalog

DAY = 86_400
PATTERN = NamePattern(text="_stats")
COOKIE = Cookie(pattern=PATTERN, life_seconds=30 * DAY)
STATS = Service(
    id="stats",
    name="Stats",
    provider="acme",
    purposes=("analytics",),
    transfer=Transfer.ADEQUACY,
    cookies=(COOKIE,),
)
LOGIN = Service(
    id="site.session",
    name="Login",
    provider="site",
    purposes=("necessary",),
    cookies=(Cookie(pattern=NamePattern(text="session")),),
)
OLD = make_catalog(services=(STATS, LOGIN))
PURPOSES = {purpose.id: purpose for purpose in OLD.purposes}


def with_stats(**values: Any) -> Catalog:  # noqa: ANN401 - as replace
    return replace(OLD, services=(replace(STATS, **values), LOGIN))


def with_purpose(new: Purpose) -> Catalog:
    purposes = {**PURPOSES, new.id: new}
    return replace(OLD, purposes=tuple(purposes.values()))


def with_provider(**values: Any) -> Catalog:  # noqa: ANN401 - as replace
    acme = replace(OLD.providers["acme"], **values)
    return replace(OLD, providers={**OLD.providers, "acme": acme})


def with_controller(**values: Any) -> Catalog:  # noqa: ANN401 - as replace
    return replace(OLD, controller=replace(OLD.controller, **values))


def cookie(**values: Any) -> Catalog:  # noqa: ANN401 - as replace
    return with_stats(cookies=(replace(COOKIE, **values),))


def more_cookies(*added: Cookie) -> Catalog:
    return with_stats(cookies=(COOKIE, *added))


OTHER = NamePattern(text="_other")
BOLT = Provider(id="bolt", name="Bolt Ltd", country="DK")


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        pytest.param(
            replace(OLD, services=(*OLD.services, replace(STATS, id="more"))),
            ChangeKind.NEW_SERVICE,
            id="new service",
        ),
        pytest.param(
            with_purpose(Purpose(id="hiring")), ChangeKind.NEW_PURPOSE, id="new purpose"
        ),
        pytest.param(
            with_stats(purposes=("analytics", "marketing")),
            ChangeKind.NEW_USE,
            id="another purpose for a service",
        ),
        pytest.param(
            replace(
                OLD, services=(STATS, replace(LOGIN, purposes=("necessary", "scoring")))
            ),
            ChangeKind.NEW_USE,
            id="a service that needed no consent",
        ),
        pytest.param(
            with_stats(scoring=Scoring(logic="x", threshold="y", human_review=False)),
            ChangeKind.NEW_USE,
            id="a score that decides alone",
        ),
        pytest.param(
            cookie(life_seconds=31 * DAY), ChangeKind.LONGER_LIFE, id="longer life"
        ),
        pytest.param(
            more_cookies(Cookie(pattern=OTHER, life_seconds=31 * DAY)),
            ChangeKind.NEW_STORAGE,
            id="a new cookie that lives longer than all before",
        ),
        pytest.param(
            with_stats(storage=(StorageKey(area=StorageArea.LOCAL, pattern=OTHER),)),
            ChangeKind.NEW_STORAGE,
            id="storage without an end",
        ),
        pytest.param(
            more_cookies(
                Cookie(
                    pattern=OTHER,
                    life_seconds=DAY,
                    party=Party.THIRD,
                    domain="ads.example",
                )
            ),
            ChangeKind.NEW_STORAGE,
            id="a cookie on another company's domain",
        ),
        pytest.param(
            replace(
                with_stats(provider="bolt"), providers={**OLD.providers, "bolt": BOLT}
            ),
            ChangeKind.NEW_RECIPIENT,
            id="another company",
        ),
        pytest.param(
            with_stats(role=Role.CONTROLLER),
            ChangeKind.NEW_RECIPIENT,
            id="a company with purposes of its own",
        ),
        pytest.param(
            with_stats(loads_others=("bolt.ads",)),
            ChangeKind.NEW_RECIPIENT,
            id="brings in somebody unknown",
        ),
        pytest.param(
            with_stats(countries=("IN",)),
            ChangeKind.NEW_TRANSFER,
            id="a country outside the EEA",
        ),
        pytest.param(
            with_provider(country="IN"),
            ChangeKind.NEW_TRANSFER,
            id="a company that moves out of the EEA",
        ),
        pytest.param(
            with_stats(transfer=Transfer.SCC),
            ChangeKind.NEW_TRANSFER,
            id="a weaker ground for the transfer",
        ),
        pytest.param(
            with_controller(name="Another AS"),
            ChangeKind.NEW_CONTROLLER,
            id="another controller",
        ),
    ],
)
def test_asks_again_about(new: Catalog, kind: ChangeKind) -> None:
    asked = [it.kind for it in diff_catalogs(OLD, new) if it.needs_fresh_consent]

    assert asked == [kind]


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        pytest.param(
            replace(OLD, services=(LOGIN,)), ChangeKind.LESS, id="a service gone"
        ),
        pytest.param(
            replace(OLD, purposes=OLD.purposes[:-1]),
            ChangeKind.LESS,
            id="a purpose gone",
        ),
        pytest.param(with_stats(cookies=()), ChangeKind.LESS, id="a cookie gone"),
        pytest.param(
            cookie(life_seconds=None), ChangeKind.SHORTER_LIFE, id="shorter life"
        ),
        pytest.param(
            more_cookies(Cookie(pattern=OTHER, life_seconds=30 * DAY)),
            ChangeKind.NEW_STORAGE,
            id="a new cookie that lives no longer than another",
        ),
        pytest.param(
            with_stats(transfer=Transfer.NONE), ChangeKind.LESS, id="better ground"
        ),
        pytest.param(with_stats(name="Statz"), ChangeKind.WORDS, id="a name"),
        pytest.param(
            with_stats(descriptions={"en": "It counts."}), ChangeKind.WORDS, id="words"
        ),
        pytest.param(
            with_stats(names={"en": "Stats"}), ChangeKind.WORDS, id="name-in-a-language"
        ),
        pytest.param(
            with_purpose(
                Purpose(
                    id="scoring", texts={"en": PurposeText(title="A", description="B")}
                )
            ),
            ChangeKind.WORDS,
            id="words of a purpose",
        ),
        pytest.param(
            with_purpose(Purpose(id="extra", exempt=True)),
            ChangeKind.NEW_PURPOSE,
            id="a purpose that needs no consent",
        ),
        pytest.param(
            with_provider(name="Acme Incorporated"),
            ChangeKind.WORDS,
            id="a company's name",
        ),
        pytest.param(
            with_controller(name="SHOP  as"),
            ChangeKind.WORDS,
            id="how a name is written",
        ),
        pytest.param(
            with_controller(email="new@shop.example"), ChangeKind.WORDS, id="an address"
        ),
        pytest.param(
            replace(OLD, site=replace(OLD.site, languages=("en",))),
            ChangeKind.TERMS,
            id="a language less",
        ),
        pytest.param(
            replace(OLD, site=replace(OLD.site, unknown=Unknown.STRICT)),
            ChangeKind.TERMS,
            id="what happens to unknown third parties",
        ),
        pytest.param(
            with_stats(markers=(Marker(tokens=("stats(",)),)),
            ChangeKind.TECHNICAL,
            id="how it is recognised",
        ),
        pytest.param(
            replace(OLD, services=(*OLD.services, replace(LOGIN, id="site.basket"))),
            ChangeKind.NEW_SERVICE,
            id="a service that needs no consent",
        ),
    ],
)
def test_leaves_choices_as_they_are_for(new: Catalog, kind: ChangeKind) -> None:
    [change] = diff_catalogs(OLD, new)

    assert (change.kind, change.needs_fresh_consent) == (kind, False)


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(OLD, id="itself"),
        pytest.param(
            replace(OLD, services=tuple(reversed(OLD.services))), id="another order"
        ),
        pytest.param(
            with_stats(
                evidence=(
                    Evidence(
                        source="acme.example",
                        checked_on="2026-11-21",
                        sureness=Sureness.VENDOR,
                    ),
                )
            ),
            id="another source",
        ),
    ],
)
def test_finds_nothing_to_tell_in(new: Catalog) -> None:
    assert diff_catalogs(OLD, new) == ()


def test_asks_nothing_about_what_needs_no_consent() -> None:
    longer = replace(LOGIN.cookies[0], life_seconds=400 * DAY)
    new = replace(OLD, services=(STATS, replace(LOGIN, cookies=(longer,))))

    [change] = diff_catalogs(OLD, new)

    assert (change.kind, change.needs_fresh_consent) == (ChangeKind.LONGER_LIFE, False)


def test_takes_a_new_name_with_the_same_organisation_number_for_a_renaming() -> None:
    before = with_controller(organisation_number="999 999 999")
    after = with_controller(organisation_number="999 999 999", name="Store AS")

    assert [it.kind for it in diff_catalogs(before, after)] == [ChangeKind.WORDS]


def test_knows_a_company_by_its_name_when_its_id_changed() -> None:
    again = replace(OLD.providers["acme"], id="acme_inc")
    new = replace(
        with_stats(provider="acme_inc"), providers={**OLD.providers, again.id: again}
    )

    assert diff_catalogs(OLD, new) == ()


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            cookie(life_seconds=730 * DAY),
            "keeps the cookie _stats for 2 years, before for 1 month",
        ),
        (
            cookie(life_seconds=None),
            "only until the browser is closed, before for 1 month",
        ),
        (
            with_stats(storage=(StorageKey(area=StorageArea.LOCAL, pattern=OTHER),)),
            "Stats: now keeps the local storage key _other until it is deleted",
        ),
        (replace(OLD, services=(LOGIN,)), "Stats is gone"),
    ],
)
def test_says_it_so_that_a_visitor_understands(change: Catalog, text: str) -> None:
    [told] = diff_catalogs(OLD, change)

    assert text in told.text


def test_has_a_rule_for_every_field_of_a_service() -> None:
    """A field that is new in the model must be placed: does it need fresh consent?"""
    judged = {"purposes", "provider", "countries", "role", "transfer", "loads_others"}
    placed = {"id", "cookies", "storage", "evidence", *judged, *_WORDS, *_TECHNICAL}

    assert placed == {field.name for field in fields(Service)}


def test_names_what_a_change_is_about() -> None:
    def subject(change: Change) -> tuple[str | None, str | None]:
        return change.service, change.purpose

    new = replace(with_purpose(Purpose(id="hiring")), services=(LOGIN,))

    assert [subject(it) for it in diff_catalogs(OLD, new)] == [
        (None, "hiring"),
        ("stats", None),
    ]
    [told] = diff_catalogs(OLD, with_controller(name="Other AS"))
    assert subject(told) == (None, None)
