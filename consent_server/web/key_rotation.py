"""From one key of a ledger to the next, in its files as well as in the log."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.ids import RandomBytes
from consent_server.ledger.signing import NoteSigner
from consent_server.web.key_file import SEED_BYTES
from consent_server.web.keys import (
    changing_keys,
    next_ledger_key_path,
    settle_key,
    write_next_key,
)
from consent_server.web.ledger_writer import LedgerWriter


def rotate_key(
    engine: Engine,
    site_id: str,
    data_dir: Path,
    *,
    reason: str,
    moment: datetime,
    random: RandomBytes,
) -> NoteSigner:
    """Put a new key in force and destroy the old one; return the new one.

    The new key is on the disk before it signs, and the old one until the log has it:
    whenever this is interrupted, the key in force is in the folder. Rotations of a
    folder take turns.

    Raises:
        SettingError: The ledger is frozen, or a key cannot be read or made.
        EvidenceError: The ledger contradicts its checkpoint or its mark, or somebody
            else changed the key at the same time.
        StoreUnavailableError: The database or the mark did not take it.
    """
    coming = next_ledger_key_path(data_dir, site_id)
    with changing_keys(coming.parent):
        writer = LedgerWriter(engine, site_id, data_dir)
        settle_key(data_dir, site_id, writer.log.signer)
        seed = random(SEED_BYTES)
        write_next_key(coming, seed)
        successor = NoteSigner(writer.log.signer.name, seed)
        writer.change_key(successor, reason, moment, random)
        settle_key(data_dir, site_id, successor)
    return successor
