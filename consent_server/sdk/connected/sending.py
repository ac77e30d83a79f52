"""Evidence on its way to the consent server: in batches, beside the responses.

Counts add up while the server is away, so that they need no more room: one batch waits
to be sent again as it was, all that came since is in the counters.
"""

import logging
import os
import sys
from http import HTTPStatus
from weakref import WeakSet

from consent_server.enforcement.evidence import Evidence, Taken
from consent_server.kernel.errors import UnreachableError
from consent_server.kernel.ids import RandomBytes
from consent_server.sdk.background import BackgroundWork
from consent_server.sdk.connected.batch import ID_BYTES, Batch, write_batch
from consent_server.sdk.connected.contract import EVIDENCE, MAX_ANSWER_BYTES
from consent_server.sdk.connected.line import Line
from consent_server.sdk.flushing import FLUSH_SECONDS

REFUSED = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
"""To send the same again is of no use."""

log = logging.getLogger(__name__)
_all = WeakSet["EvidenceSender"]()


class EvidenceSender:
    """Sends what was counted under one policy.

    ``dropped`` is how many counts the server refused for good.
    """

    def __init__(
        self,
        evidence: Evidence,
        line: Line,
        policy_version: str,
        random: RandomBytes,
    ) -> None:
        self.dropped = 0
        self._evidence = evidence
        self._line = line
        self._policy_version = policy_version
        self._random = random
        self._waiting: Batch | None = None
        self._work = BackgroundWork(self._send_all, "consent-evidence", FLUSH_SECONDS)
        evidence.notify = self._work.ask
        _all.add(self)

    def flush(self) -> bool:
        """Send what was counted; tell whether nothing is left."""
        return self._work.run()

    def forget(self) -> None:
        """Begin at nothing in a forked process: the parent sends its own."""
        self._waiting = None
        self._evidence.forget()

    def _send_all(self) -> bool:
        try:
            while (batch := self._next()) is not None:
                self._send(batch)
                self._waiting = None
        except UnreachableError as error:
            log.warning("evidence_waits", extra={"why": str(error)})
            return False
        return True

    def _next(self) -> Batch | None:
        if self._waiting is None and (taken := self._evidence.take()):
            self._waiting = Batch(
                id=self._random(ID_BYTES).hex(),
                policy_version=self._policy_version,
                taken=taken,
            )
        return self._waiting

    def _send(self, batch: Batch) -> None:
        body = write_batch(batch)
        headers = {"content-type": "application/json"}
        reply = self._line.ask(
            "POST", EVIDENCE, headers, body=body, max_bytes=MAX_ANSWER_BYTES
        )
        if reply.status in REFUSED:
            self.dropped += _counts(batch.taken)
            log.error("The consent server refused counts (%d)", reply.status)
        elif not HTTPStatus(200) <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            raise UnreachableError(f"the consent server answered {reply.status}")


def _counts(taken: Taken) -> int:
    parts = (taken.held, taken.seen, taken.signals, taken.asked)
    return sum(times for part in parts for times in part.values())


def _forget() -> None:
    for sender in list(_all):
        sender.forget()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forget)
