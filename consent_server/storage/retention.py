"""Records whose time is over."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, select

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.reading import parse_object, require_text
from consent_server.ledger.spans import Span
from consent_server.storage.db import reading
from consent_server.storage.erasing import AT_POSITION, Log, has_any
from consent_server.storage.tables import leaf, record

ROWS_PER_READ = 5_000


def find_expired(
    engine: Engine,
    log: Log,
    *,
    before: int,
    parts: frozenset[str],
    now: int,
) -> list[Span]:
    """Return the positions of records from before a second that still have a part.

    Runs go over what has none of the parts any more and over the ledger's own entries,
    which no tombstone is about: so a long time is one run. Restricted records are left,
    and where the decision is to go, those whose choice still counts at ``now``.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    runs = list[Span]()
    open_run = False
    for row in _rows(engine, log, before, parts):
        due = (
            row.arrived_at < before
            and row.restricted_at is None
            and not ("decision" in parts and _counts(row.decision, now))
        )
        if due:
            start = runs.pop()[0] if open_run else row.position
            runs.append((start, row.position + 1))
        open_run = due
    return runs


def _rows(
    engine: Engine, log: Log, before: int, parts: frozenset[str]
) -> Iterator[Row[Any]]:
    """Give the records that have a part in the order of the log, until none is old."""
    decision = [record.c.decision] if "decision" in parts else []
    query = (
        select(leaf.c.position, record.c.arrived_at, record.c.restricted_at, *decision)
        .join(record, AT_POSITION)
        .where(
            log.holds(),
            record.c.kind == EntryKind.VISITOR.value,
            has_any(parts),
        )
        .order_by(leaf.c.position)
        .limit(ROWS_PER_READ)
    )
    after = -1
    while True:
        with reading(engine) as connection:
            rows = connection.execute(query.where(leaf.c.position > after)).all()
        # Arrivals are in order but for a few seconds: a block without any is the end.
        if not any(row.arrived_at < before for row in rows):
            return
        yield from rows
        after = rows[-1].position


def _counts(decision: bytes | None, now: int) -> bool:
    """Tell whether a choice still counts; one that nobody can read does not."""
    if decision is None:
        return False
    try:
        fields = parse_object(decision, "the decision part")
        ends = datetime.fromisoformat(require_text(fields.get("expires_at"), "the end"))
        return ends.timestamp() > now
    except (MalformedEvidenceError, ValueError, OverflowError):
        return False
