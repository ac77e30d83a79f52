"""The records of a site a page at a time, the newest first.

Pages go by the place in the log: what is recorded meanwhile is before the first one,
so nobody sees a record twice or misses one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Engine, LargeBinary, func, literal, select, tuple_

from consent_server.ledger.entry import EntryKind
from consent_server.ledger.epoch import epoch_origin, split_origin
from consent_server.ledger.selection import Selection
from consent_server.ledger.shown import PlacedRecord, read_record
from consent_server.ledger.stored_row import StoredRow, ledger_row
from consent_server.storage.db import reading
from consent_server.storage.ledgers import get_ledger
from consent_server.storage.snapshot import OF_LEAF, ROW, narrow
from consent_server.storage.tables import leaf, record

LOOKED_AT = 500
"""How many records one page may cost, where few of them are what is asked for."""

_VISITORS = func.substr(leaf.c.entry, 2, 1) == literal(
    bytes([EntryKind.VISITOR]), LargeBinary
)


class Place(NamedTuple):
    """Where a record stands: the log of the site, and the position in it."""

    epoch: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRecord:
    """A record that has a position, and its number there."""

    record_id: UUID
    place: Place
    record: PlacedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """Some records; ``after`` leads to the next page, none behind the oldest record.

    A page may be short, or empty, although more follow.
    """

    records: Sequence[ListedRecord]
    after: Place | None


def read_page(
    engine: Engine, site_id: str, selection: Selection, after: Place | None, limit: int
) -> RecordPage:
    """Return the newest selected records behind a place.

    What is restricted (GDPR Article 18) or has lost all of its parts is left out.

    Raises:
        SettingError: The site has no ledger.
        StoreUnavailableError: The database did not answer.
    """
    query = (
        select(*ROW, leaf.c.epoch, record.c.record_id)
        .join(record, OF_LEAF)
        .where(leaf.c.site_id == site_id, _VISITORS, *narrow(selection))
        .order_by(leaf.c.epoch.desc(), leaf.c.position.desc())
        .limit(LOOKED_AT + 1)
    )
    if after is not None:
        query = query.where(tuple_(leaf.c.epoch, leaf.c.position) < tuple_(*after))
    found: list[ListedRecord] = []
    first, _ = split_origin(get_ledger(engine, site_id).origin)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    for row in rows[:LOOKED_AT]:
        if len(found) == limit:
            return RecordPage(records=found, after=found[-1].place)
        listed = _list(row, selection, first)
        if listed is not None:
            found.append(listed)
    if len(rows) <= LOOKED_AT:
        return RecordPage(records=found, after=None)
    last = rows[LOOKED_AT - 1]
    return RecordPage(records=found, after=Place(last.epoch, last.position))


def count_subjects(engine: Engine, site_id: str, since: datetime, most: int) -> int:
    """Count the persons who chose since a moment, no further than ``most``.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    persons = (
        select(record.c.subject_id)
        .where(
            record.c.site_id == site_id,
            record.c.subject_id.is_not(None),
            record.c.arrived_at >= int(since.timestamp()),
        )
        .distinct()
        .limit(most)
    )
    with reading(engine) as connection:
        counted = select(func.count()).select_from(persons.subquery())
        return int(connection.scalar(counted) or 0)


def _list(row: Any, selection: Selection, first: str) -> ListedRecord | None:  # noqa: ANN401 - a row
    stored: StoredRow = tuple(row[: len(ROW)])
    if row.restricted_at is not None or not selection.matches(ledger_row(stored)):
        return None
    return ListedRecord(
        record_id=UUID(bytes=row.record_id),
        place=Place(row.epoch, row.position),
        record=read_record(stored, epoch_origin(first, row.epoch)),
    )
