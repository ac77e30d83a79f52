"""What nobody declares, one finding for each host or cookie, and how to declare it.

Sightings come from markup, ``Set-Cookie`` and ``Link`` headers, and browsers' reports.
Anybody can send reports, so a finding is a hint until somebody has looked.
"""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from consent_server.catalog.lookup import known_cookies, look_up
from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ServiceId
from consent_server.enforcement.evidence import DROPPED, OTHERS, Sighting, Surface
from consent_server.kernel.canonical import Json

NO_NAMES = frozenset({OTHERS, DROPPED})
"""Lines of sightings that name nothing."""


class Kind(enum.StrEnum):
    """What was found."""

    HOST = "host"
    COOKIE = "cookie"


CODES = {Kind.HOST: "UND001", Kind.COOKIE: "UND002"}


class State(enum.StrEnum):
    """What became of a finding."""

    OPEN = "open"
    IGNORED = "ignored"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingCount:
    """How many responses or reports of a day (UTC) showed what nobody declares."""

    day: date
    sighting: Sighting
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a name looks like: a guess that opens nothing.

    ``services`` are those of the library that declare it, ``looks_like`` the names of
    platforms or companies that are known for it.
    """

    kind: Kind
    services: tuple[ServiceId, ...]
    looks_like: tuple[str, ...]

    @property
    def words(self) -> str:
        """How to declare it, to be read behind the name."""
        if self.services:
            return f"is in the library; declare it as: {', '.join(self.services)}"
        if not self.looks_like:
            return (
                "is known to nobody; see who loads or sets it, and declare it under own"
            )
        more = "declare what it loads under own"
        if self.kind is Kind.COOKIE:
            more = 'declare it as "catalog lookup" prints'
        return f"looks like {', '.join(self.looks_like)}; {more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A host or cookie that was seen; days in UTC.

    ``id`` names it to commands. ``where`` are the surfaces, each with the directive
    that a report named, ``times`` the responses and reports.
    """

    kind: Kind
    name: str
    first_seen: date
    last_seen: date
    times: int
    where: tuple[tuple[Surface, str], ...]
    state: State
    advice: Advice

    @property
    def id(self) -> str:
        """Return what is the same for the same name, whenever it is seen."""
        return f"{self.kind.value}:{self.name}"

    @property
    def code(self) -> str:
        """Return the code of its kind."""
        return CODES[self.kind]

    def to_json(self) -> dict[str, Json]:
        """Describe it to programs."""
        return {
            "id": self.id,
            "code": self.code,
            "kind": self.kind.value,
            "name": self.name,
            "state": self.state.value,
            "first_seen": self.first_seen.isoformat(),
            "last_seen": self.last_seen.isoformat(),
            "times": self.times,
            "where": [
                {"surface": surface.value, "directive": directive}
                for surface, directive in self.where
            ],
            "services": [*self.advice.services],
            "looks_like": [*self.advice.looks_like],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the policy in force declares, and since when it does."""

    matcher: Matcher
    domain: str
    since: date

    def ends(self, kind: Kind, name: str, last_seen: date) -> bool:
        """Tell whether a finding is over.

        What is seen after it was declared is not what was declared: another path of
        the host, perhaps.
        """
        if kind is Kind.COOKIE:
            known = bool(self.matcher.match_cookie(name, self.domain))
        else:
            known = bool(self.matcher.match_host(name)) or self.matcher.is_own(name)
        return known and last_seen <= self.since


def find(
    counts: Iterable[SightingCount],
    declared: Declared | None,
    library: Matcher,
    ignored: Collection[str],
) -> list[Finding]:
    """Group sightings by what was seen, in order of kind and name.

    Args:
        counts: Sightings of some days.
        declared: The policy in force, if there is one.
        library: What the shipped services declare.
        ignored: The ids of findings that somebody wants to hear no more of.
    """
    groups: dict[tuple[Kind, str], list[SightingCount]] = {}
    for count in counts:
        if count.sighting.name not in NO_NAMES:
            key = kind_of(count.sighting), count.sighting.name
            groups.setdefault(key, []).append(count)
    found = []
    for (kind, name), group in sorted(groups.items()):
        days = [it.day for it in group]
        where = {(it.sighting.surface, it.sighting.directive) for it in group}
        state = State.OPEN
        if declared is not None and declared.ends(kind, name, max(days)):
            state = State.DECLARED
        elif f"{kind.value}:{name}" in ignored:
            state = State.IGNORED
        found.append(
            Finding(
                kind=kind,
                name=name,
                first_seen=min(days),
                last_seen=max(days),
                times=sum(it.times for it in group),
                where=tuple(sorted(where)),
                state=state,
                advice=advise(kind, name, library),
            )
        )
    return found


def kind_of(sighting: Sighting) -> Kind:
    """Return what a sighting names."""
    return Kind.COOKIE if sighting.surface is Surface.SET_COOKIE else Kind.HOST


def advise(kind: Kind, name: str, library: Matcher) -> Advice:
    """Guess what a name is."""
    if kind is Kind.COOKIE:
        services = library.match_cookie(name)
        guess = look_up(name)
        platforms = {guess.known.platform or guess.known.name} if guess else set()
    else:
        services = library.match_host(name)
        platforms = {it.platform for it in known_cookies() if it.find_domain(name)}
    return Advice(
        kind=kind,
        services=tuple(sorted(services)),
        looks_like=tuple(sorted(platforms - {""})),
    )
