"""What was held on a site and what nobody declares, added up per day: no visitor."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, Select, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from consent_server.catalog.model import ServiceId
from consent_server.enforcement.evidence import (
    DROPPED,
    Sighting,
    Surface,
    Taken,
    fitting,
)
from consent_server.enforcement.findings import SightingCount
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.db import reading, writing
from consent_server.storage.evidence_batches import BatchMemory
from consent_server.storage.intake import require_open
from consent_server.storage.tables import (
    asked_count,
    held_count,
    sighting_count,
    signal_count,
)

KEPT_DAYS = 400
"""A year, and the month to compare with the same one a year ago."""

_INSERT: Mapping[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

_Values = Mapping[str, str | int]


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


class DayTotals(NamedTuple):
    """How much was counted on a day: held, undeclared, and reports nobody read."""

    held: int
    seen: int
    dropped: int


class EvidenceStore:
    """The counts of one site; any number of processes add to the same rows."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id
        self._batches = BatchMemory(site_id, _INSERT[engine.dialect.name])

    def add(
        self,
        taken: Taken,
        policy_version: str,
        day: date,
        batch_id: str | None = None,
    ) -> None:
        """Add counts to those of a day, and drop the days that are too long ago.

        The order of the counts is that of the locks: let it be the same everywhere.
        A batch of an id that was added before changes nothing.

        Raises:
            StoreUnavailableError: Nothing was written.
        """
        today = {"site_id": self._site_id, "day": day.isoformat()}
        under = today | {"policy_version": policy_version}
        held = [
            under | tally._asdict() | {"times": times}
            for tally, times in taken.held.items()
        ]
        try:
            with writing(self._engine) as connection:
                require_open(connection, self._site_id)
                if batch_id is not None and self._batches.is_known(
                    connection, batch_id, day
                ):
                    return
                self._put(connection, held_count, held)
                bounded = self._bounded(connection, taken.seen, day)
                seen = [
                    today | sighting._asdict() | {"times": times}
                    for sighting, times in bounded
                ]
                self._put(connection, sighting_count, seen)
                self._drop_old(connection, day)
                self._put(connection, signal_count, self._signals(taken))
                asked: list[_Values] = [
                    under | {"language": language, "times": times}
                    for language, times in taken.asked.items()
                ]
                self._put(connection, asked_count, asked)
        except IntegrityError as error:
            raise StoreUnavailableError(
                f"site {self._site_id!r} has no ledger; open it first"
            ) from error

    def read_held(
        self, since: date | None = None, until: date | None = None
    ) -> list[HeldCount]:
        """Return what was held on some days, both included, in order.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        return [
            HeldCount(
                day=date.fromisoformat(row.day),
                policy_version=row.policy_version,
                service=row.service,
                surface=Surface(row.surface),
                reason=row.reason,
                times=row.times,
            )
            for row in self._read(held_count, since, until)
        ]

    def read_seen(
        self, since: date | None = None, until: date | None = None
    ) -> list[SightingCount]:
        """Return what nobody declares, as :meth:`read_held` does.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        return [
            SightingCount(
                day=date.fromisoformat(row.day),
                sighting=Sighting(Surface(row.surface), row.name, row.directive),
                times=row.times,
            )
            for row in self._read(sighting_count, since, until)
        ]

    def read_totals(self, day: date) -> DayTotals:
        """Add up what was counted on a day.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        is_dropped = sighting_count.c.name == DROPPED
        queries = [
            self._total(held_count, day),
            self._total(sighting_count, day).where(~is_dropped),
            self._total(sighting_count, day).where(is_dropped),
        ]
        with reading(self._engine) as connection:
            return DayTotals(*(connection.scalar(it) or 0 for it in queries))

    def _total(self, table: Table, day: date) -> Select[Any]:
        return select(func.sum(table.c.times)).where(
            table.c.site_id == self._site_id, table.c.day == day.isoformat()
        )

    def _signals(self, taken: Taken) -> list[Mapping[str, str | int]]:
        return [
            {"site_id": self._site_id, "signal": signal, "times": times}
            for signal, times in taken.signals.items()
        ]

    def _put(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, str | int]],
    ) -> None:
        if rows:
            connection.execute(adding(table, self._engine.dialect.name), [*rows])

    def _bounded(
        self, connection: Connection, seen: Mapping[Sighting, int], day: date
    ) -> list[tuple[Sighting, int]]:
        """Count names as one line when the day has enough of a surface.

        The counters begin at nothing after each batch, and anybody may make names up.
        """
        today = select(sighting_count).where(
            sighting_count.c.site_id == self._site_id,
            sighting_count.c.day == day.isoformat(),
        )
        lines: dict[Surface, set[Sighting]] = {}
        bounded = Counter[Sighting]()
        for row in connection.execute(today) if seen else ():
            known = Sighting(Surface(row.surface), row.name, row.directive)
            lines.setdefault(known.surface, set()).add(known)
        for sighting, times in seen.items():
            those = lines.setdefault(sighting.surface, set())
            line = fitting(sighting, those)
            those.add(line)
            bounded[line] += times
        return sorted(bounded.items())

    def _drop_old(self, connection: Connection, day: date) -> None:
        oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
        for table in (held_count, sighting_count):
            connection.execute(
                delete(table).where(
                    table.c.site_id == self._site_id, table.c.day < oldest
                )
            )

    def _read(
        self, table: Table, since: date | None, until: date | None
    ) -> Iterable[Row[Any]]:
        query = (
            select(table)
            .where(table.c.site_id == self._site_id)
            .order_by(*table.primary_key)
        )
        if since is not None:
            query = query.where(table.c.day >= since.isoformat())
        if until is not None:
            query = query.where(table.c.day <= until.isoformat())
        with reading(self._engine) as connection:
            return connection.execute(query).all()


def adding(table: Table, dialect: str) -> Any:  # noqa: ANN401 - one type per dialect
    """Return the statement that adds ``times`` to a row, or makes it."""
    insert = _INSERT[dialect](table)
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={"times": table.c.times + insert.excluded.times},
    )
