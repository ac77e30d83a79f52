"""Commits that share a flush, and how soon a click is in a signed tree."""

import secrets
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sqlalchemy import event

from benchmarks.ledger.databases import ORIGIN, Database, stores
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.ids import random_id, system_random
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import EntryKind, Salts
from consent_server.ledger.log import sequence
from consent_server.ledger.signing import NoteSigner
from consent_server.storage.records import NewRecord, RecordStore
from consent_server.web.sequencer import Sequencer

PART_BYTES = 300
FLUSH_SECONDS = 0.002
LOOK_SECONDS = 0.01


def measure_group_commit(database: Database, *, count: int) -> None:
    """Compare 32 waiting clicks with one at a time on a disk that takes 2 ms longer."""
    with (
        tempfile.TemporaryDirectory() as name,
        stores(database, Path(name), "clicks") as opened,
    ):
        # a connection goes back to the pool after its commit, before the answer
        event.listen(opened.engine, "checkin", _flush)
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
        sequencer = Sequencer(
            partial(sequence, opened.ledger, signer), ORIGIN, SystemClock()
        )
        begun = time.perf_counter()
        committed, waits, seen = list[float](), list[float](), 0
        while seen < rate * seconds:
            due = min(rate * seconds, int((time.perf_counter() - begun) * rate))
            while len(committed) < due:
                opened.records.append(a_record())
                committed.append(time.perf_counter())
                sequencer.wake()
            size = opened.ledger.head().size
            now = time.perf_counter()
            waits += [now - at for at in committed[seen:size]]
            seen = size
            time.sleep(LOOK_SECONDS)
        sequencer.run()
    waits.sort()
    print(
        f"{database.name}, {rate} clicks/s asked for, "
        f"{len(committed) / (committed[-1] - begun):.0f} taken: in a signed tree after "
        f"{statistics.median(waits):.2f} s, p99 {waits[len(waits) * 99 // 100]:.2f} s"
    )


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

    def click(_: int) -> float:
        new = a_record()
        begun = time.perf_counter()
        records.append(new)
        return time.perf_counter() - begun

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(click, range(threads)))  # connections
        begun = time.perf_counter()
        waits = sorted(pool.map(click, range(count)))
        took = time.perf_counter() - begun
    return count / took, waits[len(waits) * 99 // 100]


def _flush(*_: object) -> None:
    time.sleep(FLUSH_SECONDS)
