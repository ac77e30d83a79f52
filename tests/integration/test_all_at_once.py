"""What happens to a server in its life, one after the other, under visitors."""

import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from tests.command_line import run
from tests.postgresql import PostgreSQL, running
from tests.proof import Proof
from tests.reverse_proxy import Instance, version_of
from tests.serving_sites import SECONDS, workers_of
from tests.site import CATALOG
from tests.visitors import click_once

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.processes,
    pytest.mark.usefixtures("socket_enabled"),
]

VISITORS = 16
EACH = 100
"""Choices from one event to the next."""
RETRY_SECONDS = 0.05
HOST = {"Host": "localhost"}


@dataclass(slots=True, kw_only=True)
class Crowd:
    """Visitors whose scripts ask again until a click is answered, as the banner's do.

    ``answered`` has the record of each click, ``outdated`` the clicks that came with a
    policy of before; ``unexpected`` is what none should be told.
    """

    port: int
    answered: dict[str, str] = field(default_factory=dict)
    outdated: set[str] = field(default_factory=set)
    retries: int = 0
    unexpected: list[str] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def coming(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._visit) for _ in range(VISITORS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._end.set()
            for thread in threads:
                thread.join()

    def wait_for(self, count: int) -> None:
        wanted, deadline = len(self.answered) + count, time.monotonic() + SECONDS
        while len(self.answered) < wanted and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.answered) >= wanted, self.unexpected[:3]

    def _visit(self) -> None:
        version = ""
        while not self._end.is_set():
            with suppress(OSError, HTTPException):
                version = version or version_of(self.port, HOST)
            if not self._click(secrets.token_hex(16), version):
                version = ""

    def _click(self, click: str, version: str) -> bool:
        """Ask until there is an answer; tell whether the page was of today."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError, HTTPException):
                answer = click_once(self.port, version, "shop", click)
                if answer.status == 201 and answer.record is not None:
                    self.answered[click] = answer.record
                    return True
                if answer.status == 409:
                    self.outdated.add(click)
                    return False
                if answer.status != 503 or "record_id" in answer.body:
                    self.unexpected.append(f"{answer.status}: {answer.body}")
                    return False
            self.retries += 1
            time.sleep(RETRY_SECONDS)
        self.unexpected.append(f"{click} was never answered")
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A server of two processes, its database, and what its owner does."""

    server: Instance
    database: PostgreSQL
    folder: Path

    @property
    def where(self) -> tuple[str | Path, ...]:
        data = ("--data-dir", self.folder / "data")
        return (*data, "--database", self.database.url())

    def kill_a_worker(self) -> None:
        assert self.server.process is not None
        os.kill(workers_of(self.server.process)[0], signal.SIGKILL)

    def restart_the_server(self) -> None:
        self.server.stop()
        self.server.start()

    def publish(self) -> None:
        self.take_in("publish", CATALOG.replace("  - meta.pixel\n", ""))

    def change_the_key(self) -> None:
        of = ("--site", "shop", "--reason", "scheduled")
        assert run("ledger", "key", "rotate", *of, *self.where).returncode == 0

    def restart_the_database(self) -> None:
        self.database.stop()
        time.sleep(1)  # so long it is away
        self.database.start()

    def kill_the_database(self) -> None:
        self.database.kill()
        self.database.start()

    def take_in(self, verb: str, catalog: str) -> None:
        file = self.folder / "shop.yaml"
        file.write_text(catalog, encoding="utf-8")
        done = run("site", verb, file, *self.where)
        assert done.returncode == 0, done.stderr


EVENTS: tuple[Callable[[Town], None], ...] = (
    Town.kill_a_worker,
    Town.publish,
    Town.restart_the_database,
    Town.change_the_key,
    Town.kill_a_worker,
    Town.restart_the_server,
    Town.kill_the_database,
)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with running() as database:
        variables = {
            "CONSENT_DATA_DIR": str(tmp_path / "data"),
            "CONSENT_WORKERS": "2",
            "DATABASE_URL": database.url(),
        }
        assert run("database", "upgrade", "--database", database.url()).returncode == 0
        server = Instance(folder=tmp_path, variables=variables)
        town = Town(server=server, database=database, folder=tmp_path)
        town.take_in("add", CATALOG)
        with server.running():
            yield town


def test_no_choice_is_lost_or_doubled_whatever_happens(town: Town) -> None:
    """Reliability rows 1, 5, 6 and 9: who got a token has one record, in the log."""
    crowd = Crowd(port=town.server.port)
    with crowd.coming():
        crowd.wait_for(EACH)
        for event in EVENTS:
            event(town)
            crowd.wait_for(EACH)
    town.server.stop()

    assert crowd.unexpected == []
    records = [*crowd.answered.values()]
    assert len({*records}) == len(records)
    proof = Proof(
        data_dir=town.folder / "data",
        folder=town.folder,
        database=town.database.url(),
    )
    report = proof.verify()
    assert report.holds
    # A click whose answer was lost may be outdated when it is sent again.
    extra = report.entries["visitor"] - len(records)
    assert 0 <= extra <= len(crowd.outdated)
    assert {*records} <= logged(town)


def logged(town: Town) -> set[str]:
    """Return the records that have a position in the log."""
    query = "SELECT record_id FROM leaf WHERE record_id IS NOT NULL"
    with psycopg.connect(town.database.url()) as connection:
        return {str(UUID(bytes=found)) for (found,) in connection.execute(query)}
