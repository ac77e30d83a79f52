"""Finds record ids that come twice, in memory that does not grow with the records."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

SEEN = struct.Struct(">16sQ")
"""A record id and the position of its entry."""

_ITEM = struct.Struct(f"{SEEN.size}s")
_ID_BYTES = 16
_BUCKETS = 256
_WAITING_BYTES = 1024 * 1024  # in all buckets, before they are written


@dataclass(slots=True)
class _Bucket:
    waiting: bytearray = field(default_factory=bytearray)
    written: list[tuple[int, int]] = field(default_factory=list)  # place and length


class SeenRecords:
    """Sorts ids into buckets in a file, so that one bucket at a time is looked at."""

    def __init__(self, spill: IO[bytes] | None = None) -> None:
        """Start with nothing; ``spill`` is an empty file, by default one in memory."""
        self._file = spill or io.BytesIO()
        self._buckets = [_Bucket() for _ in range(_BUCKETS)]
        self._waiting = 0

    def add(self, seen: bytes | bytearray) -> None:
        """Add ids with their positions, one after the other as :data:`SEEN`."""
        waiting = [bucket.waiting for bucket in self._buckets]
        for (item,) in _ITEM.iter_unpack(seen):
            # Python's hash has a key that nobody can know who writes a bundle.
            waiting[hash(item[:_ID_BYTES]) % _BUCKETS] += item
        self._waiting += len(seen)
        if self._waiting >= _WAITING_BYTES:
            self._write()

    def repeated(self) -> Iterator[tuple[bytes, int, int]]:
        """Give the ids that came again, where they stood first and where again."""
        for bucket in self._buckets:
            first: dict[bytes, int] = {}
            for record_id, position in self._read(bucket):
                before = first.setdefault(record_id, position)
                if before != position:
                    yield record_id, before, position

    def _write(self) -> None:
        for bucket in self._buckets:
            bucket.written.append((self._file.tell(), len(bucket.waiting)))
            self._file.write(bucket.waiting)
            bucket.waiting.clear()
        self._waiting = 0

    def _read(self, bucket: _Bucket) -> Iterator[tuple[bytes, int]]:
        for place, length in bucket.written:
            self._file.seek(place)
            yield from SEEN.iter_unpack(self._file.read(length))
        yield from SEEN.iter_unpack(bucket.waiting)
