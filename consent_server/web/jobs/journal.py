"""The erasures of a site, in a file outside its database.

A database that comes back from a backup brings back what was erased since. This file
says what that was: positions and parts, and nothing about anybody. A line is what the
entry in the ledger says, with the name of the ledger.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from consent_server.kernel.errors import MalformedEvidenceError, SettingError
from consent_server.ledger.tombstone import Tombstone, parse_tombstone, tombstone_parts

if sys.platform != "win32":
    import fcntl

_OWNER_ONLY = 0o600


class ErasureJournal:
    """A file to which lines are added, each on the disk before anything is erased."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, one: Tombstone, moment: datetime) -> None:
        """Add what is going to be erased; the tombstone names its log.

        A line that was cut off by a crash is taken out: nothing was erased after it.

        Raises:
            SettingError: The file cannot be written.
        """
        line = tombstone_parts(one, moment).decision
        try:
            with self._opened() as file:
                _cut_torn_line(file)
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SettingError(
                f"the journal of erasures {self._path} cannot be written "
                f"({error.strerror}); nothing was erased"
            ) from error

    def read(self) -> list[Tombstone]:
        """Return what was erased, each with the origin of its log.

        Raises:
            SettingError: There is no such file, or a line of it says something else.
        """
        try:
            lines = self._path.read_bytes().split(b"\n")[:-1]
        except OSError as error:
            raise SettingError(
                f"the journal of erasures {self._path} cannot be read: {error.strerror}"
            ) from error
        return [self._parse(number, line) for number, line in enumerate(lines, 1)]

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _OWNER_ONLY)
        with os.fdopen(handle, "r+b") as file:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _parse(self, number: int, line: bytes) -> Tombstone:
        try:
            return parse_tombstone(line)
        except MalformedEvidenceError as error:
            raise SettingError(
                f"line {number} of {self._path} is none of a journal of erasures: "
                f"{error}"
            ) from error


def _cut_torn_line(file: BinaryIO) -> None:
    content = file.read()
    whole = content.rfind(b"\n") + 1
    if whole != len(content):
        file.truncate(whole)
