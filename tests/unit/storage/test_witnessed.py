"""The memory of a witness, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from consent_server.kernel.errors import MalformedEvidenceError, SettingError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.witness import unseen
from consent_server.storage.witnessed import WitnessedStore
from tests.unit.ledger.builders import MOMENT, ORIGIN, SECOND, a_signer
from tests.unit.storage.builders import Opened

NOTE = "kept as it came"


def tree(size: int, root: bytes = b"r" * 32) -> Checkpoint:
    return Checkpoint(origin=ORIGIN, size=size, root=root)


@pytest.fixture
def memory(site: Opened) -> WitnessedStore:
    store = WitnessedStore(site.engine)
    store.watch(a_signer().vkey)
    return store


def test_belongs_to_one_key_for_ever(site: Opened) -> None:
    store = WitnessedStore(site.engine)
    assert store.find_identity() is None
    store.begin("w+1+a")

    with pytest.raises(SettingError, match="memory of a witness already"):
        store.begin("w+2+b")
    assert store.find_identity() == "w+1+a"


def test_watches_a_log_from_its_empty_tree_on(memory: WitnessedStore) -> None:
    log = memory.find_log(ORIGIN)

    assert log is not None
    assert (log.seen, log.seen_at) == (unseen(ORIGIN), None)
    assert [key.name for key in log.keys] == [ORIGIN]
    assert memory.find_log("other.example") is None


def test_knows_a_key_once_and_another_one_of_the_same_log(
    memory: WitnessedStore,
) -> None:
    later = a_signer(seed=b"\x08" * 32).vkey
    memory.advance(unseen(ORIGIN), tree(3), NOTE, MOMENT)

    assert not memory.watch(f" {a_signer().vkey}\n")
    assert memory.watch(later)
    (log,) = memory.list_logs()
    assert len(log.keys) == 2
    assert log.seen == tree(3)


def test_watches_nothing_that_is_no_key(memory: WitnessedStore) -> None:
    with pytest.raises(MalformedEvidenceError):
        memory.watch("shop.example")
    assert len(memory.list_logs()) == 1


def test_remembers_what_it_saw_last(memory: WitnessedStore) -> None:
    assert memory.advance(unseen(ORIGIN), tree(3), NOTE, MOMENT)
    assert memory.advance(tree(3), tree(3), NOTE, MOMENT)
    log = memory.find_log(ORIGIN)

    assert log is not None
    assert (log.seen, log.seen_at) == (tree(3), SECOND)


@pytest.mark.parametrize(
    "stale", [unseen(ORIGIN), tree(4), tree(3, b"x" * 32)], ids=["size", "more", "root"]
)
def test_moves_from_nowhere_else(memory: WitnessedStore, stale: Checkpoint) -> None:
    memory.advance(unseen(ORIGIN), tree(3), NOTE, MOMENT)

    assert not memory.advance(stale, tree(5), NOTE, MOMENT)
    log = memory.find_log(ORIGIN)
    assert log is not None
    assert log.seen == tree(3)


def test_lets_one_of_many_through(memory: WitnessedStore) -> None:
    tries = 8
    together = Barrier(tries)

    def advance(number: int) -> bool:
        together.wait(timeout=60)
        return memory.advance(unseen(ORIGIN), tree(number + 1), NOTE, MOMENT)

    with ThreadPoolExecutor(tries) as pool:
        assert sum(pool.map(advance, range(tries))) == 1
