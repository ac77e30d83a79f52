"""No request is smuggled past the gateway (threat rows 23 and 29).

Whatever a visitor writes, the upstream gets at most one request per request, with a
framing of the gateway's own making, and the visitor's own path and query.
"""

import pytest

from tests.gateway_process import Gateway
from tests.raw_upstream import LATE, RawUpstream

pytestmark = pytest.mark.usefixtures("socket_enabled")

HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: HOST\r\n\r\n"
POST = b"POST /seen HTTP/1.1\r\nHost: HOST\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
LENGTH = b"Content-Length: "

AMBIGUOUS = {
    "length and chunked": POST
    + (b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
    "chunked and length": POST
    + (b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + HIDDEN),
    "two lengths": POST + LENGTH + b"0\r\nContent-Length: 41\r\n\r\n" + HIDDEN,
    "lengths in a list": POST + LENGTH + b"0, 41\r\n\r\n" + HIDDEN,
    "length with plus": POST + LENGTH + b"+0\r\n\r\n" + HIDDEN,
    "length with minus": POST + LENGTH + b"-1\r\n\r\n" + HIDDEN,
    "length in hex": POST + LENGTH + b"0x0\r\n\r\n" + HIDDEN,
    "length with underscore": POST + LENGTH + b"0_0\r\n\r\n" + HIDDEN,
    "length of nothing": POST + LENGTH + b"\r\n\r\n" + HIDDEN,
    "length past all numbers": POST + LENGTH + b"9" * 40 + b"\r\n\r\n" + HIDDEN,
    "xchunked": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunked, identity": POST
    + (b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN),
    "identity, chunked": POST
    + (b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
    "gzip, chunked": POST
    + (b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
    "chunked twice": POST
    + (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    + HIDDEN,
    "chunked with a vertical tab": POST
    + (b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n" + HIDDEN),
    "space before colon": POST + b"Content-Length : 41\r\n\r\n" + HIDDEN,
    "folded line": POST + b"X: 1\r\n Content-Length: 41\r\n\r\n" + HIDDEN,
    "bare carriage return": POST + b"X: 1\rContent-Length: 41\r\n\r\n" + HIDDEN,
    "NUL in a value": POST + b"X: 1\x00Content-Length: 41\r\n\r\n" + HIDDEN,
    "NUL in a name": POST + b"X\x00: 1\r\n\r\n" + HIDDEN,
    "line without colon": POST + b"Content-Length\r\n\r\n" + HIDDEN,
    "chunk size past all numbers": CHUNKED + b"f" * 17 + b"\r\n" + HIDDEN,
    "chunk size with plus": CHUNKED + b"+0\r\n\r\n" + HIDDEN,
    "chunk size in hex notation": CHUNKED + b"0x0\r\n\r\n" + HIDDEN,
    "chunk lines that end in LF": CHUNKED + b"0\n\n" + HIDDEN,
    "LF in a chunk extension": CHUNKED + b"2;\nxx\r\n0\r\n\r\n" + HIDDEN,
    "chunk longer than its size": CHUNKED + b"1\r\nabc\r\n0\r\n\r\n" + HIDDEN,
    "chunked of HTTP/1.0": b"POST /seen HTTP/1.0\r\nHost: HOST\r\n"
    + (b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
}
"""A reader that takes the length otherwise would see the hidden request."""


@pytest.mark.parametrize("case", AMBIGUOUS)
def test_never_passes_on_a_hidden_request(
    gateway: Gateway, upstream: RawUpstream, case: str
) -> None:
    with gateway.connect() as wire:
        wire.raw(AMBIGUOUS[case].replace(b"/seen", LATE, 1))
        wire.rest()

    assert upstream.received == []


def test_passes_on_two_requests_that_are_two(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    with gateway.connect() as wire:
        wire.raw(POST + LENGTH + b"2\r\n\r\nab" + HIDDEN)
        replies = [wire.reply(), wire.reply()]

    assert [it.status for it in replies] == [200, 200]
    assert [it.target for it in upstream.received] == [b"/seen", b"/hidden"]


FRAMINGS = {
    "a body with GET": b"GET /seen HTTP/1.1\r\nHost: HOST\r\n"
    b"Content-Length: 5\r\n\r\nhello",
    "a length with zeros and spaces": POST + LENGTH + b" 005 \r\n\r\nhello",
    "the same length twice": POST + LENGTH + b"5\r\nContent-Length: 5\r\n\r\nhello",
    "chunk extensions": CHUNKED + b'5;a=b;c="d"\r\nhello\r\n0\r\n\r\n',
    "chunk sizes with zeros": CHUNKED + b"0005\r\nhello\r\n000\r\n\r\n",
    "trailers": CHUNKED + b"5\r\nhello\r\n0\r\nContent-Length: 9\r\nX-T: 1\r\n\r\n",
    "Chunked in capitals": POST
    + b"Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("case", FRAMINGS)
def test_writes_the_framing_anew(
    gateway: Gateway, upstream: RawUpstream, case: str
) -> None:
    with gateway.connect() as wire:
        wire.raw(FRAMINGS[case])
        wire.reply()

    request = upstream.only()
    framing = (request.values("Content-Length"), request.values("Transfer-Encoding"))
    assert framing in (([b"5"], []), ([], [b"chunked"]))
    assert request.body == b"hello"
    assert not request.values("X-T")


def test_drops_an_upgrade_to_another_protocol(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    with gateway.connect() as wire:
        wire.send(
            "/seen",
            Upgrade="h2c",
            Connection="Upgrade, HTTP2-Settings",
            HTTP2_Settings="AAMAAABkAARAAAAAAAIAAAAA",
        )
        reply = wire.reply()

    request = upstream.only()
    assert reply.status == 200
    for name in ("Upgrade", "Connection", "HTTP2-Settings"):
        assert request.values(name) == []


TARGETS = [
    b"//evil.example/x/../y?a=%41&b=+",
    b"/x/../y",
    b"/x/%2e%2e/y%2Fz",
    b"/a%00b?%00",
    b"/%zz;p=1?q?=&&",
    b"/a/./b/",
    b"/%C3%A5?%e5",
    b"/x?next=http://evil.example/%0d%0aX:1",
]


@pytest.mark.parametrize("target", TARGETS, ids=bytes.decode)
def test_passes_on_path_and_query_as_they_came(
    gateway: Gateway, upstream: RawUpstream, target: bytes
) -> None:
    gateway.get(target.decode())

    assert upstream.only().target == target


def test_takes_of_an_absolute_address_the_path_alone(
    gateway: Gateway, upstream: RawUpstream
) -> None:
    gateway.get("http://evil.example/x?y")

    request = upstream.only()
    assert request.target == b"/x?y"
    assert request.values("Host") == [gateway.host.encode()]


REFUSED = {
    "no Host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two Hosts": (b"GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", 400),
    "two names in a Host": (b"GET / HTTP/1.1\r\nHost: HOST, HOST\r\n\r\n", 400),
    "a Host that is no name": (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    "an unknown Host": (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    "an unknown Host for choices": (
        b"GET /-/choices/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        421,
    ),
    "a method in small letters": (b"get / HTTP/1.1\r\nHost: HOST\r\n\r\n", 501),
    "TRACE": (b"TRACE / HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "an asterisk": (b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    "bytes outside ASCII": (b"GET /\xc3\xa5 HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    "a long address": (
        b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: HOST\r\n\r\n",
        414,
    ),
    "much in headers": (
        b"GET / HTTP/1.1\r\nHost: HOST\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
        431,
    ),
    "many headers": (
        b"GET / HTTP/1.1\r\nHost: HOST\r\n" + b"X: a\r\n" * 200 + b"\r\n",
        431,
    ),
    "many cookies": (
        b"GET / HTTP/1.1\r\nHost: HOST\r\nCookie: a=" + b"a" * 17_000 + b"\r\n\r\n",
        431,
    ),
    "a body that is too large": (POST + LENGTH + b"500000000\r\n\r\n", 413),
    "an odd expectation": (POST + b"Expect: tea\r\nContent-Length: 1\r\n\r\na", 417),
    "a request that has been here": (
        b"GET / HTTP/1.1\r\nHost: HOST\r\nVia: 1.1 consent-server\r\n\r\n",
        508,
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_by_itself(gateway: Gateway, upstream: RawUpstream, case: str) -> None:
    data, status = REFUSED[case]
    with gateway.connect() as wire:
        wire.raw(data)
        reply = wire.reply()

    assert reply.status == status
    assert upstream.received == []
