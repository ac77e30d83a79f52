"""Secret keys of a site, made on first use and kept in files only the owner reads."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from consent_server.kernel.errors import SettingError
from consent_server.ledger.signing import NoteSigner
from consent_server.web.key_file import (
    PASSPHRASE,
    PASSPHRASE_FILE,
    SEED_BYTES,
    format_key,
    is_encrypted,
    parse_key,
    read_passphrase,
)
from consent_server.web.whole_files import unfinished_beside

if sys.platform != "win32":
    import fcntl

KEY_FOLDER = "keys"

_KEYS_LOOKED_AT = 64
_KEYS_TRIED = 4  # each costs what guessing a passphrase costs: milliseconds


@contextmanager
def changing_keys(folder: Path) -> Iterator[None]:
    """Let whoever else replaces keys of a folder wait.

    Of two at once, one would overwrite the key that the other has just put in force.

    Raises:
        SettingError: The folder cannot be used.
    """
    if sys.platform == "win32":
        yield  # such locks are not known there
        return
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _unmakable(folder, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def load_or_create_seed(path: Path, random: Callable[[int], bytes]) -> bytes:
    """Read a 32-byte seed, or make one; safe when several start at once.

    Raises:
        SettingError: The file is not a key, or cannot be made; it is never overwritten.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _create(path, format_key(random(SEED_BYTES), read_passphrase()))
    except OSError as error:
        raise _unmakable(path, error) from error
    return read_seed(path)


def _create(path: Path, data: bytes) -> None:
    with unfinished_beside(path) as (file, draft):
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        # A link fails when the name is taken: the first one wins.
        with suppress(FileExistsError):
            os.link(draft, path)


def read_seed(path: Path) -> bytes:
    """Read a seed.

    Raises:
        SettingError: There is no file, it cannot be read, others can read or write it,
            it is not a key, or it is encrypted and the passphrase is not that.
    """
    return parse_key(path, _read(path), read_passphrase())


def is_key_encrypted(path: Path) -> bool:
    """Tell whether a key file is encrypted.

    Raises:
        SettingError: It cannot be read, or others can read or write it.
    """
    return is_encrypted(_read(path))


def require_passphrase(data_dir: Path) -> None:
    """Check that the passphrase opens the keys of an installation, on a few of them.

    All have the same one. Where a single key has another, the other sites are served.

    Raises:
        SettingError: It is missing or cannot be read, or opens none of those that were
            tried.
    """
    read_passphrase()
    refused: SettingError | None = None
    for key in islice(_locked(list_keys(data_dir)[:_KEYS_LOOKED_AT]), _KEYS_TRIED):
        try:
            read_seed(key)
        except SettingError as error:
            refused = refused or error
        else:
            return
    if refused is not None:
        raise refused


def _locked(keys: Iterable[Path]) -> Iterator[Path]:
    for key in keys:
        # What one site's file lacks is said when that site is opened.
        with suppress(SettingError):
            if is_key_encrypted(key):
                yield key


def encrypt_key(path: Path) -> bool:
    """Encrypt a key file with the passphrase; return whether it was open before.

    Raises:
        SettingError: There is no passphrase, or the file is not a key that it opens.
    """
    passphrase = read_passphrase()
    if passphrase is None:
        raise SettingError(
            f"there is no passphrase; set {PASSPHRASE}, or name a file that holds one "
            f"in {PASSPHRASE_FILE}, for this command and for every server"
        )
    with changing_keys(path.parent):
        seed = read_seed(path)
        if is_key_encrypted(path):
            return False
        replace_key(path, format_key(seed, passphrase))
    return True


def replace_key(path: Path, data: bytes) -> None:
    """Put another key in a file's place, and destroy what was there.

    Raises:
        SettingError: The folder cannot be written to.
    """
    try:
        with unfinished_beside(path) as (file, draft):
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            _take_place(draft, path)
    except OSError as error:
        raise _unmakable(path, error) from error


def _take_place(draft: Path, path: Path) -> None:
    """Move a key to where another is, which is overwritten.

    There is a key under the name at any moment. Overwriting is all that a program can
    do: a file system or a disk may keep older copies.
    """
    if not path.exists():  # a lost key has nothing to destroy
        draft.replace(path)
        return
    with path.open("r+b") as old:
        draft.replace(path)
        old.write(bytes(os.fstat(old.fileno()).st_size))
        old.flush()
        os.fsync(old.fileno())


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.read()
    except OSError as error:
        raise SettingError(
            f"{path} cannot be read ({error.strerror}); run this as the user that "
            "owns the site's data folder"
        ) from error
    if mode & stat.S_IRWXO:
        raise SettingError(
            f"{path} is a private key and every user of this machine can use it; close "
            f"it with: chmod 600 {path}"
        )
    return data


def ledger_key_path(data_dir: Path, site_id: str) -> Path:
    """Return where the private key of a site's ledger lies."""
    return data_dir / KEY_FOLDER / f"{site_id}.ledger.key"


def list_keys(data_dir: Path) -> list[Path]:
    """Return where the private keys of a data folder lie, in order."""
    return sorted((data_dir / KEY_FOLDER).glob("*.key"))


def next_ledger_key_path(data_dir: Path, site_id: str) -> Path:
    """Return where the key lies that a rotation is about to put in force."""
    return data_dir / KEY_FOLDER / f"{site_id}.ledger.next.key"


def get_signer(
    data_dir: Path, site_id: str, origin: str, vkey: str | None
) -> NoteSigner:
    """Return the signer of a log with the key in force; any, where none is yet.

    Raises:
        SettingError: It is not in this data folder, or cannot be read.
    """
    coming = next_ledger_key_path(data_dir, site_id)
    # Looked at first: a rotation moves it to the other place.
    successor = _find_signer(coming, origin)
    if vkey is not None and successor is not None and successor.vkey == vkey:
        return successor
    signer = NoteSigner(origin, read_seed(ledger_key_path(data_dir, site_id)))
    if vkey in {None, signer.vkey}:
        return signer
    raise SettingError(
        f"the ledger {origin} is signed with the key {vkey}, and the one in "
        f"{ledger_key_path(data_dir, site_id)} is {signer.vkey}; copy the file "
        "from the server on which the key was changed, or restore key and database "
        "from the same backup"
    )


def write_next_key(path: Path, seed: bytes) -> None:
    """Write a key that is to follow another; nothing was signed with an older one.

    Raises:
        SettingError: The folder cannot be written to.
    """
    path.unlink(missing_ok=True)
    _create(path, format_key(seed, read_passphrase()))


def settle_key(data_dir: Path, site_id: str, signer: NoteSigner) -> None:
    """Give the key in force its usual place, and destroy the one that it replaced.

    A rotation ends so, or whoever comes after one that was interrupted.

    Raises:
        SettingError: A file cannot be read or written.
    """
    coming = next_ledger_key_path(data_dir, site_id)
    path = ledger_key_path(data_dir, site_id)
    successor = _find_signer(coming, signer.name)
    if successor is not None and successor.vkey == signer.vkey:
        try:
            with suppress(FileNotFoundError):  # another process was faster
                _take_place(coming, path)
        except OSError as error:
            raise _unmakable(path, error) from error
    publish_key(public_key_path(data_dir, site_id), signer.vkey)


def _find_signer(path: Path, origin: str) -> NoteSigner | None:
    """Return the signer whose key is in a file; none if it is not there any more."""
    try:
        return NoteSigner(origin, read_seed(path))
    except SettingError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise


def token_key_path(data_dir: Path, site_id: str) -> Path:
    """Return where the private key of a site's tokens lies."""
    return data_dir / KEY_FOLDER / f"{site_id}.token.key"


def public_key_path(data_dir: Path, site_id: str) -> Path:
    """Return where the public key of a site's ledger lies."""
    return data_dir / KEY_FOLDER / f"{site_id}.ledger.pub"


def witness_key_path(data_dir: Path) -> Path:
    """Return where the private key of an installation's witness lies."""
    return data_dir / KEY_FOLDER / "witness.key"


def publish_key(path: Path, vkey: str) -> None:
    """Write the public half beside the key, for auditors to be given.

    Raises:
        SettingError: The file cannot be written.
    """
    try:
        path.write_text(vkey + "\n", encoding="ascii")
    except OSError as error:
        raise _unmakable(path, error) from error


def _unmakable(path: Path, error: OSError) -> SettingError:
    return SettingError(
        f"{path} cannot be made ({error.strerror}); let this user write to its folder, "
        "and see that the disk has room"
    )
