"""Go's checksum database reads what we write: notes, cosignatures, proofs and tiles.

It needs Debian's golang-go and golang-golang-x-mod-dev, and no network.
"""

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.cosignature import WitnessVerifier
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.entry import entry_hash
from consent_server.ledger.merkle import (
    consistency_proof,
    inclusion_proof,
    root_at,
)
from consent_server.ledger.tile_path import TilePath, format_tile_path
from consent_server.ledger.tiles import TILE_WIDTH, Tile, subtrees_in
from tests.unit.ledger.builders import SECOND, a_ledger, a_signer

SOURCES = Path("/usr/share/gocode")
PROGRAM = Path(__file__).with_name("sumdb.go")
RECORDS = 299
SIZES = (1, 2, 3, 5, 8, 100, 255, 256, 257, RECORDS + 1)

pytestmark = pytest.mark.skipif(
    shutil.which("go") is None
    or not (SOURCES / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
    reason="needs Go: apt-get install golang-go golang-golang-x-mod-dev",
)


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def texts(hashes: list[bytes]) -> list[str]:
    return [text(one) for one in hashes]


def test_go_accepts_every_note_proof_and_tile(tmp_path: Path) -> None:
    store = a_ledger(RECORDS, batch=7)
    read = subtrees_in(store.read_tile)
    signer, witness = a_signer(), WitnessSigner("witness.example/w1", b"\x09" * 32)
    key = WitnessVerifier(witness.vkey)
    notes = [note + witness.cosign(note, SECOND) for note in store.checkpoints(9)]
    leaves = [entry_hash(row.entry) for row in store.rows(RECORDS + 1)]
    records = [
        {
            "Size": size,
            "Index": index,
            "Leaf": text(leaves[index]),
            "Root": text(root_at(size, read)),
            "Proof": texts(inclusion_proof(index, size, read)),
        }
        for size in SIZES
        for index in {0, 1, size // 2, size - 1}
        if index < size
    ]
    trees = [
        {
            "Old": old,
            "New": new,
            "OldRoot": text(root_at(old, read)),
            "NewRoot": text(root_at(new, read)),
            "Proof": texts(consistency_proof(old, new, read)),
        }
        for old in SIZES
        for new in SIZES
        if old <= new
    ]
    size = peek_checkpoint(notes[-1]).size
    tiles = {}
    for level, count in ((0, size), (1, size // TILE_WIDTH)):
        for number in range(-(-count // TILE_WIDTH)):
            width = min(TILE_WIDTH, count - number * TILE_WIDTH)
            path = TilePath(level=level, number=number, width=width)
            data = store.read_tile(Tile(level=level, number=number))
            tiles[format_tile_path(path)] = text(data)
    given = {
        "Key": signer.vkey,
        "Witness": key.name,
        "Public": text(key.public),
        "KeyID": int.from_bytes(key.key_id, "big"),
        "Notes": notes,
        "Records": records,
        "Trees": trees,
        "Tiles": tiles,
        "Size": size,
        "Root": text(peek_checkpoint(notes[-1]).root),
        "Leaves": texts(leaves),
    }

    done = subprocess.run(
        ["go", "run", str(PROGRAM)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": os.environ["PATH"],
            "GO111MODULE": "off",
            "GOPATH": str(SOURCES),
            "GOCACHE": str(tmp_path),
        },
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["9", str(len(records)), str(len(trees)), "300"]
