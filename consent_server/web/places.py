"""Places to work, for as many threads as there are; who came first has the next one."""

from collections import deque
from threading import Lock


class Places:
    """Lets ``count`` threads in at a time, in the order in which they came.

    Python's own semaphore lets a thread that comes just then overtake who waits, so
    that some wait much longer than others.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()

    def take(self) -> None:
        """Wait for a place."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = Lock()
            turn.acquire()  # whoever leaves a place lets it go
            self._waiting.append(turn)
        turn.acquire()

    def leave(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
