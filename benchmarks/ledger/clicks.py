"""Commits that share a flush, and how soon a click is in a signed tree."""

import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.ledger.databases import ORIGIN, Database, stores
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.ids import random_id, system_random
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import EntryKind, Salts
from consent_server.ledger.log import Sequenced, sequence
from consent_server.ledger.signing import NoteSigner
from consent_server.storage.combining import Combiner, Outcome, Work
from consent_server.storage.records import NewRecord, RecordStore
from consent_server.web.sequencer import STEP_SECONDS, Sequencer

PART_BYTES = 300
FLUSH_SECONDS = 0.002
THREADS = 16


def measure_group_commit(database: Database, *, count: int) -> None:
    """Compare 32 waiting clicks with one at a time on a disk that takes 2 ms longer."""
    with (
        tempfile.TemporaryDirectory() as name,
        _slow_commits(),
        stores(database, Path(name), "clicks") as opened,
    ):
        alone, _ = _click(opened.records, 1, count)
        together, slowest = _click(opened.records, 32, 4 * count)
    print(
        f"{database.name}, flush 2 ms longer: {alone:.0f} clicks/s one at a time, "
        f"{together:.0f} with 32 waiting: ratio {together / alone:.1f}, p99 "
        f"{slowest * 1_000:.0f} ms"
    )


def measure_time_to_tree(database: Database, *, rate: int, seconds: int) -> None:
    """Measure from the commit of a click to the tree that holds it, at some rate."""
    with (
        tempfile.TemporaryDirectory() as name,
        stores(database, Path(name), "latency") as opened,
    ):
        signer = NoteSigner(ORIGIN, secrets.token_bytes(32))
        signed = list[tuple[int, float]]()

        def step(moment: datetime) -> Sequenced | None:
            done = sequence(opened.ledger, signer, moment)
            if done is not None:
                signed.append((done.size, time.perf_counter()))
            return done

        sequencer = Sequencer(step, ORIGIN, SystemClock())
        cpu = time.process_time() + database.cpu()
        committed = _click_at(rate, seconds, opened.records, sequencer)
        sequencer.run()
        time.sleep(2 * STEP_SECONDS)  # what was asked for meanwhile finds nothing
        cpu = time.process_time() + database.cpu() - cpu
    # As good as the order of the tree: what shares a commit has one moment.
    waits, steps = list[float](), iter(signed)
    size, at = next(steps)
    for number, moment in enumerate(committed):
        while size <= number:
            size, at = next(steps)
        waits.append(at - moment)
    waits.sort()
    taken = len(committed) / (committed[-1] - committed[0])
    print(
        f"{database.name}, {rate} clicks/s asked for, {taken:.0f} taken "
        f"({cpu / len(committed) * 1e3:.2f} ms CPU each): in a signed tree after "
        f"{statistics.median(waits):.2f} s, p99 {waits[len(waits) * 99 // 100]:.2f} s"
    )


def _click_at(
    rate: int, seconds: int, records: RecordStore, sequencer: Sequencer
) -> list[float]:
    """Click so many times a second, as visitors of a server do; tell when, in order."""
    begun = time.perf_counter()

    def click(number: int) -> float:
        time.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        records.append(a_record())
        sequencer.wake()
        return time.perf_counter()

    with ThreadPoolExecutor(THREADS) as pool:
        return sorted(pool.map(click, range(rate * seconds)))


def a_record() -> NewRecord:
    """Make a record of an ordinary size."""
    part = secrets.token_bytes(PART_BYTES)
    return NewRecord(
        record_id=random_id(system_random),
        subject_id=random_id(system_random),
        kind=EntryKind.VISITOR,
        arrived_at=int(SystemClock().now().timestamp()),
        parts=RecordParts(subject=part, decision=part, context=part),
        salts=Salts.draw(system_random),
        click_digest=part[:32],
    )


def _click(records: RecordStore, threads: int, count: int) -> tuple[float, float]:
    """Return clicks per second, and what all but one in a hundred waited at most."""

    def click(times: int) -> list[float]:
        waits = []
        for _ in range(times):
            new = a_record()
            begun = time.perf_counter()
            records.append(new)
            waits.append(time.perf_counter() - begun)
        return waits

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(click, [1] * threads))  # connections
        begun = time.perf_counter()
        # A thread's share at once: handing out each click would hold up the first ones.
        shares = pool.map(click, [count // threads] * threads)
        waits = sorted(wait for share in shares for wait in share)
        took = time.perf_counter() - begun
    return len(waits) / took, waits[len(waits) * 99 // 100]


@contextmanager
def _slow_commits() -> Iterator[None]:
    """Let every commit that clicks share take longer, before they are told of it."""
    usual = Combiner.__init__

    def make(combiner: Combiner[Any], work: Work[Any]) -> None:
        def slowly(items: Sequence[Any]) -> Sequence[Outcome]:
            outcomes = work(items)
            time.sleep(FLUSH_SECONDS)
            return outcomes

        usual(combiner, slowly)

    setattr(Combiner, "__init__", make)  # noqa: B010 - nothing else slows them
    try:
        yield
    finally:
        setattr(Combiner, "__init__", usual)  # noqa: B010
