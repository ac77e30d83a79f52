"""Evidence on its way to where it is kept: in batches, beside the responses.

A thread waits only while there is something to write, so it starts after a server has
forked its workers. What cannot be written now is tried again with what came since.
"""

import atexit
import logging
import os
import sys
from collections.abc import Callable
from multiprocessing.util import Finalize
from threading import Lock, Timer
from weakref import WeakSet, ref

from consent_server.enforcement.evidence import Evidence, Taken
from consent_server.kernel.errors import StoreUnavailableError

FLUSH_SECONDS = 30.0
"""From the first count to the writing: a write for many responses, and soon seen."""

log = logging.getLogger(__name__)
_flushers: "WeakSet[Flusher]" = WeakSet()


class Flusher:
    """Writes the counts of one site; what it cannot write stays in the evidence.

    Args:
        evidence: The counters; they notify this flusher.
        save: Writes counts, all or nothing; raises StoreUnavailableError.
        seconds: How long counts are gathered.
    """

    def __init__(
        self,
        evidence: Evidence,
        save: Callable[[Taken], None],
        seconds: float = FLUSH_SECONDS,
    ) -> None:
        self._evidence = evidence
        self._save = save
        self._seconds = seconds
        self._lock = Lock()
        self._waiting = False
        evidence.notify = self.schedule
        _flushers.add(self)

    def schedule(self) -> None:
        """Flush in a while, from a thread of its own; once, however often this comes.

        Where no thread can be had, the counts wait for the end of the process.
        """
        with self._lock:
            if self._waiting:
                return
            self._waiting = True
        timer = Timer(self._seconds, _wake, [ref(self)])
        timer.name = "consent-evidence"
        timer.daemon = True  # the end of the process does not wait for it
        try:
            timer.start()
        except RuntimeError:
            self._waiting = False

    def flush(self) -> bool:
        """Write what was counted; tell whether nothing is left."""
        taken = self._evidence.take()
        try:
            if taken:
                self._save(taken)
        except StoreUnavailableError as error:
            self._evidence.put_back(taken)
            log.warning("evidence_waits", extra={"why": str(error)})
            return False
        return True

    def start_anew(self) -> None:
        """Begin at nothing in a forked process, which has none of the threads."""
        self._lock = Lock()
        self._waiting = False
        self._evidence.forget()

    def _flush_or_wait(self) -> None:
        self._waiting = False  # what is counted from here on starts the next round
        if not self.flush():
            self.schedule()


def _wake(flusher: "ref[Flusher]") -> None:
    """Flush, unless the site is gone: a waiting thread does not keep it alive."""
    if (found := flusher()) is not None:
        found._flush_or_wait()  # noqa: SLF001 - its own thread


def flush_all() -> None:
    """Write what every site of this process counted; for its end."""
    for flusher in list(_flushers):
        flusher.flush()


def _start_anew() -> None:
    for flusher in list(_flushers):
        flusher.start_anew()


atexit.register(flush_all)
# granian's workers are processes of multiprocessing, which skip atexit.
Finalize(None, flush_all, exitpriority=0)
if sys.platform != "win32":
    os.register_at_fork(after_in_child=_start_anew)
