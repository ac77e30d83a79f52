"""An entry a day even when nothing happens, with the signals that were honoured."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.ids import RandomBytes, system_random
from consent_server.ledger.entry import EntryKind, Salts, make_entry, parse_entry
from consent_server.ledger.heartbeat import heartbeat_parts
from consent_server.storage.db import reading, writing
from consent_server.storage.records import NewRecord, insert_record
from consent_server.storage.tables import leaf, record, signal_count

SILENCE = timedelta(days=1)
"""After this long without an entry the ledger says that it is alive."""


class HeartbeatStore:
    """The heartbeats of one site, and the signals that the next one tells."""

    def __init__(
        self, engine: Engine, site_id: str, random: RandomBytes = system_random
    ) -> None:
        self._engine = engine
        self._site_id = site_id
        self._random = random

    def beat(self, moment: datetime) -> Mapping[str, int] | None:
        """Commit a heartbeat where one is due; return the signals that it tells.

        One is due when a day went by without any entry, or when there are signals to
        tell, and never a second one on a day (UTC).

        Raises:
            StoreUnavailableError: Nothing was written, and the signals still count.
        """
        identity = f"heartbeat\n{self._site_id}\n{moment.date().isoformat()}"
        digest = hashlib.sha256(identity.encode()).digest()
        record_id = UUID(bytes=digest[:16])
        if self._is_there(record_id):
            return None
        silent = self._is_silent(moment)
        try:
            with writing(self._engine) as connection:
                signals = self._take_signals(connection)
                if signals or silent:
                    new = NewRecord(
                        record_id=record_id,
                        subject_id=None,
                        kind=EntryKind.HEARTBEAT,
                        arrived_at=int(moment.timestamp()),
                        parts=heartbeat_parts(signals, moment),
                        salts=Salts.draw(self._random),
                        click_digest=digest,
                    )
                    entry = make_entry(new.kind, new.arrived_at, new.parts, new.salts)
                    insert_record(connection, self._site_id, new, entry)
        except IntegrityError:  # another process was faster
            return None
        return signals if signals or silent else None

    def _is_there(self, record_id: UUID) -> bool:
        query = select(record.c.number).where(
            record.c.site_id == self._site_id, record.c.record_id == record_id.bytes
        )
        with reading(self._engine) as connection:
            return connection.scalar(query) is not None

    def _is_silent(self, moment: datetime) -> bool:
        newest = (
            select(leaf.c.entry)
            .where(leaf.c.site_id == self._site_id)
            .order_by(leaf.c.epoch.desc(), leaf.c.position.desc())
            .limit(1)
        )
        with reading(self._engine) as connection:
            entry = connection.scalar(newest)
        last = parse_entry(entry).arrived_at if entry else 0
        return last <= (moment - SILENCE).timestamp()

    def _take_signals(self, connection: Connection) -> dict[str, int]:
        """Take the counts out, in the transaction that tells them."""
        taken = (
            delete(signal_count)
            .where(signal_count.c.site_id == self._site_id)
            .returning(signal_count.c.signal, signal_count.c.times)
        )
        return {row.signal: row.times for row in connection.execute(taken)}
