"""One thread does the work of all that wait, while they wait.

Whoever finds nobody at work begins. Those who come meanwhile queue up; the first of
them then does the work of the whole queue. So a call alone costs no hand-over, nothing
runs when nobody calls, and no thread has to be started, stopped or watched.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from consent_server.kernel.errors import StoreUnavailableError

MOST_AT_ONCE = 256
MOST_WAITING = 1_024

Item = TypeVar("Item")
Outcome = Exception | None
Work = Callable[[Sequence[Item]], Sequence[Outcome]]
"""Does the work of some items, and says of each in order what went wrong."""


class _Turn(Generic[Item]):
    """One call: ``asleep`` is held until its work is done, or its turn to do it.

    A lock and no event: an event costs ten times as much to make, wait for and set.
    """

    __slots__ = ("asleep", "done", "item", "outcome")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.asleep = threading.Lock()
        self.asleep.acquire()
        self.done = False
        # What remains when the thread that did the work was ended in the middle.
        self.outcome: Outcome = StoreUnavailableError("the work was interrupted")


class Combiner(Generic[Item]):
    """Runs ``work`` on what its callers bring, in the order in which they came."""

    def __init__(self, work: Work[Item]) -> None:
        self._work = work
        self.begin_anew()
        _waiters.add(self)

    def begin_anew(self) -> None:
        """Forget who waits: in a forked process none of those threads exists."""
        self._mutex = threading.Lock()
        self._waiting = deque[_Turn[Item]]()
        self._at_work = False

    def run(self, item: Item) -> None:
        """Have the work of an item done, by this thread or another; then return.

        Raises:
            StoreUnavailableError: Too many wait already, or the work was interrupted.
            Exception: Whatever the work said of this item.
        """
        turn = _Turn(item)
        with self._mutex:
            if len(self._waiting) >= MOST_WAITING:
                raise StoreUnavailableError(f"{MOST_WAITING} others wait already")
            self._waiting.append(turn)
            begins, self._at_work = not self._at_work, True
        if not begins:
            turn.asleep.acquire()
        if not turn.done:
            self._lead()
        if turn.outcome is not None:
            raise turn.outcome

    def _lead(self) -> None:
        """Do the work of those who wait, this thread's first, and hand over."""
        with self._mutex:
            count = min(len(self._waiting), MOST_AT_ONCE)
            turns = [self._waiting.popleft() for _ in range(count)]
        try:
            outcomes = self._work([turn.item for turn in turns])
            for turn, outcome in zip(turns, outcomes, strict=True):
                turn.outcome = outcome
        finally:
            with self._mutex:
                self._at_work = bool(self._waiting)
                following = self._waiting[0] if self._waiting else None
            if following is not None:
                following.asleep.release()
            for turn in turns:
                turn.done = True
            for turn in turns[1:]:  # the first is this thread's own
                turn.asleep.release()


_waiters = WeakSet[Combiner[Any]]()


def _begin_anew() -> None:
    for combiner in _waiters:
        combiner.begin_anew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
