"""Work beside the responses: they ask for it, and a thread of its own does it soon.

A thread waits only while something was asked for, so it starts after a server has
forked its workers, and nothing runs when nobody asks. What cannot be done now is tried
again, after pauses that grow, and at the end of the process.
"""

import atexit
import os
import sys
from collections.abc import Callable
from multiprocessing.util import Finalize, register_after_fork
from threading import Lock, Timer
from weakref import WeakSet, ref

LONGEST_PAUSE = 60.0
MOST_DOUBLINGS = 16

_all: "WeakSet[BackgroundWork]" = WeakSet()


class BackgroundWork:
    """Does one kind of work, once for all that asked for it meanwhile.

    Args:
        work: Does all there is to do; tells whether it could.
        name: The name of the thread.
        seconds: From the first that asks to the work.
    """

    def __init__(self, work: Callable[[], bool], name: str, seconds: float) -> None:
        self._work = work
        self._name = name
        self._seconds = seconds
        self.start_anew()
        _all.add(self)

    def start_anew(self) -> None:
        """Begin at nothing in a forked process, which has none of the threads."""
        self._failures = 0
        self._asked = False
        self._timed = False
        self._asking = Lock()
        self._working = Lock()

    def ask(self) -> None:
        """Have the work done in a while, from a thread of its own.

        Where no thread can be had, it waits for whoever asks next, or for the end of
        the process.
        """
        with self._asking:
            self._asked = True
            if self._timed:
                return
            self._timed = True
        timer = Timer(self.pause, _wake, [ref(self)])
        timer.name = self._name
        timer.daemon = True  # the end of the process does not wait for it
        try:
            timer.start()
        except RuntimeError:
            self._timed = False

    def run(self) -> bool:
        """Do the work now, in this thread; tell whether it could be done."""
        with self._working:
            return self._attempt()

    def finish(self) -> None:
        """Let work under way end, and do what is still asked for."""
        with self._working:
            if self._asked:
                self._attempt()

    @property
    def pause(self) -> float:
        """The seconds from asking to the work; more after each failure."""
        pause = self._seconds * (1 << min(self._failures, MOST_DOUBLINGS))
        return min(pause, max(self._seconds, LONGEST_PAUSE))

    def run_in_time(self) -> None:
        """Do what was asked for; what cannot be done stays asked for."""
        self._timed = False  # whoever asks from here on has another thread started
        if not self.run():
            self.ask()

    def _attempt(self) -> bool:
        self._asked = False  # what is asked for from here on may come too late for this
        done = self._work()
        self._failures = 0 if done else self._failures + 1
        if not done:
            self._asked = True
        return done


def _wake(work: "ref[BackgroundWork]") -> None:
    """Work, unless its site is gone: a waiting thread does not keep that alive."""
    if (found := work()) is not None:
        found.run_in_time()


def finish_all() -> None:
    """Do what is still asked for in this process; for its end."""
    for work in list(_all):
        work.finish()


def _start_anew() -> None:
    for work in list(_all):
        work.start_anew()


def _finish_at_the_end(_: object = None) -> None:
    Finalize(None, finish_all, exitpriority=0)


atexit.register(finish_all)
# granian's workers are processes of multiprocessing, which skip atexit, and which
# forget what was registered before they were forked.
_finish_at_the_end()
register_after_fork(finish_all, _finish_at_the_end)
if sys.platform != "win32":
    os.register_at_fork(after_in_child=_start_anew)
