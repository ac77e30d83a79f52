"""What application code is told, and what its asking does to caches."""

import pytest

from consent_server.consent.decide import Decision, Verdict
from consent_server.consent.state import Reason
from consent_server.sdk.asked import AskedDecision

GATED = frozenset({"google.analytics", "meta.pixel"})


@pytest.fixture
def asked() -> AskedDecision:
    verdicts = {
        "google.analytics": Verdict(allowed=True, reason=Reason.GRANTED),
        "meta.pixel": Verdict(allowed=False, reason=Reason.REFUSED),
        "site.session": Verdict(allowed=True, reason=Reason.EXEMPT),
    }
    decision = Decision(
        policy_version="v", decided=True, chosen=True, purposes={}, services=verdicts
    )
    return AskedDecision(decision, GATED)


@pytest.mark.parametrize(
    ("service", "allowed", "depends"),
    [
        pytest.param("google.analytics", True, True, id="granted"),
        pytest.param("meta.pixel", False, True, id="refused"),
        pytest.param("site.session", True, False, id="exempt"),
        pytest.param("nobody.knows", False, False, id="unknown"),
    ],
)
def test_says_what_applies_and_remembers_that_it_was_asked(
    asked: AskedDecision, service: str, *, allowed: bool, depends: bool
) -> None:
    assert asked.allows(service) is allowed
    assert asked.asked is depends


def test_says_no_once_the_headers_went_out_for_anybody(asked: AskedDecision) -> None:
    asked.settle(private=False)

    assert not asked.allows("google.analytics")
    assert asked.allows("site.session")
    assert not asked.asked


def test_goes_on_answering_in_a_private_response(asked: AskedDecision) -> None:
    asked.settle(private=True)

    assert asked.allows("google.analytics")
