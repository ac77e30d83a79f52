"""Judging blocks of records in several processes, and finding out how many."""

import mmap
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection

from consent_server.ledger.read_records import JudgeBlocks, one_after_another
from consent_server.ledger.stretch import Judged

MOST_PROCESSES = 4  # one process reads: more than that would wait for it
MOST_ASKED = 64
_SLOTS = 3  # blocks per process that are judged or wait: memory has a bound
_SLOT_BYTES = 2 * 1024 * 1024  # a block and the longest line

_JudgeBlock = Callable[[bytes], list[Judged]]


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
        judge: _JudgeBlock, blocks: Iterable[bytes]
    ) -> Iterator[tuple[bytes, list[Judged]]]:
        workers = list[_Worker]()
        try:
            for _ in range(processes):
                workers.append(_Worker(judge, workers))
            yield from _in_turn(judge, blocks, workers)
        finally:
            for worker in workers:
                worker.stop()

    return judge_blocks


def _in_turn(
    judge: _JudgeBlock, blocks: Iterable[bytes], workers: "list[_Worker]"
) -> Iterator[tuple[bytes, list[Judged]]]:
    waiting = deque[tuple[bytes, _Worker | None]]()

    def finish() -> tuple[bytes, list[Judged]]:
        block, worker = waiting.popleft()
        judged = None if worker is None else worker.result()
        return block, judge(block) if judged is None else judged

    for number, block in zip(count(), blocks):
        if len(waiting) == len(workers) * _SLOTS:
            yield finish()
        worker = workers[number % len(workers)] if len(block) <= _SLOT_BYTES else None
        if worker:
            worker.submit(block)
        waiting.append((block, worker))
    while waiting:
        yield finish()


class _Worker:
    """A process that judges blocks in the order in which they come.

    A block is handed over in shared memory, in the next of ``_SLOTS`` places, and only
    its place and length are sent: so neither side ever waits for the other to read.
    """

    def __init__(self, judge: _JudgeBlock, others: "list[_Worker]") -> None:
        self._memory = mmap.mmap(-1, _SLOTS * _SLOT_BYTES)
        self._slots = count()
        self._ours, theirs = multiprocessing.Pipe()
        # What a process inherits would keep the others' pipes open when we are gone.
        inherited = [self._ours, *(other._ours for other in others)]  # noqa: SLF001 - of this class
        self._process = multiprocessing.get_context("fork").Process(
            target=_work, args=(judge, self._memory, theirs, inherited), daemon=True
        )
        self._process.start()
        theirs.close()

    def submit(self, block: bytes) -> None:
        """Hand over a block; at most ``_SLOTS`` may be without their result."""
        start = next(self._slots) % _SLOTS * _SLOT_BYTES
        self._memory[start : start + len(block)] = block
        with suppress(OSError):  # it has ended: the result will say so
            self._ours.send((start, len(block)))

    def result(self) -> list[Judged] | None:
        """Wait for what was found in the oldest block; none if the process ended."""
        try:
            judged: list[Judged] = self._ours.recv()
        except (EOFError, OSError):
            return None
        return judged

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._ours.close()
        self._process.terminate()
        self._process.join()
        self._memory.close()


def _work(
    judge: _JudgeBlock,
    memory: mmap.mmap,
    pipe: "Connection[list[Judged], tuple[int, int]]",
    inherited: "list[Connection[tuple[int, int], list[Judged]]]",
) -> None:
    # Ctrl-C is for the process that the person started.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    while True:
        try:
            start, length = pipe.recv()
            pipe.send(judge(memory[start : start + length]))
        except (EOFError, OSError):  # nobody waits for us any more
            return
