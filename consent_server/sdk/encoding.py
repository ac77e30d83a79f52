"""Compressing what was enforced, once, on its way out."""

import gzip
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Protocol

from consent_server.enforcement.headers import split_list
from consent_server.sdk.decoding import CODECS

with suppress(ImportError):
    import brotli
with suppress(ImportError):
    import zstandard

WORTH_BYTES = 1024
"""Below this size a page of known length is sent plain."""

# Pages are made for one visitor, so each is packed anew: fast levels.
_GZIP_LEVEL = 4
_BROTLI_QUALITY = 4
_ZSTD_LEVEL = 3


class Encoder(Protocol):
    """Encodes one body; what was fed can be read at once at the other end."""

    def feed(self, data: bytes) -> bytes:
        """Encode the next bytes and flush."""
        ...

    def close(self) -> bytes:
        """Return the end of the encoded body."""
        ...


class Gzip:
    """gzip (RFC 1952); the same bytes for the same body."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def feed(self, data: bytes) -> bytes:
        """See ``Encoder``."""
        return self._packer.compress(data) + self._packer.flush(zlib.Z_SYNC_FLUSH)

    def close(self) -> bytes:
        """See ``Encoder``."""
        return self._packer.flush()


class Brotli:
    """Brotli (RFC 7932)."""

    def __init__(self) -> None:
        self._packer = brotli.Compressor(mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)

    def feed(self, data: bytes) -> bytes:
        """See ``Encoder``."""
        output: bytes = self._packer.process(data) + self._packer.flush()
        return output

    def close(self) -> bytes:
        """See ``Encoder``."""
        output: bytes = self._packer.finish()
        return output


class Zstd:
    """Zstandard (RFC 8878), in the window that RFC 9659 allows."""

    def __init__(self) -> None:
        self._packer = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()

    def feed(self, data: bytes) -> bytes:
        """See ``Encoder``."""
        block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return self._packer.compress(data) + self._packer.flush(block)

    def close(self) -> bytes:
        """See ``Encoder``."""
        return self._packer.flush()


ENCODERS: Mapping[str, Callable[[], Encoder]] = {
    **({"zstd": Zstd} if "zstd" in CODECS else {}),
    **({"br": Brotli} if "br" in CODECS else {}),
    "gzip": Gzip,
}
"""What can be encoded here, best first."""


@lru_cache
def choose_coding(accept_encoding: str | None, came_in: str | None) -> str | None:
    """Choose the coding that a visitor likes best (RFC 9110 section 12.5.3).

    Args:
        accept_encoding: The visitor's header; without one the body goes out plain.
        came_in: The coding of the application's body, preferred among equals.
    """
    weights = _weights(accept_encoding or "")
    order = sorted(ENCODERS, key=lambda coding: coding != came_in)
    liked = max(order, key=lambda coding: _weight(weights, coding))
    weight = _weight(weights, liked)
    return liked if weight > 0 and weight >= weights.get("identity", 0) else None


def choose_packing(accept_encoding: str | None) -> str | None:
    """Choose the coding in which a body is smallest, of those that a visitor takes."""
    known = ("br", "gzip") if "br" in CODECS else ("gzip",)
    return next((coding for coding in known if takes(accept_encoding, coding)), None)


def pack(body: bytes, coding: str | None) -> bytes:
    """Pack what is the same for many visitors, as small as it gets."""
    match coding:
        case None:
            return body
        case "br":
            packed: bytes = brotli.compress(body)
            return packed
        case _:
            return gzip.compress(body, mtime=0)


def takes(accept_encoding: str | None, coding: str) -> bool:
    """Tell whether a visitor takes a coding."""
    return _weight(_weights(accept_encoding or ""), coding) > 0


def readable_codings(accept_encoding: str) -> str:
    """Return of an ``Accept-Encoding`` what could be decoded again here."""
    members = split_list(accept_encoding)
    return ", ".join(
        member
        for member in members
        if member.partition(";")[0].strip().lower() in {*CODECS, "identity"}
    )


def _weight(weights: Mapping[str, float], coding: str) -> float:
    return weights.get(coding, weights.get("*", 0))


def _weights(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for member in split_list(header):
        coding, _, parameter = member.partition(";")
        name, _, value = parameter.partition("=")
        weight = 1.0
        if name.strip().lower() == "q":
            try:
                weight = float(value)
            except ValueError:
                weight = 0.0
        found[coding.strip().lower()] = weight if 0 <= weight <= 1 else 0.0
    return found
