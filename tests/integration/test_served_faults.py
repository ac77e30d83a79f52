"""A line to PostgreSQL that fails under a served installation, and comes back."""

import json
import secrets
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest

from tests.command_line import run
from tests.fault_proxy import Fault, FaultProxy, faulty_line
from tests.postgresql import PostgreSQL
from tests.serving_sites import SECONDS, SERVE, Running, served
from tests.site import CATALOG
from tests.visitors import Answer, click_once

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("socket_enabled")]

PATIENCE = 6.0
"""Seconds: twice what a visitor waits at most, so that a busy machine fails no test."""
THREADS = 48
"""More than there are connections (32), so that some find none left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A server, the line to its database, and the database itself."""

    server: Running
    proxy: FaultProxy
    url: str
    version: str

    def click(self, click: str | None = None) -> Answer:
        key = click or secrets.token_hex(16)
        return click_once(self.server.port, self.version, "shop", key, PATIENCE)

    def recovers(self) -> bool:
        """Try again and again, as visitors do; nobody restarts anything."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if self.click().status == 201 and self.server.ask("/readyz")[0] == 200:
                return True
            time.sleep(0.1)
        return False

    def records(self) -> int:
        """Return how many choices the database holds."""
        with psycopg.connect(self.url) as connection:
            query = "SELECT count(*) FROM record WHERE kind = 1"
            found = connection.execute(query).fetchone()
        assert found is not None
        return int(found[0])


@pytest.fixture(scope="module")
def line(
    postgresql: PostgreSQL,
    postgresql_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Line]:
    folder = tmp_path_factory.mktemp("line")
    name = postgresql.create(postgresql_template)
    url = postgresql.url(name)
    (folder / "shop.yaml").write_text(CATALOG, encoding="utf-8")
    where = ("--data-dir", folder / "data", "--database", url)
    assert run("site", "add", folder / "shop.yaml", *where).returncode == 0
    with faulty_line(postgresql.folder) as proxy:
        variables = {
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}",
            "CONSENT_WORKERS": "1",
            "CONSENT_THREADS": str(THREADS),
        }
        with served(folder, SERVE, variables) as server:
            version = server.version()
            yield Line(server=server, proxy=proxy, url=url, version=version)


@pytest.mark.parametrize(
    "fault", [Fault.REFUSES, Fault.SAYS_NOTHING, Fault.BREAKS], ids=lambda it: it.name
)
def test_says_so_in_time_and_goes_on_by_itself(line: Line, fault: Fault) -> None:
    """Reliability row 5: no token, readiness false, liveness true, then all is well."""
    assert line.recovers()
    with line.proxy.with_fault(fault):
        for _ in range(2):
            answer = line.click()
            assert answer.status == 503
            assert int(answer.headers["retry-after"]) > 0
            assert "set-cookie" not in answer.headers
            assert "127.0.0.1" not in answer.body
        assert line.server.ask("/readyz")[0] == 503
        assert line.server.ask("/healthz")[0] == 200

    assert line.recovers()


def test_is_slow_where_the_database_is(line: Line) -> None:
    """Reliability row 5: nobody is refused for a third of a second."""
    assert line.recovers()
    with line.proxy.with_fault(Fault.NONE, delay=0.3):
        assert line.click().status == 201


@pytest.mark.parametrize("clicks", [0, 8], ids=["as a text", "prepared"])
def test_makes_one_record_where_the_answer_of_the_database_was_lost(
    line: Line, clicks: int
) -> None:
    """Reliability row 6: it was committed, and nobody knew; the retry finds it."""
    line.proxy.cut()
    assert line.recovers()
    assert all(line.click().status == 201 for _ in range(clicks))
    before, lost = line.records(), line.proxy.lost
    click = secrets.token_hex(16)
    with line.proxy.with_fault(Fault.LOSES_THE_ANSWER):
        first = line.click(click)
    lost, again, third = line.proxy.lost - lost, line.click(click), line.click(click)

    assert (first.status, lost) == (503, 1)
    assert again.status == 201
    assert again.record == third.record
    assert line.records() == before + 1


def test_makes_one_record_where_the_visitor_lost_the_answer(line: Line) -> None:
    """Reliability row 6: they went away before it came, and click again."""
    assert line.recovers()
    before, click = line.records(), secrets.token_hex(16)
    body = {"act": "grant_all", "policy": line.version, "language": "en"}
    data = json.dumps(body | {"surface": "banner", "page": "/", "click": click})
    head = (
        "POST /-/choices/sites/shop/ HTTP/1.1\r\nHost: localhost\r\n"
        "Origin: https://shop.example\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n{data}"
    )
    with socket.create_connection(("127.0.0.1", line.server.port), SECONDS) as visitor:
        visitor.sendall(head.encode())
        assert visitor.recv(9).startswith(b"HTTP/1.1")  # committed, and no more is read
    again = line.click(click)

    assert again.status == 201
    assert line.records() == before + 1


def test_answers_whoever_comes_where_all_come_at_once(line: Line) -> None:
    """Reliability row 15: more visitors than connections, and a slow database."""
    assert line.recovers()
    before = line.records()
    with line.proxy.with_fault(Fault.NONE, delay=0.3), ThreadPoolExecutor(64) as pool:
        answers = [*pool.map(lambda _: line.click(), range(64))]
    refused = [it for it in answers if it.status != 201]

    assert {it.status for it in refused} <= {503}
    assert all(it.headers["retry-after"] for it in refused)
    assert line.records() == before + len(answers) - len(refused)
    assert line.recovers()
