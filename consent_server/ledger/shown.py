"""One record as a person reads it, put together from the entries around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.entry import EntryKind, peek_entry
from consent_server.ledger.publication import parse_publication
from consent_server.ledger.record_fields import (
    Context,
    Decided,
    Subject,
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
)
from consent_server.ledger.summary import Published
from consent_server.ledger.tombstone import PlacedTombstone, parse_tombstone

COMMITTED, SEQUENCED = "committed", "sequenced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A part that is gone; the rest is of its tombstone: why, and where it stands."""

    part: str
    reason: str | None
    position: int | None
    log: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRecord:
    """A record and its place: the log and the position in it, none while it waits.

    ``restricted`` says that it is stored and used for nothing (GDPR Article 18).
    """

    log: str | None
    position: int | None
    arrived_at: int
    subject: Subject | None
    decided: Decided | None
    context: Context | None
    erased: tuple[str, ...]
    damaged: tuple[str, ...]
    restricted: bool

    @property
    def answers(self) -> Mapping[str, str]:
        """What was answered, by purpose."""
        return {} if self.decided is None else self.decided.decision.purposes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecord:
    """A record with what belongs to it.

    ``head`` is that of its log, ``published`` the newest publication before it of its
    policy, ``history`` holds all records of the same person in order, this one too.
    """

    record: PlacedRecord
    head: Checkpoint | None
    erasures: tuple[Erasure, ...]
    published: Published | None
    history: tuple[PlacedRecord, ...]

    @property
    def state(self) -> str:
        """Committed, or sequenced under a signed checkpoint."""
        return COMMITTED if self.record.position is None else SEQUENCED


@dataclass(slots=True)
class Neighbours:
    """Collects the entries around a record: log by log, in the order of each."""

    records: list[PlacedRecord] = field(default_factory=list)
    published: list[tuple[str, Published]] = field(default_factory=list)
    tombstones: list[PlacedTombstone] = field(default_factory=list)

    def add(self, rows: Iterable[StoredRow], log: str) -> None:
        """Take rows of a log; an own entry that cannot be read is passed over."""
        for row in rows:
            try:
                kind, second = peek_entry(row[ENTRY])
                self._add(EntryKind(kind), second, row, log)
            except (MalformedEvidenceError, ValueError):
                continue  # verification is there to say so

    def _add(self, kind: EntryKind, second: int, row: StoredRow, log: str) -> None:
        decision = row[DECISION]
        if kind == EntryKind.VISITOR:
            self.records.append(read_record(row, log))
        elif kind == EntryKind.CONFIG and decision is not None:
            publication = parse_publication(decision)
            found = Published(
                position=row[POSITION],
                arrived_at=second,
                policy_version=publication.policy_version,
                notices=dict(publication.notices),
            )
            self.published.append((log, found))
        elif kind in {EntryKind.ERASE, EntryKind.PURGE} and decision is not None:
            self.tombstones.append(
                PlacedTombstone(
                    log=log,
                    index=row[POSITION],
                    kind=kind.name.lower(),
                    tombstone=parse_tombstone(decision),
                )
            )

    def add_to(self, record: PlacedRecord, head: Checkpoint | None) -> ShownRecord:
        """Add to a record what belongs to it; ``head`` is that of its log."""
        said, position = record.decided, record.position
        before = [
            one
            for log, one in self.published
            if said is not None
            and one.policy_version == said.decision.policy_version
            and (position is None or (log == record.log and one.position < position))
        ]
        return ShownRecord(
            record=record,
            head=head,
            erasures=tuple(self._erasure(name, record) for name in record.erased),
            published=before[-1] if before else None,
            history=tuple(self.records),
        )

    def _erasure(self, part: str, record: PlacedRecord) -> Erasure:
        position = -1 if record.position is None else record.position
        for placed in self.tombstones:
            tombstone = placed.tombstone
            if (
                (tombstone.origin or placed.log) == record.log
                and part in tombstone.parts
                and any(start <= position < stop for start, stop in tombstone.positions)
            ):
                return Erasure(
                    part=part,
                    reason=tombstone.reason,
                    position=placed.index,
                    log=placed.log,
                )
        return Erasure(part=part, reason=None, position=None, log=None)


def read_record(row: StoredRow, log: str | None) -> PlacedRecord:
    """Read what is left of a record; a part that cannot be read counts as damaged.

    ``log`` is none for a record that waits for its position.
    """
    damaged = damaged_parts(row)
    parts: dict[str, object] = {}
    for name, part, read in (
        ("subject", row[SUBJECT], read_subject),
        ("decision", row[DECISION], read_decision),
        ("context", row[CONTEXT], read_context),
    ):
        if part is None or name in damaged:
            continue
        try:
            parts[name] = read(part)
        except MalformedEvidenceError:
            damaged.append(name)
    _, arrived_at = peek_entry(row[ENTRY])
    return PlacedRecord(
        log=log,
        position=None if log is None else row[POSITION],
        arrived_at=arrived_at,
        subject=parts.get("subject"),  # type: ignore[arg-type] # read above
        decided=parts.get("decision"),  # type: ignore[arg-type] # likewise
        context=parts.get("context"),  # type: ignore[arg-type] # likewise
        erased=tuple(erased_parts(row)),
        damaged=tuple(damaged),
        restricted=row[RESTRICTED] is not None,
    )
