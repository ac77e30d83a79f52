"""What visitors answered and how often they were asked, read back as tables."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Engine, Table, func, select

from consent_server.consent.statistics import By, Dimension, Statistics, Times, disclose
from consent_server.storage.db import reading
from consent_server.storage.tables import answer_count, asked_count

WHOLE = Dimension.LANGUAGE
"""Each answer has one language, so that these rows add up to all of them."""

_ASKED_BY = {
    By.LANGUAGE: asked_count.c.language,
    By.POLICY: asked_count.c.policy_version,
    By.DAY: asked_count.c.day,
}
_ANSWERED_BY = {By.POLICY: answer_count.c.policy_version, By.DAY: answer_count.c.day}


class StatisticsStore:
    """The statistics of one site."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def read(
        self, by: By, since: date | None = None, until: date | None = None
    ) -> Statistics:
        """Add up some days (UTC), both included; what is small is left out.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        value = _ANSWERED_BY.get(by, answer_count.c.value)
        dimension = WHOLE if by in _ANSWERED_BY else Dimension(by.value)
        sums = (func.sum(answer_count.c.granted), func.sum(answer_count.c.refused))
        answers = self._of_days(answer_count, since, until)
        of_dimension = answer_count.c.dimension == dimension.value
        of_all = answer_count.c.dimension == WHOLE.value
        asking = _ASKED_BY.get(by, asked_count.c.language)
        pages = self._of_days(asked_count, since, until)
        with reading(self._engine) as connection:
            counts = connection.execute(
                select(value, *sums).where(*answers, of_dimension).group_by(value)
            )
            by_value = {name: Times(int(yes), int(no)) for name, yes, no in counts}
            yes, no = connection.execute(select(*sums).where(*answers, of_all)).one()
            asked = Counter[str]()
            for name, times in connection.execute(
                select(asking, func.sum(asked_count.c.times))
                .where(*pages)
                .group_by(asking)
            ):
                asked[name] = int(times)
        return disclose(
            by,
            by_value,
            Times(int(yes or 0), int(no or 0)),
            asked if by in _ASKED_BY else None,
            asked.total(),
        )

    def _of_days(
        self, table: Table, since: date | None, until: date | None
    ) -> Iterable[Any]:
        conditions = [table.c.site_id == self._site_id]
        if since is not None:
            conditions.append(table.c.day >= since.isoformat())
        if until is not None:
            conditions.append(table.c.day <= until.isoformat())
        return conditions
