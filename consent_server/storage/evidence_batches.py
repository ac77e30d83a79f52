"""Which batches of counts were added: a retry is not added again.

Whoever has a middleware's key can make ids up, so that they are bounded: the oldest day
is forgotten where there are too many. Counts are never left out for it; a retry that
comes later than that counts twice.
"""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select

from consent_server.storage.tables import evidence_batch

BATCH_DAYS = 7
"""How late the retry of a batch may come: it is sent again within minutes."""

MOST_BATCHES = 1_000_000
"""Of a site; fifty processes that send two a minute reach it in a week."""

LOOK_EVERY = 64
"""Batches from one look at how many there are to the next: to count them takes time."""

log = logging.getLogger(__name__)


class BatchMemory:
    """The ids of one site's batches.

    Args:
        site_id: The site.
        insert: Makes the insertion of the database's kind.
    """

    def __init__(self, site_id: str, insert: Callable[[Table], Any]) -> None:
        self._site_id = site_id
        self._insert = insert
        self._since_look = LOOK_EVERY  # a process that has just begun looks at once

    def is_known(self, connection: Connection, batch_id: str, day: date) -> bool:
        """Remember a batch; tell whether it was remembered before."""
        row = {"site_id": self._site_id, "batch_id": batch_id, "day": day.isoformat()}
        once = self._insert(evidence_batch).values(row).on_conflict_do_nothing()
        known = connection.scalar(once.returning(evidence_batch.c.batch_id)) is None
        self._since_look += 1
        if not known and self._since_look > LOOK_EVERY:
            self._since_look = 0
            self._forget(connection, day)
        return known

    def _forget(self, connection: Connection, day: date) -> None:
        ours = evidence_batch.c.site_id == self._site_id
        long_ago = (day - timedelta(days=BATCH_DAYS)).isoformat()
        connection.execute(
            delete(evidence_batch).where(ours, evidence_batch.c.day < long_ago)
        )
        while self._count(connection) > MOST_BATCHES:
            oldest = connection.scalar(
                select(func.min(evidence_batch.c.day)).where(ours)
            )
            connection.execute(
                delete(evidence_batch).where(ours, evidence_batch.c.day == oldest)
            )
            why = f"more than {MOST_BATCHES}; a retry of one of {oldest} counts twice"
            log.warning(
                "evidence_batches_forgotten", extra={"site": self._site_id, "why": why}
            )

    def _count(self, connection: Connection) -> int:
        rows = select(evidence_batch.c.batch_id).where(
            evidence_batch.c.site_id == self._site_id
        )
        return connection.scalar(select(func.count()).select_from(rows.subquery())) or 0
