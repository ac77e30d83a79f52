import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from consent_server.sdk import decoding
from consent_server.sdk.decoding import Decoder, find_decoder

MIB = 1 << 20


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def two_members(data: bytes) -> bytes:
    return gzip.compress(data[: len(data) // 2]) + gzip.compress(data[len(data) // 2 :])


def two_frames(data: bytes) -> bytes:
    middle = len(data) // 2
    return zstandard.compress(data[:middle]) + zstandard.compress(data[middle:])


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "gzip-of-two-members": ("gzip", two_members),
    "gzip-with-a-tail": ("gzip", lambda data: gzip.compress(data) + b"\0\0\0"),
    "deflate": ("deflate", zlib.compress),
    "deflate-without-its-header": ("deflate", raw_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstandard.compress),
    "zstd-of-two-frames": ("zstd", two_frames),
    "gzip-in-zstd": (
        "gzip, zstd",
        lambda data: zstandard.compress(gzip.compress(data)),
    ),
    "three": (
        "deflate, identity, br, gzip",
        lambda data: gzip.compress(brotli.compress(zlib.compress(data))),
    ),
}


def decoder_for(coding: str) -> Decoder:
    decoder = find_decoder([("content-encoding", coding)])
    assert decoder is not None
    return decoder


@pytest.mark.parametrize(("coding", "encode"), CODINGS.values(), ids=CODINGS.keys())
@given(data=st.binary(max_size=400), sizes=st.lists(st.integers(1, 40)))
def test_undoes_any_coding_in_any_chunks(
    coding: str, encode: Callable[[bytes], bytes], data: bytes, sizes: list[int]
) -> None:
    encoded, decoder, output = encode(data), decoder_for(coding), b""
    for size in sizes:
        output += decoder.feed(encoded[:size])
        encoded = encoded[size:]
    output += decoder.feed(encoded)

    assert output == data
    assert not decoder.broken


@pytest.mark.parametrize(("coding", "encode"), CODINGS.values(), ids=CODINGS.keys())
def test_gives_what_a_piece_says_at_once(
    coding: str, encode: Callable[[bytes], bytes]
) -> None:
    data = bytes(range(256)) * 3000  # larger than any piece within

    assert decoder_for(coding).feed(encode(data)) == data


@pytest.mark.parametrize(
    "coding", ["compress", "aws-chunked", "gzip, gzip, gzip, gzip", "gzip;q=1"]
)
def test_does_not_know_what_it_cannot_undo(coding: str) -> None:
    assert find_decoder([("Content-Encoding", coding)]) is None


@pytest.mark.parametrize("value", ["", "identity", "Identity, identity"])
def test_passes_on_what_is_not_encoded(value: str) -> None:
    assert decoder_for(value).feed(b"as it is") == b"as it is"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, br"])
@given(data=st.binary(min_size=20))
def test_never_raises_and_ends_where_it_is_damaged(coding: str, data: bytes) -> None:
    decoder = decoder_for(coding)
    decoder.feed(b"\x07" + data)  # begins no body in any of them
    rest = decoder.feed(data)

    assert decoder.broken or coding != "zstd"
    assert not (decoder.broken and rest)


def test_gives_what_came_before_the_damage() -> None:
    whole = gzip.compress(bytes(range(256)) * 100, compresslevel=0)
    decoder = decoder_for("gzip")
    output = decoder.feed(whole[:9000]) + decoder.feed(b"\xff" * 30_000)

    assert output.startswith(bytes(range(256)) * 30)
    assert decoder.broken


ZEROS = bytes(64 * MIB)
BOMBS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "brotli": ("br", lambda data: brotli.compress(data, quality=9)),  # as small, soon
    "zstd": ("zstd", zstandard.compress),
    "gzip-in-gzip": ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
    "zstd-in-brotli": (
        "zstd, br",
        lambda data: brotli.compress(zstandard.compress(data)),
    ),
}


@pytest.mark.parametrize(("coding", "encode"), BOMBS.values(), ids=BOMBS.keys())
def test_does_not_unfold_a_bomb(coding: str, encode: Callable[[bytes], bytes]) -> None:
    """Row 26 of the threats: by ratio, long before it is large."""
    decoder, bomb = decoder_for(coding), encode(ZEROS)
    tracemalloc.start()
    output = decoder.feed(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert decoder.broken
    limit = max(decoding.FREE_BYTES, decoding.MAX_RATIO * len(bomb))
    assert len(output) <= min(limit, decoding.MAX_DECODED_BYTES)
    assert peak < 2 * min(limit, decoding.MAX_DECODED_BYTES) + 24 * MIB


def test_does_not_unfold_more_than_any_page_has() -> None:
    """By size, where the ratio is that of a page."""
    piece = gzip.compress(bytes(range(256)) * 40 * 1024)  # 10 MiB, 100 to 200 times
    decoder, sent = decoder_for("gzip"), 0
    for _ in range(8):
        sent += len(decoder.feed(piece + bytes(100_000)))

    assert sent <= decoding.MAX_DECODED_BYTES


def test_lets_a_repetitive_page_grow() -> None:
    page = b"<tr><td>0</td><td>0</td></tr>\n" * 30_000

    assert decoder_for("gzip").feed(gzip.compress(page)) == page
