"""One row per record, for tables and programs. It is a copy, not evidence.

Only a bundle can be verified. Each row says so in its first field, which names the
ledger and the number of entries that the copy was made from. A part that is not what
its entry commits to is left out of its row and named there as ``damaged``.
"""

import csv
import functools
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from consent_server.kernel.clock import format_second
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.kernel.spreadsheet import inert_cell
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.entry import EntryKind, peek_entry
from consent_server.ledger.record_fields import (
    REMEMBERED,
    Agent,
    Decision,
    Page,
    read_context,
    read_decision,
    read_subject,
)
from consent_server.ledger.stored_row import (
    CONTEXT,
    DECISION,
    ENTRY,
    POSITION,
    RESTRICTED,
    SUBJECT,
    StoredRow,
    damaged_parts,
    erased_parts,
    is_whole,
    withhold,
)

COLUMNS = (
    "not_evidence_copy_of",
    "position",
    "state",
    "arrived_at",
    "erased",
    "damaged",
    "record_id",
    "subject_id",
    "previous_record_id",
    "recorded_at",
    "expires_at",
    "action",
    "surface",
    "policy_version",
    "notice_digest",
    "language",
    "regime",
    "jurisdiction",
    "signals",
    "services",
    "software",
    "page_origin",
    "page_path",
    "agent_family",
    "agent_major",
    "agent_system",
    "agent_device",
)
"""Those of a table; behind them stands one column for each purpose."""

PURPOSE_COLUMN = "purpose_"
STATE = "sequenced"  # an export holds what is under a signed checkpoint
_NO_IDS = ("", "", "")
_NO_TIMES = ("", "")
_NO_DECISION = ("",) * 10
_NO_PAGE = ("",) * 2
_NO_AGENT = ("",) * 4

Cell = str | int


FlatRow: TypeAlias = tuple[
    int, str, bytes | None, bytes | None, bytes | None, list[str], list[str]
]
"""The record of a row: position and arrival; subject, decision and context, ``None`` if
they are erased, withheld or damaged; the names of those erased and of those damaged."""


def flat_rows(
    rows: Iterable[StoredRow], withheld: Collection[str] = ()
) -> Iterator[FlatRow]:
    """Find the records among some rows.

    The ledger's own entries are passed over, and so is what may only be stored (GDPR
    Article 18): a copy is made to be used.
    """
    for stored in rows:
        if stored[RESTRICTED] is not None:
            continue
        arrived_at = ""
        try:
            kind, second = peek_entry(stored[ENTRY])
            if kind != EntryKind.VISITOR:
                continue
            arrived_at = _format_second(second)
        except (MalformedEvidenceError, OverflowError):
            pass  # its parts are damaged then
        whole = is_whole(stored)
        damaged = [] if whole else damaged_parts(stored)
        erased = [] if whole else erased_parts(stored)
        row = withhold(stored, [*damaged, *withheld]) if damaged or withheld else stored
        yield (
            row[POSITION],
            arrived_at,
            row[SUBJECT],
            row[DECISION],
            row[CONTEXT],
            erased,
            damaged,
        )


class FlatTable:
    """The columns of a table and the cells of its rows, all text but the position.

    Args:
        head: What the copy was made from.
        purposes: Ids of the purposes that get a column.
        clean: Makes a text harmless to whoever opens the table.
    """

    def __init__(
        self,
        head: Checkpoint,
        purposes: Sequence[str],
        clean: Callable[[str], str] = str,
    ) -> None:
        self.columns = (*COLUMNS, *(f"{PURPOSE_COLUMN}{name}" for name in purposes))
        self._purposes = purposes
        self._clean = clean
        self._copy_of = clean(copy_of(head))
        # Rows that say the same share the cells that say it.
        remember = functools.lru_cache(REMEMBERED)
        self._decision = remember(self._decision_cells)
        self._page = remember(self._page_cells)
        self._agent = remember(self._agent_cells)

    def cells(self, row: FlatRow) -> list[Cell]:
        """Return the cells of a row; one that is unknown is empty."""
        position, arrived_at, subject, decision, context, erased, damaged = row
        ids: Iterable[str] = _NO_IDS
        times: Iterable[str] = _NO_TIMES
        about: Iterable[str] = _NO_DECISION
        page: Iterable[str] = _NO_PAGE
        agent: Iterable[str] = _NO_AGENT
        purposes: Iterable[str] = ("",) * len(self._purposes)
        try:
            if subject is not None:
                record, person, before = read_subject(subject)
                ids = map(self._clean, (record, person, before or ""))
            if decision is not None:
                said, *when = read_decision(decision)
                times = map(self._clean, when)
                about, purposes = self._decision(said)
            if context is not None:
                where, what = read_context(context)
                page, agent = self._page(where), self._agent(what)
        except MalformedEvidenceError:
            # Signed as it is, so no part was changed; we cannot read what it says.
            damaged = [*damaged, "unreadable"]
        return [
            self._copy_of,
            position,
            STATE,
            arrived_at,
            " ".join(erased),
            " ".join(damaged),
            *ids,
            *times,
            *about,
            *page,
            *agent,
            *purposes,
        ]

    def _decision_cells(self, decision: Decision) -> tuple[list[str], list[str]]:
        about = (
            decision.action,
            decision.surface,
            decision.policy_version,
            decision.notice_digest,
            decision.language,
            decision.regime,
            decision.jurisdiction,
            _encode(decision.signals),
            _encode(decision.services),
            decision.software,
        )
        purposes = (decision.purposes.get(name, "") for name in self._purposes)
        return [*map(self._clean, about)], [*map(self._clean, purposes)]

    def _page_cells(self, page: Page) -> list[str]:
        return [*map(self._clean, (page.origin, page.path))]

    def _agent_cells(self, agent: Agent) -> list[str]:
        cells = (agent.family, agent.major, agent.system, agent.device)
        return [*map(self._clean, cells)]


class CsvFormat:
    """CSV (RFC 4180) in UTF-8 that no spreadsheet takes for formulas."""

    def __init__(self, head: Checkpoint, purposes: Sequence[str]) -> None:
        self._table = FlatTable(head, purposes, inert_cell)
        self.heading = _csv([self._table.columns])

    def format(self, rows: Iterable[FlatRow]) -> bytes:
        """Write some rows."""
        return _csv(map(self._table.cells, rows))


class JsonLinesFormat:
    """One JSON object per line, with the exact parts of the record in it."""

    heading = b""

    def __init__(self, head: Checkpoint) -> None:
        self._start = (
            f'{{"not_evidence_copy_of":{_encode(copy_of(head))},"state":"{STATE}",'
        ).encode()

    def format(self, rows: Iterable[FlatRow]) -> bytes:
        """Write some rows."""
        start = self._start
        return b"".join(
            [
                b'%b"position":%d,"arrived_at":"%b","erased":%b,"damaged":%b,'
                b'"subject":%b,"decision":%b,"context":%b}\n'
                % (
                    start,
                    position,
                    arrived_at.encode(),
                    _encode(erased).encode() if erased else b"[]",
                    _encode(damaged).encode() if damaged else b"[]",
                    b"null" if subject is None else subject,
                    b"null" if decision is None else decision,
                    b"null" if context is None else context,
                )
                for (
                    position,
                    arrived_at,
                    subject,
                    decision,
                    context,
                    erased,
                    damaged,
                ) in rows
            ]
        )


def copy_of(head: Checkpoint) -> str:
    """Name what a copy was made from."""
    return f"{head.origin} {head.size}"


_format_second = functools.lru_cache(REMEMBERED)(format_second)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _csv(rows: Iterable[Iterable[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
