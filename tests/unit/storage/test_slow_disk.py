"""A disk that takes its time: answers wait for it, and wait together.

Flushes are counted, in a process whose every fsync and fdatasync goes through a library
of ours; nothing is timed.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.storage.builders import file_url

pytestmark = pytest.mark.processes

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CLICKS = 64
SLOW_MS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Flushed:
    """How many flushes were over when each answer came, and when all had come."""

    seen: list[int]
    total: int


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    built = tmp_path_factory.mktemp("slow") / "slow_fsync.so"
    source = HERE / "slow_fsync.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True
    )
    return built


def click(library: Path, folder: Path, threads: int) -> Flushed:
    log = folder / "flushes"
    slowly = {
        "LD_PRELOAD": str(library),
        "FLUSH_LOG": str(log),
        "FLUSH_MS": str(SLOW_MS),
        "PYTHONPATH": str(ROOT),
    }
    program = [sys.executable, "-m", "tests.unit.storage.clicking_process"]
    done = subprocess.run(
        [*program, file_url(folder / "consent.db"), str(log), f"{CLICKS}/{threads}"],
        env=os.environ | slowly,
        check=True,
        capture_output=True,
        text=True,
    )
    before, *seen = map(int, done.stdout.split())
    return Flushed(
        seen=sorted(count - before for count in seen),
        total=log.stat().st_size - before,
    )


def test_each_answer_waits_for_a_flush_of_its_own_when_clicks_come_alone(
    library: Path, tmp_path: Path
) -> None:
    alone = click(library, tmp_path, threads=1)

    # No answer came before the disk had what it promises.
    assert all(count >= number for number, count in enumerate(alone.seen, start=1))


def test_clicks_that_come_together_share_a_flush(library: Path, tmp_path: Path) -> None:
    together = click(library, tmp_path, threads=32)

    assert together.seen[0] >= 1
    assert together.total <= CLICKS // 2
