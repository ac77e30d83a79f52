"""Which header fields travel on."""

import pytest

from consent_server.gateway.headers import (
    VIA,
    end_to_end,
    for_visitor,
    has_passed_here,
    values_of,
)


def test_drops_the_fields_that_connection_names() -> None:
    headers = [
        (b"Connection", b"close, X-One"),
        (b"connection", b" x-two ,,"),
        (b"X-One", b"1"),
        (b"x-Two", b"2"),
        (b"X-Three", b"3"),
    ]

    assert end_to_end(headers) == [(b"x-three", b"3")]


@pytest.mark.parametrize("name", [b"Host", b"Content-Length", b"Transfer-Encoding"])
def test_lets_connection_take_no_framing_away(name: bytes) -> None:
    headers = [(b"Connection", name), (name, b"1")]

    assert end_to_end(headers) == [(name.lower(), b"1")]


def test_keeps_the_order_of_what_travels_on() -> None:
    headers = [(b"Set-Cookie", b"a=1"), (b"ETag", b'"1"'), (b"Set-Cookie", b"b=2")]

    assert for_visitor(headers) == [
        (b"set-cookie", b"a=1"),
        (b"etag", b'"1"'),
        (b"set-cookie", b"b=2"),
        (b"via", VIA),
    ]


def test_believes_no_length_beside_chunks() -> None:
    headers = [(b"Content-Length", b"9"), (b"Transfer-Encoding", b"chunked")]

    assert for_visitor(headers) == [(b"via", VIA)]


@pytest.mark.parametrize(
    ("via", "passed"),
    [
        (b"1.1 consent-server", True),
        (b"1.0 fred, 1.1 consent-server (a comment)", False),
        (b"1.0 fred, HTTP/1.1 consent-server", True),
        (b"1.1 consent-server.example", False),
        (b"", False),
    ],
)
def test_knows_its_own_name_in_via(via: bytes, *, passed: bool) -> None:
    assert has_passed_here([(b"via", via)]) is passed


def test_reads_a_list_over_several_fields() -> None:
    headers = [(b"TE", b"a, b"), (b"X", b"c"), (b"te", b",d ,")]

    assert values_of(headers, b"te") == [b"a", b"b", b"d"]
