"""Secret keys of a site, made on first use and kept in files only the owner reads."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from consent_server.kernel.errors import SettingError
from consent_server.web.drafts import draft_beside

SEED_BYTES = 32  # Ed25519 private key, RFC 8032 section 5.1.5
KEY_FOLDER = "keys"


def load_or_create_seed(path: Path, random: Callable[[int], bytes]) -> bytes:
    """Read a 32-byte seed, or make one; safe when several start at once.

    Raises:
        SettingError: The file is not a key, or cannot be made; it is never overwritten.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _create(path, random(SEED_BYTES))
    except OSError as error:
        raise _unmakable(path, error) from error
    return read_seed(path)


def _create(path: Path, seed: bytes) -> None:
    with draft_beside(path) as (file, draft):
        file.write(seed)
        file.flush()
        os.fsync(file.fileno())
        # A link fails when the name is taken: the first one wins.
        with suppress(FileExistsError):
            os.link(draft, path)


def read_seed(path: Path) -> bytes:
    """Read a seed.

    Raises:
        SettingError: There is no file, it cannot be read, others can read or write it,
            or it is not a key.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            seed = file.read()
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
    if len(seed) != SEED_BYTES:
        raise SettingError(
            f"{path} should hold a key of {SEED_BYTES} bytes but has {len(seed)}; "
            "restore it from a backup"
        )
    return seed


def ledger_key_path(data_dir: Path, site_id: str) -> Path:
    """Return where the private key of a site's ledger lies."""
    return data_dir / KEY_FOLDER / f"{site_id}.ledger.key"


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
