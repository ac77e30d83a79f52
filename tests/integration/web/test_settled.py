"""What follows from a choice is worked out once."""

from dataclasses import replace

from consent_server.consent.choice import RawChoice
from consent_server.web.settled import Settler
from tests.builders import make_policy


def test_remembers_nothing_that_no_check_has_seen() -> None:
    policy = make_policy()
    settler = Settler(policy)
    plain = RawChoice(
        action="refuse_all",
        surface="banner",
        policy_version=policy.version,
        language=next(iter(policy.notices)),
    )
    padded = replace(plain, purposes={"anything": "x"}, services={"else": "y"})

    assert settler.settle(padded, None) is settler.settle(plain, None)
