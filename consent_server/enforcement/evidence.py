"""What was held, counted per service: evidence without a trail of visitors."""

import enum
from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from consent_server.catalog.model import ServiceId


class Surface(enum.StrEnum):
    """Where something was held."""

    MARKUP = "markup"
    SET_COOKIE = "set_cookie"
    REQUEST_COOKIE = "request_cookie"
    LINK_HEADER = "link_header"
    UNREADABLE = "unreadable"


class Tally(NamedTuple):
    """One line of evidence; ``reason`` is the verdict's code."""

    service: ServiceId
    surface: Surface
    reason: str


class Evidence:
    """Counters that add up; no clock, no visitor, no page."""

    def __init__(self) -> None:
        self._counts: Counter[Tally] = Counter()
        self._lock = Lock()  # servers answer from many threads

    def count(
        self,
        services: Iterable[ServiceId],
        surface: Surface,
        reason: str,
        times: int = 1,
    ) -> None:
        """Count something that was held for these services."""
        tallies = [Tally(service, surface, reason) for service in services]
        with self._lock:
            for tally in tallies:
                self._counts[tally] += times

    def read(self) -> dict[Tally, int]:
        """Return the counts, in a stable order."""
        with self._lock:
            return dict(sorted(self._counts.items()))
