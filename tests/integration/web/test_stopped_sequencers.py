"""Real processes that sign one ledger: at once, stopped in a step, and killed in one.

A step that was committed and whose mark is not written yet is a moment that lasts no
time. Here another process holds the lock of the mark meanwhile, so it lasts.
"""

import fcntl
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.report import Report
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from consent_server.web.mark_file import MARK_FOLDER
from tests.integration.web.installed import Installation, installed
from tests.patience import until
from tests.unit.ledger.builders import MOMENT, record_id
from tests.unit.storage.builders import SITE, new_record

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 60
EACH = 60
KILLS = 6


@pytest.fixture
def shop(url: str, tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, url) as shop:
        shop.site.publish()
        shop.writer().take_all(MOMENT)
        yield shop


@contextmanager
def signing(
    shop: Installation, url: str, first: int, stop: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Let a process make some records and sign each."""
    program = [sys.executable, "-m", "tests.integration.web.signing_process"]
    process = subprocess.Popen(
        [*program, url, str(shop.folder), str(first), str(stop)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def mark_of(shop: Installation) -> Path:
    return shop.folder / MARK_FOLDER / f"{SITE}.head"


@contextmanager
def mark_held(shop: Installation) -> Iterator[None]:
    """Keep everybody else from writing the mark."""
    lock = os.open(mark_of(shop).with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def waits_for_a_lock(process: subprocess.Popen[bytes]) -> bool:
    """Tell whether the kernel lists a process among those that wait."""
    lines = Path("/proc/locks").read_text().splitlines()
    return any(
        "->" in line and line.split("WRITE")[-1].split()[0] == str(process.pid)
        for line in lines
        if "FLOCK" in line and "WRITE" in line
    )


def finish(shop: Installation, *numbers: int) -> Report:
    """Go on after whatever happened; verify everything."""
    shop.record(*numbers)
    assert shop.head().frozen is None
    assert mark_of(shop).read_text("utf-8") == shop.head().note
    out = io.BytesIO()
    shop.site.export(out)
    report = verify_bundle(out, Trust.of_key(shop.writer().log.signer.vkey))
    assert report.holds
    return report


def positions(shop: Installation, numbers: range) -> list[int | None]:
    store = shop.newest()
    return [store.find_index(record_id(number)) for number in numbers]


def test_two_at_once_make_one_log(shop: Installation, url: str) -> None:
    with (
        signing(shop, url, 0, EACH) as one,
        signing(shop, url, 1_000, 1_000 + EACH) as other,
    ):
        assert one.wait(PATIENCE_SECONDS) == other.wait(PATIENCE_SECONDS) == 0

    report = finish(shop, 5_000)
    assert report.entries == {"config": 1, "visitor": 2 * EACH + 1}
    own = [positions(shop, range(first, first + EACH)) for first in (0, 1_000)]
    # every process signs its own record before it makes the next one
    assert [sorted(at, key=lambda it: it or 0) for at in own] == own
    assert {*own[0], *own[1]} == set(range(1, 2 * EACH + 1))


def test_one_that_was_stopped_in_a_step_drops_it_when_others_went_on(
    shop: Installation, url: str
) -> None:
    """It has read the head and what waits, and is about to sign."""
    before = mark_of(shop).read_text("utf-8")
    shop.record(1)
    mark_of(shop).write_text(before, "utf-8")  # it must be brought up to date first
    with signing(shop, url, 10, 20) as process:
        with mark_held(shop):
            until(lambda: waits_for_a_lock(process))
            process.send_signal(signal.SIGSTOP)
            os.waitpid(process.pid, os.WUNTRACED)
        assert positions(shop, range(10, 11)) == [None]
        shop.record(2, 3)
        assert positions(shop, range(10, 11)) == [2]
        size = shop.head().size
        process.send_signal(signal.SIGCONT)
        assert process.wait(PATIENCE_SECONDS) == 0

    assert size == 5
    assert finish(shop, 4).entries == {"config": 1, "visitor": 14}
    assert positions(shop, range(10, 20)) == [2, *range(5, 14)]


def test_one_that_was_stopped_after_its_commit_sets_no_mark_back(
    shop: Installation, url: str
) -> None:
    with signing(shop, url, 10, 20) as process:
        with mark_held(shop):
            until(lambda: waits_for_a_lock(process))
            process.send_signal(signal.SIGSTOP)
            os.waitpid(process.pid, os.WUNTRACED)
        assert positions(shop, range(10, 11)) == [1]
        shop.record(1, 2)
        further = mark_of(shop).read_text("utf-8")
        assert peek_checkpoint(further).size == 4
        process.send_signal(signal.SIGCONT)
        assert process.wait(PATIENCE_SECONDS) == 0

    assert finish(shop, 3).entries == {"config": 1, "visitor": 13}


def test_one_that_was_killed_between_commit_and_mark_is_followed_by_another(
    shop: Installation, url: str
) -> None:
    before = mark_of(shop).read_text("utf-8")
    with signing(shop, url, 10, 20) as process, mark_held(shop):
        until(lambda: waits_for_a_lock(process))
        process.kill()
        process.wait()
    assert positions(shop, range(10, 11)) == [1]
    assert mark_of(shop).read_text("utf-8") == before

    assert finish(shop, 1, 2).entries == {"config": 1, "visitor": 3}


def test_ones_that_were_killed_at_any_moment_are_followed_by_others(
    shop: Installation, url: str
) -> None:
    chance = random.Random(5)
    for kill in range(KILLS):
        goal = shop.head().size + chance.randint(1, 9)
        with signing(shop, url, kill * 1_000, (kill + 1) * 1_000) as process:
            until(lambda goal=goal: shop.head().size >= goal)  # type: ignore[misc]
            time.sleep(chance.random() / 100)
            process.kill()
            process.wait()

    report = finish(shop, 9_999)
    assert report.size == report.entries["visitor"] + 1
    assert report.checkpoints == len(shop.newest().checkpoints(10_000))


def test_a_record_made_while_all_are_stopped_gets_its_position_later(
    shop: Installation, url: str
) -> None:
    with signing(shop, url, 10, 200) as process:
        until(lambda: shop.head().size > 3)
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        process.kill()
        process.wait()
    shop.site.records.append(new_record(1))

    finish(shop, 2)
    assert positions(shop, range(1, 2)) != [None]
