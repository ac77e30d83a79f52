"""The mark outside of the database: what it lets pass, and what it stops."""

from collections.abc import Callable

import pytest

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    KeyReplacedError,
    MalformedEvidenceError,
    StoreUnavailableError,
)
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.high_water import is_newer
from consent_server.ledger.log import sequence
from consent_server.ledger.memory import MemoryLedgerStore, MemoryMark
from consent_server.ledger.signing import sign_checkpoint
from tests.unit.ledger.builders import MOMENT, ORIGIN, a_signer, add_record


def signed(size: int, *, origin: str = ORIGIN, root: bytes = b"r" * 32) -> str:
    checkpoint = Checkpoint(origin=origin, size=size, root=root)
    return sign_checkpoint(checkpoint, a_signer(name=origin))


def a_log(records: int, mark: MemoryMark, *, first: int = 1) -> MemoryLedgerStore:
    """A log of one record per step, whose mark was written along."""
    store = MemoryLedgerStore()
    for number in range(first, first + records):
        add_record(store, number)
        sequence(store, a_signer(), MOMENT, mark=mark)
    return store


def go_on(store: MemoryLedgerStore, mark: MemoryMark) -> None:
    add_record(store, 99)
    assert sequence(store, a_signer(), MOMENT, mark=mark) is not None


def test_follows_the_newest_checkpoint() -> None:
    mark = MemoryMark()
    store = a_log(3, mark)

    assert mark.read() == store.head().note


def behind(store: MemoryLedgerStore) -> str | None:
    return store.checkpoints(10)[1]


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(lambda _: None, id="none-yet"),
        pytest.param(behind, id="behind"),
        pytest.param(lambda store: store.head().note, id="newest"),
    ],
)
def test_lets_a_log_go_on_that_holds_what_was_seen(
    kept: Callable[[MemoryLedgerStore], str | None],
) -> None:
    store, mark = a_log(3, MemoryMark()), MemoryMark()
    mark._note = kept(store)

    go_on(store, mark)

    assert mark.read() == store.head().note


def test_lets_a_later_epoch_go_on_from_the_mark_of_an_earlier_one() -> None:
    mark, store = MemoryMark(), MemoryLedgerStore()
    mark._note = signed(50)
    later = a_signer(name=f"{ORIGIN}/2")
    add_record(store, 1)

    assert sequence(store, later, MOMENT, mark=mark) is not None
    assert mark.read() == store.head().note


@pytest.mark.parametrize(
    ("kept", "error", "says"),
    [
        pytest.param(signed(4), BrokenEvidenceError, "rolled back", id="rolled-back"),
        pytest.param(signed(3), BrokenEvidenceError, "rewritten", id="rewritten"),
        pytest.param(signed(2), BrokenEvidenceError, "rewritten", id="and-extended"),
        pytest.param(
            signed(1, origin=f"{ORIGIN}/2"),
            BrokenEvidenceError,
            "rolled back",
            id="from-before-the-epoch",
        ),
        pytest.param(
            signed(1, origin="other.example/other"),
            MalformedEvidenceError,
            "folder of its own",
            id="of-another-ledger",
        ),
        pytest.param("", MalformedEvidenceError, "cannot be read", id="empty"),
        pytest.param("hello\n", MalformedEvidenceError, "cannot be read", id="no-note"),
    ],
)
def test_signs_nothing_that_contradicts_the_mark(
    kept: str, error: type[EvidenceError], says: str
) -> None:
    store, mark = a_log(3, MemoryMark()), MemoryMark()
    mark._note = kept
    add_record(store, 4)

    with pytest.raises(error, match=says):
        sequence(store, a_signer(), MOMENT, mark=mark)
    assert store.head().size == 3
    assert mark.read() == kept


def test_does_not_take_an_old_key_for_a_rollback() -> None:
    """A process that has not heard of a new epoch finds a mark from its future."""
    store, mark = a_log(3, MemoryMark()), MemoryMark()
    mark._note = signed(1, origin=f"{ORIGIN}/2")
    store._vkeys.append(a_signer(name=f"{ORIGIN}/2").vkey)
    add_record(store, 4)

    with pytest.raises(KeyReplacedError):
        sequence(store, a_signer(), MOMENT, mark=mark)


class FullDisk(MemoryMark):
    """A mark that cannot be written for a while."""

    full = True

    def write(self, note: str) -> None:
        if self.full:
            raise StoreUnavailableError("no space left")
        super().write(note)


def test_signs_one_step_at_most_that_no_mark_has_seen() -> None:
    """The crash between a commit and its mark looks the same."""
    store, mark = MemoryLedgerStore(), FullDisk()
    for number in (1, 2):
        add_record(store, number)
        with pytest.raises(StoreUnavailableError):
            sequence(store, a_signer(), MOMENT, mark=mark)
    assert store.head().size == 1

    mark.full = False
    assert sequence(store, a_signer(), MOMENT, mark=mark) is not None
    assert mark.read() == store.head().note


@pytest.mark.parametrize(
    ("note", "kept", "newer"),
    [
        pytest.param(signed(1), None, True, id="first"),
        pytest.param(signed(2), signed(1), True, id="larger"),
        pytest.param(signed(1), signed(2), False, id="smaller"),
        pytest.param(signed(1), signed(1, root=b"o" * 32), False, id="fork"),
        pytest.param(
            signed(1, origin=f"{ORIGIN}/2"), signed(9), True, id="later-epoch"
        ),
        pytest.param(
            signed(9), signed(1, origin=f"{ORIGIN}/2"), False, id="earlier-epoch"
        ),
        pytest.param(
            signed(1, origin=f"{ORIGIN}/10"),
            signed(1, origin=f"{ORIGIN}/9"),
            True,
            id="tenth-epoch",
        ),
    ],
)
def test_grows_only(note: str, kept: str | None, newer: bool) -> None:  # noqa: FBT001 - a table
    assert is_newer(note, kept) is newer
