"""Which answers to an earlier policy still count, and for how long."""

from dataclasses import replace

from consent_server.catalog.model import Catalog, Purpose, Service
from consent_server.consent.carry_over import CarryOver, carry_over, same_policy
from consent_server.notice.policy import compile_policy
from tests.builders import SERVICES, make_catalog

OLD = make_catalog()
HEAT = Service(id="heat", name="Heat", provider="acme", purposes=("analytics",))
ALL = frozenset({"stats", "ads", "audiences", "score"})
PURPOSES = frozenset({"analytics", "marketing", "scoring"})


def to(new: Catalog) -> CarryOver:
    return carry_over(OLD, compile_policy(new))


def test_keeps_every_answer_when_nothing_changed() -> None:
    policy = compile_policy(OLD)
    carried = carry_over(OLD, policy)

    assert (carried.purposes, carried.services) == (
        same_policy(policy).purposes,
        same_policy(policy).services,
    )
    assert (carried.kept_purposes, carried.kept_services) == (PURPOSES, ALL)
    assert (carried.open_purposes, carried.open_services) == (frozenset(), frozenset())


def test_asks_only_about_a_service_that_is_new() -> None:
    carried = to(replace(OLD, services=(*SERVICES, HEAT)))

    assert carried.kept_services == ALL
    assert carried.open_services == {"heat"}
    assert carried.open_purposes == frozenset()


def test_does_not_mind_a_service_that_is_gone() -> None:
    left = tuple(it for it in SERVICES if it.id != "ads")
    carried = to(replace(OLD, services=left))

    assert carried.kept_services == ALL - {"ads"}
    assert carried.open_services == frozenset()


def test_asks_about_a_new_purpose_and_what_serves_it() -> None:
    hiring = replace(HEAT, purposes=("functional",))
    new = replace(
        OLD,
        purposes=(*OLD.purposes, Purpose(id="functional")),
        services=(*SERVICES, hiring),
    )

    carried = to(new)

    assert carried.open_purposes == {"functional"}
    assert carried.open_services == {"heat"}


def test_asks_about_a_service_that_needed_no_consent() -> None:
    """Nobody was asked, so its bit in the old token is no refusal."""
    gated = replace(SERVICES[0], purposes=("analytics",))
    carried = to(replace(OLD, services=(gated, *SERVICES[1:])))

    assert carried.open_services == {"site.session"}


def test_asks_nothing_about_a_service_that_needs_no_consent_any_more() -> None:
    free = replace(SERVICES[1], purposes=("necessary",))
    carried = to(replace(OLD, services=(SERVICES[0], free, *SERVICES[2:])))

    assert "stats" not in carried.kept_services | carried.open_services


def test_asks_about_everything_when_somebody_else_answers_for_the_site() -> None:
    carried = to(replace(OLD, controller=replace(OLD.controller, name="Other AS")))

    assert carried.kept_services | carried.kept_purposes == frozenset()
    assert (carried.open_purposes, carried.open_services) == (PURPOSES, ALL)


def test_lets_a_choice_live_no_longer_than_either_policy_says() -> None:
    longer = replace(OLD, site=replace(OLD.site, choice_lifetime_days=365))
    shorter = replace(OLD, site=replace(OLD.site, choice_lifetime_days=30))

    assert to(longer).lifetime_days == 182
    assert to(shorter).lifetime_days == 30
