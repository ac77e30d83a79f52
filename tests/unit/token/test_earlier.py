"""A token that outlives its policy."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.catalog.diff import diff_catalogs
from consent_server.catalog.model import (
    Catalog,
    Cookie,
    NamePattern,
    Service,
    Transfer,
)
from consent_server.consent.decide import decide
from consent_server.consent.signals import Signals
from consent_server.consent.state import ConsentState, Reason, RecordedChoice
from consent_server.notice.policy import compile_policy
from consent_server.token.claims import policy_tag
from consent_server.token.codec import TokenCodec
from consent_server.token.earlier import earlier_policies
from consent_server.token.keys import TokenSigner
from tests.builders import SERVICES, make_catalog, make_policy

SIGNER = TokenSigner.from_seed(1, bytes(32))
ISSUED = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD = make_catalog(languages=("en",))
HEAT = Service(id="heat", name="Heat", provider="acme", purposes=("analytics",))
WITH_HEAT = replace(OLD, services=(HEAT, *SERVICES))
WITHOUT_STATS = replace(OLD, services=tuple(it for it in SERVICES if it.id != "stats"))


def given_under(old: Catalog, granted: frozenset[str]) -> str:
    """Write the token of a choice that granted those purposes and services."""
    policy = compile_policy(old)
    choice = RecordedChoice(
        record_id=uuid.UUID(int=7),
        issued_at=ISSUED,
        purposes=granted.intersection(policy.gated_purposes),
        services=granted & policy.gated_services,
    )
    return TokenCodec(policy=policy, keys=SIGNER.public()).issue(choice, SIGNER)


def read_under(
    new: Catalog, published: Sequence[Catalog], token: str, at: datetime = ISSUED
) -> ConsentState:
    policy = compile_policy(new)
    contents = [compile_policy(catalog).content for catalog in (*published, new)]
    codec = TokenCodec(
        policy=policy,
        keys=SIGNER.public(),
        earlier=earlier_policies(contents, policy),
    )
    return codec.read(token, at)


def test_asks_about_an_added_service_and_keeps_the_rest() -> None:
    token = given_under(OLD, frozenset({"analytics", "stats"}))
    state = read_under(WITH_HEAT, [OLD], token)

    decision = decide(compile_policy(WITH_HEAT), state, Signals())

    assert not decision.decided
    assert {name: it.reason for name, it in decision.services.items()} == {
        "ads": Reason.REFUSED,
        "audiences": Reason.REFUSED,
        "heat": Reason.POLICY_CHANGED,
        "score": Reason.REFUSED,
        "site.session": Reason.EXEMPT,
        "stats": Reason.GRANTED,
    }
    assert decision.purposes["analytics"].allowed


def test_keeps_open_what_an_earlier_policy_left_open() -> None:
    policy = compile_policy(OLD)
    choice = RecordedChoice(
        record_id=uuid.UUID(int=7),
        issued_at=ISSUED,
        purposes=frozenset(),
        services=frozenset({"stats"}),
        open_purposes=frozenset({"analytics"}),
        open_services=frozenset({"ads", "score"}),
    )
    token = TokenCodec(policy=policy, keys=SIGNER.public()).issue(choice, SIGNER)
    state = read_under(WITH_HEAT, [OLD], token)

    assert state.choice == replace(
        choice, open_services=frozenset({"ads", "score", "heat"})
    )


def test_keeps_a_choice_whole_when_a_service_is_removed() -> None:
    token = given_under(OLD, frozenset({"analytics", "stats", "marketing", "ads"}))
    state = read_under(WITHOUT_STATS, [OLD], token)

    decision = decide(compile_policy(WITHOUT_STATS), state, Signals())

    assert decision.decided
    assert decision.allows("ads")
    assert decision.services["score"].reason is Reason.REFUSED


def test_takes_a_browser_s_objection_for_what_is_not_answered_yet() -> None:
    reach = replace(HEAT, purposes=("marketing",))
    new = replace(OLD, services=(reach, *SERVICES))
    state = read_under(new, [OLD], given_under(OLD, frozenset({"marketing", "ads"})))

    decision = decide(compile_policy(new), state, Signals(gpc=True))

    assert decision.services["heat"].reason is Reason.OPT_OUT_SIGNAL
    assert decision.allows("ads")


def test_compares_with_the_policy_that_was_answered_not_with_the_last_one() -> None:
    """What came and went in between was never true for this visitor."""
    longer = Cookie(pattern=NamePattern(text="_stats"), life_seconds=999)
    between = replace(
        OLD,
        services=(
            SERVICES[0],
            replace(SERVICES[1], cookies=(longer,)),
            *SERVICES[2:],
        ),
    )
    token = given_under(OLD, frozenset({"analytics", "stats"}))

    assert decide(
        compile_policy(OLD), read_under(OLD, [OLD, between], token), Signals()
    ).decided


def test_knows_nothing_of_a_policy_that_was_never_published() -> None:
    token = given_under(OLD, frozenset({"stats"}))
    state = read_under(WITH_HEAT, [], token)

    assert state == ConsentState.undecided(Reason.POLICY_CHANGED, uuid.UUID(int=7))


def test_leaves_out_what_it_cannot_read() -> None:
    assert earlier_policies([b"", b"{}", b"\xff"], make_policy()) == {}


def test_names_a_policy_by_its_bytes_so_that_changed_ones_are_nobody_s() -> None:
    policy = make_policy()
    changed = policy.content.replace(b"Acme", b"Evil")

    assert policy_tag(policy.version) not in earlier_policies([changed], policy)


def test_leaves_out_two_policies_that_share_a_tag() -> None:
    content = make_policy().content

    assert earlier_policies([content, content], make_policy()) == {}


@pytest.mark.parametrize("days", [100, 300])
def test_lets_a_choice_live_no_longer_than_it_was_told(days: int) -> None:
    new = make_catalog(languages=("en",), choice_lifetime_days=days)
    token = given_under(OLD, frozenset({"stats"}))
    end = ISSUED + timedelta(days=min(days, 182))

    assert read_under(new, [OLD], token, end - timedelta(seconds=1)).choice
    assert read_under(new, [OLD], token, end).reason is Reason.TOKEN_EXPIRED


def test_counts_a_choice_back_so_that_it_ends_under_the_new_policy_as_it_was_told() -> (
    None
):
    """What is added to it is issued under the new policy, with its longer life."""
    new = make_catalog(languages=("en",), choice_lifetime_days=300)
    choice = read_under(new, [OLD], given_under(OLD, frozenset({"stats"}))).choice

    assert choice is not None
    assert choice.issued_at + timedelta(days=300) == ISSUED + timedelta(days=182)


NAMES = ("ads", "audiences", "heat", "score", "site.session", "stats")
PURPOSES = ("necessary", "analytics", "marketing", "scoring")


def some_service(name: str) -> st.SearchStrategy[Service]:
    cookies = st.sampled_from([None, 10, 1000]).map(
        lambda life: (Cookie(pattern=NamePattern(text="_it"), life_seconds=life),)
    )
    return st.builds(
        Service,
        id=st.just(name),
        name=st.sampled_from(["It", "This"]),
        provider=st.sampled_from(["acme", "site"]),
        purposes=st.lists(
            st.sampled_from(PURPOSES), min_size=1, max_size=2, unique=True
        ).map(tuple),
        transfer=st.sampled_from([Transfer.NONE, Transfer.SCC]),
        cookies=cookies,
    )


SOME_CATALOG = st.lists(
    st.sampled_from(NAMES).flatmap(some_service), unique_by=lambda it: it.id
).map(lambda services: replace(OLD, services=tuple(services)))
SOME_GRANTS = st.frozensets(st.sampled_from(NAMES + PURPOSES))


@settings(max_examples=60, deadline=None)
@given(old=SOME_CATALOG, new=SOME_CATALOG, granted=SOME_GRANTS)
def test_never_grants_what_was_not_granted(
    old: Catalog, new: Catalog, granted: frozenset[str]
) -> None:
    before, after = compile_policy(old), compile_policy(new)
    state = read_under(new, [old] if old != new else [], given_under(old, granted))
    decision = decide(after, state, Signals())
    changed = {
        change.service
        for change in diff_catalogs(before.catalog, after.catalog)
        if change.needs_fresh_consent
    }

    for verdicts, asked in (
        (decision.purposes, set(before.gated_purposes)),
        (decision.services, set(before.gated_services) - changed),
    ):
        for name, verdict in verdicts.items():
            if verdict.reason is Reason.GRANTED:
                assert name in granted & asked
            if verdict.reason is Reason.REFUSED:
                assert name in asked - granted


@settings(max_examples=60, deadline=None)
@given(old=SOME_CATALOG, granted=SOME_GRANTS, data=st.data())
def test_is_never_asked_again_when_services_only_went(
    old: Catalog, granted: frozenset[str], data: st.DataObject
) -> None:
    left = data.draw(st.frozensets(st.sampled_from(NAMES)))
    new = replace(old, services=tuple(it for it in old.services if it.id in left))
    token = given_under(old, granted)

    then = decide(compile_policy(old), read_under(old, [], token), Signals())
    now = decide(
        compile_policy(new),
        read_under(new, [old] if new != old else [], token),
        Signals(),
    )

    assert now.decided
    assert now.services == {
        name: verdict for name, verdict in then.services.items() if name in now.services
    }
