"""The high-water mark of a site, in a file beside its keys.

Several processes may share the folder. A file is replaced whole, so that a reader needs
no lock; writers take turns, so that a later mark is never followed by an earlier one.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.ledger.high_water import is_newer
from consent_server.web.whole_files import unfinished_beside

if sys.platform != "win32":
    import fcntl

MARK_FOLDER = "ledgers"


class MarkFile:
    """A :class:`~consent_server.ledger.high_water.HighWaterMark` in a file."""

    def __init__(self, data_dir: Path, site_id: str) -> None:
        self._path = data_dir / MARK_FOLDER / f"{site_id}.head"

    def read(self) -> str | None:
        """Return the note that was written last, none before the first."""
        try:
            return self._path.read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise self._unusable("read", error) from error

    def write(self, note: str) -> None:
        """Keep a note, unless a later epoch or a larger one of the same is kept."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone():
                if is_newer(note, self.read()):
                    self._replace(note)
        except OSError as error:
            raise self._unusable("written", error) from error

    def _replace(self, note: str) -> None:
        with unfinished_beside(self._path) as (file, draft):
            file.write(note.encode())
            file.flush()
            # A power cut may bring back the file before, which is good; but no half.
            os.fsync(file.fileno())
            draft.replace(self._path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other writers waiting; threads as well as processes."""
        if sys.platform == "win32":
            yield  # such locks are not known there
            return
        lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _unusable(self, what: str, error: Exception) -> StoreUnavailableError:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        return StoreUnavailableError(
            f"the high-water mark {self._path} cannot be {what} ({why}); until it can, "
            "nothing more is signed"
        )
