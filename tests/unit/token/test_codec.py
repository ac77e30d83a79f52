import base64
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.consent.state import ConsentState, Reason, RecordedChoice
from consent_server.kernel.errors import (
    TokenError,
    TokenForeignError,
    TokenForgedError,
    TokenUnreadableError,
)
from consent_server.token.codec import TokenCodec
from consent_server.token.keys import TokenKeys, TokenSigner
from tests.builders import make_policy

POLICY = make_policy()
SIGNER = TokenSigner.from_seed(1, bytes(range(32)))
CODEC = TokenCodec(policy=POLICY, keys=SIGNER.public())
ISSUED = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHOICE = RecordedChoice(
    record_id=uuid.UUID("0f9d5e3c-8a57-8c0e-9a57-0123456789ab"),
    issued_at=ISSUED,
    purposes=frozenset({"analytics"}),
    services=frozenset({"stats"}),
)


def test_writes_132_characters_for_up_to_16_services() -> None:
    assert len(CODEC.issue(CHOICE, SIGNER)) == 132


@given(
    purposes=st.frozensets(st.sampled_from([p.id for p in POLICY.purposes])),
    services=st.frozensets(st.sampled_from([s.id for s in POLICY.services])),
)
def test_reads_back_what_it_wrote(
    purposes: frozenset[str], services: frozenset[str]
) -> None:
    choice = RecordedChoice(
        record_id=CHOICE.record_id,
        issued_at=ISSUED,
        purposes=purposes,
        services=services,
    )

    state = CODEC.read(CODEC.issue(choice, SIGNER), ISSUED)

    assert state == ConsentState.decided(choice)


@given(
    purposes=st.frozensets(st.sampled_from([p.id for p in POLICY.purposes])),
    services=st.frozensets(st.sampled_from([s.id for s in POLICY.services])),
)
def test_reads_back_what_was_left_open(
    purposes: frozenset[str], services: frozenset[str]
) -> None:
    choice = replace(CHOICE, open_purposes=purposes, open_services=services)

    state = CODEC.read(CODEC.issue(choice, SIGNER), ISSUED)

    assert state == ConsentState.decided(choice)
    whole = not purposes and not services
    assert state.reason is (Reason.GRANTED if whole else Reason.NO_CHOICE_YET)


def test_refuses_a_token_with_any_bit_flipped() -> None:
    data = bytearray(base64.urlsafe_b64decode(CODEC.issue(CHOICE, SIGNER)))
    for position in range(len(data) * 8):
        changed = bytearray(data)
        changed[position // 8] ^= 1 << position % 8
        text = base64.urlsafe_b64encode(changed).decode()

        with pytest.raises(TokenError):
            CODEC.read(text, ISSUED)


@given(text=st.text(max_size=200) | st.text("AQaz09-_=", max_size=600))
def test_raises_only_its_own_error_on_any_text(text: str) -> None:
    with pytest.raises(TokenError):
        CODEC.read(text, ISSUED)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda token: token[:-1], id="cut"),
        pytest.param(lambda token: token + "=", id="padding"),
        pytest.param(lambda token: token + "\n", id="newline"),
        pytest.param(lambda token: token.replace("-", "+"), id="other-alphabet"),
        pytest.param(lambda token: token * 5, id="too-long"),
        pytest.param(lambda _: "", id="empty"),
    ],
)
def test_refuses_another_spelling(change: Callable[[str], str]) -> None:
    seed = bytes(31) + b"\x07"
    signer = TokenSigner.from_seed(1, seed)
    codec = TokenCodec(policy=POLICY, keys=signer.public())
    token = next(
        token
        for token in (
            codec.issue(
                RecordedChoice(
                    record_id=uuid.UUID(int=number),
                    issued_at=ISSUED,
                    purposes=frozenset(),
                    services=frozenset(),
                ),
                signer,
            )
            for number in range(50)
        )
        if "-" in token
    )

    with pytest.raises(TokenError):
        codec.read(change(token), ISSUED)


def test_refuses_a_token_of_another_site() -> None:
    other = TokenCodec(policy=make_policy(site_id="other"), keys=SIGNER.public())

    with pytest.raises(TokenForeignError):
        CODEC.read(other.issue(CHOICE, SIGNER), ISSUED)


def test_refuses_a_token_of_another_key_with_the_same_id() -> None:
    thief = TokenSigner.from_seed(1, bytes(32))

    with pytest.raises(TokenForgedError):
        CODEC.read(CODEC.issue(CHOICE, thief), ISSUED)


def test_accepts_the_tokens_of_an_older_key_while_it_is_kept() -> None:
    new = TokenSigner.from_seed(2, bytes(32))
    keys = TokenKeys(keys={**SIGNER.public().keys, **new.public().keys})

    state = TokenCodec(policy=POLICY, keys=keys).read(
        CODEC.issue(CHOICE, SIGNER), ISSUED
    )

    assert state.choice == CHOICE


def test_lets_a_choice_of_another_policy_count_no_longer() -> None:
    old = make_policy(choice_lifetime_days=100)
    token = TokenCodec(policy=old, keys=SIGNER.public()).issue(CHOICE, SIGNER)

    state = CODEC.read(token, ISSUED)

    assert state == ConsentState.undecided(Reason.POLICY_CHANGED, CHOICE.record_id)


@pytest.mark.parametrize(
    ("age", "counts"),
    [
        pytest.param(timedelta(days=182, seconds=-1), True, id="last-second"),
        pytest.param(timedelta(days=182), False, id="expired"),
        pytest.param(timedelta(minutes=-5), True, id="clocks-differ-a-little"),
        pytest.param(timedelta(minutes=-6), False, id="from-the-future"),
    ],
)
def test_lets_a_choice_live_as_long_as_the_site_says(
    age: timedelta, *, counts: bool
) -> None:
    """Rule C11: expired means denied and asked again."""
    state = CODEC.read(CODEC.issue(CHOICE, SIGNER), ISSUED + age)

    assert (state.choice is not None) is counts
    assert state.record_id == CHOICE.record_id


def test_looks_at_the_age_of_a_token_that_it_remembers() -> None:
    token = CODEC.issue(CHOICE, SIGNER)
    death = ISSUED + timedelta(days=POLICY.site.choice_lifetime_days)

    assert CODEC.read(token, ISSUED).choice == CHOICE
    assert CODEC.read(token, death).reason is Reason.TOKEN_EXPIRED
    assert CODEC.read(token, death - timedelta(seconds=1)).choice == CHOICE
    assert CODEC.read(token, ISSUED - timedelta(hours=1)).choice is None


def test_refuses_a_body_without_room_for_the_grants() -> None:
    body = base64.urlsafe_b64decode(CODEC.issue(CHOICE, SIGNER))[:-65]
    text = base64.urlsafe_b64encode(body + SIGNER.sign(body)).rstrip(b"=").decode()

    with pytest.raises(TokenUnreadableError):
        CODEC.read(text, ISSUED)
