"""When the server is asked, and by whom."""

import gc
import threading

from consent_server.sdk.connected.refreshing import Refresher

MIDDLE = b"\x7f\xff"  # of the jitter


def test_waits_longer_after_each_failure_up_to_the_usual_time() -> None:
    answers = [False] * 8 + [True]
    refresher = Refresher(lambda: answers.pop(0), lambda _: MIDDLE)

    pauses = [round(refresher.step()) for _ in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_spreads_the_questions_of_many_processes() -> None:
    first = Refresher(lambda: True, lambda _: b"\0\0").step()
    last = Refresher(lambda: True, lambda _: b"\xff\xff").step()

    assert (round(first), round(last)) == (48, 72)


def test_asks_at_once_from_a_thread_of_its_own_and_again_when_hurried() -> None:
    asked = threading.Semaphore(0)
    threads = set()

    def refresh() -> bool:
        threads.add(threading.current_thread().name)
        asked.release()
        return True

    refresher = Refresher(refresh, lambda _: MIDDLE)
    refresher.wake()
    refresher.wake()
    assert asked.acquire(timeout=30)
    refresher.hurry()
    assert asked.acquire(timeout=30)
    assert threads == {"consent-policy"}


def test_is_not_hurried_while_the_answers_cannot_be_used() -> None:
    refresher = Refresher(lambda: False, lambda _: MIDDLE)
    refresher.step()
    refresher.hurry()

    assert not refresher._due.is_set()


def test_a_thread_ends_with_its_site() -> None:
    asked = threading.Event()

    def refresh() -> bool:
        asked.set()
        return True

    refresher = Refresher(refresh, lambda _: MIDDLE, seconds=0.01)
    refresher.wake()
    assert asked.wait(30)
    [thread] = [
        it
        for it in threading.enumerate()
        if it.name == "consent-policy" and it._args[1] is refresher._due  # type: ignore[attr-defined]
    ]
    del refresher
    gc.collect()
    thread.join(30)

    assert not thread.is_alive()
