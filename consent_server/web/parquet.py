"""Parquet, for whoever counts many records: columns in compressed blocks.

It needs pyarrow, the extra ``parquet``; nothing else imports this module.
"""

from collections.abc import Iterable
from types import TracebackType
from typing import BinaryIO, Self

from consent_server.kernel.errors import SettingError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.flat import FlatRow, FlatTable, copy_of

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise SettingError(
        "Parquet needs a library; run: pip install 'consent-server[parquet]'"
    ) from error

NOT_EVIDENCE = b"consent-server.not_evidence_copy_of"
_NUMBERS = {"position": pa.int64()}


class ParquetRows:
    """Writes records as row groups, one per block.

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
        self._writer.close()

    def write(self, rows: Iterable[FlatRow]) -> None:
        """Write some rows; a cell that is unknown is empty."""
        cells = [self._table.cells(row) for row in rows]
        if not cells:
            return
        self.records += len(cells)
        columns = [
            pa.array(column, field.type)
            for column, field in zip(
                zip(*cells, strict=True), self._schema, strict=True
            )
        ]
        batch = pa.record_batch(columns, schema=self._schema)
        self._writer.write_batch(batch)
