"""A site is moved while visitors choose, and the move is killed at any moment."""

import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from consent_server.storage.db import create_store_engine, parse_database_url, reading
from consent_server.storage.ledgers import read_ledgers
from consent_server.storage.tables import leaf, record
from tests.command_line import run
from tests.postgresql import PostgreSQL
from tests.serving_sites import ROOT, SERVE, Running, served
from tests.site import CATALOG

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("socket_enabled")]

CLIENTS = 4
MOVE = [sys.executable, "-m", "consent_server", "site", "move", "shop", "--to", "east"]


@dataclass(slots=True, kw_only=True)
class Town:
    """Two servers of ours before two databases, and what they acknowledged."""

    folder: Path
    urls: dict[str, str]
    servers: list[Running]
    acknowledged: set[UUID] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)

    @property
    def where(self) -> list[str]:
        return [
            *("--data-dir", str(self.folder / "data")),
            *("--database", self.urls["main"], "--databases"),
            f"east={self.urls['east']}",
        ]

    @contextmanager
    def under_load(self) -> Iterator[None]:
        """Let visitors choose on both servers."""
        ended = threading.Event()
        threads = [
            threading.Thread(target=self._visit, args=(number, ended))
            for number in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join()

    def move(self, seconds: float | None = None) -> subprocess.CompletedProcess[str]:
        """Move the site; kill that after a while."""
        process = subprocess.Popen(
            [*MOVE, *self.where],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
        return subprocess.CompletedProcess([], process.returncode, said)

    def living(self) -> list[str]:
        return [
            name
            for name, engine in self.engines()
            if any(one.closed is None for one in read_ledgers(engine).values())
        ]

    def engines(self) -> Iterator[tuple[str, Engine]]:
        for name, url in self.urls.items():
            engine = create_store_engine(parse_database_url(url))
            yield name, engine
            engine.dispose()

    def _visit(self, number: int, ended: threading.Event) -> None:
        server = self.servers[number % len(self.servers)]
        version = server.version()
        while not ended.is_set():
            status, body = server.choose(version)
            if status == 201:
                self.acknowledged.add(UUID(json.loads(body)["record_id"]))
            else:
                self.refused.add(status)


@pytest.fixture
def town(
    tmp_path: Path, postgresql: PostgreSQL, postgresql_template: str
) -> Iterator[Town]:
    names = ("main", "east")
    urls = {it: postgresql.url(postgresql.create(postgresql_template)) for it in names}
    file = tmp_path / "shop.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    town = Town(folder=tmp_path, urls=urls, servers=[])
    assert run("site", "add", file, *town.where).returncode == 0
    variables = {
        "DATABASE_URL": urls["main"],
        "CONSENT_DATABASES": f"east={urls['east']}",
        "CONSENT_WORKERS": "1",
    }
    with ExitStack() as stack:
        for _ in range(2):
            server = stack.enter_context(served(tmp_path, SERVE, variables))
            town.servers.append(server)
        yield town


@pytest.mark.parametrize(
    "kills", [2, pytest.param(30, marks=pytest.mark.processes)], ids=str
)
def test_loses_nothing_that_was_acknowledged(town: Town, kills: int) -> None:
    chance = random.Random(7)
    with town.under_load():
        for _ in range(kills):
            town.move(chance.uniform(0.6, 2.5))
            assert len(town.living()) <= 1
        done = town.move()
        assert done.returncode == 0, done.stdout
        before = len(town.acknowledged)
        while len(town.acknowledged) < before + 20:
            threading.Event().wait(0.05)  # the servers have followed
    assert town.refused <= {503}
    assert town.living() == ["east"]
    for server in town.servers:
        server.process.terminate()
        server.process.wait()

    kept, places = read(town)
    assert not {one.bytes for one in town.acknowledged} - kept
    assert places == [*range(len(places))]
    sys.stdout.write(f"{kills} kills, {before} acknowledged; {done.stdout}")

    where = ("--data-dir", town.folder / "data", "--database", town.urls["east"])
    out = town.folder / "proof.zip"
    assert run("audit", "export", *where, "--out", out).returncode == 0
    key = town.folder / "data" / "keys" / "shop.ledger.pub"
    verified = json.loads(run("audit", "verify", out, "--json", "--key", key).stdout)
    assert verified["entries"]["visitor"] == len(kept)
    jobs = run("jobs", "run", "--once", "--clock-is-right", *town.where)
    assert (jobs.returncode, jobs.stdout.partition(":")[0]) == (0, "shop"), jobs.stderr
    assert run("site", "clear", "shop", "--in", "east", *town.where).returncode == 2
    cleared = run("site", "clear", "shop", "--in", "main", *town.where)
    assert cleared.stdout.endswith("deleted from main.\n"), cleared.stderr


def read(town: Town) -> tuple[set[bytes], list[int]]:
    """Return which records are there, and the positions of the log."""
    [(_, engine)] = [it for it in town.engines() if it[0] == "east"]
    with reading(engine) as connection:
        ids = select(record.c.record_id).where(record.c.subject_id.is_not(None))
        positions = select(leaf.c.position).order_by(leaf.c.position)
        return {*connection.scalars(ids)}, [*connection.scalars(positions)]
