"""What was held on a site, added up per day: aggregates without personal data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from consent_server.catalog.model import ServiceId
from consent_server.enforcement.evidence import Surface, Tally
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.db import reading, writing
from consent_server.storage.tables import held_count

KEPT_DAYS = 400
"""A year, and the month to compare with the same one a year ago."""

_INSERT: Mapping[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCount:
    """How often something was held on a day (UTC) under a policy.

    ``reason`` is the verdict's code. What counts is a tag, a cookie or a header in one
    response; ``unreadable`` pages count once for each service that they could load.
    """

    day: date
    policy_version: str
    service: ServiceId
    surface: Surface
    reason: str
    times: int


class HeldCountStore:
    """The counts of one site; any number of processes add to the same rows."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def add(self, counts: Mapping[Tally, int], policy_version: str, day: date) -> None:
        """Add counts to those of a day, and drop the days that are too long ago.

        The order of the counts is that of the locks: let it be the same everywhere.

        Raises:
            StoreUnavailableError: Nothing was written.
        """
        key = {
            "site_id": self._site_id,
            "day": day.isoformat(),
            "policy_version": policy_version,
        }
        rows = [
            key | tally._asdict() | {"times": times} for tally, times in counts.items()
        ]
        oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
        too_old = delete(held_count).where(
            held_count.c.site_id == self._site_id, held_count.c.day < oldest
        )
        try:
            with writing(self._engine) as connection:
                connection.execute(adding(held_count, self._engine.dialect.name), rows)
                connection.execute(too_old)
        except IntegrityError as error:
            raise StoreUnavailableError(
                f"site {self._site_id!r} has no ledger; open it first"
            ) from error

    def read(
        self, since: date | None = None, until: date | None = None
    ) -> list[HeldCount]:
        """Return the counts of some days, both included, in order.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        query = (
            select(held_count)
            .where(held_count.c.site_id == self._site_id)
            .order_by(*held_count.primary_key)
        )
        if since is not None:
            query = query.where(held_count.c.day >= since.isoformat())
        if until is not None:
            query = query.where(held_count.c.day <= until.isoformat())
        with reading(self._engine) as connection:
            return [
                HeldCount(
                    day=date.fromisoformat(row.day),
                    policy_version=row.policy_version,
                    service=row.service,
                    surface=Surface(row.surface),
                    reason=row.reason,
                    times=row.times,
                )
                for row in connection.execute(query)
            ]


def adding(table: Table, dialect: str) -> Any:  # noqa: ANN401 - one type per dialect
    """Return the statement that adds ``times`` to a row, or makes it."""
    insert = _INSERT[dialect](table)
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={"times": table.c.times + insert.excluded.times},
    )
