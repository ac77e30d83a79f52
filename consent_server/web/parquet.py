"""Parquet, for whoever counts many records: columns in compressed blocks.

It needs pyarrow, the extra ``parquet``; nothing else imports this module.
"""

from collections.abc import Iterable
from types import TracebackType
from typing import BinaryIO, Self

from consent_server.kernel.errors import SettingError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.flat import Cell, FlatRow, FlatTable, copy_of

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise SettingError(
        "Parquet needs a library; run: pip install 'consent-server[parquet]'"
    ) from error

NOT_EVIDENCE = b"consent-server.not_evidence_copy_of"
_NUMBERS = {"position": pa.int64()}
ROWS_PER_GROUP = 4_000


class ParquetRows:
    """Writes records as row groups of a few thousand.

    Args:
        file: Where to write; need not be seekable.
        head: What the copy was made from.
        purposes: Ids of the purposes that get a column.
    """

    def __init__(
        self, file: BinaryIO, head: Checkpoint, purposes: Iterable[str]
    ) -> None:
        self._table = FlatTable(head, [*purposes])
        self.records = 0
        self._waiting = list[list[Cell]]()
        fields = [
            (name, _NUMBERS.get(name, pa.string())) for name in self._table.columns
        ]
        metadata = {NOT_EVIDENCE: copy_of(head).encode()}
        self._schema = pa.schema(fields, metadata)
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._flush()
        self._writer.close()

    def write(self, rows: Iterable[FlatRow]) -> None:
        """Write some rows; a cell that is unknown is empty."""
        before = len(self._waiting)
        self._waiting += map(self._table.cells, rows)
        self.records += len(self._waiting) - before
        if len(self._waiting) >= ROWS_PER_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        columns = [
            pa.array(column, field.type)
            for column, field in zip(
                zip(*self._waiting, strict=True), self._schema, strict=True
            )
        ]
        batch = pa.record_batch(columns, schema=self._schema)
        self._writer.write_batch(batch)
        self._waiting.clear()
