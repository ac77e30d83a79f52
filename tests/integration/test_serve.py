"""The server of many sites as it runs: `consent-server serve`, and under gunicorn."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from consent_server.storage.schema import FIRST
from tests.command_line import run
from tests.patience import until
from tests.postgresql import PostgreSQL
from tests.proof import Proof
from tests.serving_sites import (
    MARK,
    SECONDS,
    SERVE,
    Running,
    served,
    wait_for,
    workers_of,
)
from tests.site import CATALOG
from tests.visitors import HALF_A_CHOICE, Visitors

CHOICES = "/-/choices/sites/shop/"
POST = b"POST /-/choices/sites/shop/ HTTP/1.1\r\nHost: localhost\r\n"
HALF_SENT = 200
KILLS = 4
CHUNKED = b"Transfer-Encoding: chunked\r\n"
COMMANDS = {
    "granian": SERVE,
    "gunicorn": [
        *(sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads=8"),
        *("--bind=127.0.0.1:{port}", "consent_server.web.serving:create()"),
    ],
}

pytestmark = pytest.mark.usefixtures("socket_enabled")


def take_in(folder: Path, catalog: str = CATALOG, verb: str = "add") -> None:
    file = folder / "shop.yaml"
    file.write_text(catalog, encoding="utf-8")
    done = run("site", verb, file, "--data-dir", folder / "data")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module", params=COMMANDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp(request.param)
    take_in(folder)
    with served(folder, COMMANDS[request.param]) as running:
        yield running


def test_takes_a_choice_and_counts_it(server: Running) -> None:
    status, body = server.choose(server.version())
    metrics = server.ask("/metrics")[1]

    assert status == 201, body
    assert 'consent_choices_total{outcome="recorded"}' in metrics
    assert server.ask("/readyz") == (200, "fine\n")


@pytest.mark.parametrize(
    ("raw", "statuses"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", {400}),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", {400}),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}),
        (POST + CHUNKED + b"\r\n2\r\n{}\r\n0\r\n\r\n", {411}),
        (POST + b"Content-Length: 2\r\n" + CHUNKED + b"\r\n{}", {400, 405, 411}),
        (POST + b"Cookie: " + b"a" * 9_000 + b"\r\n\r\n", {400, 431}),
    ],
    ids=["no-host", "two-hosts", "another", "chunked", "both-lengths", "cookies"],
)
def test_refuses_what_is_ambiguous_or_too_much(
    server: Running, raw: bytes, statuses: set[int]
) -> None:
    """Threats T23 and T31; servers refuse some of it themselves."""
    assert int(server.send(raw).split()[1]) in statuses


def test_its_tables_stay_as_they_are_while_it_runs(server: Running) -> None:
    """Before anybody has come, too: the folder is marked at the start."""
    where = ("--data-dir", server.data)
    back = run("database", "downgrade", "--to", FIRST, *where)
    on = run("database", "upgrade", *where)

    assert (back.returncode, on.returncode) == (2, 0)
    assert "uses the SQLite file" in back.stderr
    assert server.ask("/readyz") == (200, "fine\n")


@pytest.mark.parametrize("server", ["granian"], indirect=True)
def test_answers_beside_many_half_sent_choices(server: Running) -> None:
    """Threat T24: six times as many as are worked on, and no proxy in front."""
    made = run(
        *("site", "key", "create", "--role", "middleware", "--site", "shop"),
        *("--data-dir", server.data),
    )
    key = next(word for word in made.stdout.split() if word.startswith("ck_"))
    with contextlib.ExitStack() as lines:
        address = ("127.0.0.1", server.port)
        late = [
            lines.enter_context(socket.create_connection(address, SECONDS))
            for _ in range(HALF_SENT)
        ]
        for line in late:
            line.sendall(HALF_A_CHOICE)

        shown = {"Authorization": f"Bearer {key}"}
        assert server.ask("/v1/sites/shop/policy", shown)[0] == 200
        assert server.choose(server.version())[0] == 201
        said = [line.makefile("rb").read() for line in late]

    assert {it.partition(b"\r\n")[0] for it in said} == {
        b"HTTP/1.1 408 Request Timeout"
    }


@pytest.mark.parametrize("server", ["granian"], indirect=True)
def test_ends_the_connection_of_a_body_that_is_too_long(server: Running) -> None:
    """Threat T23: it is not waited for, and what follows is no request."""
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as line:
        line.sendall(POST + b"Origin: https://shop.example\r\n")
        line.sendall(b"Content-Type: application/json\r\n")
        line.sendall(b"Content-Length: 1000000\r\n\r\n" + POST)

        assert b" 413 " in line.makefile("rb").read()


def test_logs_nothing_of_a_person(server: Running) -> None:
    """Threat T20: marked values everywhere, and none of them in the log."""
    named = ("User-Agent", "Referer", "Cookie", "X-Forwarded-For", "X-Any")
    headers = dict.fromkeys(named, MARK)
    server.ask(f"/{MARK}?{MARK}", headers)
    foreign = {**headers, "Origin": f"https://{MARK}.example"}
    server.ask(CHOICES, foreign, {"act": MARK})
    server.ask(f"/-/choices/sites/{MARK}.js", headers)
    server.choose(MARK)
    written = server.log.read_text("utf-8")

    assert MARK not in written
    lines = [json.loads(line) for line in written.splitlines() if line[0] == "{"]
    assert {"health", "script", "choice"} <= {line.get("route") for line in lines}
    assert [line for line in lines if "Configuration" in line["event"]] == []


def test_follows_a_catalog_that_is_published_meanwhile(server: Running) -> None:
    before = server.version()
    smaller = CATALOG.replace("  - meta.pixel\n", "")
    take_in(server.data.parent, smaller, "publish")
    until(lambda: server.version() != before)

    assert server.choose(before)[0] == 409
    assert server.choose(server.version())[0] == 201


def test_answers_who_waits_when_it_is_stopped(tmp_path: Path) -> None:
    """A choice under way is recorded, gets its token, and then its position."""
    take_in(tmp_path)
    with served(tmp_path, SERVE) as server, ThreadPoolExecutor(1) as pool:
        version = server.version()
        file = server.data / "consent.sqlite3"
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = pool.submit(server.choose, version)
            time.sleep(0.3)  # the choice is under way: nothing outside shows it
            server.process.terminate()
            other.execute("ROLLBACK")
        assert waiting.result(SECONDS)[0] == 201
        assert server.process.wait(SECONDS) == 0

    with contextlib.closing(sqlite3.connect(file)) as opened:
        assert opened.execute("SELECT size FROM ledger").fetchone() == (2,)
        assert opened.execute("SELECT count(*) FROM todo").fetchone() == (0,)


def test_replaces_a_worker_that_was_killed(tmp_path: Path) -> None:
    take_in(tmp_path)
    with served(tmp_path, SERVE) as server:
        for worker in workers_of(server.process):
            os.kill(worker, signal.SIGKILL)
        wait_for(server)

        assert server.choose(server.version())[0] == 201


def test_says_what_keeps_it_from_starting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = str(other.getsockname()[1])
        for options, said in (
            (["--data-dir", str(tmp_path / "file" / "data")], "the data folder"),
            (["--data-dir", str(tmp_path), "--port", taken], "is it taken?"),
        ):
            command = [*SERVE, *options]
            done = subprocess.run(command, check=False, capture_output=True, text=True)

            assert done.returncode == 2
            assert said in done.stderr


def test_says_that_nobody_is_served_and_serves_who_comes(tmp_path: Path) -> None:
    with served(tmp_path, SERVE) as running:
        lines = running.log.read_text("utf-8").splitlines()
        ready = running.ask("/readyz")
        take_in(tmp_path)
        made = running.choose(running.version())[0]

    told = [json.loads(it)["why"] for it in lines if '"nothing_to_serve"' in it]
    assert told == ["there is no site yet; take one in: consent-server site add FILE"]
    assert (ready, made) == ((200, "fine\n"), 201)


@pytest.mark.postgresql
def test_serves_sites_of_two_databases_from_two_processes(
    tmp_path: Path,
    postgresql_url: str,
    postgresql: PostgreSQL,
    postgresql_template: str,
) -> None:
    east = postgresql.url(postgresql.create(postgresql_template))
    variables = {
        "DATABASE_URL": postgresql_url,
        "CONSENT_DATABASES": f"east={east}",
        "CONSENT_WORKERS": "2",
    }
    for site, name in (("shop", "main"), ("blog", "east")):
        file = tmp_path / f"{site}.yaml"
        file.write_text(CATALOG.replace("shop", site), encoding="utf-8")
        where = ("--data-dir", tmp_path / "data", "--in", name)
        urls = ("--database", postgresql_url, "--databases", f"east={east}")
        assert run("site", "add", file, *where, *urls).returncode == 0

    with served(tmp_path, SERVE, variables) as server:
        sites = ["shop", "blog"] * 10
        versions = {site: server.version(site) for site in sites}
        with ThreadPoolExecutor(8) as pool:
            done = [*pool.map(lambda it: server.choose(versions[it], it)[0], sites)]
        metrics = server.ask("/metrics")[1].splitlines()

    assert done == [201] * 20
    assert 'consent_choices_total{outcome="recorded"} 20.0' in metrics
    for url, site in ((postgresql_url, "shop"), (east, "blog")):
        where = ("--data-dir", tmp_path / "data", "--database", url)
        status = json.loads(run("ledger", "status", "--json", *where).stdout)
        assert [(it["site"], it["size"]) for it in status["sites"]] == [(site, 11)]


@pytest.mark.postgresql
@pytest.mark.processes
def test_loses_no_choice_where_workers_are_killed(
    tmp_path: Path, postgresql_url: str
) -> None:
    """Reliability row 1: one worker after the other, while visitors choose."""
    where = ("--data-dir", tmp_path / "data", "--database", postgresql_url)
    (tmp_path / "shop.yaml").write_text(CATALOG, encoding="utf-8")
    assert run("site", "add", tmp_path / "shop.yaml", *where).returncode == 0
    variables = {"DATABASE_URL": postgresql_url, "CONSENT_WORKERS": "2"}
    with served(tmp_path, SERVE, variables) as server:
        visitors = Visitors(port=server.port, version=server.version())
        killed = set()
        with visitors.coming():
            for _ in range(KILLS):
                visitors.wait_for(20)
                worker = workers_of(server.process)[0]
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
            visitors.wait_for(20)

    assert len(killed) == KILLS
    assert {*visitors.statuses} == {201}
    proof = Proof(data_dir=tmp_path / "data", folder=tmp_path, database=postgresql_url)
    assert proof.verify().holds
    assert [it for it in visitors.records if proof.position(it) is None] == []
