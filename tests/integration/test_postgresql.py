"""A site whose ledger is in PostgreSQL, from the first start to the audit."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import _engines
from consent_server.web.server import create_server
from tests.postgresql import PostgreSQL, running
from tests.site import Shop, make_shop, settle

pytestmark = pytest.mark.postgresql


def run(
    *arguments: str | Path, database: str | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": database or ""}
    return subprocess.run(
        [sys.executable, "-m", "consent_server", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


@pytest.fixture(autouse=True)
def close_connections() -> Iterator[None]:
    yield
    for engine in _engines:
        engine.dispose()


@pytest.fixture
def shop(tmp_path: Path, postgresql_url: str) -> Shop:
    return make_shop(tmp_path, database=postgresql_url)


def test_records_and_proves(shop: Shop, postgresql_url: str, tmp_path: Path) -> None:
    answer = shop.choose("grant_all")
    shop.choose("withdraw")
    assert answer.status_code == 201
    assert list(shop.data_dir.glob("*.sqlite3*")) == []

    out = tmp_path / "shop.zip"
    where = ("--data-dir", shop.data_dir)
    what = ("--site", "shop", "--out", out)
    exported = run("audit", "export", *where, *what, database=postgresql_url)
    assert exported.returncode == 0, exported.stderr
    key = shop.key
    verified = run("audit", "verify", out, "--json", "--key", key)

    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["entries"] == {"config": 1, "visitor": 2}


def test_is_shown_by_the_server(shop: Shop, postgresql_url: str) -> None:
    server = create_server(shop.data_dir, postgresql_url).test_client()

    assert server.get("/sites/shop/checkpoint").text.startswith("shop.example/shop\n")


def test_keeps_one_ledger_for_several_servers(
    shop: Shop, postgresql_url: str, tmp_path: Path
) -> None:
    """The second server has the same keys and the same database."""
    other = make_shop(tmp_path, database=postgresql_url)

    def click(number: int) -> int:
        site = (shop, other)[number % 2]
        return site.choose("refuse_all", client=Client(site.middleware)).status_code

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(click, range(40))) == [201] * 40
    settle()

    server = create_server(shop.data_dir, postgresql_url).test_client()
    lines = server.get("/sites/shop/checkpoint").text.splitlines()
    assert lines[1] == "41"


@pytest.mark.usefixtures("shop")
def test_does_not_start_with_other_keys(postgresql_url: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(SettingError, match="CFG006"):
        make_shop(elsewhere, database=postgresql_url)


def test_grants_nothing_while_the_database_is_away(tmp_path: Path) -> None:
    with running() as server:
        url = server.url(server.create())
        assert run("database", "upgrade", "--database", url).returncode == 0
        shop = make_shop(tmp_path, database=url)
        assert shop.choose("refuse_all").status_code == 201

        server.kill()
        answer = shop.choose("grant_all")
        assert answer.status_code == 503
        assert "Set-Cookie" not in answer.headers
        assert str(server.folder) not in answer.text
        assert b"data-held" in shop.get().data

        server.start()
        assert shop.choose("grant_all").status_code == 201


def test_starts_once_the_tables_are_made(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    url = postgresql.url(postgresql.create())
    with pytest.raises(SettingError, match="consent-server database upgrade"):
        make_shop(tmp_path, database=url)
    before = run("database", "status", "--json", database=url)
    made = run("database", "upgrade", database=url)
    after = run("database", "status", database=url)

    assert (before.returncode, json.loads(before.stdout)["revision"]) == (1, None)
    assert made.returncode == 0, made.stderr
    assert (after.returncode, after.stdout[:24]) == (0, "The tables have revision")
    assert make_shop(tmp_path, database=url).choose("refuse_all").status_code == 201


def test_tells_whoever_runs_a_command_what_is_wrong(postgresql: PostgreSQL) -> None:
    done = run("database", "status", database=postgresql.url("no_such_database"))

    assert done.returncode == 2
    assert 'database "no_such_database" does not exist' in done.stderr


@pytest.mark.parametrize("form", ["bundle", "csv", "jsonl"])
def test_exports_a_selection(
    shop: Shop, postgresql_url: str, tmp_path: Path, form: str
) -> None:
    for act in ("grant_all", "refuse_all", "withdraw"):
        shop.choose(act)
    settle()
    out = tmp_path / form
    where = ("--data-dir", shop.data_dir, "--out", out, "--format", form)
    what = ("--since", "2026-03-01", "--action", "withdraw", "--json")
    done = run("audit", "export", *where, *what, database=postgresql_url)

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["size"], said["records"]) == (4, 1)
