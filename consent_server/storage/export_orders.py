"""Exports that somebody asked a server for: who, when, how far they are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from consent_server.storage.db import reading, writing
from consent_server.storage.tables import export_order

KEPT = timedelta(hours=24)
"""After that the file is gone: it is a copy of personal data."""
SILENT = timedelta(minutes=1)
"""So long after its last sign of life, work counts as abandoned."""


class ExportState(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """An order; times in whole seconds since 1970, UTC.

    ``wanted`` is what was asked for and ``made`` what came of it, as JSON objects.
    ``done`` of ``length`` entries are read; the length is none before it begins.
    """

    export_id: UUID
    site_id: str
    wanted: Mapping[str, Any]
    state: ExportState
    asked_at: int
    asked_by: str
    seen_at: int | None
    done: int
    length: int
    ended_at: int | None
    problem: str | None
    made: Mapping[str, Any] | None

    @property
    def expires_at(self) -> int | None:
        """When it is dropped; none while it is not ended."""
        if self.ended_at is None:
            return None
        return self.ended_at + int(KEPT.total_seconds())


class ExportOrders:
    """The orders of an installation, of all its sites.

    Every method raises StoreUnavailableError when the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        export_id: UUID,
        site_id: str,
        wanted: Mapping[str, Any],
        by: str,
        moment: datetime,
    ) -> None:
        """Note an order, once."""
        row: dict[str, object] = {
            "export_id": export_id.bytes,
            "site_id": site_id,
            "wanted": json.dumps(wanted),
            "state": ExportState.WAITING.value,
            "asked_at": int(moment.timestamp()),
            "asked_by": by,
            "done": 0,
            "length": 0,
        }
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(export_order).values(row))
        except IntegrityError:
            return  # the same request, whose answer was lost

    def find(self, site_id: str, export_id: UUID) -> ExportOrder | None:
        """Return an order of a site."""
        found = self._read(
            export_order.c.site_id == site_id,
            export_order.c.export_id == export_id.bytes,
        )
        return found[0] if found else None

    def knows(self, export_id: UUID) -> bool:
        """Tell whether there is such an order, of any site."""
        return bool(self._read(export_order.c.export_id == export_id.bytes))

    def list_all(self, site_id: str) -> Sequence[ExportOrder]:
        """Return the orders of a site, the newest first."""
        return self._read(export_order.c.site_id == site_id)

    def take(self, moment: datetime) -> ExportOrder | None:
        """Return an order that nobody works on; whoever gets it does."""
        now = int(moment.timestamp())
        abandoned = now - int(SILENT.total_seconds())
        free = (export_order.c.state == ExportState.WAITING.value) | (
            (export_order.c.state == ExportState.RUNNING.value)
            & (export_order.c.seen_at < abandoned)
        )
        for one in reversed(self._read(free)):
            values = {"state": ExportState.RUNNING.value, "seen_at": now}
            if self._update(one.export_id, values, free):
                return one
        return None

    def advance(
        self, export_id: UUID, done: int, length: int, moment: datetime
    ) -> bool:
        """Say how far it is; false where nobody wants it any more."""
        values = {"done": done, "length": length, "seen_at": int(moment.timestamp())}
        return self._update(export_id, values)

    def finish(
        self, export_id: UUID, made: Mapping[str, Any], moment: datetime
    ) -> bool:
        """Say what came of it; false where nobody wants it any more."""
        values = {"state": ExportState.DONE.value, "made": json.dumps(made)}
        return self._update(export_id, values | _ended(moment))

    def fail(self, export_id: UUID, problem: str, moment: datetime) -> bool:
        """Say why there is nothing; false where nobody wants it any more."""
        values = {"state": ExportState.FAILED.value, "problem": problem}
        return self._update(export_id, values | _ended(moment))

    def remove(self, export_id: UUID) -> bool:
        """Forget an order; tell whether there was one."""
        with writing(self._engine) as connection:
            statement = delete(export_order).where(
                export_order.c.export_id == export_id.bytes
            )
            return connection.execute(statement).rowcount == 1

    def expired(self, moment: datetime) -> Sequence[ExportOrder]:
        """Return those whose time is over."""
        oldest = int(moment.timestamp()) - int(KEPT.total_seconds())
        return self._read(export_order.c.ended_at < oldest)

    def ended(self) -> bool:
        """Tell whether any is kept that will expire."""
        query = select(export_order.c.export_id).where(
            export_order.c.ended_at.is_not(None)
        )
        with reading(self._engine) as connection:
            return connection.execute(query.limit(1)).first() is not None

    def _read(self, *such: ColumnElement[bool]) -> Sequence[ExportOrder]:
        query = (
            select(export_order)
            .where(*such)
            .order_by(export_order.c.asked_at.desc(), export_order.c.export_id)
        )
        with reading(self._engine) as connection:
            return [_parse(row) for row in connection.execute(query)]

    def _update(
        self,
        export_id: UUID,
        values: Mapping[str, Any],
        *such: ColumnElement[bool],
    ) -> bool:
        statement = (
            update(export_order)
            .where(export_order.c.export_id == export_id.bytes, *such)
            .values({**values})
        )
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1


def _ended(moment: datetime) -> dict[str, Any]:
    return {"ended_at": int(moment.timestamp())}


def _parse(row: Row[Any]) -> ExportOrder:
    fields = {**row._mapping}  # noqa: SLF001 - the public name of a row's columns
    return ExportOrder(
        **fields
        | {
            "export_id": UUID(bytes=row.export_id),
            "wanted": json.loads(row.wanted),
            "state": ExportState(row.state),
            "made": None if row.made is None else json.loads(row.made),
        }
    )
