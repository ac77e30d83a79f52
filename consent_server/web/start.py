"""What the start-up checks need to know, gathered before anything is made."""

import os
import sys
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.errors import SettingError
from consent_server.notice.policy import Policy
from consent_server.sdk.checks import Setup, check_setup, heed
from consent_server.sdk.layers import look_into
from consent_server.storage.ledgers import list_ledgers
from consent_server.storage.tables import create_schema
from consent_server.web.keys import ledger_key_path, token_key_path
from consent_server.web.site import Surroundings

if sys.platform != "win32":
    import fcntl

PERMISSIONS = 0o777
PRESENCE_FILE = "in-use"

_held: dict[Path, int] = {}
"""Open presence files: closing one would give up this process's lock on it."""


def check_start(
    app: object, policy: Policy, engine: Engine, around: Surroundings
) -> None:
    """Refuse a start that would leave visitors unprotected; log what is doubtful.

    Raises:
        SettingError: Every reason, with what to do about it.
        StoreUnavailableError: The database did not answer.
    """
    folder = around.data_dir
    site_id = policy.site.id
    ledger_key = ledger_key_path(folder, site_id)
    token_key = token_key_path(folder, site_id)
    create_schema(engine)
    has_ledger = site_id in list_ledgers(engine)
    heed(
        check_setup(
            Setup(
                policy=policy,
                secure=around.secure,
                debug_header=around.debug_header,
                data_dir=folder,
                folder_mode=_mode(folder),
                key_modes={
                    key: _mode(key) for key in (ledger_key, token_key) if key.exists()
                },
                lost_ledger_key=_lost(ledger_key) if has_ledger else None,
                lost_token_key=_lost(token_key) if has_ledger else None,
                alone=_is_alone(folder),
                layers=look_into(app),
            )
        )
    )


def _mode(path: Path) -> int:
    """Return the permission bits; Windows has none that say anything."""
    return 0 if sys.platform == "win32" else path.stat().st_mode & PERMISSIONS


def _lost(path: Path) -> Path | None:
    return None if path.exists() else path


def _is_alone(folder: Path) -> bool:
    """Tell whether no other process uses the folder, and mark it as used by this one.

    The lock is the process's own: other sites of this process share it, and it ends
    with the process, however that ends.
    """
    if sys.platform == "win32":
        return True  # such locks are not known there
    path = (folder / PRESENCE_FILE).resolve()
    try:
        if path not in _held or not path.exists():
            _held[path] = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SettingError(
            f"{path} cannot be written ({error.strerror}); let this user write to the "
            "data folder"
        ) from error
    try:
        fcntl.lockf(_held[path], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        alone = False
    else:
        alone = True
    try:
        fcntl.lockf(_held[path], fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False  # the other one is at this very line
    return alone
