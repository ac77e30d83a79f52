"""The sequencer of one site: it follows the commits, in a thread of its own.

Taking choices does not wait for it: a record is committed before any of this.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import (
    EvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.ledger.log import BATCH_LIMIT, Sequenced
from consent_server.sdk.background import BackgroundWork

STEP_SECONDS = 0.4
"""From a commit to its step: one step for all that were committed meanwhile."""

Step = Callable[[datetime], Sequenced | None]
"""Takes a step at a moment; returns nothing when nothing waits."""

log = logging.getLogger(__name__)


class Sequencer:
    """Gives positions to what was committed and signs the tree.

    A ledger that contradicts its own checkpoint is not signed any further: the records
    wait for its repair.

    Args:
        step: Takes one. Other processes may take it as well.
        name: Of the ledger, for what is logged.
        clock: Tells the time of a step.
        seconds: How long commits are gathered.
    """

    def __init__(
        self,
        step: Step,
        name: str,
        clock: Clock,
        seconds: float = STEP_SECONDS,
    ) -> None:
        self._take_step = step
        self._name = name
        self._clock = clock
        self._said = ""
        self._work = BackgroundWork(self._step, "consent-sequencer", seconds)

    def wake(self) -> None:
        """Say that something was committed; its step follows soon, or at the end."""
        self._work.ask()

    def run(self) -> bool:
        """Sequence all that waits, now; tell whether that could be done."""
        return self._work.run()

    def _step(self) -> bool:
        try:
            self._take_all()
        except StoreUnavailableError as error:
            self._say(logging.WARNING, "ledger_step_postponed", str(error))
        except EvidenceError as error:
            self._say(logging.ERROR, "ledger_frozen", str(error))
        except SettingError as error:
            self._say(logging.ERROR, "ledger_key_missing", str(error))
        else:
            if self._said:
                self._say(logging.INFO, "ledger_goes_on")
                self._said = ""
            return True
        return False

    def _take_all(self) -> None:
        while done := self._take_step(self._clock.now()):
            if done.size - done.first < BATCH_LIMIT:
                break  # what was committed since has woken the next step

    def _say(self, level: int, what: str, why: str = "") -> None:
        """Log what is new: it may stay so for long, and is tried again and again."""
        if what != self._said:
            log.log(level, what, extra={"ledger": self._name, "why": why})
        self._said = what
