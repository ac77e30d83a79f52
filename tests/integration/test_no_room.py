"""A disk that is full, one that cannot be written, and a database that refuses.

The visitor is told, nothing is granted, what was acknowledged stays, and all goes on by
itself when the trouble is over.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from werkzeug.test import Client, TestResponse

from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import SettingError
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.sdk.background import finish_all
from consent_server.storage.db import _engines
from consent_server.storage.schema import upgrade
from consent_server.web.embedded import embed
from consent_server.web.installation import open_installed
from consent_server.web.jobs.clock import trust_clock
from consent_server.web.jobs.site import open_job_site
from tests.postgresql import OWNER, PostgreSQL
from tests.proof import Proof
from tests.site import App, Shop, make_shop, settle
from tests.unit.storage.builders import an_engine

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
BLOCK = 4_096
ENOUGH = 200  # clicks; the last pages and the write-ahead log take some


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own, so small that it can be filled."""
    folder.mkdir(exist_ok=True, parents=True)
    options = f"size={size},mode=755"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can make a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(BLOCK))
    assert shutil.disk_usage(disk).free == 0
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Let nobody write, nor root."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


def click(shop: Shop) -> TestResponse:
    """Come as a new visitor."""
    return shop.choose("grant_all", client=Client(shop.middleware))


def click_until_refused(shop: Shop) -> tuple[list[str], TestResponse]:
    """Return the records that were acknowledged, and the first answer that was none."""
    acknowledged = list[str]()
    for _ in range(ENOUGH):
        answer = click(shop)
        if answer.status_code != 201:
            return acknowledged, answer
        acknowledged.append(answer.get_json()["record_id"])
    raise AssertionError(f"{ENOUGH} clicks were taken")


def assert_grants_nothing(shop: Shop, answer: TestResponse) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Set-Cookie" not in answer.headers
    assert str(shop.data_dir) not in answer.text
    assert shop.get(Cookie="a=1").data.count(b"data-held=") == 2


def assert_goes_on(shop: Shop, proof: Proof, acknowledged: list[str]) -> None:
    """All is there that was acknowledged, and nothing else."""
    answer = click(shop)
    assert answer.status_code == 201
    settle()
    kept = [*acknowledged, answer.get_json()["record_id"]]
    report = proof.verify()
    assert report.holds
    assert report.entries["visitor"] == len(kept)
    assert None not in [proof.position(record_id) for record_id in kept]


def test_a_full_disk_loses_and_grants_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "2m") as disk:
        shop = make_shop(disk)
        kept = [click(shop).get_json()["record_id"]]
        settle()
        with full(disk):
            acknowledged, answer = click_until_refused(shop)
            assert_grants_nothing(shop, answer)
            finish_all()  # the sequencer, which has no room either
            assert click(shop).status_code == 503
        proof = Proof(data_dir=shop.data_dir, folder=tmp_path)
        assert_goes_on(shop, proof, kept + acknowledged)


@pytest.mark.parametrize("trouble", [full, read_only])
def test_a_mark_that_cannot_be_written_stops_the_signing_alone(
    tmp_path: Path, trouble: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with mounted(tmp_path / "data" / "ledgers", "64k") as disk:
        shop = make_shop(tmp_path)
        mark = disk / "shop.head"
        kept = [click(shop).get_json()["record_id"]]
        settle()
        before = mark.read_text("utf-8")
        with trouble(disk):
            for _ in range(3):
                answer = click(shop)
                assert answer.status_code == 201
                kept.append(answer.get_json()["record_id"])
                settle()
            # One step was committed before its mark could not be written.
            proof = Proof(data_dir=shop.data_dir, folder=tmp_path)
            assert [proof.position(one) for one in kept] == [1, 2, None, None]
            assert mark.read_text("utf-8") == before
        assert_goes_on(shop, proof, kept)
        assert peek_checkpoint(mark.read_text("utf-8")).size == 6


@contextmanager
def seen_read_only(folder: Path, view: Path) -> Iterator[Path]:
    """The same folder at another place, where nobody can write."""
    view.mkdir()
    bind = ["mount", "--bind", "-o", "ro", str(folder), str(view)]
    if subprocess.run(bind, check=False, capture_output=True).returncode:
        pytest.skip("only root can show a folder read-only")
    try:
        yield view
    finally:
        subprocess.run(["umount", "--lazy", view], check=True)


def test_a_site_on_a_read_only_disk_does_not_start(tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    kept = [click(shop).get_json()["record_id"]]
    settle()
    catalog = tmp_path / "catalog.yaml"
    with (
        seen_read_only(shop.data_dir, tmp_path / "view") as view,
        pytest.raises(SettingError, match="cannot be written"),
    ):
        embed(App(), catalog, view, clock=shop.clock)

    again = embed(App(), catalog, shop.data_dir, clock=shop.clock)
    shop = replace(shop, middleware=again)
    assert_goes_on(shop, Proof(data_dir=shop.data_dir, folder=tmp_path), kept)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param(["ledger", "status"], 0, id="reads-the-status"),
        pytest.param(["audit", "export", "--out", "shop.zip"], 0, id="exports"),
        pytest.param(["jobs", "run", "--once"], 1, id="has-jobs-that-fail"),
    ],
)
def test_an_auditor_can_work_beside_a_site_that_they_cannot_write_to(
    tmp_path: Path, command: list[str], code: int
) -> None:
    shop = make_shop(tmp_path)
    click(shop)
    settle()
    with open_installed(shop.data_dir) as site:
        trust_clock(open_job_site(site, shop.data_dir, SystemClock()))
    with seen_read_only(shop.data_dir, tmp_path / "view") as view:
        done = subprocess.run(
            [sys.executable, "-m", "consent_server", *command, "--data-dir", view],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )

    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert (code == 0) or ("readonly database" in done.stderr)


@pytest.mark.postgresql
class TestPostgreSQL:
    @pytest.fixture(autouse=True)
    def close_connections(self) -> Iterator[None]:
        yield
        for engine in _engines:
            engine.dispose()

    def test_a_read_only_database_loses_and_grants_nothing(
        self, tmp_path: Path, postgresql: PostgreSQL, postgresql_url: str
    ) -> None:
        shop = make_shop(tmp_path, database=postgresql_url)
        kept = [click(shop).get_json()["record_id"]]
        settle()
        set_read_only(postgresql, postgresql_url, to="on")
        acknowledged, answer = click_until_refused(shop)
        assert_grants_nothing(shop, answer)
        finish_all()
        # Connections that began meanwhile would stay read-only.
        set_read_only(postgresql, postgresql_url, to="off", told=False)
        proof = Proof(data_dir=shop.data_dir, folder=tmp_path, database=postgresql_url)
        assert_goes_on(shop, proof, kept + acknowledged)

    def test_a_full_disk_loses_and_grants_nothing(
        self, tmp_path: Path, postgresql: PostgreSQL
    ) -> None:
        with mounted(postgresql.folder / "disk", "16m") as disk:
            subprocess.run(["chown", "-R", OWNER, disk], check=True)
            with psycopg.connect(postgresql.url(), autocommit=True) as connection:
                connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
                connection.execute("CREATE DATABASE small TABLESPACE small")
            url = postgresql.url("small")
            engine = an_engine(url)
            upgrade(engine)
            engine.dispose()
            shop = make_shop(tmp_path, database=url)
            kept = [click(shop).get_json()["record_id"]]
            settle()
            with full(disk):
                acknowledged, answer = click_until_refused(shop)
                assert_grants_nothing(shop, answer)
                finish_all()
            proof = Proof(data_dir=shop.data_dir, folder=tmp_path, database=url)
            assert_goes_on(shop, proof, kept + acknowledged)
            for engine in _engines:
                engine.dispose()
            with psycopg.connect(postgresql.url(), autocommit=True) as connection:
                connection.execute("DROP DATABASE small")
                connection.execute("DROP TABLESPACE small")


def set_read_only(server: PostgreSQL, url: str, *, to: str, told: bool = True) -> None:
    """Let a database take nothing; connections that are open are ended if ``told``."""
    name = url.partition("///")[2].partition("?")[0]
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {name} SET default_transaction_read_only = {to}"
        )
        if told:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s",
                [name],
            )
