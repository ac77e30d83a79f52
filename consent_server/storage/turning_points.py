"""Steps that begin with entries of the ledger's own: another key, another epoch.

Such an entry never waits: its record is stored in the transaction that gives it its
position, so that no other process sequences it with a key that it replaces.
"""

from collections.abc import Sequence

from sqlalchemy import Engine, update
from sqlalchemy.engine.interfaces import DBAPICursor

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.ledger.entry import make_entry
from consent_server.ledger.ports import Batch, Head, WaitingEntry
from consent_server.storage.driver import run
from consent_server.storage.ledger_store import FasterError, SqlLedgerStore
from consent_server.storage.ledgers import LedgerState
from consent_server.storage.records import NewRecord, insert_row
from consent_server.storage.tables import ledger

NEVER_WAITED = 0  # numbers of records begin at 1


class _OwnEntries(SqlLedgerStore):
    """A log with entries of its own, which come with the next step."""

    def __init__(
        self, engine: Engine, site_id: str, epoch: int, own: Sequence[NewRecord]
    ) -> None:
        super().__init__(engine, site_id, epoch)
        self._own = own

    def _own_entries(self) -> list[WaitingEntry]:
        return [
            WaitingEntry(
                number=NEVER_WAITED,
                record_id=new.record_id.bytes,
                entry=make_entry(new.kind, new.arrived_at, new.parts, new.salts),
            )
            for new in self._own
        ]

    def _store(self, cursor: DBAPICursor, batch: Batch) -> None:
        for new in self._own:
            insert_row(self._engine, cursor, self._site_id, new)
        super()._store(cursor, batch)


class KeyChange(_OwnEntries):
    """A log whose next step ends with its KEY entry."""

    def waiting(self, limit: int, latest: int) -> Sequence[WaitingEntry]:
        """Return what waits, and then the KEY entry.

        Raises:
            StoreUnavailableError: More waits than one step takes.
        """
        entries = super().waiting(limit, latest)
        if len(entries) >= limit:
            raise StoreUnavailableError(
                f"{limit} entries wait for their positions; try again when they have"
            )
        return [*entries, *self._own_entries()]


class NewEpoch(_OwnEntries):
    """A log that does not exist yet, and begins with entries of its own.

    Args:
        engine: Where it will be.
        site_id: Whose it is.
        before: The log that it follows, which must still be so.
        after: What is stored instead.
        own: The EPOCH entry, and every publication that waiting records may mean.
    """

    def __init__(
        self,
        engine: Engine,
        site_id: str,
        before: LedgerState,
        after: LedgerState,
        own: Sequence[NewRecord],
    ) -> None:
        super().__init__(engine, site_id, after.epoch, own)
        self._before = before
        self._after = after

    def head(self) -> Head:
        """Return the head of a log without entries."""
        return Head(size=0, note=None)

    def waiting(self, limit: int, latest: int) -> Sequence[WaitingEntry]:  # noqa: ARG002 - the port's
        """Return the entries that it begins with."""
        return self._own_entries()

    def append(self, batch: Batch) -> bool:
        """Begin the log.

        Raises:
            StoreUnavailableError: Another process went on with the one before.
        """
        if not super().append(batch):
            raise StoreUnavailableError(
                "the ledger was changed meanwhile; look at it again, then try again"
            )
        return True

    def _store(self, cursor: DBAPICursor, batch: Batch) -> None:
        moved = (
            update(ledger)
            .where(
                ledger.c.site_id == self._site_id,
                ledger.c.epoch == self._before.epoch,
                ledger.c.size == self._before.size,
                ledger.c.closed.is_(None),
            )
            .values(
                epoch=self._after.epoch,
                origin=self._after.origin,
                size=0,
                vkey=None,
                frozen=None,
            )
        )
        run(self._engine, cursor, moved, {})
        if cursor.rowcount != 1:
            raise FasterError
        super()._store(cursor, batch)
