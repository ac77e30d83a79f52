"""The header for developers stays short, plain and well-formed."""

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import ResourceKind
from consent_server.consent.decide import Decision, Verdict
from consent_server.consent.state import Reason
from consent_server.sdk.debugging import Enforced, debug_value

HELD = Verdict(allowed=False, reason=Reason.REFUSED)
GRANTED = Verdict(allowed=True, reason=Reason.GRANTED)
EXEMPT = Verdict(allowed=True, reason=Reason.EXEMPT)

# RFC 9651 sections 3.2 and 4.1, as far as the header uses them
STRING = r'"(?:[ !#-\[\]-~]|\\["\\])*"'
PARAMETERS = rf"(?:;[a-z]+=(?:[0-9]+|{STRING}))*"
ITEM = f"{STRING}{PARAMETERS}"
MEMBER = rf"[a-z]+(?:=(?:{STRING}|\((?:{ITEM}(?: {ITEM})*)?\)))?"
DICTIONARY = re.compile(f"{MEMBER}(?:, {MEMBER})*")


def enforced(**fields: object) -> Enforced:
    values: dict[str, object] = {
        "personal": True,
        "unreadable": False,
        "hidden": (),
        "dropped": (),
        "links": frozenset(),
    }
    return Enforced(**(values | fields))  # type: ignore[arg-type] # the test names them


def decision(**services: Verdict) -> Decision:
    return Decision(
        policy_version="f00",
        decided=True,
        chosen=True,
        purposes={},
        services=services,
    )


SHOP = decision(stats=HELD, ads=GRANTED, session=EXEMPT)
GATED = frozenset({"stats", "ads"})


def test_tells_a_developer_what_was_held_and_why() -> None:
    tags = Counter({("stats", ResourceKind.SCRIPT): 2, ("stats", ResourceKind.IMG): 1})
    whole = enforced(
        hidden=("_s", "_t"), dropped=("_s",), links=frozenset({"stats"}), tags=tags
    )

    assert debug_value(whole, SHOP, GATED) == (
        'for="visitor", policy="f00", held=("stats";why="refused"), granted=("ads"), '
        'hidden=("_s" "_t"), dropped=("_s"), links=("stats"), '
        'tags=("stats";kind="img";times=1 "stats";kind="script";times=2)'
    )


def test_tells_nothing_of_a_visitor_in_what_anybody_may_get() -> None:
    first = enforced(personal=False, hidden=("_s",), dropped=("_s",))
    second = enforced(personal=False)
    refused = decision(stats=HELD, ads=HELD)

    assert debug_value(first, SHOP, GATED) == debug_value(second, refused, GATED)
    assert debug_value(first, SHOP, GATED) == (
        'for="anybody", policy="f00", held=("ads";why="shared" "stats";why="shared"), '
        "links=()"
    )


def test_says_that_a_page_could_not_be_read() -> None:
    assert debug_value(enforced(unreadable=True), SHOP, GATED).endswith(", unreadable")


def test_tells_that_what_nobody_declares_is_held() -> None:
    value = debug_value(enforced(), SHOP, GATED | {"unknown"})

    assert '"unknown";why="undeclared")' in value


def test_says_that_it_is_cut() -> None:
    names = tuple(f"cookie{number}" for number in range(500))
    value = debug_value(enforced(hidden=names), SHOP, GATED)

    assert value.endswith(", cut")
    assert '"cookie0"' in value
    assert len(value) < 2_300


@given(st.lists(st.text()), st.lists(st.text()))
def test_is_a_dictionary_whatever_cookies_are_called(
    hidden: list[str], dropped: list[str]
) -> None:
    value = debug_value(
        enforced(hidden=tuple(hidden), dropped=tuple(dropped)), SHOP, GATED
    )

    assert DICTIONARY.fullmatch(value)
    assert len(value) < 2_300
