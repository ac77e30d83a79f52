import pytest

from consent_server.consent.choice import ConsentStatus, parse_choice
from consent_server.kernel.errors import (
    ChoiceError,
    StalePolicyError,
    UndecidedPurposeError,
    UnknownActionError,
    UnknownLanguageError,
    UnknownPurposeError,
    UnknownServiceError,
)
from tests.builders import make_policy, make_raw_choice

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
