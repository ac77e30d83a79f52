"""How the rows of an export are written, one writer for each form that is made of text.

A writer turns rows into bytes and counts them; its counts can be written down and taken
up again. Copies are made by several processes.
"""

import gzip
import marshal
from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeAlias

from consent_server.kernel.canonical import Json
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.flat import CsvFormat, JsonLinesFormat, flat_rows
from consent_server.ledger.stored_row import ENTRY, StoredRow, format_line, withhold
from consent_server.ledger.summary import Tally
from consent_server.verifier.processes import in_order

Fetched: TypeAlias = tuple[Sequence[StoredRow], int]
"""Rows, and the position behind them."""

_VISITOR = bytes([EntryKind.VISITOR])


class RowWriter(Protocol):
    """Turns rows into bytes and counts them."""

    def begin(self) -> bytes:
        """Return what stands in front of the first row."""
        ...

    def write(self, rows: Iterable[StoredRow]) -> bytes:
        """Return the bytes of some rows."""
        ...

    def counts(self) -> dict[str, Json]:
        """Write down what was counted."""
        ...

    def take_up(self, counts: dict[str, Any]) -> None:
        """Go on from what was written down."""
        ...

    @property
    def records(self) -> int:
        """How many records of visitors were written."""
        ...


class BundleRows:
    """Lines of ``records.jsonl``, and the tally from which the summary is made."""

    def __init__(self, withheld: Collection[str]) -> None:
        self._withheld = withheld
        self.tally = Tally()

    def begin(self) -> bytes:
        """Return nothing: the lines are all there is."""
        return b""

    def write(self, rows: Iterable[StoredRow]) -> bytes:
        """Return one line for each row."""
        return b"".join([self._line(row) for row in rows])

    def counts(self) -> dict[str, Json]:
        """Write the tally down."""
        return self.tally.to_json()

    def take_up(self, counts: dict[str, Any]) -> None:
        """Take the tally up."""
        self.tally = Tally.from_json(counts)

    @property
    def records(self) -> int:
        """How many records of visitors were written."""
        return self.tally.records

    def _line(self, row: StoredRow) -> bytes:
        self.tally.add(row)
        # What the ledger says of itself names no person, and all else rests on it.
        if self._withheld and row[ENTRY][1:2] == _VISITOR:
            row = withhold(row, self._withheld)
        return format_line(row)


class FlatRows:
    """One row per record as CSV or JSON Lines, perhaps compressed.

    Each block is a member of its own (RFC 1952 section 2.2), so that the file can go on
    where it was cut off.
    """

    def __init__(
        self,
        form: CsvFormat | JsonLinesFormat,
        withheld: Collection[str],
        *,
        compress: bool,
    ) -> None:
        self._form = form
        self._withheld = withheld
        self._compress = compress
        self._records = 0

    def begin(self) -> bytes:
        """Return the heading."""
        return self._pack(self._form.heading)

    def write(self, rows: Iterable[StoredRow]) -> bytes:
        """Return the records among some rows."""
        count, data = self.pack(rows)
        self.count(count)
        return data

    def pack(self, rows: Iterable[StoredRow]) -> tuple[int, bytes]:
        """Return how many records are among some rows, and their bytes."""
        flat = list(flat_rows(rows, self._withheld))
        return len(flat), self._pack(self._form.format(flat))

    def count(self, records: int) -> None:
        """Count records that were packed elsewhere."""
        self._records += records

    def counts(self) -> dict[str, Json]:
        """Write down how many there were."""
        return {"records": self._records}

    def take_up(self, counts: dict[str, Any]) -> None:
        """Go on counting."""
        self._records = counts["records"]

    @property
    def records(self) -> int:
        """How many records of visitors were written."""
        return self._records

    def _pack(self, data: bytes) -> bytes:
        return gzip.compress(data, mtime=0) if self._compress and data else data


def write_rows(
    writer: RowWriter, fetches: Iterable[Fetched], processes: int
) -> Generator[tuple[bytes, int]]:
    """Give the bytes of rows, and the position behind them, in the order of the rows.

    The rows of a copy know nothing of each other, so that many processes can share
    them; of a bundle each is counted for its summary.
    """
    if processes > 1 and isinstance(writer, FlatRows):
        yield from _share_rows(writer, fetches, processes)
        return
    for rows, position in fetches:
        yield writer.write(rows), position


def _share_rows(
    writer: FlatRows, fetches: Iterable[Fetched], processes: int
) -> Iterator[tuple[bytes, int]]:
    positions = deque[int]()

    def blocks() -> Iterator[bytes]:
        for rows, position in fetches:
            positions.append(position)
            yield marshal.dumps([*map(tuple, rows)])

    def pack(block: bytes) -> bytes:
        return marshal.dumps(writer.pack(marshal.loads(block)))  # noqa: S302 - our own

    for _, packed in in_order(pack, blocks(), processes):
        count, data = marshal.loads(packed)  # noqa: S302 - our own
        writer.count(count)
        yield data, positions.popleft()
