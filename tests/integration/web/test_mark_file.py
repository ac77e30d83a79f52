"""The high-water mark in a file: whole, growing, and never silently absent."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from consent_server.kernel.errors import MalformedEvidenceError, StoreUnavailableError
from consent_server.ledger.checkpoint import Checkpoint, peek_checkpoint
from consent_server.ledger.signing import sign_checkpoint
from consent_server.web.mark_file import MarkFile
from tests.unit.ledger.builders import ORIGIN, a_signer

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from pathlib import Path
from consent_server.web.mark_file import MarkFile
from tests.integration.web.test_mark_file import signed
mark = MarkFile(Path(sys.argv[1]), "shop")
for size in range(int(sys.argv[2]), 200, 3):
    mark.write(signed(size))
    assert mark.read() is not None
"""


def signed(size: int) -> str:
    checkpoint = Checkpoint(origin=ORIGIN, size=size, root=bytes(32))
    return sign_checkpoint(checkpoint, a_signer())


def path_of(folder: Path) -> Path:
    return folder / "ledgers" / "shop.head"


def test_keeps_the_newest_checkpoint(tmp_path: Path) -> None:
    mark = MarkFile(tmp_path, "shop")
    assert mark.read() is None
    for size in (1, 7, 3):
        mark.write(signed(size))

    assert mark.read() == signed(7)
    assert MarkFile(tmp_path, "shop").read() == signed(7)
    assert MarkFile(tmp_path, "other").read() is None


def test_keeps_it_to_its_owner(tmp_path: Path) -> None:
    MarkFile(tmp_path, "shop").write(signed(1))

    folder = tmp_path / "ledgers"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.name for file in folder.iterdir()} == {"shop.head", "shop.lock"}
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_never_shrinks_when_threads_write_at_once(tmp_path: Path) -> None:
    mark = MarkFile(tmp_path, "shop")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda size: mark.write(signed(size)), range(1, 100)))

    assert peek_checkpoint(mark.read() or "").size == 99


@pytest.mark.processes
def test_never_shrinks_when_processes_write_at_once(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(first)], env=environment
        )
        for first in (1, 2, 3)
    ]

    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    kept = MarkFile(tmp_path, "shop").read()
    assert peek_checkpoint(kept or "").size == 199


def put_a_file_in_place_of_the_folder(folder: Path) -> None:
    (folder / "ledgers").write_bytes(b"")


def put_a_folder_in_its_place(folder: Path) -> None:
    path_of(folder).mkdir(parents=True)


def write_what_is_no_text(folder: Path) -> None:
    path_of(folder).parent.mkdir()
    path_of(folder).write_bytes(b"\xff")


@pytest.mark.parametrize(
    "harm",
    [
        put_a_file_in_place_of_the_folder,
        put_a_folder_in_its_place,
        write_what_is_no_text,
    ],
)
def test_says_that_it_cannot_be_used(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    harm(tmp_path)
    mark = MarkFile(tmp_path, "shop")

    with pytest.raises(StoreUnavailableError, match="nothing more is signed"):
        mark.read()
    with pytest.raises(StoreUnavailableError, match="nothing more is signed"):
        mark.write(signed(1))


def test_does_not_replace_what_is_no_mark(tmp_path: Path) -> None:
    path_of(tmp_path).parent.mkdir()
    path_of(tmp_path).write_text("hello\n", encoding="utf-8")

    with pytest.raises(MalformedEvidenceError, match="cannot be read"):
        MarkFile(tmp_path, "shop").write(signed(1))
    assert path_of(tmp_path).read_text("utf-8") == "hello\n"
