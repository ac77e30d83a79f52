"""The databases to measure with: an address, none for a file, and their CPU time."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from consent_server.storage.db import create_store_engine, parse_database_url
from consent_server.storage.ledger_store import SqlLedgerStore, open_ledger
from consent_server.storage.records import RecordStore
from consent_server.storage.schema import upgrade
from tests.postgresql import PostgreSQL, running

SITE = "bench"
ORIGIN = "bench.example/bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Makes databases, with our tables or empty; tells what CPU its server has used."""

    name: str
    url: Callable[[], str | None]
    empty: Callable[[], str | None]
    cpu: Callable[[], float]


@contextmanager
def databases() -> Iterator[list[Database]]:
    """Start what there is to start."""
    with running() as server:
        yield [
            Database(
                name="SQLite", url=lambda: None, empty=lambda: None, cpu=lambda: 0.0
            ),
            Database(
                name="PostgreSQL",
                url=lambda: _upgraded(server),
                empty=lambda: server.url(server.create()),
                cpu=lambda: _cpu_of(server.process.pid),
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """One site's stores, without HTTP."""

    engine: Engine
    records: RecordStore
    ledger: SqlLedgerStore


@contextmanager
def stores(database: Database, folder: Path, name: str) -> Iterator[Stores]:
    """Open a site in an empty database."""
    url = database.url()
    engine = create_store_engine(
        parse_database_url(url) if url else f"sqlite:///{folder / name}.sqlite3",
        busy_timeout_ms=60_000,
    )
    upgrade(engine)
    ledger = open_ledger(engine, SITE, ORIGIN)
    yield Stores(engine=engine, records=RecordStore(engine, SITE), ledger=ledger)
    engine.dispose()


def _cpu_of(pid: int) -> float:
    """Return the CPU seconds of a server of processes with one thread each.

    The kernel's nanoseconds, since a batch takes a few of its ticks; of the processes
    that have ended it tells ticks alone.
    """
    spent, waiting = 0.0, [pid]
    while waiting:
        one = Path(f"/proc/{waiting.pop()}")
        try:
            waiting += map(int, (one / f"task/{one.name}/children").read_text().split())
            ended = (one / "stat").read_text().rpartition(")")[2].split()[13:15]
            spent += int((one / "schedstat").read_text().split()[0]) / 1e9
            spent += sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")
        except FileNotFoundError:
            continue
    return spent


def _upgraded(server: PostgreSQL) -> str:
    url = server.url(server.create())
    engine = create_store_engine(parse_database_url(url))
    upgrade(engine)
    engine.dispose()
    return url
