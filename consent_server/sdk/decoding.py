"""Content codings of pages that arrive encoded although they were asked for plain.

gzip and deflate are always known, ``br`` and ``zstd`` where their packages are there
(extra ``codings``). Whatever grows like a bomb is not read any further.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Protocol

from consent_server.enforcement.headers import Headers, get_values, split_list

with suppress(ImportError):
    import brotli
with suppress(ImportError):
    import zstandard

MAX_DECODED_BYTES = 32 << 20
"""No page is larger; what is, is not read."""

MAX_RATIO = 200
"""Times that a body may grow; real pages grow 3 to 30 times, a bomb 1,000."""

FREE_BYTES = 1 << 20
"""Up to this size the ratio is not asked."""

MAX_CODINGS = 3
_PIECE_BYTES = 1 << 18
_ZSTD_SLICE = 256  # four bytes may stand for a block of 128 KiB (RFC 8878 3.1.1.2)
_ZSTD_WINDOW = 8 << 20  # RFC 9659 section 3
_GZIP_MAGIC = b"\x1f\x8b"
_HEADER_BYTES = 2
_ZLIB_CHECK, _DEFLATE_METHOD = 31, 8  # RFC 1950 section 2.2


class UnreadableBodyError(Exception):
    """A body is damaged, or grows too much; only the decoder sees it."""


class Codec(Protocol):
    """Undoes one coding; pieces are small, so that growth is seen in time."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Decode the next bytes, piece by piece.

        Raises:
            UnreadableBodyError: The bytes are damaged.
        """
        ...


class Inflate:
    """gzip and deflate (RFC 9110 section 8.4.1), told apart as browsers do.

    deflate may lack its zlib header; gzip may have several members.
    """

    def __init__(self) -> None:
        self._start = b""
        self._inflate: zlib._Decompress | None = None
        self._is_first = True
        self._ended = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """See ``Codec``."""
        while not self._ended:
            if self._inflate is None:
                data = self._begin(data)
            if self._inflate is None:
                return
            try:
                piece = self._inflate.decompress(data, _PIECE_BYTES)
            except zlib.error:
                raise UnreadableBodyError from None
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._inflate.unused_data
                self._inflate, self._is_first = None, False
            if piece:
                yield piece
            if not data and len(piece) < _PIECE_BYTES:
                return

    def _begin(self, data: bytes) -> bytes:
        """Start a member once its header is there; what is none ends the body."""
        start = self._start + data
        if len(start) < _HEADER_BYTES:
            self._start = start
            return b""
        self._start = b""
        if self._is_first or start.startswith(_GZIP_MAGIC):
            self._inflate = zlib.decompressobj(_window(start))
        else:
            self._ended = True
        return start


def _window(start: bytes) -> int:
    if start.startswith(_GZIP_MAGIC):
        return 16 + zlib.MAX_WBITS
    is_zlib = (
        int.from_bytes(start[:_HEADER_BYTES], "big") % _ZLIB_CHECK == 0
        and start[0] & 0x0F == _DEFLATE_METHOD
    )
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


class Unbrotli:
    """Brotli (RFC 7932)."""

    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """See ``Codec``."""
        if self._decoder.is_finished():
            return
        try:
            while True:
                piece = self._decoder.process(data, output_buffer_limit=_PIECE_BYTES)
                if not piece and self._decoder.can_accept_more_data():
                    return
                yield piece
                data = b""
        except brotli.error:
            raise UnreadableBodyError from None


class Unzstd:
    """Zstandard (RFC 8878), of any number of frames."""

    def __init__(self) -> None:
        self._decoder = self._new()

    @staticmethod
    def _new() -> "zstandard.ZstdDecompressionObj":
        return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """See ``Codec``."""
        for at in range(0, len(data), _ZSTD_SLICE):
            yield from self._slice(data[at : at + _ZSTD_SLICE])

    def _slice(self, data: bytes) -> Iterator[bytes]:
        while data:
            try:
                piece = self._decoder.decompress(data)
            except zstandard.ZstdError:
                raise UnreadableBodyError from None
            if piece:
                yield piece
            data = b""
            if self._decoder.eof:
                data = self._decoder.unused_data
                self._decoder = self._new()


CODECS: Mapping[str, Callable[[], Codec]] = {
    "gzip": Inflate,
    "x-gzip": Inflate,
    "deflate": Inflate,
    **({"br": Unbrotli} if find_spec("brotli") else {}),
    **({"zstd": Unzstd} if find_spec("zstandard") else {}),
}
"""What can be decoded here, by its name in ``Content-Encoding``."""


class Decoder:
    """Undoes all codings of one body; without any it passes the bytes on.

    ``broken`` says that the body is damaged or a bomb: nothing more comes out.
    """

    def __init__(self, codings: Sequence[str]) -> None:
        self.broken = False
        self._stages = [CODECS[coding]() for coding in reversed(codings)]
        self._budget = _Budget(len(self._stages))

    def feed(self, data: bytes) -> bytes:
        """Decode the next bytes."""
        if not self._stages or self.broken:
            return b"" if self.broken else data
        output: list[bytes] = []
        self._budget.earn(len(data))
        try:
            output.extend(self._budget.through(self._stages, data))
        except UnreadableBodyError:
            self.broken = True
        return b"".join(output)


class _Budget:
    """How much may come out of each stage, for what has come in at the first."""

    def __init__(self, stages: int) -> None:
        self._in = 0
        self._out = [0] * stages

    def earn(self, size: int) -> None:
        self._in += size

    def through(
        self, stages: Sequence[Codec], data: bytes, stage: int = 0
    ) -> Iterator[bytes]:
        """Decode piece by piece, the first stage's pieces by the others."""
        if stage == len(stages):
            yield data
            return
        for piece in stages[stage].pieces(data):
            self._out[stage] += len(piece)
            if self._out[stage] > self._most:
                raise UnreadableBodyError
            yield from self.through(stages, piece, stage + 1)

    @property
    def _most(self) -> int:
        return min(MAX_DECODED_BYTES, max(FREE_BYTES, MAX_RATIO * self._in))


def codings_of(headers: Headers) -> list[str]:
    """Return the codings of a body in the order in which they were applied."""
    return [
        coding.lower()
        for value in get_values(headers, "Content-Encoding")
        for coding in split_list(value)
        if coding.lower() != "identity"
    ]


def find_decoder(headers: Headers) -> Decoder | None:
    """Return what makes a body plain, or nothing when we cannot."""
    codings = codings_of(headers)
    known = len(codings) <= MAX_CODINGS and CODECS.keys() >= set(codings)
    return Decoder(codings) if known else None
