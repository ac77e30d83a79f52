"""A new epoch: a ledger that cannot be continued begins anew, and says so.

The new log has a name of its own. Its first entry names the head at which the old log
was left and the largest one that is known; then come all publications, so that records
that wait find the policy that they mean.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    SettingError,
)
from consent_server.kernel.ids import RandomBytes, random_id
from consent_server.ledger.checkpoint import (
    Checkpoint,
    open_checkpoint,
    peek_checkpoint,
)
from consent_server.ledger.entry import EntryKind, Salts
from consent_server.ledger.epoch import Epoch, epoch_origin, epoch_parts, split_origin
from consent_server.ledger.high_water import reach, read_mark, require_reached
from consent_server.ledger.log import sequence
from consent_server.ledger.merkle import EMPTY_ROOT
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.ports import Head, LedgerStore
from consent_server.ledger.signing import NoteSigner
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import LedgerState, freeze, get_ledger, read_keys
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import NewRecord
from consent_server.storage.turning_points import NewEpoch
from consent_server.web.key_file import SEED_BYTES
from consent_server.web.keys import (
    changing_keys,
    ledger_key_path,
    next_ledger_key_path,
    read_seed,
    settle_key,
    write_next_key,
)
from consent_server.web.ledger_writer import LedgerWriter
from consent_server.web.mark_file import MarkFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a new epoch will say, and what it leaves behind.

    ``stored`` is the head in the database, ``known`` the largest one that anybody
    remembers. Where they differ, the database lost or rewrote what was signed.
    """

    before: LedgerState
    after: LedgerState
    stored: Checkpoint
    known: Checkpoint

    @property
    def lost(self) -> int:
        """How many entries were signed at least and are not there any more."""
        same = self.known.origin == self.stored.origin
        return max(self.known.size - (self.stored.size if same else 0), 0)

    @property
    def rewritten(self) -> bool:
        """Whether entries that are there are not those that were signed."""
        return self.known != self.stored and not self.lost


class Recovery:
    """Begins a new epoch of one site's ledger."""

    def __init__(
        self, engine: Engine, site_id: str, data_dir: Path, random: RandomBytes
    ) -> None:
        self._engine = engine
        self._site_id = site_id
        self._data_dir = data_dir
        self._random = random
        self._mark = MarkFile(data_dir, site_id)

    def look_ahead(self, kept: Iterable[str] = ()) -> Outlook:
        """Find out what a new epoch would say; nothing is changed.

        ``kept`` are checkpoints that somebody else kept.

        Raises:
            SettingError: There is no ledger, or only a copy of it.
            EvidenceError: A checkpoint is none of this ledger's, or none of its keys
                signed it.
            StoreUnavailableError: The database or the mark is away.
        """
        mark = self._mark.read()
        before = get_ledger(self._engine, self._site_id)
        if before.closed is not None:
            raise SettingError(f"the ledger of {self._site_id!r}: {before.closed}")
        store = SqlLedgerStore(self._engine, self._site_id, before.epoch)
        head = store.head()
        stored = Checkpoint(origin=before.origin, size=0, root=EMPTY_ROOT)
        if head.note is not None:
            stored = peek_checkpoint(head.note)
        known = stored
        for note in [*([] if mark is None else [mark]), *kept]:
            one = self._open(note, before.origin)
            if _contradicts(note, head, before.origin, store):
                known = max(known, one, key=reach) if known != stored else one
        first, newest = split_origin(known.origin)
        number = max(before.epoch, newest) + 1
        origin = epoch_origin(first, number)
        return Outlook(
            before=before,
            after=replace(before, epoch=number, origin=origin),
            stored=stored,
            known=known,
        )

    def begin(
        self, outlook: Outlook, reason: str, moment: datetime, *, new_key: bool = False
    ) -> LedgerWriter:
        """Begin the new log and give positions to everything that waits.

        Raises:
            SettingError: The key cannot be read or made.
            StoreUnavailableError: The database or the mark did not take it, or the
                ledger is no longer what the outlook says. It is frozen then.
        """
        with changing_keys(ledger_key_path(self._data_dir, self._site_id).parent):
            signer = self._signer(outlook.after.origin, new_key=new_key)
            freeze(self._engine, self._site_id, f"a new epoch begins: {reason}")
            own = self._first_entries(outlook, reason, moment)
            new_log = NewEpoch(
                self._engine, self._site_id, outlook.before, outlook.after, own
            )
            sequence(new_log, signer, moment, mark=self._mark)
            settle_key(self._data_dir, self._site_id, signer)
        writer = LedgerWriter(self._engine, self._site_id, self._data_dir)
        writer.take_all(moment)
        return writer

    def _open(self, note: str, origin: str) -> Checkpoint:
        """Believe a checkpoint that any key of the ledger signed."""
        name = read_mark(note, origin).origin
        vkeys = [it.vkey for it in read_keys(self._engine, self._site_id)]
        path = ledger_key_path(self._data_dir, self._site_id)
        if path.exists():
            vkeys.append(NoteSigner(name, read_seed(path)).vkey)
        for verifier in map(NoteVerifier, vkeys):
            if verifier.name == name:
                with suppress(EvidenceError):
                    return open_checkpoint(note, verifier)
        raise BrokenEvidenceError(
            f"no key of this ledger has signed the checkpoint of {name}; if it is the "
            "high-water mark, move it away: the new epoch cannot name it then"
        )

    def _signer(self, origin: str, *, new_key: bool) -> NoteSigner:
        if not new_key:
            seed = read_seed(ledger_key_path(self._data_dir, self._site_id))
            return NoteSigner(origin, seed)
        seed = self._random(SEED_BYTES)
        write_next_key(next_ledger_key_path(self._data_dir, self._site_id), seed)
        return NoteSigner(origin, seed)

    def _first_entries(
        self, outlook: Outlook, reason: str, moment: datetime
    ) -> list[NewRecord]:
        epoch = Epoch(
            number=outlook.after.epoch,
            stored=outlook.stored,
            known=outlook.known,
            reason=reason,
        )
        began = NewRecord(
            record_id=random_id(self._random),
            subject_id=None,
            kind=EntryKind.EPOCH,
            arrived_at=int(moment.timestamp()),
            parts=epoch_parts(epoch, moment),
            salts=Salts.draw(self._random),
            click_digest=b"",
        )
        policies = PolicyStore(self._engine, self._site_id, self._random)
        origin = outlook.after.origin.encode()
        return [
            began,
            *(
                policies.config_record(published, moment, origin)
                for published in policies.read_published()
            ),
        ]


def _contradicts(note: str, head: Head, origin: str, store: LedgerStore) -> bool:
    """Tell whether the database does not hold what a checkpoint says."""
    try:
        require_reached(note, head, origin, store.read_tile)
    except BrokenEvidenceError:
        return True
    return False
