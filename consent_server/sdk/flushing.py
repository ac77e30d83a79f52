"""Evidence on its way to where it is kept: in batches, beside the responses.

What cannot be written now is tried again with what came since.
"""

import logging
import os
import sys
from collections.abc import Callable
from weakref import WeakSet

from consent_server.enforcement.evidence import Evidence, Taken
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.sdk.background import BackgroundWork

FLUSH_SECONDS = 30.0
"""From the first count to the writing: a write for many responses, and soon seen."""

log = logging.getLogger(__name__)
_counted = WeakSet[Evidence]()


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
        self._work = BackgroundWork(self._write, "consent-evidence", seconds)
        evidence.notify = self._work.ask
        _counted.add(evidence)

    def flush(self) -> bool:
        """Write what was counted; tell whether nothing is left."""
        return self._work.run()

    def _write(self) -> bool:
        taken = self._evidence.take()
        try:
            if taken:
                self._save(taken)
        except StoreUnavailableError as error:
            self._evidence.put_back(taken)
            log.warning("evidence_waits", extra={"why": str(error)})
            return False
        return True


def _forget() -> None:
    for evidence in list(_counted):
        evidence.forget()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forget)
