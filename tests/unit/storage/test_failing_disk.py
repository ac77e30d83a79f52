"""Row 4 of the faults: what a disk did not take nobody is told to be stored."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.storage.builders import file_url, new_record, opened
from tests.unit.storage.failing_process import CLICKS

pytestmark = pytest.mark.processes

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    built = tmp_path / "failing_fsync.so"
    source = HERE / "failing_fsync.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True
    )
    return built


def test_no_click_is_answered_while_flushes_fail(library: Path, tmp_path: Path) -> None:
    database, switch = tmp_path / "consent.db", tmp_path / "fails"
    failing = {
        "LD_PRELOAD": str(library),
        "FLUSH_FAILS": str(switch),
        "PYTHONPATH": str(ROOT),
    }
    program = [sys.executable, "-m", "tests.unit.storage.failing_process"]
    done = subprocess.run(
        [*program, file_url(database), str(switch)],
        env=os.environ | failing,
        check=True,
        capture_output=True,
        text=True,
    )
    before, during, after = done.stdout.split()

    assert (before, during, after) == ("+" * CLICKS, "-" * CLICKS, "+" * CLICKS)
    with closing(sqlite3.connect(database)) as connection:
        [sound] = connection.execute("PRAGMA integrity_check").fetchone()
    assert sound == "ok"
    with opened(file_url(database)) as site:
        answered = [
            number for number, it in enumerate(before + during + after) if it == "+"
        ]
        stored = [
            site.records.find(new_record(number).record_id) for number in answered
        ]
        assert None not in stored
