"""The pinned policy: the last good document, on the site's own disk.

Its first line carries the digest of all that follows, so that a file that was cut,
mixed or changed by accident is none.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import MalformedEvidenceError, SettingError
from consent_server.kernel.ids import RandomBytes

MAGIC = b"consent-pin/v1 "
OWNER_ONLY = 0o600
FOLDER_MODE = 0o700


class PinFile:
    """Where the policy of one site is pinned.

    The time of the file's last change is that of the last successful check.

    Args:
        folder: Only the site's own user may write there: whoever can write a pin
            decides which tokens count. It is made if it is not there.
        site_id: Names the file.
        random: Names the file while it is written.

    Raises:
        SettingError: The folder cannot be made.
    """

    def __init__(self, folder: Path, site_id: str, random: RandomBytes) -> None:
        self.folder = folder
        self.path = folder / f"{site_id}.pin"
        self._random = random
        try:
            folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(
                f"{folder} cannot be made ({error.strerror}); name a folder in which "
                "this user may keep the policy"
            ) from error

    def read(self) -> bytes | None:
        """Return the document that is pinned, none where there is no file.

        Raises:
            MalformedEvidenceError: The file is damaged or cannot be read.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise MalformedEvidenceError(
                f"{self.path} cannot be read: {error.strerror}"
            ) from error
        head, _, document = data.partition(b"\n")
        if head != MAGIC + sha256_hex(document).encode():
            raise MalformedEvidenceError(f"{self.path} is damaged")
        return document

    def checked_at(self) -> datetime | None:
        """Return when the server was last asked with success, as far as one knows."""
        try:
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except OSError:
            return None

    def touch(self, moment: datetime) -> None:
        """Remember when the server was asked; without a file there is nothing to say.

        Raises:
            OSError: The file is not this user's.
        """
        stamp = moment.timestamp()
        with suppress(FileNotFoundError):
            os.utime(self.path, (stamp, stamp))

    def write(self, document: bytes, moment: datetime) -> None:
        """Pin a document: afterwards the file is this one or the one before.

        Raises:
            OSError: The disk does not take it.
        """
        new = self.folder / f".{self.path.name}.{self._random(8).hex()}"
        try:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
            with os.fdopen(descriptor, "wb") as file:
                file.write(MAGIC + sha256_hex(document).encode() + b"\n" + document)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        finally:
            new.unlink(missing_ok=True)
        self.touch(moment)
