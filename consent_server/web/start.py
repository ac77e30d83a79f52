"""What the start-up checks need to know, gathered before anything is made."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.errors import EvidenceError, SettingError
from consent_server.ledger.note import NoteVerifier
from consent_server.notice.policy import Policy
from consent_server.sdk.checks import Setup, check_setup, heed
from consent_server.sdk.layers import look_into
from consent_server.storage.db import is_sqlite
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import list_ledgers
from consent_server.storage.schema import require_schema
from consent_server.web.keys import (
    get_signer,
    ledger_key_path,
    read_seed,
    token_key_path,
)
from consent_server.web.site import Surroundings

if sys.platform != "win32":
    import fcntl

PERMISSIONS = 0o777
PRESENCE_FILE = "in-use"

_held: dict[Path, int] = {}
"""Open presence files: closing one would give up this process's lock on it."""


def check_start(
    app: object,
    policy: Policy,
    engine: Engine,
    around: Surroundings,
    *,
    once: bool = True,
) -> None:
    """Refuse a start that would leave visitors unprotected; log what is doubtful.

    With ``once``, one of the processes that share the data folder does.

    Raises:
        SettingError: Every reason, with what to do about it.
        StoreUnavailableError: The database did not answer.
    """
    require_schema(engine)
    try:
        setup = _gather(app, policy, engine, around)
    except OSError as error:
        raise SettingError(
            f"{error.filename} cannot be looked at ({error.strerror}); run this as the "
            "user that owns the site's data folder"
        ) from error
    heed(check_setup(setup), around.data_dir if once else None)


def mark_use(folder: Path) -> bool:
    """Mark a folder as used by this process; tell whether no other process uses it.

    The lock is the process's own: other sites of this process share it, and it ends
    with the process, however that ends.

    Raises:
        SettingError: The folder cannot be written to.
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


def require_unused(folder: Path) -> None:
    """Refuse where a server works with the SQLite file of a folder as it is.

    Raises:
        SettingError: Another process uses it, or the folder cannot be written to.
    """
    if not mark_use(folder):
        raise SettingError(
            f"a server or another program uses the SQLite file in {folder}; stop "
            "servers and jobs, make a backup, and run this again"
        )


def _gather(app: object, policy: Policy, engine: Engine, around: Surroundings) -> Setup:
    folder = around.data_dir
    site_id = policy.site.id
    ledger_key = ledger_key_path(folder, site_id)
    token_key = token_key_path(folder, site_id)
    there = [key for key in (ledger_key, token_key) if key.exists()]
    unusable = _unusable(there)
    origin = list_ledgers(engine).get(site_id)
    has_ledger = origin is not None
    foreign = None
    if origin is not None and ledger_key in there and ledger_key not in unusable:
        foreign = _foreign(folder, SqlLedgerStore(engine, site_id), site_id, origin)
    return Setup(
        policy=policy,
        secure=around.secure,
        debug_header=around.debug_header,
        data_dir=folder,
        folder_mode=_mode(folder),
        key_modes={key: _mode(key) for key in there},
        lost_ledger_key=_lost(ledger_key) if has_ledger else None,
        lost_token_key=_lost(token_key) if has_ledger else None,
        unusable_keys=unusable,
        foreign_ledger_key=foreign,
        alone=not is_sqlite(engine) or mark_use(folder),
        layers=look_into(app),
    )


def _unusable(keys: Iterable[Path]) -> dict[Path, str]:
    found = {}
    for key in keys:
        try:
            read_seed(key)
        except SettingError as error:
            found[key] = str(error)
    return found


def _foreign(
    folder: Path, ledger: SqlLedgerStore, site_id: str, origin: str
) -> Path | None:
    """Return the key if it is not in force, or did not sign what was signed last."""
    head = ledger.head()
    try:
        signer = get_signer(folder, site_id, origin, head.vkey)
        if head.note is not None:
            NoteVerifier(signer.vkey).open(head.note)
    except (EvidenceError, SettingError):
        return ledger_key_path(folder, site_id)
    return None


def _mode(path: Path) -> int:
    """Return the permission bits; Windows has none that say anything."""
    return 0 if sys.platform == "win32" else path.stat().st_mode & PERMISSIONS


def _lost(path: Path) -> Path | None:
    return None if path.exists() else path
