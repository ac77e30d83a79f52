"""Who asked to be forgotten, until it is done.

Requests of several persons wait for each other, so that one tombstone names the records
of all of them: one with the records of a single person would itself link them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, and_, exists, insert, select, update

from consent_server.ledger.entry import EntryKind
from consent_server.ledger.epoch import epoch_origin, split_origin
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.spans import Spans
from consent_server.ledger.tombstone import MAX_RUNS, Tombstone
from consent_server.storage import sqlite
from consent_server.storage.db import is_sqlite, reading, writing
from consent_server.storage.erasing import AT_POSITION, has_any
from consent_server.storage.intake import require_open, require_staying
from consent_server.storage.ledgers import lock_site
from consent_server.storage.tables import erasure_request, leaf, record
from consent_server.storage.tombstones import Found

PERSONAL = frozenset({"subject", "context"})
"""The parts that tell of a person; the decision alone tells of nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRequest:
    """A request, without whom it is about; seconds since 1970, UTC.

    ``done_at`` is none while anything is left.
    """

    number: int
    parts: frozenset[str]
    reason: str
    asked_at: int
    done_at: int | None = None


class ErasureStore:
    """The requests of one site."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def ask(
        self, subject_id: UUID, parts: frozenset[str], reason: str, moment: datetime
    ) -> bool:
        """Note that a subject is to be erased; false where that is noted already.

        Raises:
            StoreUnavailableError: Nothing was noted.
        """
        return self.note(subject_id, parts, reason, moment)[1]

    def note(
        self, subject_id: UUID, parts: frozenset[str], reason: str, moment: datetime
    ) -> tuple[int, bool]:
        """Do what :meth:`ask` does; return the number of the request as well.

        Raises:
            StoreUnavailableError: Nothing was noted.
        """
        row = {
            "site_id": self._site_id,
            "subject_id": subject_id.bytes,
            "parts": _join(parts),
        }
        same = select(erasure_request.c.number).filter_by(**row, done_at=None)
        rest = {"reason": reason, "asked_at": int(moment.timestamp())}
        with writing(self._engine) as connection:
            lock_site(connection, self._site_id)
            require_open(connection, self._site_id)
            noted: int | None = connection.scalar(same)
            if noted is not None:
                return noted, False
            made = connection.execute(insert(erasure_request).values(row | rest))
            [number] = made.inserted_primary_key or []
        return int(number), True

    def find_request(self, number: int) -> ErasureRequest | None:
        """Return a request, done or not.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        query = select(erasure_request).filter_by(site_id=self._site_id, number=number)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _parse(row)

    def page(self, before: int | None, limit: int) -> list[ErasureRequest]:
        """Return the newest requests, done or not, with numbers before one.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        query = (
            select(erasure_request)
            .filter_by(site_id=self._site_id)
            .order_by(erasure_request.c.number.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(erasure_request.c.number < before)
        with reading(self._engine) as connection:
            return [_parse(row) for row in connection.execute(query)]

    def any_done_since(self, second: int) -> bool:
        """Tell whether a request was done at a second since 1970, or later.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        done = exists().where(
            erasure_request.c.site_id == self._site_id,
            erasure_request.c.done_at >= second,
        )
        with reading(self._engine) as connection:
            return bool(connection.scalar(select(done)))

    def open_requests(self) -> list[ErasureRequest]:
        """Return what is not done yet, the oldest first.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        with reading(self._engine) as connection:
            return [_parse(row) for row in self._open(connection)]

    def find(self, connection: Connection, origin: str) -> Found:
        """Say what all open requests want to be erased, in as few tombstones as go.

        ``origin`` names any log of the site; each of its logs needs tombstones of its
        own. Of a record that has no position yet, a later run takes care.
        """
        first, _ = split_origin(origin)
        wanted: dict[tuple[frozenset[str], str, int], Spans] = {}
        for row in self._open(connection):
            one = _parse(row)
            for epoch, position in connection.execute(self._places(row, one.parts)):
                spans = wanted.setdefault((one.parts, one.reason, epoch), Spans())
                spans.add(position, position + 1)
        return [
            (
                EntryKind.ERASE,
                Tombstone(
                    positions=tuple(spans.runs()[:MAX_RUNS]),
                    parts=parts,
                    reason=reason,
                    origin=epoch_origin(first, epoch),
                ),
            )
            for (parts, reason, epoch), spans in wanted.items()
        ]

    def close(self, moment: datetime) -> int:
        """Forget who asked wherever nothing is left to erase; return how many.

        Raises:
            StoreUnavailableError: Nothing was closed.
        """
        closed = 0
        with writing(self._engine) as connection:
            require_staying(connection, self._site_id)
            for row in self._open(connection):
                left = exists().where(
                    record.c.site_id == self._site_id,
                    record.c.subject_id == row.subject_id,
                    has_any(_parse(row).parts),
                )
                if not connection.scalar(select(left)):
                    connection.execute(
                        update(erasure_request)
                        .where(erasure_request.c.number == row.number)
                        .values(subject_id=None, done_at=int(moment.timestamp()))
                    )
                    closed += 1
        if closed and is_sqlite(self._engine):
            sqlite.empty_log(self._engine)  # the pseudonym, which leads to nothing now
        return closed

    def _open(self, connection: Connection) -> Sequence[Any]:
        query = (
            select(erasure_request)
            .where(
                erasure_request.c.site_id == self._site_id,
                erasure_request.c.done_at.is_(None),
            )
            .order_by(erasure_request.c.number)
        )
        return connection.execute(query).all()

    def _places(self, row: Any, parts: frozenset[str]) -> Any:  # noqa: ANN401 - a row, a statement
        return (
            select(leaf.c.epoch, leaf.c.position)
            .join(record, and_(AT_POSITION, has_any(parts)))
            .where(
                record.c.site_id == self._site_id,
                record.c.subject_id == row.subject_id,
            )
        )


def _join(parts: frozenset[str]) -> str:
    return ",".join(name for name in PART_NAMES if name in parts)


def _parse(row: Any) -> ErasureRequest:  # noqa: ANN401 - a row
    return ErasureRequest(
        number=row.number,
        parts=frozenset(row.parts.split(",")),
        reason=row.reason,
        asked_at=row.asked_at,
        done_at=row.done_at,
    )
