"""Guesses at cookies that no catalog declares, from the Open Cookie Database.

A guess helps a person to write a declaration; it never opens or holds anything. The
database knows names better than what they are for, so look at each guess.
"""

import csv
import functools
import importlib.resources
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FILES = ("open_cookie_database.tsv", "open_cookie_database.corrections.tsv")
"""The facts and our corrections, which replace all rows of the same name."""

MIN_NAME = 3
MIN_PREFIX = 4
"""Shorter names and prefixes belong to many: they count on their domain only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCookie:
    """What the database says of a cookie or storage key.

    ``name`` ends with ``*`` where it is a prefix. ``life`` is written as in a catalog,
    ``unlimited``, or empty when it is not known; so may ``domains`` be.
    """

    name: str
    platform: str
    owner: str
    domains: tuple[str, ...]
    kind: str
    life: str

    def find_domain(self, host: str | None) -> str | None:
        """Return the domain of the cookie that a host is, or is below."""
        around = (it for it in self.domains if f".{host}".endswith(f".{it}"))
        return next(around, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The best guess at a name.

    ``seen_on`` is where it was seen, if that was said; ``domain`` the one of the known
    domains that fits. ``others`` are platforms that use the same name.
    """

    name: str
    known: KnownCookie
    seen_on: str | None
    domain: str | None
    others: tuple[str, ...]


def look_up(name: str, domain: str | None = None) -> Guess | None:
    """Guess what a cookie or storage key is: the exact name, else the longest prefix.

    Args:
        name: As the browser shows it.
        domain: The host that it was seen on, when known.
    """
    host = domain.lower().strip(".") if domain else None
    for matched, rows in _candidates(name):
        least = MIN_NAME if matched == len(name) else MIN_PREFIX
        fitting = [row for row in rows if matched >= least or row.find_domain(host)]
        if fitting:
            best = min(fitting, key=lambda row: _rank(row, host))
            platforms = dict.fromkeys(row.platform for row in fitting)
            return Guess(
                name=name,
                known=best,
                seen_on=host,
                domain=best.find_domain(host),
                others=tuple(it for it in platforms if it not in {"", best.platform}),
            )
    return None


def _rank(row: KnownCookie, host: str | None) -> tuple[bool, bool]:
    """Put first what is known on that domain, last what is known elsewhere."""
    return row.find_domain(host) is None, bool(row.domains)


def known_cookies() -> tuple[KnownCookie, ...]:
    """Return the database with our corrections."""
    facts, corrections = map(_read, FILES)
    corrected = {row.name for row in corrections}
    kept = (row for row in facts if row.name not in corrected)
    return (*kept, *corrections)


def _candidates(name: str) -> Iterator[tuple[int, list[KnownCookie]]]:
    rows = _rows_by_name()
    yield len(name), rows.get(name, [])
    for length in range(min(len(name), _longest_name()), 0, -1):
        yield length, rows.get(name[:length] + "*", [])


@functools.cache
def _rows_by_name() -> dict[str, list[KnownCookie]]:
    found: dict[str, list[KnownCookie]] = {}
    for row in known_cookies():
        found.setdefault(row.name, []).append(row)
    return found


@functools.cache
def _longest_name() -> int:
    return max(map(len, _rows_by_name()))


def _read(file: str) -> list[KnownCookie]:
    folder = importlib.resources.files("consent_server.catalog").joinpath("data")
    text = folder.joinpath(file).read_text(encoding="utf-8")
    return list(_parse(text.splitlines()))


def _parse(lines: Iterable[str]) -> Iterator[KnownCookie]:
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        yield KnownCookie(
            name=row["name"],
            platform=row["platform"],
            owner=row["owner"],
            domains=tuple(row["domains"].split()),
            kind=row["kind"],
            life=row["life"],
        )
