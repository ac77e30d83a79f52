"""A folder on the disk of another machine is no place for a SQLite file."""

import fcntl
from pathlib import Path

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.web.disk import disk_of, processes_using, require_local

LINES = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:35 / {folder} rw shared:9 master:2 - {kind} server:/export rw,vers=4.2
41 40 0:36 / {folder}/with\\040space rw - tmpfs tmpfs rw
"""


def mounts(tmp_path: Path, kind: str) -> Path:
    file = tmp_path / "mountinfo"
    file.write_text(LINES.format(folder=tmp_path / "data", kind=kind), "utf-8")
    return file


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("data", "nfs4"), ("data/below", "nfs4"), ("data2", "ext4"), (".", "ext4")],
)
def test_finds_the_disk_of_the_nearest_mount(
    tmp_path: Path, folder: str, kind: str
) -> None:
    assert disk_of(tmp_path / folder, mounts(tmp_path, "nfs4")) == kind


def test_reads_names_with_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "with space"

    assert disk_of(folder, mounts(tmp_path, "nfs4")) == "tmpfs"


@pytest.mark.parametrize("kind", ["nfs", "cifs", "fuse.sshfs"])
def test_refuses_a_network_disk(tmp_path: Path, kind: str) -> None:
    with pytest.raises(SettingError, match=rf"network disk \({kind}\)"):
        require_local(tmp_path / "data", mounts(tmp_path, kind))


def test_takes_a_disk_of_this_machine_and_one_that_nobody_describes(
    tmp_path: Path,
) -> None:
    require_local(tmp_path)
    require_local(tmp_path / "data", mounts(tmp_path, "xfs"))
    require_local(tmp_path / "data", tmp_path / "missing")


def test_names_nobody_where_a_file_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with file.open("r+") as opened:
        before = processes_using(file)
        fcntl.lockf(opened, fcntl.LOCK_SH)
        during = processes_using(file)

    assert before == set()
    assert len(during) == 1
    assert processes_using(tmp_path / "missing") == set()
