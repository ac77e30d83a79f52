"""A memory that is bounded in number and in bytes; what was used least goes first.

Much comes once and never again. So only what comes the second time is kept: the rest
would drive out what is needed, and make the processor fetch memory that nobody reads.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from threading import Lock
from typing import Generic, TypeVar

MAX_ONCE = 4096
"""Hashes that are noted of what came once; when there are more, none are."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """What was made before, by everything that it depends on; thread-safe.

    ``size`` is about what all of it takes in memory, in bytes.
    """

    def __init__(self, max_entries: int, max_bytes: int) -> None:
        self.size = 0
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._once: set[int] = set()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[K]:
        return iter(self._kept)

    def find(self, key: K) -> V | None:
        """Return what is known under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: K, value: V, size: int) -> None:
        """Remember something of about so many bytes, if it came before.

        What is too large is not remembered: it would drive out everything.
        """
        if size > self._max_bytes:
            return
        with self._lock:
            if not self._came_before(hash(key)):
                return
            if (known := self._kept.pop(key, None)) is not None:
                self.size -= known[1]
            self._kept[key] = value, size
            self.size += size
            while len(self._kept) > self._max_entries or self.size > self._max_bytes:
                self.size -= self._kept.popitem(last=False)[1][1]

    def _came_before(self, key: int) -> bool:
        if key in self._once:
            return True
        if len(self._once) >= MAX_ONCE:
            self._once.clear()
        self._once.add(key)
        return False
