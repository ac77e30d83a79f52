"""One works for all that wait, and each gets the outcome that is its own."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage import combining
from consent_server.storage.combining import Combiner, Outcome
from tests.patience import until

PATIENCE_SECONDS = 60


class Held:
    """Work that stops in the first batch until it is let go."""

    def __init__(self) -> None:
        self.batches = list[list[int]]()
        self.begun, self.go_on = Event(), Event()

    def __call__(self, items: Sequence[int]) -> list[Outcome]:
        self.batches.append(list(items))
        if len(self.batches) == 1:
            self.begun.set()
            assert self.go_on.wait(PATIENCE_SECONDS)
        return [ValueError(f"{item} is odd") if item % 2 else None for item in items]


def wait_for(combiner: Combiner[int], count: int) -> None:
    """Wait until so many queue up."""
    until(lambda: len(combiner._waiting) == count)


def test_works_alone_at_once() -> None:
    threads = list[int]()

    def work(items: Sequence[int]) -> list[Outcome]:
        threads.append(threading.get_ident())
        return [None for _ in items]

    combiner = Combiner(work)
    for number in range(3):
        combiner.run(number)

    assert threads == [threading.get_ident()] * 3


def test_takes_all_that_wait_in_their_order_and_gives_each_its_own_outcome() -> None:
    work = Held()
    combiner = Combiner(work)
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(combiner.run, 0)
        assert work.begun.wait(PATIENCE_SECONDS)
        others = []
        for number in range(1, 6):
            others.append(pool.submit(combiner.run, number))
            wait_for(combiner, number)
        work.go_on.set()

        first.result(PATIENCE_SECONDS)
        errors = [one.exception(PATIENCE_SECONDS) for one in others]

    assert work.batches == [[0], [1, 2, 3, 4, 5]]
    said = [str(error) for error in errors if error is not None]
    assert said == ["1 is odd", "3 is odd", "5 is odd"]


def test_serves_many_threads_many_times() -> None:
    served = list[int]()

    def work(items: Sequence[int]) -> list[Outcome]:
        served.extend(items)
        return [None for _ in items]

    combiner = Combiner(work)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(combiner.run, range(2_000), timeout=PATIENCE_SECONDS))

    assert sorted(served) == list(range(2_000))
    assert not combiner._at_work


def test_refuses_more_than_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combining, "MOST_WAITING", 2)
    work = Held()
    combiner = Combiner(work)
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(combiner.run, 0)]
        assert work.begun.wait(PATIENCE_SECONDS)
        calls += [pool.submit(combiner.run, number) for number in (2, 4)]
        wait_for(combiner, 2)

        with pytest.raises(StoreUnavailableError, match="others wait"):
            combiner.run(6)
        work.go_on.set()
        assert [call.result(PATIENCE_SECONDS) for call in calls] == [None] * 3


@pytest.mark.parametrize("end", [SystemExit, ZeroDivisionError])
def test_tells_those_whose_work_was_interrupted(end: type[BaseException]) -> None:
    """The one at work meets its end; the next ones are served all the same."""
    begun, go_on = Event(), Event()
    batches = list[list[int]]()

    def work(items: Sequence[int]) -> list[Outcome]:
        batches.append(list(items))
        if len(batches) == 1:
            begun.set()
            assert go_on.wait(PATIENCE_SECONDS)
        if len(batches) == 2:
            raise end
        return [None for _ in items]

    combiner = Combiner(work)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(combiner.run, 0)
        assert begun.wait(PATIENCE_SECONDS)
        others = []
        for number in (1, 2):
            others.append(pool.submit(combiner.run, number))
            wait_for(combiner, number)
        go_on.set()
        first.result(PATIENCE_SECONDS)
        kinds = [type(one.exception(PATIENCE_SECONDS)) for one in others]
        assert kinds == [end, StoreUnavailableError]

        pool.submit(combiner.run, 3).result(PATIENCE_SECONDS)


def test_begins_anew_in_a_forked_process() -> None:
    """The child has none of the threads for which its copy would wait."""
    work = Held()
    combiner = Combiner(work)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(combiner.run, 0)
        assert work.begun.wait(PATIENCE_SECONDS)
        child = os.fork()
        if child == 0:
            combiner.run(2)
            os._exit(len(combiner._waiting))
        work.go_on.set()
        first.result(PATIENCE_SECONDS)

    assert os.waitpid(child, 0)[1] == 0
