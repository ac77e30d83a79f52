"""Keys change while servers sign."""

import os
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.entry import EntryKind, entry_hash, parse_entry
from consent_server.ledger.merkle import root_of
from consent_server.ledger.note import NoteVerifier, peek_signers
from consent_server.storage.ledgers import read_keys
from consent_server.web.key_rotation import rotate_key
from tests.integration.web.installed import Installation, installed
from tests.unit.ledger.builders import MOMENT, record_id
from tests.unit.storage.builders import SITE, rows_of

ROOT = Path(__file__).parents[3]
ROTATIONS = 4
EACH = 60


@pytest.fixture
def shop(url: str, tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, url) as shop:
        yield shop


def rotate(shop: Installation) -> None:
    rotate_key(
        shop.site.engine,
        SITE,
        shop.folder,
        reason="scheduled",
        moment=MOMENT,
        random=shop.random.randbytes,
    )


def signer_of(vkey: str) -> str:
    """Return the name and id of a key, as signatures give them."""
    return "+".join(vkey.split("+", 2)[:2])


def require_signed_in_turn(shop: Installation) -> None:
    """Check every checkpoint against the keys that the log says it had."""
    store = shop.newest()
    periods = read_keys(shop.site.engine, SITE)
    starts = [it.position for it in periods]
    leaves = [entry_hash(row.entry) for row in rows_of(store)]
    for note in store.checkpoints(10_000):
        checkpoint = peek_checkpoint(note)
        turn = bisect_left(starts, checkpoint.size) - 1
        expected = [periods[turn]]
        if turn and checkpoint.size == starts[turn] + 1:
            expected.insert(0, periods[turn - 1])
        assert [signer_of(it.vkey) for it in expected] == peek_signers(note)
        for it in expected:
            NoteVerifier(it.vkey).open(note)
        assert checkpoint.root == root_of(leaves[: checkpoint.size])


@pytest.mark.processes
def test_loses_nothing_while_two_processes_sign(shop: Installation, url: str) -> None:
    shop.record(0)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "tests.integration.web.signing_process"]
    servers = [
        subprocess.Popen(
            [*program, url, str(shop.folder), str(first), str(first + EACH)],
            env=environment,
            cwd=ROOT,
        )
        for first in (1, 1 + EACH)
    ]
    rotations = 0
    while any(server.poll() is None for server in servers) or not rotations:
        rotate(shop)
        rotations += 1
    assert [server.wait() for server in servers] == [0, 0]
    shop.writer().take_all(MOMENT)

    store = shop.newest()
    kinds = [parse_entry(row.entry).kind for row in rows_of(store, 10_000)]
    assert kinds.count(EntryKind.KEY) == rotations
    assert kinds.count(EntryKind.VISITOR) == 1 + 2 * EACH
    assert None not in [
        store.find_index(record_id(number)) for number in range(1 + 2 * EACH)
    ]
    assert len(read_keys(shop.site.engine, SITE)) == 1 + rotations
    require_signed_in_turn(shop)


def test_keeps_the_key_in_force_while_two_change_it_at_once(
    shop: Installation,
) -> None:
    shop.record(0)
    for number in range(ROTATIONS):
        with ThreadPoolExecutor(2) as people:
            for done in [people.submit(rotate, shop) for _ in range(2)]:
                done.result()

        shop.record(1 + number)  # which needs the key in force

    require_signed_in_turn(shop)


def test_changes_the_key_again_and_again(shop: Installation) -> None:
    for number in range(ROTATIONS):
        shop.record(2 * number, 2 * number + 1)
        rotate(shop)

    assert len(set(shop.newest().keys())) == 1 + ROTATIONS
    assert {file.name for file in (shop.folder / "keys").iterdir()} == {
        "shop.ledger.key",
        "shop.ledger.pub",
    }
    require_signed_in_turn(shop)
