import uuid
from datetime import UTC, datetime

import pytest

from consent_server.consent.decide import decide
from consent_server.consent.signals import Signals
from consent_server.consent.state import ConsentState, Reason, RecordedChoice
from tests.builders import make_policy

POLICY = make_policy()
GATED = {"stats", "ads", "audiences", "score"}


def chosen(*services: str) -> ConsentState:
    return ConsentState.decided(
        RecordedChoice(
            record_id=uuid.UUID(int=1),
            issued_at=datetime(2026, 1, 1, tzinfo=UTC),
            purposes=frozenset({"analytics"}),
            services=frozenset(services),
        )
    )


@pytest.mark.parametrize("reason", [r for r in Reason if r.value.startswith("token")])
def test_denies_everything_gated_when_the_token_does_not_count(reason: Reason) -> None:
    """Rule C14: a conflicting or missing state is no consent."""
    decision = decide(POLICY, ConsentState.undecided(reason), Signals())

    assert decision.denied == GATED
    assert decision.services["stats"].reason is reason


def test_denies_everything_gated_before_a_choice() -> None:
    """Rule E1, G20: nothing but the exempt runs for a fresh client."""
    decision = decide(POLICY, ConsentState.undecided(), Signals())

    assert decision.denied == GATED
    assert not decision.decided
    assert decision.services["site.session"].reason is Reason.EXEMPT


def test_allows_exactly_what_was_granted() -> None:
    decision = decide(POLICY, chosen("stats"), Signals())

    assert decision.denied == GATED - {"stats"}
    assert decision.services["ads"].reason is Reason.REFUSED
    assert decision.purposes["analytics"].allowed


def test_names_the_signal_as_the_reason_for_marketing_and_scoring() -> None:
    """Rules GPC4, G16: the signal objects to marketing and scoring, nothing else."""
    decision = decide(POLICY, ConsentState.undecided(), Signals(gpc=True))

    assert decision.services["ads"].reason is Reason.OPT_OUT_SIGNAL
    assert decision.services["score"].reason is Reason.OPT_OUT_SIGNAL
    assert decision.services["stats"].reason is Reason.NO_CHOICE_YET


def test_lets_an_explicit_choice_win_over_the_signal() -> None:
    decision = decide(POLICY, chosen("ads"), Signals(gpc=True))

    assert decision.allows("ads")


def test_does_not_allow_a_service_it_does_not_know() -> None:
    assert not decide(POLICY, chosen("nope"), Signals()).allows("nope")


@pytest.mark.parametrize(
    ("state", "gpc", "heeds"),
    [
        pytest.param(ConsentState.undecided(), True, True, id="before-a-choice"),
        pytest.param(ConsentState.undecided(), False, False, id="no-signal"),
        pytest.param(chosen("stats"), True, False, id="after-a-choice"),
    ],
)
def test_says_whether_a_signal_decided_anything(
    state: ConsentState, *, gpc: bool, heeds: bool
) -> None:
    """Rule GPC4: an explicit choice goes first."""
    assert decide(POLICY, state, Signals(gpc=gpc)).heeds_signal is heeds
