"""What visitors answered and how often they were asked, read back as tables."""

from collections.abc import Iterable, Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    func,
    literal_column,
    select,
)

from consent_server.consent.statistics import (
    By,
    Dimension,
    Month,
    Statistics,
    Times,
    add_up,
    disclose,
)
from consent_server.storage.db import reading
from consent_server.storage.tables import answer_count, asked_count

MONTH_CHARACTERS = len("2026-03")

WHOLE = Dimension.LANGUAGE
"""Each answer has one language, so that these rows add up to all of them."""

_ASKED_BY = {
    By.LANGUAGE: asked_count.c.language,
    By.POLICY: asked_count.c.policy_version,
    By.DAY: asked_count.c.day,
}
_ANSWERED_BY = {By.POLICY: answer_count.c.policy_version, By.DAY: answer_count.c.day}

_Answers = Mapping[str, Times]
_Asked = Mapping[str, int]


class StatisticsStore:
    """The statistics of one site."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def read(
        self, by: By, since: str | None = None, until: str | None = None
    ) -> Statistics:
        """Add up some months, both included; what is small is left out.

        The numbers of the newest month are rough: it may go on.

        Args:
            by: What to tell apart.
            since: The first month, such as ``2026-03``.
            until: The last one.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        value = _ANSWERED_BY.get(by, answer_count.c.value)
        dimension = WHOLE if by in _ANSWERED_BY else Dimension(by.value)
        with reading(self._engine) as connection:
            ask = _Asking(connection, self._site_id, since, until)
            counts = ask.answers(value, dimension)
            totals = ask.answers(answer_count.c.site_id, WHOLE)
            asked = ask.pages(_ASKED_BY.get(by, asked_count.c.site_id))
            newest = ask.newest()
        months = {
            month: Month(
                counts=counts.get(month, {}),
                total=totals.get(month, {}).get(self._site_id, Times()),
                asked=asked.get(month, {}) if by in _ASKED_BY else None,
                asked_in_all=sum(asked.get(month, {}).values()),
            )
            for month in sorted(totals.keys() | asked.keys())
        }
        return add_up(
            by,
            [
                disclose(by, month, rough=name == newest)
                for name, month in months.items()
            ],
        )


class _Asking:
    """The questions of one table, each answered by month and value."""

    def __init__(
        self,
        connection: Connection,
        site_id: str,
        since: str | None,
        until: str | None,
    ) -> None:
        self._connection = connection
        self._site_id = site_id
        self._since = since
        self._until = until

    def answers(
        self, value: ColumnElement[str], dimension: Dimension
    ) -> Mapping[str, _Answers]:
        """Add up what was granted and refused."""
        columns = (answer_count.c.granted, answer_count.c.refused)
        month = _month(answer_count)
        rows = self._connection.execute(
            select(month, value, *map(func.sum, columns))
            .where(
                *self._of_months(answer_count),
                answer_count.c.dimension == dimension.value,
            )
            .group_by(month, value)
        )
        found: dict[str, dict[str, Times]] = {}
        for name, of, granted, refused in rows:
            found.setdefault(name, {})[of] = Times(int(granted), int(refused))
        return found

    def pages(self, value: ColumnElement[str]) -> Mapping[str, _Asked]:
        """Add up how many pages asked."""
        month = _month(asked_count)
        rows = self._connection.execute(
            select(month, value, func.sum(asked_count.c.times))
            .where(*self._of_months(asked_count))
            .group_by(month, value)
        )
        found: dict[str, dict[str, int]] = {}
        for name, of, times in rows:
            found.setdefault(name, {})[of] = int(times)
        return found

    def newest(self) -> str | None:
        """Return the newest month with an answer, of all there are."""
        ours = answer_count.c.site_id == self._site_id
        day = self._connection.scalar(select(func.max(answer_count.c.day)).where(ours))
        return None if day is None else day[:MONTH_CHARACTERS]

    def _of_months(self, table: Table) -> Iterable[ColumnElement[bool]]:
        yield table.c.site_id == self._site_id
        if self._since is not None:
            yield table.c.day >= f"{self._since}-01"
        if self._until is not None:
            yield table.c.day <= f"{self._until}-31"


def _month(table: Table) -> ColumnElement[str]:
    # Written out: PostgreSQL takes two placeholders for two groups.
    characters: ColumnElement[int] = literal_column(str(MONTH_CHARACTERS))
    return func.substr(table.c.day, literal_column("1"), characters)
