"""What the catalog costs: ``make bench-catalog``.

Loads and compiles the shipped library, then matches the same names, addresses and
snippets in three ways, in one run: our matcher, one ``re`` alternation of all patterns,
and a loop over all patterns. The three must agree before anything is timed. What counts
is the ratio of the columns; the seconds are of the machine.
"""

import functools
import re
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from consent_server.catalog.load import load_library
from consent_server.catalog.match import compile_matcher
from consent_server.catalog.model import Cookie, Library, MatchKind, Service

LIBRARY = Path(__file__).parents[1] / "cookie_catalog.yaml"
ROUNDS = 7
UNKNOWN_NAMES = [f"{head}{number}" for number in range(150) for head in ("cart", "_g")]
UNKNOWN_HOSTS = [f"cdn{number}.shop.example" for number in range(150)]

Fits = Callable[[str], bool]
Owned = tuple[str, Fits, str]
"""A regular expression, a comparison, and the service that both stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Whose is it? One question for our matcher and for the same patterns by hand."""

    name: str
    inputs: Sequence[str]
    ours: Callable[[str], frozenset[str]]
    patterns: Sequence[Owned]


def main() -> None:
    """Measure and print."""
    text = LIBRARY.read_text(encoding="utf-8")
    library = load_library(text, LIBRARY.name)
    services = list(library.services.values())
    say(f"{len(services)} services, {len(text):,} characters of YAML\n")
    say(f"load     {best_of(lambda: load_library(text, 'it')) * 1e3:8.1f} ms")
    say(f"compile  {best_of(lambda: compile_matcher(services)) * 1e3:8.1f} ms")
    library_bytes = kept_bytes(lambda: load_library(text, "it"))
    matcher_bytes = kept_bytes(lambda: compile_matcher(services))
    say(f"memory   {library_bytes / 1024:8.0f} KB library")
    say(f"         {matcher_bytes / 1024:8.0f} KB matcher")
    say("\nmatches per second   ours     alternation      loop    ours is")
    run(contest_of_names(library))
    run(contest_of_hosts(library))


def contest_of_names(library: Library) -> Contest:
    """Ask whose a first-party cookie is."""
    services = library.services.values()
    owned = [
        (expression(cookie), test_of(cookie), service.id)
        for service in services
        for cookie in service.cookies
        if cookie.domain is None
    ]
    known = [
        cookie.pattern.text.replace("*", "x")
        for service in services
        for cookie in service.cookies
        if cookie.domain is None
    ]
    return Contest(
        name="cookie names",
        inputs=known + UNKNOWN_NAMES,
        ours=compile_matcher(services).match_cookie,
        patterns=owned,
    )


def contest_of_hosts(library: Library) -> Contest:
    """Ask whose a host is, whatever the path."""
    services = [only_hosts(service) for service in library.services.values()]
    owned = [(it.host, service.id) for service in services for it in service.resources]
    matcher = compile_matcher(services)
    return Contest(
        name="hosts",
        inputs=[host.replace("*", "sub") for host, _ in owned] + UNKNOWN_HOSTS,
        ours=lambda host: matcher.match_url(host, "/"),
        patterns=[(host_expression(host), host_test(host), it) for host, it in owned],
    )


def only_hosts(service: Service) -> Service:
    """Widen every resource to its whole host; leave out those of any host."""
    return replace(
        service,
        resources=tuple(
            replace(resource, path="/", query={})
            for resource in service.resources
            if "*" not in resource.host[1:] and resource.host != "*"
        ),
    )


def expression(cookie: Cookie) -> str:
    """Write a cookie's pattern as a regular expression."""
    text = cookie.pattern.text
    if cookie.pattern.kind is MatchKind.PREFIX:
        text += "*"
    return re.escape(text).replace(r"\*", ".*")


def test_of(cookie: Cookie) -> Fits:
    """Write a cookie's pattern as a comparison of its own."""
    head, star, tail = expression(cookie).replace("\\", "").partition(".*")

    def fits(name: str) -> bool:
        if not star:
            return name == head
        room = len(name) >= len(head) + len(tail)
        return room and name.startswith(head) and name.endswith(tail)

    return fits


def host_expression(host: str) -> str:
    """Write a host as a regular expression; ``*.`` is one or more labels."""
    escaped = re.escape(host.removeprefix("*."))
    return rf".+\.{escaped}" if host.startswith("*.") else escaped


def host_test(host: str) -> Fits:
    """Write a host as a comparison of its own."""
    if host.startswith("*."):
        return lambda name: name.endswith(host[1:])
    return lambda name: name == host


def run(contest: Contest) -> None:
    """Check that all agree, time them in turns, print the ratios.

    An alternation can name one service only, the first; ours and the loop name all.
    """
    pattern = re.compile("|".join(f"({it})" for it, _, _ in contest.patterns))
    owners = [owner for _, _, owner in contest.patterns]

    def alternation(text: str) -> str | None:
        match = pattern.fullmatch(text)
        return owners[match.lastindex - 1] if match and match.lastindex else None

    def loop(text: str) -> frozenset[str]:
        return frozenset(owner for _, fits, owner in contest.patterns if fits(text))

    for text in contest.inputs:
        found, first = contest.ours(text), alternation(text)
        if found != loop(text) or (first not in found if found else first):
            sys.exit(f"{contest.name}: the three do not agree on {text!r}")
    rivals: tuple[Callable[[str], object], ...] = (contest.ours, alternation, loop)
    times: list[list[float]] = [[], [], []]
    for _ in range(ROUNDS):
        for rival, taken in zip(rivals, times, strict=True):
            taken.append(seconds(functools.partial(ask, rival, contest.inputs)))
    ours, by_re, by_loop = (
        len(contest.inputs) / statistics.median(taken) for taken in times
    )
    say(
        f"{contest.name:<16}{ours:>10,.0f}{by_re:>16,.0f}{by_loop:>10,.0f}"
        f"    {ours / by_re:.1f} x alternation, {ours / by_loop:.1f} x loop"
    )


def ask(match: Callable[[str], object], inputs: Sequence[str]) -> None:
    """Ask one contestant about every input."""
    for text in inputs:
        match(text)


def best_of(action: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some rounds."""
    return min(seconds(action) for _ in range(ROUNDS))


def seconds(action: Callable[[], object]) -> float:
    """Time an action once."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def kept_bytes(action: Callable[[], object]) -> int:
    """Return what the result of an action keeps in memory."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    result = action()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return after - before


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
