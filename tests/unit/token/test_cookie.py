import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consent_server.consent.state import Reason, RecordedChoice
from consent_server.notice.policy import Policy
from consent_server.token.codec import TokenCodec
from consent_server.token.cookie import (
    clear_cookies,
    for_script,
    read_state,
    renew_mirror,
    set_cookies,
)
from consent_server.token.earlier import earlier_policies
from consent_server.token.keys import TokenSigner
from tests.builders import SERVICES, make_policy

POLICY = make_policy()
SIGNER = TokenSigner.from_seed(1, bytes(range(32)))
CODEC = TokenCodec(policy=POLICY, keys=SIGNER.public())
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHOICE = RecordedChoice(
    record_id=uuid.UUID(int=5),
    issued_at=NOW,
    purposes=frozenset({"analytics"}),
    services=frozenset({"stats"}),
)
TOKEN = CODEC.issue(CHOICE, SIGNER)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        pytest.param("", Reason.NO_CHOICE_YET, id="no-cookie"),
        pytest.param("other=1; a", Reason.NO_CHOICE_YET, id="other-cookies"),
        pytest.param(f"choice={TOKEN}", Reason.GRANTED, id="good"),
        pytest.param(f"a=1;  choice={TOKEN} ;b=2", Reason.GRANTED, id="among-others"),
        pytest.param("choice=", Reason.TOKEN_UNREADABLE, id="empty"),
        pytest.param("choice=yes", Reason.TOKEN_UNREADABLE, id="not-a-token"),
        pytest.param(
            f"choice={TOKEN}; choice={TOKEN}", Reason.TOKEN_UNREADABLE, id="two"
        ),
        pytest.param(f"choice={TOKEN[:-4]}AAAA", Reason.TOKEN_FORGED, id="forged"),
    ],
)
def test_reads_the_state_from_a_cookie_header(header: str, reason: Reason) -> None:
    assert read_state(header, CODEC, NOW, secure=False).reason is reason


def test_reads_no_plain_token_where_the_site_is_secure() -> None:
    """A plain name could be planted by a sibling domain, __Host- cannot."""
    state = read_state(f"choice={TOKEN}", CODEC, NOW, secure=True)

    assert state.reason is Reason.NO_CHOICE_YET


def test_hides_the_token_from_scripts_and_keeps_it_first_party() -> None:
    token, mirror = set_cookies(CHOICE, TOKEN, POLICY, NOW, secure=True)

    assert token == (
        f"__Host-choice={TOKEN}; Path=/; Max-Age=15724800; SameSite=Lax; Secure; "
        "HttpOnly"
    )
    assert "HttpOnly" not in mirror


def test_mirrors_the_grants_without_authority() -> None:
    mirror = set_cookies(CHOICE, TOKEN, POLICY, NOW, secure=False)[1]

    # Order of services: ads, audiences, score, site.session, stats.
    assert mirror.startswith(f"choice-state={POLICY.version[:8]}.1772366400.0800.40;")


MIRROR = set_cookies(CHOICE, TOKEN, POLICY, NOW, secure=False)[1].partition(";")[0]
REORDERED = make_policy(services=tuple(it for it in SERVICES if it.id != "ads"))
EXTENDED = make_policy(
    services=(*SERVICES, replace(SERVICES[1], id="heat", cookies=()))
)


def renew(policy: Policy, header: str, at: datetime = NOW) -> list[str]:
    earlier = earlier_policies([POLICY.content], policy)
    codec = TokenCodec(policy=policy, keys=SIGNER.public(), earlier=earlier)
    return renew_mirror(header, codec, at, secure=False)


def test_writes_the_mirror_again_when_a_service_is_gone() -> None:
    """Its bits move; the page's script reads them in the order of its own policy."""
    [cookie] = renew(REORDERED, f"choice={TOKEN}; {MIRROR}", NOW + timedelta(days=1))
    expected, *_ = set_cookies(CHOICE, TOKEN, REORDERED, NOW, secure=False)[1:]

    assert cookie.partition(";")[0] == expected.partition(";")[0]
    assert f"Max-Age={181 * 86_400};" in cookie


def test_says_in_the_mirror_that_something_is_still_to_be_asked() -> None:
    """What was granted is released in cached pages too, and the banner still asks."""
    [cookie] = renew(EXTENDED, f"choice={TOKEN}; {MIRROR}")

    assert cookie.partition(";")[0].endswith(".0400.40.open")


def test_ends_both_cookies_when_the_choice_ends() -> None:
    """Rule C11: what is granted beside a choice does not make it live longer."""
    later = NOW + timedelta(days=100)
    cookies = set_cookies(CHOICE, TOKEN, POLICY, later, secure=False)

    assert all(f"Max-Age={82 * 86_400};" in cookie for cookie in cookies)


@pytest.mark.parametrize(
    ("policy", "header"),
    [
        pytest.param(POLICY, f"choice={TOKEN}; {MIRROR}", id="current"),
        pytest.param(REORDERED, MIRROR, id="no-token"),
        pytest.param(REORDERED, f"choice=forged; {MIRROR}", id="forged"),
    ],
)
def test_leaves_the_mirror_alone(policy: Policy, header: str) -> None:
    assert renew(policy, header) == []


def test_lets_no_mirror_outlive_any_choice_that_it_could_stand_for() -> None:
    shorter = make_policy(choice_lifetime_days=10)
    header = f"choice={TOKEN}"

    assert "Max-Age=86400;" in renew(shorter, header, NOW + timedelta(days=9))[0]
    assert renew(shorter, header, NOW + timedelta(days=10)) == []


@pytest.mark.parametrize("secure", [True, False])
def test_takes_both_cookies_out_as_they_were_set(*, secure: bool) -> None:
    """A browser lets go of a cookie only under its own name and attributes."""
    made = set_cookies(CHOICE, TOKEN, POLICY, NOW, secure=secure)
    ended = clear_cookies(secure=secure)

    for before, after in zip(made, ended, strict=True):
        assert after.partition("=")[0] == before.partition("=")[0]
        assert after.partition("=")[2].startswith("; Path=/; Max-Age=0;")
        assert ("Secure" in after, "HttpOnly" in after) == (
            *("Secure" in before, "HttpOnly" in before),
        )


def test_writes_for_a_script_what_a_browser_takes_from_one() -> None:
    given = set_cookies(CHOICE, TOKEN, POLICY, NOW, secure=True)

    assert for_script(given) == [given[0].removesuffix("; HttpOnly"), given[1]]
    assert given[0].endswith("; HttpOnly")
