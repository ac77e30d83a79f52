"""Secret keys of a site, made on first use and kept in files only the owner reads."""

import os
from collections.abc import Callable
from pathlib import Path

from consent_server.kernel.errors import SettingError

SEED_BYTES = 32  # Ed25519 private key, RFC 8032 section 5.1.5
OWNER_ONLY = 0o600
KEY_FOLDER = "keys"


def load_or_create_seed(path: Path, random: Callable[[int], bytes]) -> bytes:
    """Read a 32-byte seed, or make one; safe when two processes start at once.

    Raises:
        SettingError: The file is not a key; it is never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    if not path.exists():
        _write_private(draft, random(SEED_BYTES))
        try:
            # A link fails when the name is taken: the first process wins.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return read_seed(path)


def read_seed(path: Path) -> bytes:
    """Read a seed.

    Raises:
        SettingError: There is no file, it cannot be read, or it is not a key.
    """
    try:
        seed = path.read_bytes()
    except OSError as error:
        raise SettingError(
            f"{path} cannot be read ({error.strerror}); run this as the user that "
            "owns the site's data folder"
        ) from error
    if len(seed) != SEED_BYTES:
        raise SettingError(
            f"{path} should hold a key of {SEED_BYTES} bytes but has {len(seed)}; "
            "restore it from a backup, or move it away to start a new key"
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


def _write_private(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def publish_key(path: Path, vkey: str) -> None:
    """Write the public half beside the key, for auditors to be given."""
    path.write_text(vkey + "\n", encoding="ascii")
