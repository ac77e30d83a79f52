"""What must hold of header filters and tokens, whatever a field says."""

import uuid
from datetime import UTC, datetime, timedelta

from consent_server.consent.state import RecordedChoice
from consent_server.enforcement.link_header import filter_link_headers
from consent_server.enforcement.request_cookie import filter_request_cookie
from consent_server.enforcement.set_cookie import (
    expire_cookies,
    filter_set_cookie,
    parse_set_cookie,
)
from consent_server.kernel.errors import TokenError
from consent_server.token.claims import pack_claims, unpack_claims, unpack_grants
from consent_server.token.codec import TokenCodec
from consent_server.token.keys import TokenSigner
from tests.builders import make_policy
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER

HOST = "www.site.test"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIELDS = (
    "Link",
    "Refresh",
    "Speculation-Rules",
    "Reporting-Endpoints",
    "Report-To",
    "Content-Security-Policy",
)
SIGNER = TokenSigner.from_seed(1, bytes(range(32)))
POLICY = make_policy()
CODEC = TokenCodec(policy=POLICY, keys=SIGNER.public())
GENUINE = frozenset(
    CODEC.issue(
        RecordedChoice(
            record_id=uuid.UUID(int=1),
            issued_at=issued_at,
            purposes=purposes,
            services=frozenset(),
        ),
        SIGNER,
    )
    for issued_at in (NOW, NOW - timedelta(days=999), NOW + timedelta(days=1))
    for purposes in (frozenset[str](), frozenset({"analytics"}))
)
ORDER = (
    [purpose.id for purpose in POLICY.purposes],
    [service.id for service in POLICY.services],
)


def check_link(data: bytes) -> None:
    """Nothing held: every byte stays. Filtered once: nothing more to filter."""
    name = FIELDS[data[0] % len(FIELDS)] if data else FIELDS[0]
    field = [(name, data[1:].decode("latin-1"))]
    untouched = filter_link_headers(field, MATCHER, frozenset(), HOST)
    assert list(untouched.headers) == field
    assert untouched.dropped == ()
    once = filter_link_headers(field, MATCHER, EVERYTHING, HOST)
    twice = filter_link_headers(once.headers, MATCHER, EVERYTHING, HOST)
    assert twice.headers == once.headers
    assert twice.dropped == ()
    assert once.dropped or list(once.headers) == field


def check_set_cookie(data: bytes) -> None:
    """What stays is claimed by nobody, or deletes; what is written deletes."""
    value = data.decode("latin-1")
    filtered = filter_set_cookie([value], MATCHER, EVERYTHING, HOST, NOW)
    assert (filtered.kept == (value,)) is not bool(filtered.dropped)
    assert filter_set_cookie([value], MATCHER, frozenset(), HOST, NOW).kept == (value,)
    for name in filtered.dropped:
        for line in expire_cookies([name], HOST, path="/a/b", secure=True):
            written = parse_set_cookie(line)
            assert written is not None
            assert written.name == name
            assert written.deletes(NOW)


def check_cookie(data: bytes) -> None:
    """Only whole cookies go, and none that should have gone stays."""
    header = data.decode("latin-1")
    filtered = filter_request_cookie(header, MATCHER, EVERYTHING)
    if not filtered.removed:
        assert filtered.header == header
    elif filtered.header is not None:
        again = filter_request_cookie(filtered.header, MATCHER, EVERYTHING)
        assert again.header == filtered.header
        assert set(filtered.header.split(";")) <= {
            part for whole in header.split(";") for part in (whole, whole.lstrip(" \t"))
        }
    assert filter_request_cookie(header, MATCHER, frozenset()).header == header


def check_token(data: bytes) -> None:
    """No text grants anything but those that were signed for this policy."""
    text = data.decode("latin-1")
    try:
        state = CODEC.read(text, NOW)
    except TokenError:
        assert text not in GENUINE
    else:
        assert state.choice is None or text in GENUINE


def check_claims(data: bytes) -> None:
    """Claims are read in one way or not at all: writing them gives the bytes back."""
    try:
        claims = unpack_claims(data)
        unpack_grants(claims.grants, *ORDER)
    except TokenError:
        return
    assert pack_claims(claims) == data
