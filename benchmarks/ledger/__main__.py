"""Measure what the ledger costs and print it: ``make bench-ledger``.

Each figure is one function. What counts are ratios in one run, and CPU time beside
wall time. ``make bench-ledger FULL=1`` takes the medians of nine tries. c15t is there
where its packages are, on PostgreSQL: for SQLite it needs a compiler.
"""

import os

from benchmarks.ledger.choices import (
    measure_choices,
    measure_latency,
    measure_peer,
)
from benchmarks.ledger.clicks import measure_group_commit, measure_time_to_tree
from benchmarks.ledger.databases import databases
from benchmarks.ledger.proofs import measure_proof
from benchmarks.ledger.serving import PEER
from benchmarks.ledger.steps import measure_bulk, measure_growth
from benchmarks.ledger.tokens import measure_tokens

RATE = 1_000  # clicks per second


def main() -> None:
    """Print every figure, on both databases."""
    full = bool(os.environ.get("FULL"))
    tries = 9 if full else 3
    with databases() as both:
        for database in both:
            measure_choices(database, tries=tries, count=2_000 if full else 600)
        for database in both:
            measure_latency(database, rate=RATE, seconds=5 if full else 1)
            measure_group_commit(database, count=1_000 if full else 200)
            measure_time_to_tree(database, rate=RATE, seconds=10 if full else 3)
            measure_bulk(database, tries=tries)
            measure_growth(database, tries=tries)
            measure_proof(database)
            if database.empty() and (PEER.parent / "node_modules").exists():
                measure_peer(database, tries=tries, count=2_000 if full else 500)
    measure_tokens()


if __name__ == "__main__":
    main()
