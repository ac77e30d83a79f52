"""An upgrade while visitors choose: nobody is refused, and no half is left."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.storage.schema import FIRST, head_revision
from consent_server.web.server import open_server
from consent_server.web.settings import read_settings
from tests.command_line import run
from tests.proof import Proof
from tests.recorded import change, rows
from tests.reverse_proxy import ROOT, Instance, nginx_before, version_of
from tests.serving_sites import SERVE, served
from tests.site import CATALOG
from tests.visitors import HALF_A_CHOICE, Visitors

pytestmark = pytest.mark.usefixtures("socket_enabled")

HOST = {"Host": "localhost"}
RESTARTS = 20
KILLS = 12
LEAVES = 200_000
PROGRAM = [sys.executable, "-m", "consent_server"]


def take_in(folder: Path, variables: Mapping[str, str]) -> None:
    file = folder / "shop.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    more = ["--database", url] if (url := variables.get("DATABASE_URL")) else []
    done = run("site", "add", file, "--data-dir", folder / "data", *more)
    assert done.returncode == 0, done.stderr


@contextmanager
def visited(one: Instance, other: Instance) -> Iterator[Visitors]:
    """Let visitors come through nginx; at the end nobody was refused."""
    with ExitStack() as stack:
        port = stack.enter_context(nginx_before(one.folder, one.port, other.port))
        stack.callback(one.stop)
        stack.callback(other.stop)
        one.start()
        visitors = Visitors(port=port, version=version_of(port, HOST))
        with visitors.coming(threads=2):
            visitors.wait_for(10)
            yield visitors
    assert visitors.failures == []
    assert set(visitors.statuses) == {201}
    assert len(set(visitors.records)) == len(visitors.statuses)


def size_of(folder: Path, *more: str) -> int:
    """Return how many entries the ledger has."""
    status = run("ledger", "status", "--json", "--data-dir", folder / "data", *more)
    [site] = json.loads(status.stdout)["sites"]
    assert site["waiting"] == 0
    return int(site["size"])


def test_fails_nobody_with_a_sqlite_file(tmp_path: Path) -> None:
    """Reliability row 9: the new server joins the old one for a moment."""
    variables = {"CONSENT_DATA_DIR": str(tmp_path / "data")}
    take_in(tmp_path, variables)
    old, new = (Instance(folder=tmp_path, variables=variables) for _ in range(2))
    with visited(old, new) as visitors:
        new.start()
        visitors.wait_for(10)
        old.stop()
        visitors.wait_for(10)

    assert size_of(tmp_path) == 1 + len(visitors.records)


@pytest.mark.postgresql
@pytest.mark.processes
def test_fails_nobody_in_many_restarts(tmp_path: Path, postgresql_url: str) -> None:
    """Reliability row 9: two servers are restarted in turns, again and again."""
    variables = {
        "CONSENT_DATA_DIR": str(tmp_path / "data"),
        "CONSENT_WORKERS": "1",
        "DATABASE_URL": postgresql_url,
    }
    take_in(tmp_path, variables)
    one, other = (Instance(folder=tmp_path, variables=variables) for _ in range(2))
    with visited(one, other) as visitors:
        other.start()
        for number in range(RESTARTS):
            restarted = (one, other)[number % 2]
            restarted.stop()
            restarted.start()
        visitors.wait_for(10)


def test_old_code_refuses_newer_tables(tmp_path: Path) -> None:
    """Reliability row 12: it says what to install, before it listens anywhere."""
    take_in(tmp_path, {})
    data = tmp_path / "data"
    change(data, "UPDATE consent_revision SET version_num = '9999'")
    settings = read_settings({"CONSENT_DATA_DIR": str(data)})

    with pytest.raises(SettingError, match=r"9999, which a later .* install that"):
        open_server(settings)


@pytest.mark.processes
def test_tables_that_were_half_changed_are_changed_again(tmp_path: Path) -> None:
    """Reliability row 12: killed at many moments, then run again."""
    take_in(tmp_path, {})
    data = tmp_path / "data"
    where = ["--data-dir", str(data)]
    assert run("database", "downgrade", "--to", FIRST, *where).returncode == 0
    fill(data / "consent.sqlite3")
    upgrade = [*PROGRAM, "database", "upgrade", *where]
    revisions = set()
    for number in range(KILLS):
        with subprocess.Popen(upgrade, stdout=subprocess.DEVNULL, cwd=ROOT) as process:
            time.sleep(0.4 + 0.1 * number)
            os.kill(process.pid, signal.SIGKILL)
        found = run("database", "status", "--json", *where).stdout
        revisions.add(json.loads(found)["revision"])
    done = run("database", "upgrade", *where)

    assert revisions <= {FIRST, head_revision()}
    assert FIRST in revisions
    assert done.returncode == 0, done.stderr
    assert Proof(data_dir=data, folder=tmp_path).verify().holds
    kept = rows(data, "SELECT count(*) FROM leaf WHERE position > 0")
    assert kept == [(LEAVES,)]


def fill(file: Path) -> None:
    """Let the revision that makes this table anew have something to do."""
    with closing(sqlite3.connect(file)) as opened, opened:
        columns = [row[1] for row in opened.execute("PRAGMA table_info(leaf)")]
        assert columns == ["site_id", "position", "entry", "record_id"]
        opened.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            "WHERE i < ?) INSERT INTO leaf "
            "SELECT 'other', i, randomblob(90), randomblob(16) FROM n",
            [LEAVES],
        )


@pytest.mark.processes
def test_ends_in_time_although_every_thread_hangs(tmp_path: Path) -> None:
    """Reliability rows 9 and 10: no proxy gathers bodies here, and none comes."""
    take_in(tmp_path, {})
    with served(tmp_path, SERVE) as server, ExitStack() as stack:
        for _ in range(64):  # twice as many as there are threads
            peer = socket.create_connection(("127.0.0.1", server.port))
            stack.enter_context(peer)
            peer.sendall(HALF_A_CHOICE)
        server.process.terminate()
        assert server.process.wait(25) == 0  # as the unit says: TimeoutStopSec
