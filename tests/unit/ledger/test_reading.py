"""JSON and base64 that somebody may have changed."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.reading import (
    decode_base64,
    encode_base64,
    parse_json,
    parse_object,
    require_count,
    require_list,
    require_text,
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut-off"),
        pytest.param(b'{"a":1}x', id="more-after-it"),
        pytest.param(b'{"a":1,"a":2}', id="repeated-key"),
        pytest.param(b'{"a":{"b":1,"b":1}}', id="repeated-key-inside"),
        pytest.param(b"NaN", id="not-a-number"),
        pytest.param(b"[Infinity]", id="infinity"),
        pytest.param(b"\xff\xfe1\x00", id="utf-16"),
        pytest.param(b'"\xe5"', id="latin-1"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte-order-mark"),
        pytest.param(b"[" * 100_000, id="nested-too-deep"),
        pytest.param(b"9" * 10_000, id="number-too-long"),
    ],
)
def test_refuses_what_is_not_plain_json(data: bytes) -> None:
    with pytest.raises(MalformedEvidenceError, match="the thing"):
        parse_json(data, "the thing")


@given(st.binary(max_size=60))
def test_reads_any_bytes_or_says_that_they_are_not_json(data: bytes) -> None:
    with contextlib.suppress(MalformedEvidenceError):
        assert parse_json(data, "the thing") == json.loads(data)


def test_refuses_another_type() -> None:
    with pytest.raises(MalformedEvidenceError, match="not an object"):
        parse_object(b"[]", "it")
    with pytest.raises(MalformedEvidenceError, match="not a list"):
        require_list({}, "it")
    with pytest.raises(MalformedEvidenceError, match="not text"):
        require_text(1, "it")
    with pytest.raises(MalformedEvidenceError, match="not valid Unicode"):
        require_text("\ud800", "it")


@pytest.mark.parametrize("value", [-1, 2**53, True, 1.0, "1", None])
def test_refuses_what_is_not_a_count(value: object) -> None:
    with pytest.raises(MalformedEvidenceError, match="not a count"):
        require_count(value, "it")


@given(st.binary())
def test_reads_back_base64(data: bytes) -> None:
    assert decode_base64(encode_base64(data), "it") == data


@pytest.mark.parametrize(
    "value", ["YQ", "YR==", "YQ==\n", " YQ==", "Y-==", "å", "\ud800", None, 7]
)
def test_refuses_other_spellings_of_base64(value: object) -> None:
    with pytest.raises(MalformedEvidenceError):
        decode_base64(value, "it")
