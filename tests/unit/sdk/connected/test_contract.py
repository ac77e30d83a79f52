"""What goes to the server and back, and what does not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.canonical import sha256_hex
from consent_server.notice.compose import to_json
from consent_server.notice.published import read_value
from consent_server.sdk.connected.contract import (
    MAX_FORWARD_BYTES,
    forwarded_cookies,
    is_forwarded,
    is_returned,
)
from consent_server.sdk.connected.document import PolicyDocument, write_document
from consent_server.sdk.connected.pin import MAGIC
from consent_server.web.visitor.receipt_check import MAX_RECEIPT_BYTES
from tests.unit.sdk.connected.vectors import VECTORS


@pytest.mark.parametrize(
    "name",
    ["cookie", "origin", "sec-fetch-site", "sec-gpc", "accept-language", "user-agent"],
)
def test_passes_on_what_the_visitors_routes_read(name: str) -> None:
    assert is_forwarded(name)


@pytest.mark.parametrize(
    "name",
    [
        "authorization",
        "x-forwarded-for",
        "forwarded",
        "x-real-ip",
        "consent-site-host",
        "consent-site-scheme",
        "host",
        "transfer-encoding",
    ],
)
def test_keeps_addresses_keys_and_our_own_names_at_the_site(name: str) -> None:
    assert not is_forwarded(name)


@pytest.mark.parametrize("pair", VECTORS["cookies"], ids=lambda it: it["visitor"])
def test_gives_only_our_own_cookies_their_values(pair: dict[str, str]) -> None:
    assert forwarded_cookies(pair["visitor"]) == pair["forwarded"]


@given(secret=st.text("abcdefghij", min_size=8), name=st.text("xyz", min_size=1))
def test_never_sends_the_value_of_another_cookie(secret: str, name: str) -> None:
    assert secret not in forwarded_cookies(f"choice=1; {name}={secret}; {secret}")


def test_returns_cookies_and_caching_but_nothing_of_the_connection() -> None:
    assert is_returned("set-cookie", "")
    assert is_returned("cache-control", "close")
    assert not is_returned("transfer-encoding", "")
    assert not is_returned("x-hop", "close, X-Hop")


def test_lets_a_receipt_through_to_be_checked() -> None:
    assert MAX_FORWARD_BYTES == MAX_RECEIPT_BYTES


def test_tag_and_pin_are_the_digest_of_the_document() -> None:
    data = VECTORS["document"].encode()

    assert VECTORS["etag"] == f'"{sha256_hex(data)}"'
    assert VECTORS["pin_first_line"] == (MAGIC + sha256_hex(data).encode()).decode()


def test_a_document_is_written_as_specified() -> None:
    document = read_value(PolicyDocument, json.loads(VECTORS["document"]))

    assert write_document(document) == VECTORS["document"].encode()
    assert to_json(document) == json.loads(VECTORS["document"])
