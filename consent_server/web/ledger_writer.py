"""Whoever signs a site's ledger: the log in force, its key, and the mark outside.

Another process may put another key in force, begin a new epoch or freeze the ledger at
any time. The head says so, and its compare-and-set keeps whoever has not noticed from
committing anything; here it is noticed.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    KeyReplacedError,
    SettingError,
)
from consent_server.kernel.ids import RandomBytes, random_id
from consent_server.ledger.entry import EntryKind, Salts
from consent_server.ledger.log import BATCH_LIMIT, Sequenced, sequence
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.succession import Succession, succession_parts
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import LedgerState, freeze, get_ledger
from consent_server.storage.records import NewRecord
from consent_server.storage.turning_points import KeyChange
from consent_server.web.keys import get_signer
from consent_server.web.mark_file import MarkFile


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLog:
    """A log and the key that signs it."""

    store: SqlLedgerStore
    signer: NoteSigner


class LedgerWriter:
    """Signs the ledger of one site, as long as nothing speaks against it.

    Raises:
        SettingError: There is no ledger, or the key in force is not in the data folder.
        StoreUnavailableError: The database did not answer.
    """

    def __init__(self, engine: Engine, site_id: str, data_dir: Path) -> None:
        self._engine = engine
        self._site_id = site_id
        self._data_dir = data_dir
        self.mark = MarkFile(data_dir, site_id)
        self.log = self._open()

    def step(self, moment: datetime) -> Sequenced | None:
        """Take a step as :func:`~consent_server.ledger.log.sequence` does.

        A ledger that contradicts its checkpoint or its mark is frozen.

        Raises:
            SettingError: The key in force is not in the data folder.
            MalformedEvidenceError: The mark is none of this ledger.
            StoreUnavailableError: The database or the mark is away.
        """
        while True:
            store, signer = self.log.store, self.log.signer
            try:
                return sequence(store, signer, moment, mark=self.mark)
            except KeyReplacedError:
                self.log = self._open()
            except BrokenEvidenceError as error:
                freeze(self._engine, self._site_id, str(error))
                return None

    def take_all(self, moment: datetime) -> None:
        """Take steps until nothing waits that was committed before.

        Raises:
            SettingError: The key in force is not in the data folder.
            MalformedEvidenceError: The mark is none of this ledger.
            StoreUnavailableError: The database or the mark is away.
        """
        while done := self.step(moment):
            if done.size - done.first < BATCH_LIMIT:
                break

    def change_key(
        self, successor: NoteSigner, reason: str, moment: datetime, random: RandomBytes
    ) -> Sequenced:
        """Sign once with both keys, and from then on with the successor's alone.

        Raises:
            KeyReplacedError: Somebody else changed the key.
            BrokenEvidenceError: The ledger contradicts its checkpoint or its mark.
            SettingError: The ledger is frozen.
            StoreUnavailableError: The key is the same as before, or the mark could not
                be written.
        """
        self.take_all(moment)
        store, signer = self.log.store, self.log.signer
        said = Succession(previous=signer.vkey, next=successor.vkey, reason=reason)
        entry = NewRecord(
            record_id=random_id(random),
            subject_id=None,
            kind=EntryKind.KEY,
            arrived_at=int(moment.timestamp()),
            parts=succession_parts(said, moment),
            salts=Salts.draw(random),
            click_digest=b"",
        )
        change = KeyChange(self._engine, self._site_id, store.epoch, [entry])
        done = sequence(change, signer, moment, mark=self.mark, successor=successor)
        if done is None:
            raise SettingError(
                f"the ledger {signer.name} is frozen: {store.head().frozen}; begin a "
                "new epoch with: consent-server ledger recover --new-key"
            )
        self.log = SignedLog(store=store, signer=successor)
        return done

    def _open(self) -> SignedLog:
        state = get_ledger(self._engine, self._site_id)
        while True:
            try:
                return self._open_at(state)
            except SettingError:
                before, state = state, get_ledger(self._engine, self._site_id)
                if before.vkey == state.vkey:
                    raise

    def _open_at(self, state: LedgerState) -> SignedLog:
        return SignedLog(
            store=SqlLedgerStore(self._engine, self._site_id, state.epoch),
            signer=get_signer(self._data_dir, self._site_id, state.origin, state.vkey),
        )
