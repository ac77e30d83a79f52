"""Blocks that are judged in other processes."""

import multiprocessing
import os

import pytest

from consent_server.ledger.stretch import Judged
from consent_server.verifier.processes import in_order, judging_in

BLOCKS = [b"%d\n" % number * (number + 1) for number in range(40)]
HERE = os.getpid()
PATIENCE_SECONDS = 60


def count_lines(block: bytes) -> list[Judged]:
    return [block.count(b"\n"), os.getpid()]


def count_or_die(block: bytes) -> list[Judged]:
    if os.getpid() != HERE:
        os._exit(1)
    return count_lines(block)


class Meeting:
    """Counts lines, once so many processes are at it: none is quick enough alone."""

    def __init__(self, processes: int) -> None:
        self._all = multiprocessing.get_context("fork").Barrier(processes)
        self._met = False

    def __call__(self, block: bytes) -> list[Judged]:
        if not self._met:
            self._all.wait(PATIENCE_SECONDS)
            self._met = True
        return count_lines(block)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_keeps_the_order(processes: int) -> None:
    judged = list(judging_in(processes)(Meeting(processes), BLOCKS))

    assert [block for block, _ in judged] == BLOCKS
    assert [lines for _, (lines, _) in judged] == list(range(1, 41))
    assert len({process for _, (_, process) in judged}) == processes


def test_judges_here_what_is_too_large_to_hand_over() -> None:
    blocks = [b"a\n", b"b" * 2**21 + b"\n", b"c\nc\n"]

    judged = list(judging_in(2)(count_lines, blocks))

    assert [block for block, _ in judged] == blocks
    assert [process == HERE for _, (_, process) in judged] == [False, True, False]


def test_does_the_work_of_a_process_that_was_ended() -> None:
    judged = list(judging_in(2)(count_or_die, BLOCKS))

    assert [lines for _, (lines, _) in judged] == list(range(1, 41))
    assert {process for _, (_, process) in judged} == {HERE}


def test_takes_what_grows_larger_than_was_handed_over() -> None:
    blocks = [b"a", b"b" * 2**20, b"c"]

    done = list(in_order(lambda block: block * 3, blocks, 2))

    assert done == [(block, block * 3) for block in blocks]


def test_ends_its_processes_when_nobody_asks_on() -> None:
    judging = judging_in(2)(count_lines, BLOCKS)
    _, (_, process) = next(judging)
    assert isinstance(process, int)

    judging.close()  # type: ignore[attr-defined] # a generator

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
