"""A backup that is made while visitors choose, and what comes of putting it back."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run
from tests.postgresql import PostgreSQL
from tests.proof import Proof
from tests.serving_sites import SERVE, served
from tests.site import CATALOG
from tests.visitors import Visitors

pytestmark = pytest.mark.usefixtures("socket_enabled")


def take_in(folder: Path, *more: str) -> None:
    file = folder / "shop.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    done = run("site", "add", file, "--data-dir", folder / "data", *more)
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """An installation, a copy of its database, and what visitors were told."""

    folder: Path
    copy: Path
    said: dict[str, Any]
    before: set[str]
    visitors: Visitors

    @property
    def data(self) -> Path:
        return self.folder / "data"


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    """Copy the file while visitors choose."""
    folder = tmp_path_factory.mktemp("backed-up")
    take_in(folder)
    copy = folder / "copy.sqlite3"
    with served(folder, SERVE) as server:
        visitors = Visitors(port=server.port, version=server.version())
        with visitors.coming():
            visitors.wait_for(30)
            before = set(visitors.records)
            where = ("--data-dir", folder / "data")
            done = run("database", "backup", copy, *where, "--json")
            visitors.wait_for(30)
    assert done.returncode == 0, done.stderr
    assert set(visitors.statuses) == {201}
    [said] = json.loads(done.stdout)["ledgers"]
    return BackedUp(
        folder=folder, copy=copy, said=said, before=before, visitors=visitors
    )


def test_a_copy_under_load_verifies_and_says_how_far_it_goes(
    backed_up: BackedUp, tmp_path: Path
) -> None:
    """Reliability: the copy holds all that was acknowledged before it."""
    data, said = tmp_path / "data", backed_up.said
    shutil.copytree(backed_up.data / "keys", data / "keys")
    shutil.copyfile(backed_up.copy, data / "consent.sqlite3")
    once = ("jobs", "run", "--once", "--data-dir", data, "--site", "shop")
    assert run(*once).returncode == 0
    proof = Proof(data_dir=data, folder=tmp_path)
    report = proof.verify()

    assert report.holds
    assert sum(report.entries.values()) == said["entries"] + said["waiting"]
    assert None not in [proof.position(record) for record in backed_up.before]
    assert None in [proof.position(it) for it in backed_up.visitors.records]


def test_a_database_that_was_put_back_is_noticed(backed_up: BackedUp) -> None:
    """Keys and mark stay, as the manual says: the mark knows that more was signed."""
    for file in backed_up.data.glob("consent.sqlite3*"):
        file.unlink()
    shutil.copyfile(backed_up.copy, backed_up.data / "consent.sqlite3")
    with served(backed_up.folder, SERVE) as server:
        assert server.choose(server.version())[0] == 201
        ready = server.ask("/readyz")
        metrics = server.ask("/metrics")[1]
    status = run("ledger", "status", "--data-dir", backed_up.data)
    doctor = run("doctor", "--data-dir", backed_up.data)

    assert ready == (200, "fine\nfrozen: shop\n")
    assert 'consent_ledger_frozen{site="shop"} 1.0' in metrics
    assert status.returncode == 1
    assert "was rolled back, or is an older copy" in status.stdout
    assert doctor.returncode == 2
    assert "FAIL ledger of shop: frozen" in doctor.stdout


def test_does_not_write_over_a_file(tmp_path: Path) -> None:
    take_in(tmp_path)
    kept = tmp_path / "kept"
    kept.write_text("an older backup")
    done = run("database", "backup", kept, "--data-dir", tmp_path / "data")

    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert kept.read_text() == "an older backup"


def test_leaves_nothing_behind_where_the_database_is_none(tmp_path: Path) -> None:
    folder, out = tmp_path / "data", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    (folder / "consent.sqlite3").write_bytes(b"no database at all " * 99)
    done = run("database", "backup", out / "copy", "--data-dir", folder)

    assert done.returncode == 2
    assert [*out.iterdir()] == []


def test_names_the_programs_of_postgresql(tmp_path: Path) -> None:
    where = ("--database", "postgresql://consent@db/consent")
    done = run("database", "backup", tmp_path / "copy", *where)

    assert done.returncode == 2
    assert "pg_dump" in done.stderr


@pytest.mark.postgresql
@pytest.mark.processes
def test_a_dump_under_load_verifies(
    tmp_path: Path, postgresql: PostgreSQL, postgresql_url: str
) -> None:
    take_in(tmp_path, "--database", postgresql_url)
    variables = {"DATABASE_URL": postgresql_url, "CONSENT_WORKERS": "1"}
    dump = ["pg_dump", "--format=plain", "--no-owner", "--dbname", postgresql_url]
    with served(tmp_path, SERVE, variables) as server:
        visitors = Visitors(port=server.port, version=server.version())
        with visitors.coming():
            visitors.wait_for(30)
            before = set(visitors.records)
            text = subprocess.run(dump, check=True, capture_output=True).stdout
            visitors.wait_for(30)
    assert set(visitors.statuses) == {201}

    other = postgresql.url(postgresql.create())
    load = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", other]
    subprocess.run(load, check=True, input=text, stdout=subprocess.DEVNULL)
    shutil.rmtree(tmp_path / "data" / "ledgers")  # the mark of a longer ledger
    once = ("jobs", "run", "--once", "--data-dir", tmp_path / "data")
    assert run(*once, "--site", "shop", "--database", other).returncode == 0
    proof = Proof(data_dir=tmp_path / "data", folder=tmp_path, database=other)

    assert proof.verify().holds
    assert None not in [proof.position(record) for record in before]
