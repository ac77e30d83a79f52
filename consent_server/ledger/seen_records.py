"""Finds record ids that come twice, in memory that does not grow with the records."""

import io
import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

SEEN = struct.Struct(">16sQ")
"""A record id and the position of its entry."""

_BUCKETS = 256
_FLUSH_BYTES = 170 * SEEN.size  # per bucket: one megabyte in all


@dataclass(slots=True)
class _Bucket:
    waiting: bytearray = field(default_factory=bytearray)
    written: "array[int]" = field(default_factory=lambda: array("Q"))  # where, in turn


class SeenRecords:
    """Sorts ids into buckets in a file, so that one bucket at a time is looked at."""

    def __init__(self, spill: IO[bytes] | None = None) -> None:
        """Start with nothing; ``spill`` is an empty file, by default one in memory."""
        self._file = spill or io.BytesIO()
        self._buckets = [_Bucket() for _ in range(_BUCKETS)]

    def add(self, seen: bytes | bytearray) -> None:
        """Add ids with their positions, one after the other as :data:`SEEN`."""
        for start in range(0, len(seen), SEEN.size):
            item = bytes(seen[start : start + SEEN.size])
            # Python's hash has a key that nobody can know who writes a bundle.
            bucket = self._buckets[hash(item[:16]) % _BUCKETS]
            bucket.waiting += item
            if len(bucket.waiting) == _FLUSH_BYTES:
                bucket.written.append(self._file.tell())
                self._file.write(bucket.waiting)
                bucket.waiting.clear()

    def repeated(self) -> Iterator[tuple[bytes, int, int]]:
        """Give the ids that came again, where they stood first and where again."""
        for bucket in self._buckets:
            first: dict[bytes, int] = {}
            for record_id, position in self._read(bucket):
                before = first.setdefault(record_id, position)
                if before != position:
                    yield record_id, before, position

    def _read(self, bucket: _Bucket) -> Iterator[tuple[bytes, int]]:
        for place in bucket.written:
            self._file.seek(place)
            yield from SEEN.iter_unpack(self._file.read(_FLUSH_BYTES))
        yield from SEEN.iter_unpack(bucket.waiting)
