"""What a recorded choice costs over HTTP, beside a bare row on the same server."""

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.ledger.databases import Database
from benchmarks.ledger.serving import Served, serve

CONNECTIONS = 16
MANY = 64
WARM = 200
SETTLE_SECONDS = 1.0
"""After the last answer: the sequencer's share counts, too."""


def measure_choices(database: Database, *, tries: int, count: int) -> None:
    """Compare the CPU time of a choice with that of a bare row, try by try."""
    with (
        tempfile.TemporaryDirectory() as name,
        serve("bare", Path(name) / "bare", database.url()) as bare,
        serve("choice", Path(name) / "choice", database.url()) as choice,
    ):
        for served in (bare, choice):
            served.load(WARM, CONNECTIONS)
        pairs = [
            (_spend(database, bare, count), _spend(database, choice, count))
            for _ in range(tries)
        ]
    floor = statistics.median(pair[0] for pair in pairs)
    ours = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    print(
        f"{database.name}: bare row {floor:.2f} ms CPU, choice in a signed tree "
        f"{ours:.2f} ms: ratio {ratio:.2f}"
    )


def measure_latency(database: Database, *, rate: int, seconds: int) -> None:
    """Measure how many choices a second one worker takes, and how long they wait."""
    with (
        tempfile.TemporaryDirectory() as name,
        serve("choice", Path(name) / "choice", database.url()) as choice,
    ):
        choice.load(WARM, CONNECTIONS)
        done = choice.load(rate * seconds, CONNECTIONS)
    print(
        f"{database.name}: {len(done.waits) / done.took:.0f} choices/s over "
        f"{CONNECTIONS} connections, p50 {done.wait(50) * 1e3:.0f} ms, p99 "
        f"{done.wait(99) * 1e3:.0f} ms"
    )


def measure_peer(database: Database, *, tries: int, count: int) -> None:
    """Compare the throughput with that of c15t's backend, try by try."""
    with (
        tempfile.TemporaryDirectory() as name,
        serve("choice", Path(name) / "choice", database.url()) as choice,
        serve("c15t", Path(name) / "c15t", database.empty()) as peer,
    ):
        for served in (choice, peer):
            served.load(WARM, MANY)
        pairs = [
            (_throughput(database, choice, count), _throughput(database, peer, count))
            for _ in range(tries)
        ]
    for name, column in zip(("choices", "c15t"), zip(*pairs, strict=True), strict=True):
        rates, costs = zip(*column, strict=True)
        print(
            f"{database.name}, {MANY} connections: {name} "
            f"{statistics.median(rates):.0f}/s, {statistics.median(costs):.2f} ms CPU"
        )
    rate, cost = (
        statistics.median(ours[at] / theirs[at] for ours, theirs in pairs)
        for at in range(2)
    )
    print(
        f"{database.name}: {rate:.1f} times as many as c15t, at {cost:.2f} of its CPU"
    )


def _throughput(database: Database, served: Served, count: int) -> tuple[float, float]:
    """Return requests per second, and the CPU milliseconds of one."""
    begun = served.cpu() + database.cpu()
    done = served.load(count, MANY)
    spent = served.cpu() + database.cpu() - begun
    return len(done.waits) / done.took, spent / count * 1_000


def _spend(database: Database, served: Served, count: int) -> float:
    """Return the CPU milliseconds of one request, in the server and its database."""
    begun = served.cpu() + database.cpu()
    served.load(count, CONNECTIONS)
    time.sleep(SETTLE_SECONDS)
    return (served.cpu() + database.cpu() - begun) / count * 1_000
