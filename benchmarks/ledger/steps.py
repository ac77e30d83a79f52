"""How fast the sequencer is, and that a larger tree costs it no more."""

import json
import secrets
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, update

from benchmarks.ledger.databases import ORIGIN, SITE, Database, Stores, stores
from consent_server.kernel.clock import SystemClock, format_time
from consent_server.ledger.answers import MARK_BYTES
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.entry import ENTRY_BYTES, ENTRY_VERSION, EntryKind
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.log import BATCH_LIMIT, sequence
from consent_server.ledger.merkle import HASH_BYTES, root_at
from consent_server.ledger.signing import NoteSigner, sign_checkpoint
from consent_server.ledger.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    subtrees_in,
)
from consent_server.storage.db import writing
from consent_server.storage.tables import checkpoint, leaf, ledger, record, tile, todo

SIGNER = NoteSigner(ORIGIN, secrets.token_bytes(32))
LOG = {"site_id": SITE, "epoch": FIRST_EPOCH}
MARKS = [secrets.token_bytes(MARK_BYTES) for _ in range(24)]
SMALL, LARGE = 10_000, 10_000_000
BATCH = 1_000


def edge_tiles(size: int) -> list[Tile]:
    """Name the partial tiles on the right edge of a tree, lowest level first."""
    edge = []
    level = 0
    while count := size >> (TILE_HEIGHT * level):
        if count % TILE_WIDTH:
            edge.append(Tile(level=level, number=count // TILE_WIDTH))
        level += 1
    return edge


def measure_bulk(database: Database, *, tries: int) -> None:
    """Measure whole batches of the sequencer."""
    with (
        tempfile.TemporaryDirectory() as name,
        stores(database, Path(name), "bulk") as opened,
    ):
        took = []
        for number in range(tries):
            fill(opened.engine, number * BATCH_LIMIT, BATCH_LIMIT)
            took.append(_step(database, opened))
    wall, cpu = (statistics.median(column) for column in zip(*took, strict=True))
    print(
        f"{database.name}: the sequencer takes {BATCH_LIMIT / wall:,.0f} rows/s, "
        f"{cpu / BATCH_LIMIT * 1e6:.0f} us CPU a row"
    )


def measure_growth(database: Database, *, tries: int) -> None:
    """Compare a batch onto ten thousand leaves with one onto ten million."""
    with (
        tempfile.TemporaryDirectory() as name,
        stores(database, Path(name), "growth") as opened,
    ):
        pairs = []
        for number in range(tries):
            small, large = (
                _onto(database, opened, size, number) for size in (SMALL, LARGE)
            )
            pairs.append((small, large))
    small, large = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    print(
        f"{database.name}: a batch of {BATCH} costs {small * 1e3:.1f} ms CPU at "
        f"{SMALL:,} leaves and {large * 1e3:.1f} at {LARGE:,}: ratio {ratio:.2f}"
    )


def fill(engine: Engine, first: int, count: int) -> None:
    """Put entries where the sequencer finds them, of a few different answers."""
    arrived = int(SystemClock().now().timestamp())
    rows = [
        {
            "site_id": SITE,
            "number": first + number + 1,
            "record_id": secrets.token_bytes(16),
            "arrived_at": arrived,
            "entry": _visit(arrived),
            "answer": MARKS[number % len(MARKS)],
        }
        for number in range(count)
    ]
    with writing(engine) as connection:
        connection.execute(insert(todo), rows)
        connection.execute(insert(record), list(map(_record, rows[-len(MARKS) :])))


def _visit(arrived: int) -> bytes:
    beginning = bytes([ENTRY_VERSION, EntryKind.VISITOR]) + arrived.to_bytes(8, "big")
    return beginning + secrets.token_bytes(ENTRY_BYTES - len(beginning))


def _record(row: dict[str, Any]) -> dict[str, object]:
    """Return a record with the mark of a waiting entry."""
    at = MARKS.index(row["answer"])
    decided = dict.fromkeys(("analytics", "marketing"), ("granted", "refused")[at % 2])
    decision = {
        "action": "custom",
        "purposes": decided,
        "services": {f"vendor.service{number}": "refused" for number in range(6)},
        "policy_version": "a" * 64,
        "language": ("en", "nb")[at // 2 % 2],
        "surface": ("banner", "preferences")[at // 4 % 2],
        "recorded_at": format_time(SystemClock().now()),
    }
    agent = {"family": "Firefox", "major": "128", "system": "Linux"}
    context = {"agent": agent | {"device": ("phone", "desktop", "tablet")[at // 8]}}
    return {
        "site_id": SITE,
        "number": row["number"],
        "record_id": row["record_id"],
        "kind": EntryKind.VISITOR,
        "arrived_at": row["arrived_at"],
        "click_digest": b"",
        "decision": json.dumps(decision).encode(),
        "context": json.dumps(context).encode(),
    }


def _onto(database: Database, opened: Stores, size: int, number: int) -> float:
    """Return the CPU seconds of a batch onto a tree of some size."""
    _pretend(opened.engine, size + number * TILE_WIDTH)
    fill(opened.engine, 0, BATCH)
    return _step(database, opened)[1]


def _step(database: Database, opened: Stores) -> tuple[float, float]:
    """Return the seconds of a step, and those of CPU time."""
    begun = time.perf_counter(), time.process_time() + database.cpu()
    if sequence(opened.ledger, SIGNER, SystemClock().now()) is None:
        raise RuntimeError("nothing was sequenced")
    cpu = time.process_time() + database.cpu() - begun[1]
    return time.perf_counter() - begun[0], cpu


def _pretend(engine: Engine, size: int) -> None:
    """Make a ledger of some size: its right edge, which is all that a step reads."""
    tiles = {
        at: secrets.token_bytes(
            (size >> TILE_HEIGHT * at.level) % TILE_WIDTH * HASH_BYTES
        )
        for at in edge_tiles(size)
    }
    root = root_at(size, subtrees_in(lambda at: tiles[at]))
    signed = Checkpoint(origin=ORIGIN, size=size, root=root)
    note = sign_checkpoint(signed, SIGNER)
    with writing(engine) as connection:
        for table in (leaf, tile, checkpoint, todo, record):
            connection.execute(delete(table))
        connection.execute(update(ledger).values(size=size))
        row = {**LOG, "size": size, "note": note, "signed_at": 0}
        connection.execute(insert(checkpoint).values(row))
        for at, data in tiles.items():
            key = {**LOG, "level": at.level, "number": at.number}
            connection.execute(insert(tile).values(key | {"data": data}))
