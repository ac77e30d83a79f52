"""How fast evidence is exported, in how much memory: ``make bench-export``.

Ledgers of made-up records in SQLite, as large as ``RECORDS`` asks for (10,000 and
100,000 by default), are exported in every form of text, each by a process of its own.
"""

import argparse
import multiprocessing
import resource
import secrets
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sqlalchemy import insert

from benchmarks.ledger_verify import visitor_row
from consent_server.kernel.clock import SystemClock
from consent_server.ledger.entry import EntryKind, peek_entry
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.stored_row import (
    ENTRY,
    RESTRICTED,
    SUBJECT_SALT,
    stored_row,
)
from consent_server.storage.db import create_store_engine, writing
from consent_server.storage.ledger_store import open_ledger
from consent_server.storage.schema import upgrade
from consent_server.storage.tables import record, todo
from consent_server.web.database import FILE_NAME
from consent_server.web.export_request import Exported, Form, Source, Wanted
from consent_server.web.exporting import export
from consent_server.web.keys import (
    ledger_key_path,
    load_or_create_seed,
    public_key_path,
    publish_key,
)
from consent_server.web.ledger_writer import LedgerWriter

SIZES = (10_000, 100_000)
EXPORTS = (
    (Form.JSONL, 1),
    (Form.JSONL, 2),
    (Form.CSV, 1),
    (Form.CSV, 2),
    (Form.BUNDLE, 1),  # each record is counted for its summary
)
SITE = "bench"
ORIGIN = "bench.example/bench"
ROWS = 10_000
BUSY_TIMEOUT_MS = 60_000


def main() -> None:
    """Measure every form at every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="*", type=int, default=SIZES)
    for size in parser.parse_args().records:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            fill(folder, size)
            for form, processes in EXPORTS:
                measure(folder, size, form, processes)


def measure(folder: Path, size: int, form: Form, processes: int) -> None:
    """Export once, beginning in a new process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as pool:
        done, took, cpu, peak = pool.submit(_export, folder, form, processes).result()
    if done.records != size:
        raise RuntimeError(done)
    print(
        f"{size:>9,} records, {form.value:6}, {processes} "
        f"process{'es' * (processes > 1)}: {size / took:,.0f} records/s "
        f"({cpu / size * 1e6:.1f} us CPU each), peak {peak / 1024:.0f} MB"
    )


def _export(
    folder: Path, form: Form, processes: int
) -> tuple[Exported, float, float, float]:
    """Return what was exported, seconds, those of CPU, and kilobytes of memory."""
    begun = time.perf_counter(), _cpu()
    source, out = Source(data_dir=folder), folder / form.value
    done = export(source, out, Wanted(form=form), processes=processes)
    took, cpu = time.perf_counter() - begun[0], _cpu() - begun[1]
    return done, took, cpu, _peak()


def _cpu() -> float:
    """Return the CPU seconds of this process, and of others that it started."""
    both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(sum(resource.getrusage(who)[:2]) for who in both)


def _peak() -> float:
    """Return kilobytes; what the system says of a process begins with its parent's."""
    status = Path("/proc/self/status").read_text()
    return float(status.partition("VmHWM:")[2].split()[0])


def fill(folder: Path, size: int) -> None:
    """Make a data folder with a ledger of that many records, all under a checkpoint."""
    engine = create_store_engine(
        f"sqlite:///{folder / FILE_NAME}", busy_timeout_ms=60_000
    )
    upgrade(engine)
    open_ledger(engine, SITE, ORIGIN)
    seed = load_or_create_seed(ledger_key_path(folder, SITE), secrets.token_bytes)
    signer = NoteSigner(ORIGIN, seed)
    publish_key(public_key_path(folder, SITE), signer.vkey)
    writer = LedgerWriter(engine, SITE, folder)
    for first in range(1, size + 1, ROWS):
        numbers = range(first, min(first + ROWS, size + 1))
        with writing(engine) as connection:
            rows = [_record(number) for number in numbers]
            connection.execute(insert(record), [_without_entry(row) for row in rows])
            connection.execute(insert(todo), [_todo(row) for row in rows])
        writer.take_all(SystemClock().now())
    engine.dispose()


def _record(number: int) -> dict[str, object]:
    row = stored_row(visitor_row(number))
    _, arrived_at = peek_entry(row[ENTRY])
    parts = ("subject", "decision", "context")
    columns = [name for part in parts for name in (f"{part}_salt", part)]
    return {
        "site_id": SITE,
        "number": number,
        "record_id": secrets.token_bytes(16),
        "kind": EntryKind.VISITOR,
        "arrived_at": arrived_at,
        "subject_id": secrets.token_bytes(16),
        "click_digest": secrets.token_bytes(32),
        "entry": row[ENTRY],
        **dict(zip(columns, row[SUBJECT_SALT:RESTRICTED], strict=True)),
    }


def _without_entry(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "entry"}


def _todo(row: dict[str, object]) -> dict[str, object]:
    return {column.name: row.get(column.name) for column in todo.c}


if __name__ == "__main__":
    main()
