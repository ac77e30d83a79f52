"""Tombstones on their way: announced in the log, then carried out.

A tombstone is committed as an entry of the ledger first. Once it has its position, what
it names is erased in blocks, each a transaction of its own, and then it is done. Every
step can be taken twice, so a run that was interrupted is finished by the next one.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, and_, insert, select, update

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.kernel.ids import RandomBytes, random_id, system_random
from consent_server.ledger.entry import EntryKind, Salts, make_entry
from consent_server.ledger.spans import Span
from consent_server.ledger.tombstone import Tombstone, parse_tombstone, tombstone_parts
from consent_server.storage import sqlite
from consent_server.storage.db import is_sqlite, reading, writing
from consent_server.storage.erasing import (
    AT_POSITION,
    FORGOTTEN,
    Log,
    erase_parts,
    has_any,
)
from consent_server.storage.intake import require_staying
from consent_server.storage.ledgers import lock_site
from consent_server.storage.records import NewRecord, insert_record
from consent_server.storage.tables import leaf, record, tombstone

BLOCK = 500
"""Records that one transaction erases: visitors wait for it no longer than a moment."""
Found = Sequence[tuple[EntryKind, Tombstone]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A tombstone that is not carried out; ``position`` once it is sequenced."""

    record_id: UUID
    kind: EntryKind
    position: int | None
    tombstone: Tombstone


class TombstoneStore:
    """The tombstones of one site that are under way."""

    def __init__(
        self, engine: Engine, site_id: str, random: RandomBytes = system_random
    ) -> None:
        self._engine = engine
        self._site_id = site_id
        self._random = random

    def announce(
        self,
        find: Callable[[Connection], Found],
        moment: datetime,
        *,
        alone: bool = True,
    ) -> int:
        """Commit what ``find`` finds as entries; return how many.

        One run at a time: while a tombstone is not carried out, nothing is announced,
        or two runs would name the same records twice; unless ``alone`` is false.

        Raises:
            StoreUnavailableError: Nothing was announced.
        """
        with writing(self._engine) as connection:
            lock_site(connection, self._site_id)
            require_staying(connection, self._site_id)
            if alone and self._is_busy(connection):
                return 0
            found = find(connection)
            for kind, one in found:
                self._insert(connection, kind, one, moment)
        return len(found)

    def unfinished(self) -> list[Announced]:
        """Return what was announced and is not carried out, in order.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        with reading(self._engine) as connection:
            rows = connection.execute(self._under_way()).all()
        return [
            Announced(
                record_id=UUID(bytes=row.record_id),
                kind=EntryKind(row.kind),
                position=row.position,
                tombstone=parse_tombstone(row.decision),
            )
            for row in rows
        ]

    def blocks(self, one: Tombstone, origin: str) -> Iterator[int]:
        """Erase what a tombstone names, block by block; tell how many records lost it.

        Raises:
            StoreUnavailableError: The rest is not erased.
        """
        log = Log.named(self._site_id, origin)
        positions = itertools.chain.from_iterable(
            range(start, stop) for start, stop in one.positions
        )
        while block := list(itertools.islice(positions, BLOCK)):
            with writing(self._engine) as connection:
                require_staying(connection, self._site_id)
                erased = erase_parts(connection, log, block, one.parts, self._random)
            yield erased

    def finish(self, announced: Announced, moment: datetime) -> None:
        """Note that a tombstone is carried out, once no file holds the bytes.

        Raises:
            StoreUnavailableError: It is not, or could not be noted.
        """
        if is_sqlite(self._engine) and not sqlite.empty_log(self._engine):
            raise StoreUnavailableError(
                "somebody reads the database, so the bytes that were erased are still "
                "in its write-ahead log; the next run tries again"
            )
        with writing(self._engine) as connection:
            require_staying(connection, self._site_id)
            connection.execute(
                update(tombstone)
                .where(
                    tombstone.c.site_id == self._site_id,
                    tombstone.c.record_id == announced.record_id.bytes,
                )
                .values(done_at=int(moment.timestamp()))
            )

    def present(
        self, origin: str, spans: Iterable[Span], parts: Iterable[str]
    ) -> list[int]:
        """Return the positions of a log at which a part is still there, in order.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        log, found = Log.named(self._site_id, origin), list[int]()
        with reading(self._engine) as connection:
            for start, stop in spans:
                query = (
                    select(leaf.c.position)
                    .join(record, AT_POSITION)
                    .where(
                        log.holds(),
                        leaf.c.position >= start,
                        leaf.c.position < stop,
                        has_any(parts),
                    )
                )
                found += connection.scalars(query)
        return sorted(set(found))

    def _is_busy(self, connection: Connection) -> bool:
        return connection.execute(self._under_way().limit(1)).first() is not None

    def _under_way(self) -> Any:  # noqa: ANN401 - a statement's type lists its columns
        same = and_(
            record.c.site_id == tombstone.c.site_id,
            record.c.record_id == tombstone.c.record_id,
        )
        return (
            select(
                tombstone.c.record_id, record.c.kind, record.c.decision, leaf.c.position
            )
            .join(record, same)
            .outerjoin(leaf, AT_POSITION)
            .where(tombstone.c.site_id == self._site_id, tombstone.c.done_at.is_(None))
            .order_by(record.c.number)
        )

    def _insert(
        self, connection: Connection, kind: EntryKind, one: Tombstone, moment: datetime
    ) -> None:
        new = NewRecord(
            record_id=random_id(self._random),
            subject_id=None,
            kind=kind,
            arrived_at=int(moment.timestamp()),
            parts=tombstone_parts(one, moment),
            salts=Salts.draw(self._random),
            click_digest=FORGOTTEN,
        )
        entry = make_entry(kind, new.arrived_at, new.parts, new.salts)
        insert_record(connection, self._site_id, new, entry)
        row = {"site_id": self._site_id, "record_id": new.record_id.bytes}
        connection.execute(insert(tombstone).values(row))
