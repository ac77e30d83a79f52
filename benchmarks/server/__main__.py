"""Measure what answers cost, beside a bare Flask application: ``make bench-server``.

All on granian, one process with 32 threads each, and in one run: of each answer every
contestant is asked in turns, over 1, 8 and 64 connections, and medians count. CPU is
that of the server's process and of PostgreSQL. Bare answers have as many bytes as ours.
``FULL=1`` takes nine turns instead of three. c15t is there where its packages are.
"""

import os
import statistics
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks import reports
from benchmarks.ledger.databases import Database, databases
from benchmarks.ledger.serving import PEER, serve
from benchmarks.server.central import central
from benchmarks.server.loading import CONNECTIONS, Found, Generator, Target
from benchmarks.server.targets import (
    CREATED,
    GRANIAN,
    choice_of_a_tag,
    compare_answers,
    compare_pages,
)

TURNS = 9 if os.environ.get("FULL") else 3
CHOICES = 500
ANSWERS = 1_500


def main() -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as name, databases() as both:
        generator = Generator(Path(name))
        for database in both:
            _measure_choices(generator, database)
        _measure_answers(generator)
    reports.main()


def _measure_choices(generator: Generator, database: Database) -> None:
    contestants = {"bare row": "bare", "choice": "choice"}
    if database.empty() and (PEER.parent / "node_modules").exists():
        contestants["c15t"] = "c15t"
    targets = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        for title, kind in contestants.items():
            url = database.empty() if kind == "c15t" else database.url()
            served = running.enter_context(serve(kind, Path(name) / kind, url, GRANIAN))
            targets[title] = Target(
                pid=served.process.pid,
                port=served.port,
                request=served.request,
                status=CREATED if kind != "c15t" else 200,
                writes=True,
                cpu=database.cpu,
            )
        server = central(Path(name) / "server", database=database.url())
        tag = choice_of_a_tag(running.enter_context(server))
        targets["choice, serve"] = replace(tag, cpu=database.cpu)
        _compare(generator, f"choice, {database.name}", targets, CHOICES)


def _measure_answers(generator: Generator) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        server = running.enter_context(central(folder / "server"))
        quiet = running.enter_context(central(folder / "quiet", "warning"))
        bare = running.enter_context(serve("bare", folder / "bare", None, GRANIAN))
        site = running.enter_context(serve("choice", folder / "site", None, GRANIAN))
        compared = compare_answers(server, quiet, bare) | compare_pages(site, bare)
        for title, targets in compared.items():
            _compare(generator, title, targets, ANSWERS)


def _compare(
    generator: Generator, title: str, targets: Mapping[str, Target], count: int
) -> None:
    """Ask all of them in turns; the first is what the others are compared with."""
    for target in targets.values():
        generator.ask(target, count // 5, CONNECTIONS[1])
    print(f"\n{title}")
    print(
        f"{'connections':>13}{'answers/s':>23}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>20}"
    )
    for connections in CONNECTIONS:
        turns = [
            {
                name: generator.ask(it, count, connections)
                for name, it in targets.items()
            }
            for _ in range(TURNS)
        ]
        first = next(iter(targets))
        for name in targets:
            found = [turn[name] for turn in turns]
            times = statistics.median(
                turn[name].cpu / turn[first].cpu for turn in turns
            )
            print(f"{connections:>5}  {name:<14}{_describe(found)}{times:>7.2f} x")


def _describe(found: list[Found]) -> str:
    rates, costs = [it.rate for it in found], [it.cpu for it in found]
    p50, p99 = (
        statistics.median(getattr(it, name) for it in found) for name in ("p50", "p99")
    )
    return (
        f"{statistics.median(rates):>6.0f} ({min(rates):.0f}-{max(rates):.0f})"
        f"{p50:>9.2f}{p99:>8.2f}"
        f"{statistics.median(costs):>7.3f} ({min(costs):.3f}-{max(costs):.3f})"
    )


if __name__ == "__main__":
    main()
