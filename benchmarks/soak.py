"""What hours of traffic do to a server: ``make soak MINUTES=10``.

`consent-server serve` with a SQLite file on loopback, at a steady pace; every few
seconds its memory, its open files and the size of its files are looked at. In the
middle third a reader keeps one transaction open, as a long export does, so that the
write-ahead log cannot be emptied.
"""

import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import linear_regression

from benchmarks.ledger.serving import cpu_of

MINUTES = float(os.environ.get("MINUTES") or 10)
PACE = float(os.environ.get("PACE") or 100)  # requests a second
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
PROGRAM = (sys.executable, "-m", "consent_server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look: seconds since the start, bytes, and open files."""

    at: float
    memory: int
    files: int
    log: int
    database: int


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
    with tempfile.TemporaryDirectory() as name, _served(Path(name)) as (pid, port):
        file = Path(name) / "data" / "consent.sqlite3"
        load = Load(
            version=_version(port), port=port, ends_at=time.monotonic() + MINUTES * 60
        )
        threads = [threading.Thread(target=load.run) for _ in range(CONNECTIONS)]
        begun, spent = time.monotonic(), cpu_of(pid)
        for thread in threads:
            thread.start()
        looks = list(_looks(pid, file, begun, load.ends_at))
        for thread in threads:
            thread.join()
        spent = cpu_of(pid) - spent
    asked = sum(load.statuses.values())
    print(f"{asked:,} requests in {MINUTES:g} minutes: {load.statuses}")
    print(f"{spent / asked * 1e3:.2f} ms CPU of the server each")
    _sum_up(looks)


def _looks(pid: int, file: Path, begun: float, ends_at: float) -> Iterator[Look]:
    """Look again and again; hold a reader open in the middle third."""
    third = (ends_at - begun) / 3
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        while (now := time.monotonic()) < ends_at:
            reads = third < now - begun < 2 * third
            if reads != reader.in_transaction:
                reader.execute("BEGIN" if reads else "COMMIT")
                if reads:
                    reader.execute("SELECT count(*) FROM ledger").fetchone()
            found = _look(pid, file, now - begun)
            print(
                f"{found.at:6.0f} s  {found.memory / MEBIBYTE:7.1f} MiB  "
                f"{found.files:3d} files  log {found.log / MEBIBYTE:6.1f} MiB  "
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
    files = {it.files for it in warm}
    print(
        f"after {warm[0].at:.0f} s: memory {slope * 3600:+.1f} MiB an hour, "
        f"{min(files)} to {max(files)} files; the log had "
        f"{max(it.log for it in looks) / MEBIBYTE:.1f} MiB at most, "
        f"{looks[-1].log / MEBIBYTE:.1f} at the end"
    )


def _look(pid: int, file: Path, at: float) -> Look:
    family = [*_family(pid)]
    log = file.with_name(f"{file.name}-wal")
    return Look(
        at=at,
        memory=sum(map(_own_memory, family)),
        files=sum(len(os.listdir(f"/proc/{one}/fd")) for one in family),  # noqa: PTH208 - as short
        log=log.stat().st_size,
        database=file.stat().st_size,
    )


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
def _served(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve one site; give the process and its port."""
    catalog, data = folder / "soak.yaml", folder / "data"
    catalog.write_text(CATALOG, encoding="utf-8")
    add = [*PROGRAM, "site", "add", str(catalog), "--data-dir", str(data)]
    subprocess.run(add, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*PROGRAM, "serve", "--port", str(port), "--data-dir", str(data)]
    with (
        (folder / "log.txt").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,  # noqa: S603 - ours
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
