"""What visitors answered, counted by whoever gives their records their positions.

A record gets its position once, in a transaction that counts it too: neither a retry
nor a second process counts it again. Erasing a record later changes no count.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Engine,
    Executable,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPICursor

from consent_server.consent.statistics import Cell, Times
from consent_server.ledger.answers import Answer, add_up, day_of, read_answer
from consent_server.ledger.entry import ARRIVAL, EntryKind
from consent_server.ledger.ports import WaitingEntry
from consent_server.storage.db import is_sqlite
from consent_server.storage.driver import fetch, run, text_of
from consent_server.storage.tables import answer_count, record

REMEMBERED = 4_096
"""Different answers, after which all are forgotten and read again."""

_PARTS = select(record.c.number, record.c.decision, record.c.context).where(
    record.c.kind == EntryKind.VISITOR.value, record.c.decision.is_not(None)
)
_PARTS_OF = _PARTS.where(
    record.c.number.in_(
        select(func.unnest(bindparam("numbers", type_=ARRAY(BigInteger))))
    )
)
_PARTS_OF_SQLITE = _PARTS.where(
    record.c.number.in_(
        select(func.json_each(bindparam("numbers")).table_valued("value").c.value)
    )
)
_SUMS = ("granted", "refused")


def _adding(insert: sqlite.Insert | postgresql.Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=list(answer_count.primary_key),
        set_={it: answer_count.c[it] + insert.excluded[it] for it in _SUMS},
    )


def _add_rows() -> Executable:
    """Build the statement that takes all rows as one JSON text."""
    columns = [column(it.name, it.type) for it in answer_count.c]
    given = func.jsonb_to_recordset(cast(bindparam("rows", type_=Text), JSONB))
    rows = given.table_valued(*columns).render_derived(with_types=True)
    names = [it.name for it in columns]
    insert = postgresql.insert(answer_count).from_select(names, select(*rows.c))
    return _adding(insert)


_ADD_ROW = _adding(
    sqlite.insert(answer_count).values(
        {it.name: bindparam(it.name) for it in answer_count.c}
    )
)
_ADD_ROWS = _add_rows()


class AnswerCounts:
    """The counts of one site, and the answers that were met before."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id
        self._known: dict[bytes, Answer] = {}

    def read(self, entries: Sequence[WaitingEntry]) -> Mapping[Cell, Times]:
        """Count what waits; one record stands for all that bear the same mark.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        came = Counter([(_mark(it), it.entry[ARRIVAL]) for it in entries])
        unknown = {mark for mark, _ in came} - self._known.keys()
        if unknown:
            self._meet({_mark(it): it.number for it in entries}, unknown)
        by_day = Counter[tuple[bytes, str]]()
        for (mark, arrival), times in came.items():
            by_day[mark, day_of(arrival)] += times
        return add_up(
            (self._known[mark], day, times)
            for (mark, day), times in by_day.items()
            if mark in self._known
        )

    def add(self, cursor: DBAPICursor, counts: Mapping[Cell, Times]) -> None:
        """Add counts to those that are kept, within a transaction."""
        rows = [
            {"site_id": self._site_id, **cell._asdict(), **times._asdict()}
            for cell, times in counts.items()
        ]
        if is_sqlite(self._engine):
            cursor.executemany(text_of(self._engine, _ADD_ROW), rows)
        else:
            run(self._engine, cursor, _ADD_ROWS, {"rows": json.dumps(rows)})

    def _meet(self, numbers: Mapping[bytes, int], unknown: Iterable[bytes]) -> None:
        """Read the answers of marks that were not met before."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
            unknown = numbers
        wanted = {numbers[mark]: mark for mark in unknown}
        if is_sqlite(self._engine):
            rows = fetch(
                self._engine, _PARTS_OF_SQLITE, {"numbers": json.dumps([*wanted])}
            )
        else:
            rows = fetch(self._engine, _PARTS_OF, {"numbers": [*wanted]})
        for number, decision, context in rows:
            answer = read_answer(bytes(decision), context and bytes(context))
            if answer is not None:
                self._known[wanted[number]] = answer


def _mark(entry: WaitingEntry) -> bytes:
    """Return what tells equal answers; a record without a mark stands for itself."""
    return entry.answer or entry.record_id
