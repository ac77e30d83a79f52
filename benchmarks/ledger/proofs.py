"""What a proof out of a log of ten million entries costs, and its check."""

import random
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert, update

from benchmarks.ledger.databases import Database, stores
from benchmarks.ledger.steps import LARGE, LOG, SIGNER, edge_tiles
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.log import prove
from consent_server.ledger.merkle import (
    leaf_hash,
    require_inclusion,
    root_at,
    root_of_complete,
)
from consent_server.ledger.signing import sign_checkpoint
from consent_server.ledger.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    subtrees_in,
)
from consent_server.storage.db import writing
from consent_server.storage.tables import checkpoint, ledger, tile

PROOFS = 200
LEAF = leaf_hash(b"one entry")
LEVELS = len(edge_tiles(LARGE))


def measure_proof(database: Database) -> None:
    """Prove entries all over the log, and check each proof against its root.

    All leaves are the same, so that all tiles of a level are: only those are stored
    that the proofs read.
    """
    hashes = [LEAF]
    while len(hashes) < LEVELS:
        hashes.append(root_of_complete(hashes[-1] * TILE_WIDTH))

    def read(at: Tile) -> bytes:
        left = (LARGE >> TILE_HEIGHT * at.level) - at.number * TILE_WIDTH
        return hashes[at.level] * min(left, TILE_WIDTH)

    root = root_at(LARGE, subtrees_in(read))
    indexes = random.Random(1).sample(range(LARGE), PROOFS)  # noqa: S311 - any will do
    tiles = {*edge_tiles(LARGE)} | {
        Tile(level=level, number=index >> TILE_HEIGHT * (level + 1))
        for index in indexes
        for level in range(LEVELS)
    }
    with (
        tempfile.TemporaryDirectory() as name,
        stores(database, Path(name), "proofs") as opened,
    ):
        signed = Checkpoint(origin=SIGNER.name, size=LARGE, root=root)
        note = sign_checkpoint(signed, SIGNER)
        with writing(opened.engine) as connection:
            connection.execute(update(ledger).values(size=LARGE))
            row = {**LOG, "size": LARGE, "note": note, "signed_at": 0}
            connection.execute(insert(checkpoint).values(row))
            rows = [
                {**LOG, "level": at.level, "number": at.number, "data": read(at)}
                for at in tiles
            ]
            connection.execute(insert(tile), rows)
        made, checked = list[float](), list[float]()
        for index in indexes:
            begun = time.perf_counter()
            found = prove(opened.ledger, index)
            between = time.perf_counter()
            if found is None:
                raise RuntimeError(index)
            require_inclusion(LEAF, index, LARGE, found.proof, root)
            made.append(between - begun)
            checked.append(time.perf_counter() - between)
    print(
        f"{database.name}: a proof out of {LARGE:,} entries takes "
        f"{statistics.median(made) * 1e3:.2f} ms, its check "
        f"{statistics.median(checked) * 1e6:.0f} us"
    )
