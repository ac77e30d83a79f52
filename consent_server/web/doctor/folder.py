"""The data folder: whose it is, on what disk, and who uses the file in it."""

import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from consent_server.kernel.errors import SettingError
from consent_server.web.database import FILE_NAME
from consent_server.web.disk import processes_using, require_local
from consent_server.web.doctor.found import Found, Level, doubtful, fine, wrong
from consent_server.web.key_file import read_passphrase
from consent_server.web.keys import KEY_FOLDER
from consent_server.web.start import PRESENCE_FILE

ROOM_BYTES = 1024**3
NO_ROOM_BYTES = 64 * 1024**2  # what SQLite's log alone may take
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look_at_folder(folder: Path) -> Iterator[Found]:
    """Look at a data folder, its keys, and the room beside it."""
    try:
        mode = folder.stat().st_mode
        free = shutil.disk_usage(folder).free
        read_passphrase()
    except OSError as error:
        yield wrong("data folder", f"{folder} cannot be looked at: {error.strerror}")
        return
    except SettingError as error:
        yield wrong("data folder", error)
        return
    if sys.platform != "win32" and mode & _OTHERS:
        yield wrong("data folder", f"others can look into it: chmod 700 {folder}")
    else:
        yield fine("data folder", "is its owner's alone")
    yield from _look_at_keys(folder / KEY_FOLDER)
    yield _look_at_room(folder, free)


def look_at_file(folder: Path) -> Iterator[Found]:
    """Look at what a SQLite file needs, and PostgreSQL does not."""
    try:
        require_local(folder)
    except SettingError as error:
        yield wrong("SQLite file", error)
        return
    users = processes_using(folder / PRESENCE_FILE)
    if len(users) > 1:
        yield doubtful(
            "SQLite file",
            f"{len(users)} processes write to {FILE_NAME} and wait for each other: "
            "let one with several threads do it, or move to PostgreSQL",
        )
    else:
        yield fine("SQLite file", f"on a disk of this machine; {len(users)} in use")


def _look_at_keys(folder: Path) -> Iterator[Found]:
    if sys.platform == "win32" or not folder.is_dir():
        return
    for file in sorted(folder.glob("*.key")):
        try:
            mode = file.stat().st_mode
        except OSError as error:
            yield wrong("keys", f"{file.name} cannot be looked at: {error.strerror}")
            continue
        if mode & _OTHERS:
            yield wrong(
                "keys",
                f"others can read or change {file.name}: chmod 600 {file}, and make a "
                "new key if others may have read it",
            )


def _look_at_room(folder: Path, free: int) -> Found:
    says = f"{free / ROOM_BYTES:.1f} GiB are free beside {folder}"
    if free >= ROOM_BYTES:
        return fine("disk", says)
    level = Level.FAIL if free < NO_ROOM_BYTES else Level.WARN
    return Found(about="disk", level=level, says=f"{says}: make room")
