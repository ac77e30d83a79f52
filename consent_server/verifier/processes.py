"""Sharing the work on blocks of bytes with other processes, in the order of the blocks.

Whoever hands out the blocks works as well, on what the others have no room for: so as
many processes run as were asked for, and none waits for another.
"""

import mmap
import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection

from consent_server.ledger.read_records import JudgeBlocks, one_after_another
from consent_server.ledger.stretch import Judged

MOST_PROCESSES = 4  # one of them reads: more than that would wait for it
MOST_ASKED = 64
_SLOTS = 3  # blocks that a process works on or that wait for it: memory has a bound
_SLOT_BYTES = 2 * 1024 * 1024  # a block and the longest line

_Work = Callable[[bytes], bytes]


def default_processes() -> int:
    """Return how many processes may work: one per core, and no more than help."""
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
        def work(block: bytes) -> bytes:
            return pickle.dumps(judge(block))

        for block, judged in in_order(work, blocks, processes):
            yield block, pickle.loads(judged)  # noqa: S301 - what we wrote ourselves

    return judge_blocks


def in_order(
    work: _Work, blocks: Iterable[bytes], processes: int
) -> Iterator[tuple[bytes, bytes]]:
    """Work on blocks in that many processes, this one among them; keep their order.

    ``work`` depends on its block alone. The processes end with the iterator.
    """
    workers = list[_Worker]()
    try:
        for _ in range(processes - 1):
            workers.append(_Worker(work, workers))
        yield from _share(work, blocks, workers)
    finally:
        for worker in workers:
            worker.stop()


def _share(
    work: _Work, blocks: Iterable[bytes], workers: "list[_Worker]"
) -> Iterator[tuple[bytes, bytes]]:
    most = (len(workers) + 1) * _SLOTS
    waiting = deque[tuple[bytes, "_Worker | bytes"]]()

    def finish() -> tuple[bytes, bytes]:
        block, done = waiting.popleft()
        if isinstance(done, bytes):
            return block, done
        answer = done.answer()
        return block, work(block) if answer is None else answer

    for block in blocks:
        fits = len(block) <= _SLOT_BYTES
        worker = next((one for one in workers if fits and one.has_room()), None)
        if worker:
            worker.submit(block)
        waiting.append((block, worker or work(block)))
        while len(waiting) == most or (waiting and _is_done(waiting[0][1])):
            yield finish()
    while waiting:
        yield finish()


def _is_done(work: "_Worker | bytes") -> bool:
    return isinstance(work, bytes) or work.has_answered()


class _Worker:
    """A process that works on blocks in the order in which they come.

    A block is handed over in shared memory, in the next of ``_SLOTS`` places, and what
    is made of it takes that place; only lengths are sent. So neither side ever waits
    for the other to read.
    """

    def __init__(self, work: _Work, others: "list[_Worker]") -> None:
        self._memory = mmap.mmap(-1, _SLOTS * _SLOT_BYTES)
        self._submitted = self._received = 0
        self._answers = deque[bytes | None]()
        self._ours, theirs = multiprocessing.Pipe()
        # What a process inherits would keep the others' pipes open when we are gone.
        inherited = [self._ours, *(other._ours for other in others)]  # noqa: SLF001 - of this class
        self._process = multiprocessing.get_context("fork").Process(
            target=_work, args=(work, self._memory, theirs, inherited), daemon=True
        )
        self._process.start()
        theirs.close()

    def has_room(self) -> bool:
        """Tell whether it takes another block."""
        while self._submitted > self._received and self._ours.poll():
            self._receive()
        return self._submitted - self._received < _SLOTS

    def submit(self, block: bytes) -> None:
        """Hand over a block; there must be room."""
        start = _place(self._submitted)
        self._memory[start : start + len(block)] = block
        self._submitted += 1
        with suppress(OSError):  # it has ended: the answer will say so
            self._ours.send(len(block))

    def has_answered(self) -> bool:
        """Tell whether the next answer is there."""
        self.has_room()
        return bool(self._answers)

    def answer(self) -> bytes | None:
        """Wait for what was made of the oldest block; none if nothing came of it."""
        if not self._answers:
            self._receive()
        return self._answers.popleft()

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._ours.close()
        self._process.terminate()
        self._process.join()
        self._memory.close()

    def _receive(self) -> None:
        start = _place(self._received)
        self._received += 1
        try:
            length = self._ours.recv()
        except (EOFError, OSError):
            length = None
        found = None if length is None else self._memory[start : start + length]
        self._answers.append(found)


def _place(number: int) -> int:
    return number % _SLOTS * _SLOT_BYTES


def _work(
    work: _Work,
    memory: mmap.mmap,
    pipe: "Connection[int | None, int]",
    inherited: "list[Connection[int, int | None]]",
) -> None:
    # Ctrl-C is for the process that the person started.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    for number in count():
        start = _place(number)
        try:
            length = pipe.recv()
            done = work(memory[start : start + length])
            fits = len(done) <= _SLOT_BYTES
            if fits:
                memory[start : start + len(done)] = done
            pipe.send(len(done) if fits else None)
        except (EOFError, OSError):  # nobody waits for us any more
            return
