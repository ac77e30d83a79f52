import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.sdk.decoding import find_decoder
from consent_server.sdk.encoding import (
    ENCODERS,
    choose_coding,
    choose_packing,
    pack,
    readable_codings,
    takes,
)


@pytest.mark.parametrize(
    ("accepted", "came_in", "chosen"),
    [
        pytest.param("gzip, deflate, br, zstd", None, "zstd", id="browser"),
        pytest.param("gzip, deflate, br, zstd", "gzip", "gzip", id="as-it-came"),
        pytest.param("gzip, deflate, br", "zstd", "br", id="not-as-it-came"),
        pytest.param("gzip, deflate", None, "gzip", id="old-browser"),
        pytest.param("GZIP", None, "gzip", id="upper-case"),
        pytest.param("br;q=0.5, gzip;q=0.9", "br", "gzip", id="weights-win"),
        pytest.param("br;q=0, *", None, "zstd", id="any-but-one"),
        pytest.param("*", None, "zstd", id="any"),
        pytest.param("*;q=0", None, None, id="none"),
        pytest.param("gzip;q=0", None, None, id="not-gzip"),
        pytest.param("identity, gzip;q=0.5", None, None, id="rather-plain"),
        pytest.param("identity;q=0.5, gzip", None, "gzip", id="rather-gzip"),
        pytest.param("identity;q=0, gzip;q=0.1", None, "gzip", id="never-plain"),
        pytest.param("gzip;q=x", None, None, id="no-weight"),
        pytest.param("gzip;q=7", None, None, id="too-heavy"),
        pytest.param("gzip;q=nan", None, None, id="not-a-number"),
        pytest.param("compress, exi", None, None, id="unknown"),
        pytest.param("", None, None, id="empty"),
        pytest.param(None, None, None, id="absent"),
    ],
)
def test_chooses_what_the_visitor_likes_best(
    accepted: str | None, came_in: str | None, chosen: str | None
) -> None:
    """RFC 9110 section 12.5.3."""
    assert choose_coding(accepted, came_in) == chosen


@pytest.mark.parametrize("coding", ENCODERS)
@given(chunks=st.lists(st.binary(min_size=1, max_size=300), max_size=6))
def test_makes_every_chunk_readable_at_once(coding: str, chunks: list[bytes]) -> None:
    encoder = ENCODERS[coding]()
    decoder = find_decoder([("Content-Encoding", coding)])
    assert decoder is not None
    for chunk in chunks:
        assert decoder.feed(encoder.feed(chunk)) == chunk

    assert decoder.feed(encoder.close()) == b""
    assert not decoder.broken


def test_ends_the_body_properly() -> None:
    encoder = ENCODERS["gzip"]()

    assert gzip.decompress(encoder.feed(b"page") + encoder.close()) == b"page"


@pytest.mark.parametrize(
    ("accepted", "readable"),
    [
        ("gzip, compress, br;q=0.5", "gzip, br;q=0.5"),
        ("*", ""),
        ("identity, dcb, ZSTD", "identity, ZSTD"),
    ],
)
def test_asks_only_for_what_can_be_undone(accepted: str, readable: str) -> None:
    assert readable_codings(accepted) == readable


@pytest.mark.parametrize(
    ("accepted", "answer"),
    [("gzip", True), ("br", False), ("*", True), ("gzip;q=0, *", False), (None, False)],
)
def test_tells_whether_a_visitor_takes_a_coding(
    accepted: str | None, *, answer: bool
) -> None:
    assert takes(accepted, "gzip") is answer


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        (None, None),
    ],
)
def test_packs_a_body_for_many_in_the_smallest_coding(
    accepted: str | None, coding: str | None
) -> None:
    body = b"the same for many visitors " * 40

    assert choose_packing(accepted) == coding
    packed = pack(body, coding)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(packed) == body
    assert pack(body, coding) == packed
