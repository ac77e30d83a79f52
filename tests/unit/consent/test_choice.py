import dataclasses
import uuid
from datetime import UTC, datetime

import pytest

from consent_server.catalog.model import EmbedKind
from consent_server.consent.choice import (
    MAX_ADDED_SERVICES,
    Action,
    Choice,
    ConsentStatus,
    parse_choice,
)
from consent_server.consent.state import RecordedChoice
from consent_server.kernel.errors import (
    ChoiceError,
    StalePolicyError,
    UndecidedPurposeError,
    UnknownActionError,
    UnknownLanguageError,
    UnknownPurposeError,
    UnknownServiceError,
)
from tests.builders import SERVICES, make_policy, make_raw_choice

POLICY = make_policy()
ALL_REFUSED = {"analytics": "refused", "marketing": "refused", "scoring": "refused"}


def test_grants_every_gated_purpose_and_service_at_once() -> None:
    choice = parse_choice(make_raw_choice(POLICY, "grant_all"), POLICY)

    assert set(choice.purposes.values()) == {ConsentStatus.GRANTED}
    assert set(choice.services) == {"stats", "ads", "audiences", "score"}
    assert set(choice.services.values()) == {ConsentStatus.GRANTED}


@pytest.mark.parametrize("action", ["refuse_all", "withdraw"])
def test_refuses_every_gated_purpose_and_service_at_once(action: str) -> None:
    choice = parse_choice(make_raw_choice(POLICY, action), POLICY)

    assert set(choice.purposes.values()) == {ConsentStatus.REFUSED}
    assert set(choice.services.values()) == {ConsentStatus.REFUSED}


def test_lets_a_service_follow_all_of_its_purposes() -> None:
    """Rule E9: a service of two purposes needs both."""
    raw = make_raw_choice(
        POLICY, "custom", purposes=ALL_REFUSED | {"analytics": "granted"}
    )

    choice = parse_choice(raw, POLICY)

    assert choice.services["stats"] is ConsentStatus.GRANTED
    assert choice.services["audiences"] is ConsentStatus.REFUSED
    assert choice.services["ads"] is ConsentStatus.REFUSED


def test_lets_a_visitor_grant_one_service_without_its_purpose() -> None:
    raw = make_raw_choice(
        POLICY, "custom", purposes=ALL_REFUSED, services={"stats": "granted"}
    )

    choice = parse_choice(raw, POLICY)

    assert choice.services["stats"] is ConsentStatus.GRANTED
    assert choice.purposes["analytics"] is ConsentStatus.REFUSED


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({"policy_version": "0" * 64}, StalePolicyError, id="old-policy"),
        pytest.param({"language": "tlh"}, UnknownLanguageError, id="no-such-language"),
        pytest.param({"action": "import"}, UnknownActionError, id="no-visitor-action"),
        pytest.param({"surface": "radio"}, UnknownActionError, id="no-such-surface"),
        pytest.param(
            {"purposes": ALL_REFUSED | {"fun": "granted"}},
            UnknownPurposeError,
            id="purpose-not-in-policy",
        ),
        pytest.param(
            {"purposes": ALL_REFUSED | {"necessary": "refused"}},
            UnknownPurposeError,
            id="exempt-purpose-is-no-choice",
        ),
        pytest.param(
            {"purposes": {"analytics": "granted"}},
            UndecidedPurposeError,
            id="purpose-left-out",
        ),
        pytest.param(
            {"purposes": ALL_REFUSED | {"scoring": "maybe"}},
            UndecidedPurposeError,
            id="neither-granted-nor-refused",
        ),
        pytest.param(
            {"purposes": ALL_REFUSED, "services": {"nope": "granted"}},
            UnknownServiceError,
            id="service-not-in-policy",
        ),
        pytest.param(
            {"purposes": ALL_REFUSED, "services": {"site.session": "refused"}},
            UnknownServiceError,
            id="exempt-service-is-no-choice",
        ),
    ],
)
def test_refuses_what_does_not_fit_the_policy(
    fields: dict[str, object], error: type[ChoiceError]
) -> None:
    raw = make_raw_choice(POLICY, **({"action": "custom"} | fields))  # type: ignore[arg-type]

    with pytest.raises(error):
        parse_choice(raw, POLICY)


EMBEDS = make_policy(
    services=tuple(
        dataclasses.replace(it, embeds=(EmbedKind.FRAME,)) if it.id == "ads" else it
        for it in SERVICES
    )
)


def test_a_page_adds_a_purpose_and_the_services_that_wait_for_nothing_more() -> None:
    """Rules G6, E9: what was not named is still to be asked."""
    raw = make_raw_choice(
        EMBEDS, "grant_services", surface="api", purposes={"analytics": "granted"}
    )

    assert words(parse_choice(raw, EMBEDS)) == ("guu", "uuug")
    marketing = recorded(purposes=frozenset({"marketing"}))
    # Advertising stays as it was: refused by itself.
    assert words(parse_choice(raw, EMBEDS, marketing)) == ("ggr", "rgrg")


def test_a_purpose_that_is_granted_already_lifts_no_refusal_of_a_service() -> None:
    """Rule C12."""
    raw = make_raw_choice(
        EMBEDS, "grant_services", surface="api", purposes={"analytics": "granted"}
    )
    analytics = recorded(purposes=frozenset({"analytics"}))

    assert words(parse_choice(raw, EMBEDS, analytics)) == ("grr", "rrrr")


def test_a_page_adds_a_service_that_shows_nothing() -> None:
    raw = make_raw_choice(
        EMBEDS, "grant_services", surface="api", services={"stats": "granted"}
    )

    assert words(parse_choice(raw, EMBEDS)) == ("uuu", "uuug")


@pytest.mark.parametrize(
    ("named", "error"),
    [
        pytest.param({}, UndecidedPurposeError, id="nothing"),
        pytest.param(
            {"purposes": {"analytics": "refused"}}, UndecidedPurposeError, id="refused"
        ),
        pytest.param(
            {"purposes": {"necessary": "granted"}}, UnknownPurposeError, id="exempt"
        ),
        pytest.param(
            {"services": {"gone": "granted"}}, UnknownServiceError, id="unknown"
        ),
    ],
)
def test_a_page_adds_only_what_can_be_chosen(
    named: dict[str, object], error: type[ChoiceError]
) -> None:
    raw = make_raw_choice(EMBEDS, "grant_services", surface="api", **named)

    with pytest.raises(error):
        parse_choice(raw, EMBEDS)


def test_a_placeholder_adds_no_purpose() -> None:
    raw = make_raw_choice(
        EMBEDS,
        "grant_services",
        surface="placeholder",
        purposes={"analytics": "granted"},
        services={"ads": "granted"},
    )

    assert words(parse_choice(raw, EMBEDS)) == ("uuu", "guuu")


def show_ads(current: RecordedChoice | None, *more: str) -> Choice:
    services = dict.fromkeys(("ads", *more), "granted")
    raw = make_raw_choice(EMBEDS, "grant_services", services=services)
    return parse_choice(raw, EMBEDS, current)


def recorded(**fields: frozenset[str]) -> RecordedChoice:
    nothing: frozenset[str] = frozenset()
    return RecordedChoice(
        record_id=uuid.UUID(int=1),
        issued_at=datetime(2026, 3, 1, tzinfo=UTC),
        **{"purposes": nothing, "services": nothing} | fields,
    )


def words(choice: Choice) -> tuple[str, str]:
    """Shorten the statuses of a choice to their first letters, in order."""
    return (
        "".join(choice.purposes[name][0] for name in EMBEDS.gated_purposes),
        "".join(choice.services[name][0] for name in sorted(choice.services)),
    )


@pytest.mark.parametrize(
    ("current", "purposes", "services"),
    [
        pytest.param(None, "uuu", "guuu", id="undecided"),
        pytest.param(recorded(), "rrr", "grrr", id="all-refused"),
        pytest.param(
            recorded(purposes=frozenset({"analytics"}), services=frozenset({"stats"})),
            "grr",
            "grrg",
            id="one-purpose-granted",
        ),
        pytest.param(
            recorded(
                services=frozenset({"stats"}),
                open_purposes=frozenset({"scoring"}),
                open_services=frozenset({"score", "ads", "gone"}),
            ),
            "rru",
            "grug",
            id="partly-open",
        ),
    ],
)
def test_grants_a_service_and_leaves_everything_else_as_it_was(
    current: RecordedChoice | None, purposes: str, services: str
) -> None:
    """Rules G1, G6, C12: specific, and neither an answer nor a question more."""
    choice = show_ads(current)

    assert choice.action is Action.GRANT_SERVICES
    # Order of purposes: analytics, marketing, scoring; of services: ads, audiences,
    # score, stats.
    assert words(choice) == (purposes, services)


def test_grants_several_services_that_hold_one_content() -> None:
    assert words(show_ads(None, "stats")) == ("uuu", "guug")


def test_grants_by_a_placeholder_few_services_at_once_only() -> None:
    """Rule G6: whoever was shown so many names was not asked about one content."""
    ads = next(it for it in EMBEDS.services if it.id == "ads")
    names = [f"ads.{number}" for number in range(MAX_ADDED_SERVICES + 1)]
    policy = make_policy(
        services=(*SERVICES, *(dataclasses.replace(ads, id=name) for name in names))
    )

    def show(names: list[str]) -> Choice:
        services = dict.fromkeys(names, "granted")
        raw = make_raw_choice(policy, "grant_services", services=services)
        return parse_choice(raw, policy)

    assert show(names[1:]).services[names[1]] is ConsentStatus.GRANTED
    with pytest.raises(UnknownServiceError, match="4 at most"):
        show(names)


@pytest.mark.parametrize(
    ("services", "error"),
    [
        pytest.param({}, UnknownServiceError, id="none"),
        pytest.param({"stats": "granted"}, UnknownServiceError, id="shows-nothing"),
        pytest.param({"nope": "granted"}, UnknownServiceError, id="not-in-policy"),
        pytest.param(
            {"ads": "granted", "site.session": "granted"},
            UnknownServiceError,
            id="exempt",
        ),
        pytest.param({"ads": "refused"}, UndecidedPurposeError, id="refused"),
        pytest.param({"ads": "maybe"}, UndecidedPurposeError, id="neither"),
    ],
)
def test_grants_by_a_placeholder_only_what_one_shows(
    services: dict[str, str], error: type[ChoiceError]
) -> None:
    raw = make_raw_choice(EMBEDS, "grant_services", services=services)

    with pytest.raises(error):
        parse_choice(raw, EMBEDS)


def object_to(current: RecordedChoice | None) -> Choice:
    return parse_choice(make_raw_choice(EMBEDS, "object"), EMBEDS, current)


@pytest.mark.parametrize(
    ("current", "purposes", "services"),
    [
        pytest.param(None, "urr", "rrru", id="undecided"),
        pytest.param(recorded(), "rrr", "rrrr", id="all-refused"),
        pytest.param(
            recorded(
                purposes=frozenset({"analytics", "marketing", "scoring"}),
                services=frozenset({"stats", "ads", "audiences", "score"}),
            ),
            "grr",
            "rrrg",
            id="all-granted",
        ),
        pytest.param(
            recorded(services=frozenset({"ads"})), "rrr", "rrrr", id="one-by-itself"
        ),
        pytest.param(
            recorded(
                open_purposes=frozenset({"analytics", "scoring"}),
                open_services=frozenset({"stats", "score"}),
            ),
            "urr",
            "rrru",
            id="partly-open",
        ),
    ],
)
def test_objects_to_marketing_and_scoring_and_leaves_the_rest(
    current: RecordedChoice | None, purposes: str, services: str
) -> None:
    """Rule G16: at once, without weighing; nothing else is answered by it."""
    choice = object_to(current)

    assert choice.action is Action.OBJECT
    assert words(choice) == (purposes, services)
