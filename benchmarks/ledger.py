"""What a recorded choice costs: ``make bench-ledger``.

A choice goes in as WSGI and comes out as a response with its token, committed durably
and under a signed checkpoint. Beside it, in the same run and called the same way,
stands a bare Flask application that commits one row of the same size. CPU time of this
process and of the database server, best of several; what counts is the ratio.

Then, without HTTP: clicks that wait for a disk whose flush takes 2 ms longer, one at a
time and 32 together; and how fast the sequencer empties its queue.
"""

import os
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.test import EnvironBuilder, run_wsgi_app

from consent_server.kernel.clock import SystemClock
from consent_server.kernel.ids import random_id, system_random
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import EntryKind, Salts
from consent_server.ledger.log import sequence
from consent_server.ledger.signing import NoteSigner
from consent_server.notice.render import CHOICES_PATH
from consent_server.storage.db import create_store_engine, parse_database_url
from consent_server.storage.ledger_store import SqlLedgerStore, open_ledger
from consent_server.storage.records import NewRecord, RecordStore
from consent_server.storage.schema import upgrade
from consent_server.web.embedded import embed
from tests.postgresql import PostgreSQL, running

CATALOG = Path(__file__).parents[1] / "examples" / "sites" / "onwork.yaml"
ORIGIN = "bench.example/bench"
ROW_BYTES = 900
CHOICES = 100
TRIES = 5
CLICKS = 320
WAITING = 5_000
FLUSH_SECONDS = 0.002
Ask = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A database: an address, none for a file, and how much CPU it has used."""

    name: str
    url: Callable[[], str | None]
    cpu: Callable[[], float]


def main() -> None:
    """Measure on both databases and print the ratios."""
    with tempfile.TemporaryDirectory() as name, running() as postgresql:
        folder = Path(name)
        servers = [
            Server(name="SQLite", url=lambda: None, cpu=lambda: 0.0),
            Server(
                name="PostgreSQL",
                url=lambda: _upgraded(postgresql),
                cpu=lambda: _cpu_of(postgresql),
            ),
        ]
        for server in servers:
            measure_choices(server, folder)
        for server in servers:
            measure_clicks(server, folder)


def measure_choices(server: Server, folder: Path) -> None:
    """Compare a recorded choice with one row of a bare application."""
    floor, ours = _bare(server, folder), _consent(server, folder)
    for ask in (floor, ours):
        _spend(server, ask)  # warm
    pairs = [(_spend(server, floor), _spend(server, ours)) for _ in range(TRIES)]
    bare = statistics.median(pair[0] for pair in pairs)
    choice = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    print(
        f"{server.name}: bare row {bare:.2f} ms CPU, choice {choice:.2f} ms: "
        f"ratio {ratio:.2f}"
    )


def measure_clicks(server: Server, folder: Path) -> None:
    """Measure commits of clicks on a slow disk, and the sequencer."""
    with _store(server, folder) as (engine, records, ledger):
        event.listen(engine, "commit", _flush)
        alone, _ = _click(records, 1)
        together, slowest = _click(records, 32)
        print(
            f"{server.name}, flush 2 ms longer: {alone:.0f} clicks/s one at a time, "
            f"{together:.0f} with 32 waiting ({together / alone:.1f}x, p99 "
            f"{slowest * 1_000:.0f} ms)"
        )
        event.remove(engine, "commit", _flush)
        _click(records, 32, WAITING)
        signer = NoteSigner(ORIGIN, secrets.token_bytes(32))
        begun, first = time.perf_counter(), ledger.head().size
        while sequence(ledger, signer, SystemClock().now()):
            pass
        rows = ledger.head().size - first
        took = time.perf_counter() - begun
        print(f"{server.name}: the sequencer takes {rows / took:,.0f} rows/s")


def _spend(server: Server, ask: Ask) -> float:
    """Return the CPU milliseconds of one call, here and in the server."""
    begun = time.process_time() + server.cpu()
    for _ in range(CHOICES):
        ask()
    return (time.process_time() + server.cpu() - begun) / CHOICES * 1_000


def _ask(app: Any, environ: dict[str, Any], expected: str) -> None:  # noqa: ANN401 - WSGI
    body, status, _ = run_wsgi_app(app, environ)
    if not status.startswith(expected):
        raise RuntimeError(f"{status}: {b''.join(body)[:300]!r}")


def _bare(server: Server, folder: Path) -> Ask:
    app = Flask(__name__)
    insert: Callable[[bytes], None]
    url = server.url()
    if url is None:
        file = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=FULL"):
            file.execute(f"PRAGMA {setting}")
        file.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, data BLOB)")

        def insert(data: bytes) -> None:
            file.execute("INSERT INTO row (data) VALUES (?)", [data])
    else:
        server_side = psycopg.connect(url, autocommit=True)
        server_side.execute(
            "CREATE TABLE row (id BIGINT GENERATED ALWAYS AS IDENTITY, data BYTEA)"
        )

        def insert(data: bytes) -> None:
            server_side.execute("INSERT INTO row (data) VALUES (%s)", [data])

    @app.post("/")
    def add() -> tuple[dict[str, bool], int]:
        insert(secrets.token_bytes(ROW_BYTES))
        return {"saved": True}, 201

    def ask() -> None:
        _ask(app, EnvironBuilder(method="POST", json={}).get_environ(), "201")

    return ask


def _consent(server: Server, folder: Path) -> Ask:
    data_dir = folder / f"consent-{server.name}"
    app = embed(_nothing, CATALOG, data_dir, database=server.url())
    site = app.site.policy.site
    body = {
        "act": "grant_all",
        "policy": app.site.policy.version,
        "language": site.languages[0],
        "surface": "banner",
    }

    def ask() -> None:
        builder = EnvironBuilder(
            path=CHOICES_PATH,
            base_url=f"https://{site.domains[0]}/",
            method="POST",
            json=body,
            headers=[("Sec-Fetch-Site", "same-origin")],
        )
        _ask(app, builder.get_environ(), "201")

    return ask


def _nothing(_: Any, start_response: Any) -> list[bytes]:  # noqa: ANN401 - WSGI
    start_response("204 No Content", [])
    return []


@contextmanager
def _store(
    server: Server, folder: Path
) -> Iterator[tuple[Engine, RecordStore, SqlLedgerStore]]:
    url = server.url()
    engine = create_store_engine(
        parse_database_url(url) if url else f"sqlite:///{folder / 'clicks.sqlite3'}",
        busy_timeout_ms=60_000,
    )
    upgrade(engine)
    yield engine, RecordStore(engine, "bench"), open_ledger(engine, "bench", ORIGIN)
    engine.dispose()


def _click(
    records: RecordStore, threads: int, count: int = CLICKS
) -> tuple[float, float]:
    """Return clicks per second, and what all but one in a hundred waited at most."""
    moment = int(SystemClock().now().timestamp())

    def click(_: int) -> float:
        part = secrets.token_bytes(ROW_BYTES // 3)
        new = NewRecord(
            record_id=random_id(system_random),
            subject_id=random_id(system_random),
            kind=EntryKind.VISITOR,
            arrived_at=moment,
            parts=RecordParts(subject=part, decision=part, context=part),
            salts=Salts.draw(system_random),
            click_digest=part[:32],
        )
        begun = time.perf_counter()
        records.append(new)
        return time.perf_counter() - begun

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(click, range(threads)))  # connections
        begun = time.perf_counter()
        waits = sorted(pool.map(click, range(count)))
        took = time.perf_counter() - begun
    return count / took, waits[len(waits) * 99 // 100]


def _flush(_: object) -> None:
    time.sleep(FLUSH_SECONDS)


def _upgraded(postgresql: PostgreSQL) -> str:
    url = postgresql.url(postgresql.create())
    engine = create_store_engine(parse_database_url(url))
    upgrade(engine)
    engine.dispose()
    return url


def _cpu_of(postgresql: PostgreSQL) -> float:
    """Return the CPU seconds of a server and its children, ended ones too."""
    pid = postgresql.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    spent = 0
    for one in [str(pid), *children]:
        with suppress(FileNotFoundError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            last = 15 if one == str(pid) else 13
            spent += sum(map(int, fields[11:last]))
    return spent / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
