"""The sequencer step over the port."""

from datetime import UTC, datetime, timedelta

import pytest

from consent_server.kernel.errors import BrokenEvidenceError, KeyReplacedError
from consent_server.ledger.checkpoint import Checkpoint, open_checkpoint
from consent_server.ledger.entry import EntryKind, entry_hash
from consent_server.ledger.log import prove, sequence
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.merkle import require_inclusion, root_of
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.ports import Batch, Head
from consent_server.ledger.signing import sign_checkpoint
from tests.unit.ledger.builders import (
    MOMENT,
    SECOND,
    a_ledger,
    a_signer,
    add_record,
    config_parts,
    plain_parts,
    record_id,
    some_salts,
)

VERIFIER = NoteVerifier(a_signer().vkey)


def test_does_nothing_when_nothing_waits() -> None:
    store = MemoryLedgerStore()

    assert sequence(store, a_signer(), MOMENT) is None
    assert store.head().note is None


def test_signs_the_root_of_all_entries_so_far() -> None:
    store = MemoryLedgerStore()
    for number in range(600):
        add_record(store, number)
        if number % 37 == 0:
            sequence(store, a_signer(), MOMENT)
    done = sequence(store, a_signer(), MOMENT)

    assert done is not None
    checkpoint = open_checkpoint(done.note, VERIFIER)
    leaves = [entry_hash(row.entry) for row in store.rows(600)]
    assert (checkpoint.size, checkpoint.root) == (600, root_of(leaves))


def test_takes_no_more_than_its_limit() -> None:
    store = MemoryLedgerStore()
    for number in range(5):
        add_record(store, number)

    steps = [sequence(store, a_signer(), MOMENT, limit=2) for _ in range(4)]

    assert [step and (step.first, step.size) for step in steps] == [
        (0, 2),
        (2, 4),
        (4, 5),
        None,
    ]


def test_leaves_an_arrival_from_the_future_until_its_time_has_come() -> None:
    store = MemoryLedgerStore()
    later = SECOND + 121
    store.add(record_id(1), EntryKind.VISITOR, later, plain_parts(1), some_salts(1))
    add_record(store, 2)

    first = sequence(store, a_signer(), MOMENT)
    second = sequence(store, a_signer(), MOMENT + timedelta(seconds=1))

    assert first is not None
    assert second is not None
    assert (store.find_index(record_id(2)), store.find_index(record_id(1))) == (0, 1)


def test_lets_records_wait_with_the_policy_that_they_may_rest_on() -> None:
    """It was published by a server whose clock was ahead."""
    store = MemoryLedgerStore()
    add_record(store, 1)
    store.add(
        record_id(-1), EntryKind.CONFIG, SECOND + 600, config_parts(), some_salts(-1)
    )
    add_record(store, 2)

    sequence(store, a_signer(), MOMENT)
    assert (store.find_index(record_id(1)), store.head().size) == (0, 1)
    sequence(store, a_signer(), MOMENT + timedelta(seconds=480))
    indexes = [store.find_index(record_id(number)) for number in (1, -1, 2)]
    assert indexes == [0, 1, 2]


def test_proves_every_entry_under_the_newest_checkpoint() -> None:
    store = a_ledger(20)
    for row in store.rows(21):
        proof = prove(store, row.index)

        assert proof is not None
        checkpoint = open_checkpoint(proof.note, VERIFIER)
        require_inclusion(
            entry_hash(row.entry),
            row.index,
            checkpoint.size,
            proof.proof,
            checkpoint.root,
        )


@pytest.mark.parametrize("index", [-1, 13])
def test_has_no_proof_for_what_is_not_sequenced(index: int) -> None:
    assert prove(a_ledger(12), index) is None
    assert prove(MemoryLedgerStore(), 0) is None


class Overtaken(MemoryLedgerStore):
    """A store where another sequencer is faster once, and a click comes meanwhile."""

    overtaken = False

    def append(self, batch: Batch) -> bool:
        if not self.overtaken:
            self.overtaken = super().append(batch)
            add_record(self, 2)
        return super().append(batch)


def test_begins_again_when_another_sequencer_was_faster() -> None:
    store = Overtaken()
    add_record(store, 1)

    step = sequence(store, a_signer(), MOMENT)

    assert step is not None
    assert (step.first, step.size) == (1, 2)
    assert store.head() == Head(size=2, note=step.note, vkey=a_signer().vkey)


def with_note(note: str) -> MemoryLedgerStore:
    store = a_ledger(4)
    store._notes[-1] = note
    add_record(store, 5)
    return store


@pytest.mark.parametrize(
    "checkpoint",
    [
        pytest.param((4, b"r" * 32), id="another-size"),
        pytest.param((5, b"r" * 32), id="another-root"),
    ],
)
def test_signs_nothing_on_a_tree_that_was_not_signed(
    checkpoint: tuple[int, bytes],
) -> None:
    size, root = checkpoint
    wrong = Checkpoint(origin=a_signer().name, size=size, root=root)
    store = with_note(sign_checkpoint(wrong, a_signer()))

    with pytest.raises(BrokenEvidenceError):
        sequence(store, a_signer(), datetime.fromtimestamp(SECOND, UTC))
    assert store.head().size == 5


def test_signs_nothing_with_a_key_that_is_not_the_log_s() -> None:
    store = a_ledger(4)
    add_record(store, 5)

    with pytest.raises(KeyReplacedError, match="is signed with the key"):
        sequence(store, a_signer(seed=b"\x01" * 32), MOMENT)


def test_signs_nothing_on_entries_without_a_checkpoint() -> None:
    store = a_ledger(4)
    store._notes.clear()
    add_record(store, 5)

    with pytest.raises(BrokenEvidenceError, match="no checkpoint"):
        sequence(store, a_signer(), MOMENT)
