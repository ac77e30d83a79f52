"""Work beside the responses is done soon, once, and keeps nothing alive."""

import gc
import multiprocessing
from threading import Event
from weakref import ref

import pytest

from consent_server.sdk.background import (
    LONGEST_PAUSE,
    BackgroundWork,
    finish_all,
)

PATIENCE_SECONDS = 20
SOON = 0.001
LATER = 3_600.0


class Work:
    """Counts how often it was done, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.times = 0
        self.done = Event()

    def __call__(self) -> bool:
        if self.failures:
            self.failures -= 1
            return False
        self.times += 1
        self.done.set()
        return True


class HeldWork(Work):
    """Takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = Event(), Event()

    def __call__(self) -> bool:
        self.begun.set()
        assert self.go_on.wait(PATIENCE_SECONDS)
        return super().__call__()


def background(work: Work, seconds: float = LATER) -> BackgroundWork:
    return BackgroundWork(work, "test", seconds)


def test_is_done_soon_and_again_when_asked_again() -> None:
    work = Work()
    runner = background(work, SOON)
    for times in (1, 2):
        work.done.clear()
        runner.ask()

        assert work.done.wait(PATIENCE_SECONDS)
        assert work.times == times


def test_is_done_once_for_all_that_asked() -> None:
    work = Work()
    runner = background(work)
    for _ in range(3):
        runner.ask()
    assert work.times == 0

    finish_all()
    finish_all()
    assert work.times == 1


def test_is_tried_again_by_itself() -> None:
    work = Work(failures=3)
    runner = background(work, SOON)
    runner.ask()

    assert work.done.wait(PATIENCE_SECONDS)
    assert runner.run()


def test_is_tried_again_at_the_end() -> None:
    work = Work(failures=1)
    runner = background(work)
    runner.ask()
    for _ in range(2):
        runner.finish()

    assert work.times == 1


def test_waits_longer_after_each_failure_but_not_for_ever() -> None:
    work = Work(failures=60)
    runner = background(work, 0.2)
    pauses = []
    for _ in range(60):
        assert not runner.run()
        pauses.append(runner.pause)

    assert pauses[:4] == [0.4, 0.8, 1.6, 3.2]
    assert pauses[-1] == LONGEST_PAUSE
    assert runner.run()
    assert runner.pause == 0.2


def test_never_waits_less_than_it_was_told_to() -> None:
    runner = background(Work(failures=1), LATER)
    runner.run()

    assert runner.pause == LATER


def test_goes_on_while_another_is_stuck() -> None:
    stuck, free = HeldWork(), Work()
    one, other = background(stuck, SOON), background(free, SOON)
    one.ask()
    assert stuck.begun.wait(PATIENCE_SECONDS)
    other.ask()

    assert free.done.wait(PATIENCE_SECONDS)
    stuck.go_on.set()
    one.finish()


def test_lets_work_under_way_end() -> None:
    stuck = HeldWork()
    one = background(stuck, SOON)
    one.ask()
    assert stuck.begun.wait(PATIENCE_SECONDS)
    stuck.go_on.set()
    one.finish()

    assert stuck.times == 1


def test_keeps_nothing_alive() -> None:
    runner = background(Work())
    gone = ref(runner)
    runner.ask()
    del runner
    gc.collect()

    assert gone() is None


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_begins_anew_in_a_forked_process() -> None:
    """A server forks its workers while a thread of its own is at work."""
    work = HeldWork()
    runner = background(work, SOON)
    runner.ask()
    assert work.begun.wait(PATIENCE_SECONDS)
    ours, theirs = multiprocessing.Pipe()

    def child() -> None:
        work.go_on.set()
        runner.ask()
        work.done.wait(PATIENCE_SECONDS)
        theirs.send(work.times)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()

    assert ours.poll(PATIENCE_SECONDS)
    assert ours.recv() == 1
    process.join(PATIENCE_SECONDS)
    assert work.times == 0
    work.go_on.set()
    runner.finish()
