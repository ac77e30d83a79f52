"""The sequencer of one site: a step after a choice, shared by all that wait for it."""

import logging
from collections.abc import Sequence

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import EvidenceError, StoreUnavailableError
from consent_server.ledger.log import BATCH_LIMIT, sequence
from consent_server.ledger.signing import NoteSigner
from consent_server.storage.combining import Combiner, Outcome
from consent_server.storage.ledger_store import SqlLedgerStore

log = logging.getLogger(__name__)


def make_sequencer(
    ledger: SqlLedgerStore, signer: NoteSigner, clock: Clock
) -> Combiner[None]:
    """Make what gives positions to everything that was committed before it runs.

    When the ledger is busy or away, the next step takes along what waits. A ledger that
    contradicts its own checkpoint is not signed any further, and taking choices goes
    on: the records wait for its repair.
    """

    def step(callers: Sequence[None]) -> list[Outcome]:
        try:
            while (done := sequence(ledger, signer, clock.now())) is not None:
                if done.size - done.first < BATCH_LIMIT:
                    break  # what was committed since has a caller of its own
        except StoreUnavailableError:
            log.warning("ledger_step_postponed", extra={"ledger": signer.name})
        except EvidenceError as error:
            log.error(  # noqa: TRY400 - the message says it all
                "ledger_frozen", extra={"ledger": signer.name, "why": str(error)}
            )
        return [None for _ in callers]

    return Combiner(step)
