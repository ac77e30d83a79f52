"""Reads the records of a bundle: every entry in its place, signed and plausible."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.bundle_format import LEAVES, RECORDS
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.judge import Judge, find_record_id
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.problems import (
    FoundProblemError,
    ProblemCode,
    Problems,
    places,
)
from consent_server.ledger.record_line import parse_line
from consent_server.ledger.spans import Spans
from consent_server.ledger.stretch import Judged, Stretch, judge_block

PROBLEMS_ENOUGH = 1_000  # then reading stops: a hostile file could go on for ever
_READ_BYTES = 65_536

JudgeBlocks: TypeAlias = Callable[
    [Callable[[bytes], list[Judged]], Iterable[bytes]],
    Iterator[tuple[bytes, list[Judged]]],
]
"""Applies a function to blocks, here or in other processes, and keeps their order."""


def one_after_another(
    judge: Callable[[bytes], list[Judged]], blocks: Iterable[bytes]
) -> Iterator[tuple[bytes, list[Judged]]]:
    """Judge blocks in this process."""
    for block in blocks:
        yield block, judge(block)


class RecordsReader:
    """Goes through the records once; ``left_out`` are positions without a line."""

    def __init__(
        self, bundle: BundleReader, size: int, judge: Judge, problems: Problems
    ) -> None:
        self.left_out = Spans()
        self._bundle = bundle
        self._size = size
        self._judge = judge
        self._problems = problems
        self._leaves = _Leaves(bundle)
        self._expected = 0
        self._broken_off: MalformedEvidenceError | None = None

    def read(self, judge_blocks: JudgeBlocks) -> None:
        """Judge everything, or stop where there are too many problems."""
        for block, judged in judge_blocks(judge_block, self._blocks()):
            if not self._merge(block, judged):
                self._problems.add(
                    ProblemCode.UNREADABLE, "too many problems: stopped reading"
                )
                return
        if self._broken_off is not None:
            self._problems.add(
                ProblemCode.UNREADABLE, str(self._broken_off), index=self._expected
            )
        if self._expected < self._size:
            self._skip_to(self._size, "missing at the end")

    def _blocks(self) -> Iterator[bytes]:
        try:
            yield from self._bundle.line_blocks(RECORDS)
        except MalformedEvidenceError as error:
            self._broken_off = error

    def _merge(self, block: bytes, judged: Iterable[Judged]) -> bool:
        """Take what was judged by itself; look at everything else line by line."""
        number = 0
        for one in judged:
            count = len(one.arrivals) if isinstance(one, Stretch) else one
            if not isinstance(one, Stretch) or not self._take(one):
                for line in block.split(b"\n")[number : number + count]:
                    self._check_line(line)
                    if self._problems.count >= PROBLEMS_ENOUGH:
                        return False
            number += count
        return True

    def _take(self, stretch: Stretch) -> bool:
        gap = stretch.start - self._expected
        if gap < 0 or stretch.stop > self._size or (gap and not self._may_skip):
            return False
        leaves = self._leaves.take(stretch.start, stretch.stop)
        if not self._judge.take(stretch, leaves):
            return False
        self._skip_to(stretch.start, "")
        self._expected = stretch.stop
        return True

    def _check_line(self, line: bytes) -> None:
        try:
            row = parse_line(line)
        except MalformedEvidenceError as error:
            self._problems.add(ProblemCode.UNREADABLE, str(error), index=self._expected)
            return
        if row.index < self._expected or row.index >= self._size:
            self._problems.add(
                ProblemCode.OUT_OF_PLACE,
                "this entry comes again or too late, or was never signed",
                index=row.index,
                record_id=find_record_id(row),
            )
            return
        self._skip_to(row.index, "not here")
        self._expected = row.index + 1
        try:
            self._judge.judge(row, self._leaves.at(row.index))
        except FoundProblemError as error:
            self._problems.add(
                error.problem,
                str(error),
                index=row.index,
                record_id=find_record_id(row),
            )

    @property
    def _may_skip(self) -> bool:
        return self._bundle.manifest.selection is not None

    def _skip_to(self, index: int, words: str) -> None:
        if index == self._expected:
            return
        if self._may_skip:
            self.left_out.add(self._expected, index)
        else:
            self._problems.add(
                ProblemCode.MISSING,
                f"{places(self._expected, index)} {words}",
                index=self._expected,
            )
        self._expected = index


class _Leaves:
    """Reads the leaf hashes a second time, forwards, beside the records."""

    def __init__(self, bundle: BundleReader) -> None:
        self._blocks = bundle.blocks(LEAVES, _READ_BYTES)
        self._held = b""
        self._first = 0  # the position of what is held

    def take(self, start: int, stop: int) -> bytes:
        """Return leaf hashes; fewer at the end or where the member is damaged.

        ``start`` never goes back.
        """
        while self._first + len(self._held) // HASH_BYTES < stop:
            self._drop(start)
            try:
                more = next(self._blocks, b"")
            except MalformedEvidenceError:
                more = b""
            if not more:
                break
            self._held += more
        self._drop(start)
        return self._held[: (stop - start) * HASH_BYTES]

    def at(self, index: int) -> bytes | None:
        """Return one leaf hash, none where there is none."""
        return self.take(index, index + 1) or None

    def _drop(self, start: int) -> None:
        count = min(start - self._first, len(self._held) // HASH_BYTES)
        self._held = self._held[count * HASH_BYTES :]
        self._first += count
