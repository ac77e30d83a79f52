"""An export that is not finished yet, so that it can go on after an interruption.

Rows are appended to a file in a folder beside the one that is to be made. After each
block a journal says how far that file is good, with its checksum, and where in the
ledger the next block begins. What a killed process wrote behind the last journal is cut
off, so the file is the same as that of an export which nobody interrupted.
"""

import fcntl
import json
import os
import shutil
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

from consent_server.kernel.canonical import Json
from consent_server.kernel.errors import SettingError
from consent_server.web.whole_files import unfinished_beside

JOURNAL_VERSION = 1
_CHUNK_BYTES = 1024 * 1024
_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_AGAIN = "begin again without --resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an export is.

    ``request`` is what was asked for and ``note`` the checkpoint it is made from.
    ``purposes`` are those that have a column. ``position`` is the first entry that is
    not in it yet, ``counts`` what was counted of the others, ``size`` and ``checksum``
    (CRC-32) are those of the rows.
    """

    request: Json
    note: str
    purposes: list[str]
    position: int
    counts: dict[str, Any] | None
    size: int
    checksum: int
    version: int = JOURNAL_VERSION


class Partial:
    """The folder of an unfinished export: ``.NAME.partial`` beside the file."""

    def __init__(self, out: Path) -> None:
        self.folder = out.with_name(f".{out.name}.partial")
        self.rows = self.folder / "rows"
        self._journal = self.folder / "journal.json"
        self._out = out

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one export into a file run at a time; an empty folder goes at the end.

        Raises:
            SettingError: Another one runs, or the folder cannot be made.
        """
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            lock = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError as error:
            raise SettingError(
                f"{self._out} cannot be written: {error.strerror}"
            ) from error
        try:
            self._require_own(os.fstat(lock))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise SettingError(
                    f"another export into {self._out} is running"
                ) from error
            try:
                yield
            finally:
                if self.folder.exists() and not self._journal.exists():
                    self.discard()
        finally:
            os.close(lock)

    def _require_own(self, folder: os.stat_result) -> None:
        """Refuse a folder that somebody else laid there, to read or swap the rows."""
        if folder.st_uid != os.geteuid() or folder.st_mode & _BY_OTHERS:
            raise SettingError(
                f"{self.folder} is there already and others may write to it; remove "
                "it, or export into a folder of your own"
            )

    def discard(self) -> None:
        """Remove the folder and what is in it."""
        shutil.rmtree(self.folder)

    def restart(self) -> None:
        """Forget what an earlier export left."""
        self._journal.unlink(missing_ok=True)
        self.rows.unlink(missing_ok=True)

    def read(self) -> Progress | None:
        """Return how far an interrupted export came; none if there was none.

        Raises:
            SettingError: What it left is damaged.
        """
        try:
            found: dict[str, Any] = json.loads(self._journal.read_bytes())
            progress = Progress(**found)
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise SettingError(f"{self._journal} is damaged; {_AGAIN}") from error
        if progress.version != JOURNAL_VERSION:
            raise SettingError(f"another version began this export; {_AGAIN}")
        if progress.checksum != self._checksum(progress.size):
            raise SettingError(f"{self.rows} was changed; {_AGAIN}")
        return progress

    def save(self, progress: Progress) -> None:
        """Write the journal, whole or not at all."""
        with unfinished_beside(self._journal) as (file, draft):
            file.write(json.dumps(_fields(progress)).encode())
            file.flush()
            draft.replace(self._journal)

    @contextmanager
    def append(self, size: int) -> Iterator[BinaryIO]:
        """Open the rows behind the first ``size`` bytes; what is there is cut off."""
        handle = os.open(self.rows, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            file.truncate(size)
            file.seek(size)
            yield file

    def chunks(self) -> Iterator[bytes]:
        """Give the rows in blocks of bytes."""
        with self.rows.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk

    def finish(self, made: Path) -> None:
        """Put a file of the folder in the place of the one that was to be made."""
        made.replace(self._out)
        self.discard()

    def _checksum(self, size: int) -> int:
        checksum = 0
        with self.rows.open("rb") as file:
            while size and (chunk := file.read(min(size, _CHUNK_BYTES))):
                checksum = zlib.crc32(chunk, checksum)
                size -= len(chunk)
        return -1 if size else checksum


def _fields(progress: Progress) -> dict[str, Json]:
    return {field.name: getattr(progress, field.name) for field in fields(progress)}
