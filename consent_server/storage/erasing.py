"""Taking parts out of records, so that nothing that is left leads to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from consent_server.kernel.ids import RandomBytes, random_id
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.epoch import split_origin
from consent_server.ledger.record_line import PART_NAMES
from consent_server.storage.tables import leaf, record

FORGOTTEN = b""
"""A click digest that no click has."""

AT_POSITION = and_(
    leaf.c.site_id == record.c.site_id, leaf.c.record_id == record.c.record_id
)
"""Joins a record with its place in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log of one epoch of a site: positions mean nothing without it."""

    site_id: str
    epoch: int

    @classmethod
    def named(cls, site_id: str, origin: str) -> "Log":
        """Return the log of a site that has a name."""
        return cls(site_id=site_id, epoch=split_origin(origin)[1])

    def holds(self) -> ColumnElement[bool]:
        """Tell whether a leaf is one of this log."""
        return and_(leaf.c.site_id == self.site_id, leaf.c.epoch == self.epoch)


def erase_parts(
    connection: Connection,
    log: Log,
    positions: Sequence[int],
    parts: frozenset[str],
    random: RandomBytes,
) -> int:
    """Erase parts of the records at some positions; return how many had any.

    The digest of the click goes with the decision, whose content it tells, and with the
    subject. Whose subject goes is forgotten by every name: the record and its place in
    the log get another random id, by which nobody knows them. A record of which nothing
    is left is deleted.
    """
    query = (
        select(
            leaf.c.position,
            record.c.number,
            *(record.c[part].is_not(None).label(part) for part in PART_NAMES),
        )
        .join(record, AT_POSITION)
        .where(
            log.holds(),
            leaf.c.position.in_(positions),
            record.c.kind == EntryKind.VISITOR.value,
            has_any(parts),
        )
        .with_for_update(of=record)
    )
    rows = connection.execute(query).all()
    emptied = [row for row in rows if _is_empty_without(row, parts)]
    kept = [row for row in rows if not _is_empty_without(row, parts)]
    if emptied:
        _delete(connection, log, emptied)
    if kept:
        _blank(connection, kept, parts)
    named = [row for row in kept if "subject" in parts and row.subject]
    if named:
        _rename(connection, log, named, random)
    return len(rows)


def has_any(parts: Iterable[str]) -> ColumnElement[bool]:
    """Tell whether a record still has one of some parts."""
    return or_(*(record.c[part].is_not(None) for part in parts))


def _is_empty_without(row: Row[Any], parts: frozenset[str]) -> bool:
    return all(name in parts or not getattr(row, name) for name in PART_NAMES)


def _delete(connection: Connection, log: Log, rows: Sequence[Row[Any]]) -> None:
    numbers, positions = [it.number for it in rows], [it.position for it in rows]
    connection.execute(delete(record).where(record.c.number.in_(numbers)))
    connection.execute(
        update(leaf)
        .where(log.holds(), leaf.c.position.in_(positions))
        .values(record_id=None)
    )


def _blank(
    connection: Connection, rows: Sequence[Row[Any]], parts: frozenset[str]
) -> None:
    values: dict[str, bytes | None] = {}
    for part in parts:
        values |= {part: None, f"{part}_salt": None}
    if parts & {"subject", "decision"}:
        values["click_digest"] = FORGOTTEN
    if "subject" in parts:
        values["subject_id"] = None
    numbers = [row.number for row in rows]
    blanked = update(record).where(record.c.number.in_(numbers)).values(values)
    connection.execute(blanked)


def _rename(
    connection: Connection,
    log: Log,
    rows: Sequence[Row[Any]],
    random: RandomBytes,
) -> None:
    names = [
        {
            "at_number": row.number,
            "at_position": row.position,
            "name": random_id(random).bytes,
        }
        for row in rows
    ]
    connection.execute(
        update(record)
        .where(record.c.number == bindparam("at_number"))
        .values(record_id=bindparam("name")),
        names,
    )
    connection.execute(
        update(leaf)
        .where(log.holds(), leaf.c.position == bindparam("at_position"))
        .values(record_id=bindparam("name")),
        names,
    )
