"""Asking the server for news, beside the requests and never within one.

The thread starts with the first request of a process, so that a server has forked its
workers by then, and each worker asks for itself.
"""

import os
import sys
from collections.abc import Callable
from threading import Event, Lock, Thread
from weakref import WeakSet, ref

from consent_server.kernel.ids import RandomBytes

SECONDS = 60.0
FIRST_RETRY_SECONDS = 1.0
JITTER = 0.2
MOST_DOUBLINGS = 16

_all: "WeakSet[Refresher]" = WeakSet()


class Refresher:
    """Calls ``refresh`` again and again, as long as somebody keeps this object.

    Args:
        refresh: Asks for news; tells whether there was an answer that can be used.
        random: Spreads the questions of many processes.
        seconds: From one answer to the next question, give or take a fifth. After a
            failure it is a second, then two, four and so on, up to this.
    """

    def __init__(
        self,
        refresh: Callable[[], bool],
        random: RandomBytes,
        seconds: float = SECONDS,
    ) -> None:
        self._refresh = refresh
        self._random = random
        self._seconds = seconds
        self.start_anew()
        _all.add(self)

    def start_anew(self) -> None:
        """Begin without a thread: a forked process has none of its parent's."""
        self._started = Lock()  # taken for good by who starts the thread
        self._due = Event()
        self._failures = 0

    def wake(self) -> None:
        """Have a thread run; where none can be had, the next request tries again."""
        if self._started.acquire(blocking=False) and not self._start():
            self._started.release()

    def _start(self) -> bool:
        thread = Thread(
            target=_run,
            args=(ref(self), self._due),
            name="consent-policy",
            daemon=True,  # the end of the process does not wait for it
        )
        try:
            thread.start()
        except RuntimeError:
            return False
        return True

    def hurry(self) -> None:
        """Ask at once, unless the last answer could not be used."""
        if not self._failures:
            self._due.set()

    def step(self) -> float:
        """Ask once; return the seconds until the next time."""
        self._failures = 0 if self._refresh() else self._failures + 1
        pause = self._seconds
        if self._failures:
            doublings = min(self._failures - 1, MOST_DOUBLINGS)
            pause = min(FIRST_RETRY_SECONDS * (1 << doublings), self._seconds)
        share = int.from_bytes(self._random(2)) / 0xFFFF
        return pause * (1 - JITTER + 2 * JITTER * share)


def _run(found: "ref[Refresher]", due: Event) -> None:
    pause = 0.0
    while True:
        due.wait(pause)
        due.clear()
        refresher = found()
        if refresher is None:
            return  # its site is gone
        pause = refresher.step()
        del refresher


def _start_anew() -> None:
    for refresher in list(_all):
        refresher.start_anew()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_start_anew)
