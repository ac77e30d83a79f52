import uuid
from datetime import UTC, datetime

import pytest

from consent_server.consent.state import Reason, RecordedChoice
from consent_server.token.codec import TokenCodec
from consent_server.token.cookie import read_state, set_cookies
from consent_server.token.keys import TokenSigner
from tests.builders import make_policy

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
    token, mirror = set_cookies(CHOICE, TOKEN, POLICY, secure=True)

    assert token == (
        f"__Host-choice={TOKEN}; Path=/; Max-Age=15724800; SameSite=Lax; Secure; "
        "HttpOnly"
    )
    assert "HttpOnly" not in mirror


def test_mirrors_the_grants_without_authority() -> None:
    mirror = set_cookies(CHOICE, TOKEN, POLICY, secure=False)[1]

    # Order of services: ads, audiences, score, site.session, stats.
    assert mirror.startswith(f"choice-state={POLICY.version[:8]}.1772366400.0800.40;")
