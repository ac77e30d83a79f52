"""What hours of traffic do to a server: ``make soak MINUTES=10``.

`consent-server serve` on loopback at a steady pace, with a SQLite file or, told
``DATABASE=postgresql``, two processes with a PostgreSQL server of its own; every few
seconds memory, threads and open files of its processes and the size of the database
are looked at. In the middle third a reader keeps one transaction open, as a long export
does, so that SQLite's write-ahead log cannot be emptied and PostgreSQL cannot clean up.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import linear_regression

from sqlalchemy import URL, Engine, create_engine, select, text

from benchmarks.ledger.serving import cpu_of
from consent_server.storage.db import create_store_engine, parse_database_url
from consent_server.storage.schema import upgrade
from tests.postgresql import running

MINUTES = float(os.environ.get("MINUTES") or 10)
PACE = float(os.environ.get("PACE") or 100)  # requests a second
DATABASE = os.environ.get("DATABASE") or "sqlite"
CONNECTIONS = 8
LOOK_SECONDS = 5.0
START_SECONDS = 60.0
MEBIBYTE = 1024 * 1024
WARMING = 0.3  # of the time: caches fill, threads start
SITE = "soak"
PATH = f"/-/choices/sites/{SITE}/"
CATALOG = f"""
extends: cookie_catalog
site:
  id: {SITE}
  domains: [soak.example]
  languages: [en, de]
  jurisdiction: DE
controller:
  name: Soak GmbH
  country: DE
  email: privacy@soak.example
services: [site.choice, google.analytics, meta.pixel]
"""
_SIZES = """SELECT pg_database_size(current_database()),
(SELECT sum(size) FROM pg_ls_waldir())"""
PROGRAM = (sys.executable, "-m", "consent_server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look: seconds since the start, of each process bytes, and counts."""

    at: float
    own: tuple[int, ...]
    threads: int
    files: int
    log: int
    database: int

    @property
    def memory(self) -> int:
        """Return the bytes of all processes."""
        return sum(self.own)


@dataclass(slots=True, kw_only=True)
class Load:
    """What was asked and how it was answered, by all threads together."""

    version: str
    port: int
    ends_at: float
    statuses: dict[int, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Ask at a steady pace until the end: choices, scripts, health."""
        turns = cycle((self._choose, self._script, self._choose, self._health))
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            due = time.monotonic()
            while due < self.ends_at:
                time.sleep(max(0.0, due - time.monotonic()))
                due += CONNECTIONS / PACE
                status = next(turns)(line)
                with self.lock:
                    self.statuses[status] = self.statuses.get(status, 0) + 1

    def _choose(self, line: HTTPConnection) -> int:
        body = {
            "act": "grant_all",
            "policy": self.version,
            "language": "en",
            "surface": "banner",
            "page": "/",
            "click": secrets.token_hex(16),
        }
        headers = {
            "Origin": "https://soak.example",
            "Content-Type": "application/json",
        }
        line.request("POST", PATH, json.dumps(body), headers)
        return _status(line)

    def _script(self, line: HTTPConnection) -> int:
        line.request("GET", f"{PATH[:-1]}.js")
        return _status(line)

    def _health(self, line: HTTPConnection) -> int:
        line.request("GET", "/healthz")
        return _status(line)


def _status(line: HTTPConnection) -> int:
    answer = line.getresponse()
    answer.read()
    return answer.status


def main() -> None:
    """Print a line for each look, and what they come to."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = _database(folder, stack)
        pid, port = stack.enter_context(_served(folder, url))
        load = Load(
            version=_version(port), port=port, ends_at=time.monotonic() + MINUTES * 60
        )
        threads = [threading.Thread(target=load.run) for _ in range(CONNECTIONS)]
        spent = cpu_of(pid)
        for thread in threads:
            thread.start()
        looks = list(_looks(pid, url, time.monotonic(), load.ends_at))
        for thread in threads:
            thread.join()
        spent = cpu_of(pid) - spent
    asked = sum(load.statuses.values())
    print(f"{asked:,} requests in {MINUTES:g} minutes: {load.statuses}")
    print(f"{spent / asked * 1e3:.2f} ms CPU of the server each")
    _sum_up(looks)


def _database(folder: Path, stack: ExitStack) -> URL:
    """Return the address of what is asked for; a PostgreSQL server is started."""
    if DATABASE != "postgresql":
        return URL.create("sqlite", database=str(folder / "data" / "consent.sqlite3"))
    server = stack.enter_context(running())
    url = parse_database_url(server.url(server.create()))
    engine = create_store_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


def _looks(pid: int, url: URL, begun: float, ends_at: float) -> Iterator[Look]:
    """Look again and again; hold a reader open in the middle third."""
    third = (ends_at - begun) / 3
    # Not as our own engines are: this one reads for longer than they would wait.
    engine = create_engine(url, isolation_level="SERIALIZABLE")
    with engine.connect() as reader:
        while (now := time.monotonic()) < ends_at:
            reads = third < now - begun < 2 * third
            if reads != reader.in_transaction():
                if reads:
                    reader.exec_driver_sql("BEGIN")  # SQLite's driver waits with it
                    reader.execute(select(text("count(*) FROM ledger")))
                else:
                    reader.rollback()
            found = _look(pid, engine, now - begun)
            own = " ".join(f"{one / MEBIBYTE:.1f}" for one in found.own)
            print(
                f"{found.at:6.0f} s  {found.memory / MEBIBYTE:7.1f} MiB ({own})  "
                f"{found.threads:3d} threads  {found.files:3d} files  "
                f"log {found.log / MEBIBYTE:6.1f} MiB  "
                f"database {found.database / MEBIBYTE:7.1f} MiB"
                f"{'  (reader)' if reads else ''}",
                flush=True,
            )
            yield found
            time.sleep(LOOK_SECONDS)


def _sum_up(looks: Sequence[Look]) -> None:
    warm = looks[int(len(looks) * WARMING) :]
    slope, _ = linear_regression(
        [it.at for it in warm], [it.memory / MEBIBYTE for it in warm]
    )
    files, threads = ({it.files for it in warm}, {it.threads for it in warm})
    print(
        f"after {warm[0].at:.0f} s: memory {slope * 3600:+.1f} MiB an hour, "
        f"{min(files)} to {max(files)} files, {min(threads)} to {max(threads)} "
        f"threads; the log had "
        f"{max(it.log for it in looks) / MEBIBYTE:.1f} MiB at most, "
        f"{looks[-1].log / MEBIBYTE:.1f} at the end"
    )


def _look(pid: int, engine: Engine, at: float) -> Look:
    family = [*_family(pid)]
    database, log = _sizes(engine)
    return Look(
        at=at,
        own=tuple(map(_own_memory, family)),
        threads=sum(len([*Path(f"/proc/{one}/task").iterdir()]) for one in family),
        files=sum(len(os.listdir(f"/proc/{one}/fd")) for one in family),  # noqa: PTH208 - as short
        log=log,
        database=database,
    )


def _sizes(engine: Engine) -> tuple[int, int]:
    """Return the bytes of the database, and those of its write-ahead log."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        log = file.with_name(f"{file.name}-wal")
        return file.stat().st_size, log.stat().st_size
    with engine.connect() as connection:
        found = connection.execute(text(_SIZES)).one()
        return int(found[0]), int(found[1])


def _family(pid: int) -> Iterator[int]:
    yield pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    for child in children.split():
        yield from _family(int(child))


def _own_memory(pid: int) -> int:
    """Return the bytes that only this process has: nothing of files or the parent."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    [text] = [line for line in lines if line.startswith("Private_Dirty:")]
    return int(text.split()[1]) * 1024


@contextmanager
def _served(folder: Path, url: URL) -> Iterator[tuple[int, int]]:
    """Serve one site; give the process and its port."""
    catalog, data = folder / "soak.yaml", folder / "data"
    catalog.write_text(CATALOG, encoding="utf-8")
    told = dict(os.environ)
    if url.get_backend_name() == "postgresql":
        told["DATABASE_URL"] = url.render_as_string(hide_password=False)
    add = [*PROGRAM, "site", "add", str(catalog), "--data-dir", str(data)]
    subprocess.run(add, check=True, stdout=subprocess.DEVNULL, env=told)  # noqa: S603 - ours
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*PROGRAM, "serve", "--port", str(port), "--data-dir", str(data)]
    with (
        (folder / "log.txt").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=told) as process,  # noqa: S603 - ours
    ):
        try:
            _wait_for(port)
            yield process.pid, port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port)) as line:
            try:
                line.request("GET", "/healthz")
            except OSError:
                time.sleep(0.1)
                continue
            if _status(line) == 200:  # noqa: PLR2004 - fine
                return
    raise RuntimeError("the server did not start")


def _version(port: int) -> str:
    with closing(HTTPConnection("127.0.0.1", port)) as line:
        line.request("GET", f"{PATH[:-1]}.js")
        return line.getresponse().read().decode().partition('"policy":"')[2][:64]


if __name__ == "__main__":
    main()
