"""How often a key may ask: a bucket of tokens each, in this process.

Whoever asks more is told when to come again, before anything is looked at or changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

_MOST_BUCKETS = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many requests at once, and so many more per second."""

    burst: int = 100
    per_second: float = 20.0


class Buckets:
    """A bucket for each name.

    Those of names that have not been heard of for long are full, and forgotten.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._busy = Lock()

    def take(self, name: str) -> float:
        """Take a token; return the seconds until there is one, nothing if there was."""
        with self._busy:
            now = self._clock()
            left = self._tokens(name, now)
            if left < 1:
                return (1 - left) / self._rate.per_second
            if len(self._left) >= _MOST_BUCKETS:
                self._forget(now)
            self._left[name] = (left - 1, now)
            return 0.0

    def _tokens(self, name: str, now: float) -> float:
        left, since = self._left.get(name, (float(self._rate.burst), now))
        gained = (now - since) * self._rate.per_second
        return min(float(self._rate.burst), left + gained)

    def _forget(self, now: float) -> None:
        burst = self._rate.burst
        self._left = {
            name: bucket
            for name, bucket in self._left.items()
            if self._tokens(name, now) < burst
        }
