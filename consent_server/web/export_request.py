"""What may be asked of an export, and what it answers."""

import enum
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from consent_server.kernel.canonical import Json
from consent_server.ledger.selection import Selection, parse_selection

PURPOSE = r"[^=\x00-\x1f\x7f-\x9f]+(=(granted|refused|undecided))?"
"""The id of a purpose, perhaps with an answer."""
_A_DAY = timedelta(days=1)
_DAY_LENGTH = len("2026-03-01")

Advance = Callable[[int], None]
READING = "Reading"
Watch = Callable[[str, int], AbstractContextManager[Advance]]
"""Shows a step of work of some length, and is told how far it came."""


class Form(enum.StrEnum):
    """What an export is made as."""

    BUNDLE = "bundle"
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an export comes from; the site need not be named if there is only one.

    ``replica`` is the address of a database that follows, and that rows are read from.
    """

    data_dir: Path
    site_id: str | None = None
    database: str | None = None
    replica: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an export holds, for whom, in which form.

    ``record`` selects the records of the person who has it. ``epoch`` is that of the
    newest log if it is not named.
    """

    form: Form = Form.BUNDLE
    selection: Selection = field(default_factory=Selection)
    record: UUID | None = None
    withheld: tuple[str, ...] = ()
    recipient: str | None = None
    epoch: int | None = None
    compress: bool = False

    def to_json(self) -> dict[str, Json]:
        """Describe it, so that only the same export goes on."""
        return {
            "form": self.form.value,
            "selection": {**(self.selection.to_json() or {})},
            "record": None if self.record is None else str(self.record),
            "withheld": list(self.withheld),
            "recipient": self.recipient,
            "epoch": self.epoch,
            "compress": self.compress,
        }


def parse_wanted(value: Mapping[str, Any]) -> Wanted:
    """Read what :meth:`Wanted.to_json` wrote."""
    record = value["record"]
    return Wanted(
        form=Form(value["form"]),
        selection=parse_selection(value["selection"]),
        record=None if record is None else UUID(record),
        withheld=tuple(value["withheld"]),
        recipient=value["recipient"],
        epoch=value["epoch"],
        compress=value["compress"],
    )


def read_moment(text: str, *, end: bool) -> int:
    """Read a day or a time in UTC, as a second; a day is its first or last one.

    Raises:
        ValueError: It is neither; the message says what to write.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            "expected a day such as 2026-03-01 or a time in UTC such as "
            f"2026-03-01T12:00:00Z, got {text!r:.60}"
        ) from None
    if moment.tzinfo is not None and moment.utcoffset():
        raise ValueError(f"{text} is not in UTC; write it with a Z")
    second = int(moment.replace(tzinfo=UTC).timestamp())
    if second < 0:
        raise ValueError(f"{text} is before 1970")
    if end and len(text) <= _DAY_LENGTH:
        second += int(_A_DAY.total_seconds()) - 1
    return second


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was exported; ``began_at`` is the position at which this run began.

    ``behind`` is how many entries the replica did not have that it was read from.
    """

    origin: str
    size: int
    records: int
    serial: str
    began_at: int
    behind: int = 0


@contextmanager
def unseen(_what: str, _length: int) -> Iterator[Advance]:
    """Show nothing."""
    yield lambda _: None
