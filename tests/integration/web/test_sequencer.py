"""What was committed gets its position: soon, once, whatever happens on the way."""

import logging
from collections.abc import Sequence
from functools import partial
from threading import Event

import pytest

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import BrokenEvidenceError, StoreUnavailableError
from consent_server.ledger.log import sequence
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.ports import Batch, WaitingEntry
from consent_server.sdk.background import finish_all
from consent_server.web.sequencer import Sequencer
from tests.unit.ledger.builders import MOMENT, ORIGIN, a_signer, add_record

PATIENCE_SECONDS = 20
SOON = 0.001
LATER = 3_600.0


class Store(MemoryLedgerStore):
    """A ledger that fails as often as it is told to, and says when it took a step."""

    def __init__(self, failures: int = 0, error: Exception | None = None) -> None:
        super().__init__()
        self.failures = failures
        self.error = error or StoreUnavailableError("away")
        self.stored = Event()

    def waiting(self, limit: int, latest: int) -> Sequence[WaitingEntry]:
        if self.failures:
            self.failures -= 1
            raise self.error
        return super().waiting(limit, latest)

    def append(self, batch: Batch) -> bool:
        done = super().append(batch)
        self.stored.set()
        return done


def a_sequencer(store: Store, seconds: float = LATER) -> Sequencer:
    step = partial(sequence, store, a_signer())
    return Sequencer(step, ORIGIN, ManualClock(MOMENT), seconds)


def test_follows_a_commit_by_itself() -> None:
    store = Store()
    sequencer = a_sequencer(store, SOON)
    for number in (1, 2):
        store.stored.clear()
        add_record(store, number)
        sequencer.wake()

        assert store.stored.wait(PATIENCE_SECONDS)
        assert store.head().size == number


def test_takes_one_step_for_all_that_were_committed_meanwhile() -> None:
    store = Store()
    sequencer = a_sequencer(store)
    for number in (1, 2, 3):
        add_record(store, number)
        sequencer.wake()
    assert store.head().size == 0

    finish_all()
    assert store.head().size == 3
    assert len(store.checkpoints(9)) == 1


def test_takes_at_once_what_somebody_waits_for() -> None:
    store = Store()
    add_record(store, 1)

    assert a_sequencer(store).run()
    assert store.head().size == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [
        pytest.param(StoreUnavailableError("away"), "ledger_step_postponed", id="away"),
        pytest.param(BrokenEvidenceError("broken"), "ledger_frozen", id="frozen"),
    ],
)
def test_tries_again_by_itself_and_says_it_once(
    error: Exception, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    store = Store(failures=3, error=error)
    sequencer = a_sequencer(store, SOON)
    add_record(store, 1)
    sequencer.wake()

    assert store.stored.wait(PATIENCE_SECONDS)
    sequencer.run()
    said = [record.message for record in caplog.records]
    assert said == [says, "ledger_sequenced", "ledger_goes_on"]
