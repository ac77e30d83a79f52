"""What disk a folder is on, and which processes have a file of it in use.

SQLite's write-ahead log lives in memory that processes share, and its locks are only as
good as the file system's: over a network neither can be relied upon.
"""

import os
import re
from pathlib import Path

from consent_server.kernel.errors import SettingError

MOUNTS = Path("/proc/self/mountinfo")
LOCKS = Path("/proc/locks")
NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "gfs2"),
        *("glusterfs", "fuse.glusterfs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone"),
    }
)
"""Types of file systems that several machines may have at once (proc(5))."""

_ESCAPED = re.compile(r"\\([0-7]{3})")


def require_local(folder: Path, mounts: Path = MOUNTS) -> None:
    """Refuse a folder for a SQLite file that is on the disk of another machine.

    Raises:
        SettingError: It is.
    """
    kind = disk_of(folder, mounts)
    if kind in NETWORK:
        raise SettingError(
            f"the data folder {folder} is on a network disk ({kind}), where SQLite "
            "loses what it acknowledged; put it on a disk of this machine, or keep "
            "the ledger in PostgreSQL (DATABASE_URL)"
        )


def disk_of(folder: Path, mounts: Path = MOUNTS) -> str:
    """Return the type of the file system of a folder; empty where nobody says it."""
    try:
        lines = mounts.read_text("utf-8").splitlines()
    except OSError:
        return ""
    wanted = folder.resolve()
    kind, longest = "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        place = Path(_ESCAPED.sub(_plain, before.split()[4]))
        # Of two at one place the later one covers the other.
        if wanted.is_relative_to(place) and len(place.parts) >= longest:
            kind, longest = after.split()[0], len(place.parts)
    return kind


def processes_using(file: Path) -> set[int]:
    """Return the processes that hold a lock on a file, as far as anybody says it."""
    try:
        status, lines = file.stat(), LOCKS.read_text("ascii").splitlines()
    except OSError:
        return set()
    device = status.st_dev
    name = f"{os.major(device):02x}:{os.minor(device):02x}:{status.st_ino}"
    # A line is "1: POSIX ADVISORY READ pid device:inode first last"; one that waits
    # has "->" behind its number.
    return {
        int(words[4])
        for words in map(str.split, lines)
        if words[1] != "->" and words[5] == name
    }


def _plain(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 8))
