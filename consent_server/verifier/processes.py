"""Judging blocks of records in several processes, and finding out how many."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from consent_server.ledger.read_records import JudgeBlocks, one_after_another
from consent_server.ledger.stretch import Judged

MOST_PROCESSES = 4  # one process reads: more than that would wait for it
MOST_ASKED = 64
_IN_FLIGHT = 3  # blocks per process that are judged or wait: memory has a bound


def default_processes() -> int:
    """Return how many processes may judge: one per core, and no more than help."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def judging_in(processes: int) -> JudgeBlocks:
    """Return what judges blocks in that many processes, in their order."""
    if processes == 1:
        return one_after_another

    def judge_blocks(
        judge: Callable[[bytes], list[Judged]], blocks: Iterable[bytes]
    ) -> Iterator[tuple[bytes, list[Judged]]]:
        with ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context("fork"),
            initializer=_leave_interrupts,
        ) as pool:
            waiting: deque[tuple[bytes, Future[list[Judged]]]] = deque()
            try:
                for block in blocks:
                    waiting.append((block, pool.submit(judge, block)))
                    if len(waiting) > processes * _IN_FLIGHT:
                        yield _finish(*waiting.popleft())
                while waiting:
                    yield _finish(*waiting.popleft())
            finally:
                pool.shutdown(cancel_futures=True)

    return judge_blocks


def _finish(block: bytes, judged: "Future[list[Judged]]") -> tuple[bytes, list[Judged]]:
    return block, judged.result()


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that the person started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
