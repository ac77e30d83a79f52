"""Who asks, through how many proxies (threat row 31)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.gateway.forwarded import Connection, say_who_asks

HERE = Connection(peer="192.0.2.9", host=b"shop.example", secure=True)
CHAIN = [
    (b"x-forwarded-for", b"6.6.6.6, 203.0.113.7"),
    (b"x-forwarded-for", b"198.51.100.2"),
    (b"x-forwarded-host", b"evil.example, www.shop.example"),
    (b"x-forwarded-proto", b"HTTP"),
]


@pytest.mark.parametrize(
    ("hops", "addresses", "scheme"),
    [
        (0, b"192.0.2.9", b"https"),
        (1, b"198.51.100.2, 192.0.2.9", b"http"),
        (2, b"203.0.113.7, 198.51.100.2, 192.0.2.9", b"http"),
    ],
)
def test_believes_as_many_entries_as_there_are_proxies(
    hops: int, addresses: bytes, scheme: bytes
) -> None:
    said = dict(say_who_asks(CHAIN, HERE, hops))

    assert said[b"x-forwarded-for"] == addresses
    assert said[b"x-forwarded-proto"] == scheme


@pytest.mark.parametrize("hops", [0, 1, 2])
def test_names_the_host_that_was_asked_whatever_a_proxy_let_through(hops: int) -> None:
    said = dict(say_who_asks(CHAIN, HERE, hops))

    assert said[b"x-forwarded-host"] == b"shop.example"
    assert b"evil" not in said[b"forwarded"]


def test_says_the_same_in_the_standard_field() -> None:
    headers = [(b"x-forwarded-for", b"2001:db8::1, nonsense")]

    said = dict(say_who_asks(headers, HERE, 2))

    assert said[b"forwarded"] == (
        b'for="[2001:db8::1]";host="shop.example";proto=https, '
        b"for=unknown, for=192.0.2.9"
    )


@pytest.mark.parametrize(
    "name", [b"x_forwarded_for", b"x-forwarded-port", b"x-original-url", b"proxy"]
)
def test_drops_what_an_upstream_could_believe(name: bytes) -> None:
    assert name not in dict(say_who_asks([(name, b"1")], HERE, 1))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"x-forwarded-for", b"x-forwarded-proto", b"forwarded"]),
            st.binary(max_size=20),
        )
    )
)
def test_says_the_same_to_whoever_claims_anything(
    claims: list[tuple[bytes, bytes]],
) -> None:
    assert say_who_asks(claims, HERE, 0) == say_who_asks([], HERE, 0)
