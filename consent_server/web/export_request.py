"""What may be asked of an export, and what it answers."""

import enum
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from consent_server.kernel.canonical import Json
from consent_server.ledger.selection import Selection

Advance = Callable[[int], None]
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
    """Where an export comes from; the site need not be named if there is only one."""

    data_dir: Path
    site_id: str | None = None
    database: str | None = None


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

    def to_json(self) -> Json:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was exported; ``began_at`` is the position at which this run began."""

    origin: str
    size: int
    records: int
    serial: str
    began_at: int


@contextmanager
def unseen(_what: str, _length: int) -> Iterator[Advance]:
    """Show nothing."""
    yield lambda _: None
