"""The jobs as processes: ended, killed, and two at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import Client

from consent_server.storage.db import reading, writing
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.tables import erasure_request, record
from consent_server.web.installation import open_installed
from tests.command_line import run
from tests.site import Shop, make_shop
from tests.unit.storage.builders import rows_of

PEOPLE = 40
SECONDS = 60


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A shop where everybody asked to be erased a while ago."""
    shop = make_shop(tmp_path)
    for _ in range(PEOPLE):
        shop.choose("grant_all", client=Client(shop.middleware))
    with open_installed(shop.data_dir) as site, writing(site.engine) as connection:
        for (subject,) in connection.execute(select(record.c.subject_id)).all():
            if subject is not None:
                row = {"site_id": "shop", "subject_id": subject, "asked_at": 0}
                rest = {"parts": "subject,context", "reason": "erasure_request"}
                connection.execute(erasure_request.insert().values(row | rest))
    return shop


def command(shop: Shop, *arguments: str) -> list[str]:
    return [
        *(sys.executable, "-m", "consent_server", "jobs", "run"),
        *("--clock-is-right", "--data-dir", str(shop.data_dir), *arguments),
    ]


@contextmanager
def started(shop: Shop, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command(shop, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def subjects_left(shop: Shop) -> int:
    with open_installed(shop.data_dir) as site, reading(site.engine) as connection:
        query = select(func.count()).where(record.c.subject_id.is_not(None))
        return connection.scalar(query) or 0


def verified(shop: Shop, tmp_path: Path) -> str:
    out = tmp_path / "shop.zip"
    where = ("--data-dir", shop.data_dir, "--site", "shop", "--out", out)
    assert run("audit", "export", *where).returncode == 0
    key = shop.key
    done = run("audit", "verify", out, "--key", key)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_ends_when_it_is_told_to(shop: Shop) -> None:
    with started(shop, "--every", "600") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGTERM)

        assert process.wait(SECONDS) == 0
        assert first.startswith("shop: ")


def test_two_at_once_announce_everybody_once(shop: Shop, tmp_path: Path) -> None:
    with started(shop, "--once") as first, started(shop, "--once") as second:
        assert (first.wait(SECONDS), second.wait(SECONDS)) == (0, 0)

    assert subjects_left(shop) == 0
    assert f"{PEOPLE} subject" in verified(shop, tmp_path)
    with open_installed(shop.data_dir) as site:
        ledger = SqlLedgerStore(site.engine, "shop")
        kinds = [row.entry[1] for row in rows_of(ledger)]
    assert kinds.count(16) == 1


@pytest.mark.processes
def test_is_finished_by_the_next_run_after_kill_9(shop: Shop, tmp_path: Path) -> None:
    """At moments that spread over a whole run, whatever it was doing then."""
    begun = time.monotonic()
    subprocess.run(command(shop, "--once"), check=True, capture_output=True)
    whole = time.monotonic() - begun
    for tenth in (3, 6, 8, 9):
        again(shop)
        with started(shop, "--once") as process:
            time.sleep(whole * tenth / 10)
            process.kill()
            process.wait(SECONDS)
        subprocess.run(command(shop, "--once"), check=True, capture_output=True)

        assert subjects_left(shop) == 0
        verified(shop, tmp_path)


def again(shop: Shop) -> None:
    """Let somebody come, and ask."""
    shop.choose("grant_all", client=Client(shop.middleware))
    with open_installed(shop.data_dir) as site, writing(site.engine) as connection:
        [subject] = connection.scalars(
            select(record.c.subject_id).where(record.c.subject_id.is_not(None))
        )
        row = {"site_id": "shop", "subject_id": subject, "asked_at": 0}
        rest = {"parts": "subject,context", "reason": "erasure_request"}
        connection.execute(erasure_request.insert().values(row | rest))
