"""What was held and what nobody declares: evidence without a trail of visitors."""

import enum
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple

from consent_server.catalog.model import ServiceId

MAX_LINES = 256
"""Different names that are counted of one surface."""
MAX_NAME = 253  # characters; no host name is longer (RFC 1035 section 2.3.4)
OTHERS = "(others)"
"""The line of all further names: no host or cookie is called so."""
DROPPED = "(dropped)"
"""The line of reports that nobody read, since too many came."""

NOTHING: Mapping[str, int] = MappingProxyType({})


class Surface(enum.StrEnum):
    """Where something was held."""

    MARKUP = "markup"
    SET_COOKIE = "set_cookie"
    REQUEST_COOKIE = "request_cookie"
    LINK_HEADER = "link_header"
    UNREADABLE = "unreadable"
    BROWSER = "browser"


class Tally(NamedTuple):
    """One line of evidence; ``reason`` is the verdict's code."""

    service: ServiceId
    surface: Surface
    reason: str


class Sighting(NamedTuple):
    """Something that no service declares, or that a browser was told not to load.

    ``name`` is a host or, of a cookie, its name. ``directive`` is what a browser's
    report names, such as ``img-src``.
    """

    surface: Surface
    name: str
    directive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Counts on their way to where they are kept, each in a stable order.

    ``signals`` counts requests whose signal was honoured, by the name of the signal and
    ``asked`` the pages that asked for a choice, by language.
    """

    held: dict[Tally, int]
    seen: dict[Sighting, int]
    signals: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.held or self.seen or self.signals or self.asked)


class Evidence:
    """Counters that add up; no clock, no visitor, no page.

    ``notify`` is called when something can be taken after there was nothing.
    """

    def __init__(self) -> None:
        self.notify: Callable[[], None] = lambda: None
        self._counts: Counter[Tally] = Counter()
        self._sightings: dict[Surface, Counter[Sighting]] = {}
        self._signals: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
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
        self.add(dict.fromkeys(tallies, times), {})

    def see(self, sightings: Iterable[Sighting]) -> None:
        """Count what one response or report showed; what is too much as one line.

        Pages and reports are full of names that anybody may have made up, so each
        surface has a bounded number of lines.
        """
        self.add({}, Counter(sightings))

    def drop(self, times: int) -> None:
        """Count reports that nobody read."""
        self.add({}, {Sighting(Surface.BROWSER, DROPPED): times} if times else {})

    def honour(self, signal: str) -> None:
        """Count a request whose signal decided something."""
        self.add({}, {}, {signal: 1})

    def ask(self, language: str) -> None:
        """Count a page that asks its visitor, in one of the notice's languages."""
        self.add({}, {}, asked={language: 1})

    def read(self) -> dict[Tally, int]:
        """Return the counts that nobody took, in a stable order."""
        with self._lock:
            return dict(sorted(self._counts.items()))

    def read_sightings(self) -> dict[Sighting, int]:
        """Return how many responses or reports showed what, in a stable order."""
        with self._lock:
            lines = [line for it in self._sightings.values() for line in it.items()]
        return dict(sorted(lines))

    def take(self) -> Taken:
        """Return all counts and begin at nothing."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            sightings, self._sightings = self._sightings, {}
            signals, self._signals = self._signals, Counter()
            asked, self._asked = self._asked, Counter()
        lines = [line for it in sightings.values() for line in it.items()]
        return Taken(
            held=dict(sorted(counts.items())),
            seen=dict(sorted(lines)),
            signals=dict(sorted(signals.items())),
            asked=dict(sorted(asked.items())),
        )

    def put_back(self, taken: Taken) -> None:
        """Add what was taken and could not be kept."""
        self.add(taken.held, taken.seen, taken.signals, taken.asked)

    def forget(self) -> None:
        """Begin at nothing in a process that was forked: the parent keeps its counts.

        The lock is new, too: in the parent another thread may have held it.
        """
        self._counts = Counter()
        self._sightings = {}
        self._signals = Counter()
        self._asked = Counter()
        self._lock = Lock()

    def add(
        self,
        held: Mapping[Tally, int],
        seen: Mapping[Sighting, int],
        signals: Mapping[str, int] = NOTHING,
        asked: Mapping[str, int] = NOTHING,
    ) -> None:
        """Count what was held and shown, signals and pages that asked, at once."""
        if not (held or seen or signals or asked):
            return
        with self._lock:
            first = not (
                self._counts or self._sightings or self._signals or self._asked
            )
            for counts, more in ((self._signals, signals), (self._asked, asked)):
                for name, times in more.items():
                    counts[name] += times
            for tally, times in held.items():
                self._counts[tally] += times
            for sighting, times in seen.items():
                lines = self._sightings.setdefault(sighting.surface, Counter())
                lines[fitting(sighting, lines)] += times
        if first:
            self.notify()


def fitting(sighting: Sighting, lines: Collection[Sighting]) -> Sighting:
    """Return the line of a surface that a sighting counts in."""
    fits = len(lines) < MAX_LINES and len(sighting.name) <= MAX_NAME
    known = sighting in lines or sighting.name == DROPPED
    return sighting if fits or known else Sighting(sighting.surface, OTHERS)
