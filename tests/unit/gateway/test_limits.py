"""Which requests are not passed on, whatever server let them in."""

from typing import Any

import pytest

from consent_server.gateway.limits import Limits, hostname

LIMITS = Limits(knows=lambda name: name == "shop.example", max_body_bytes=10)
HOST = (b"host", b"shop.example")


def refused(*headers: tuple[bytes, bytes], **changes: Any) -> int | None:  # noqa: ANN401 - a scope
    scope = {
        "type": "http",
        "method": "POST",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [HOST, *headers],
    }
    refusal = LIMITS.find_refusal(scope | changes)
    return refusal.status.value if refusal else None


@pytest.mark.parametrize(
    "headers",
    [
        [(b"content-length", b"1"), (b"Content-Length", b"1")],
        [(b"content-length", b"1"), (b"transfer-encoding", b"chunked")],
        [(b"content-length", b"+1")],
        [(b"content-length", b"1, 1")],
        [(b"content-length", b"\xb2")],
        [(b"content-length", b"")],
    ],
    ids=["two lengths", "length and chunks", "plus", "list", "superscript", "empty"],
)
def test_refuses_a_length_that_can_be_misread(
    headers: list[tuple[bytes, bytes]],
) -> None:
    assert refused(*headers) == 400


@pytest.mark.parametrize("coding", [b"xchunked", b"gzip, chunked", b"chunked, chunked"])
def test_refuses_other_transfer_codings(coding: bytes) -> None:
    assert refused((b"transfer-encoding", coding)) == 501


def test_takes_a_body_up_to_its_limit() -> None:
    assert refused((b"content-length", b"10")) is None
    assert refused((b"content-length", b"11")) == 413
    assert refused((b"transfer-encoding", b"Chunked")) is None


@pytest.mark.parametrize(
    "path", [b"*", b"", b"http://evil.example/", b"/a b", b"/\x00", b"/\xe5"]
)
def test_refuses_what_is_no_path(path: bytes) -> None:
    assert refused(raw_path=path) == 400


def test_refuses_a_query_that_would_end_the_line() -> None:
    assert refused(query_string=b"a HTTP/1.1\r\nX: 1") == 400


@pytest.mark.parametrize("host", [b"shop.example:80:80", b"a@shop.example", b"", b"["])
def test_refuses_what_is_no_host(host: bytes) -> None:
    assert refused(headers=[(b"host", host)]) == 400


@pytest.mark.parametrize(
    ("host", "name"),
    [
        (b"Shop.Example:8443", "shop.example"),
        (b"shop.example.", "shop.example"),
        (b"[::1]:80", "::1"),
    ],
)
def test_reads_the_name_in_a_host(host: bytes, name: str) -> None:
    assert hostname(host) == name
