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
from consent_server.ledger.tombstone import parse_tombstone

COMMITTED, SEQUENCED = "committed", "sequenced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A part that is gone; ``reason`` and ``position`` are those of its tombstone."""

    part: str
    reason: str | None
    position: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRecord:
    """A record and its place: the position in its log, none while it waits.

    ``restricted`` says that it is stored and used for nothing (GDPR Article 18).
    """

    position: int | None
    arrived_at: int
    subject: Subject | None
    decided: Decided | None
    context: Context | None
    damaged: tuple[str, ...]
    restricted: bool

    @property
    def answers(self) -> Mapping[str, str]:
        """What was answered, by purpose."""
        return {} if self.decided is None else self.decided.decision.purposes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecord:
    """A record with what belongs to it.

    ``published`` is the newest publication before it of its policy, ``history`` holds
    all records of the same person in order, this one too.
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
class Surroundings:
    """Collects the entries around a record, in the order of the log."""

    records: list[PlacedRecord] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    tombstones: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, rows: Iterable[StoredRow]) -> None:
        """Take rows; an own entry that cannot be read is passed over."""
        for row in rows:
            try:
                kind, second = peek_entry(row[ENTRY])
                self._add(kind, second, row)
            except MalformedEvidenceError:
                continue  # verification is there to say so

    def _add(self, kind: int, second: int, row: StoredRow) -> None:
        decision = row[DECISION]
        if kind == EntryKind.VISITOR:
            self.records.append(read_record(row))
        elif kind == EntryKind.CONFIG and decision is not None:
            publication = parse_publication(decision)
            self.published.append(
                Published(
                    position=row[POSITION],
                    arrived_at=second,
                    policy_version=publication.policy_version,
                    notices=dict(publication.notices),
                )
            )
        elif kind in {EntryKind.ERASE, EntryKind.PURGE} and decision is not None:
            self.tombstones.append((row[POSITION], decision))

    def around(
        self, row: StoredRow, position: int | None, head: Checkpoint | None
    ) -> ShownRecord:
        """Put a record together; ``position`` is none where it waits for one."""
        record = read_record(row, position)
        said = record.decided
        before = [
            one
            for one in self.published
            if said is not None
            and one.policy_version == said.decision.policy_version
            and (position is None or one.position < position)
        ]
        return ShownRecord(
            record=record,
            head=head,
            erasures=tuple(self._erasure(name, position) for name in erased_parts(row)),
            published=before[-1] if before else None,
            history=tuple(self.records),
        )

    def _erasure(self, part: str, position: int | None) -> Erasure:
        for place, decision in self.tombstones:
            tombstone = parse_tombstone(decision)
            if part in tombstone.parts and any(
                start <= (-1 if position is None else position) < stop
                for start, stop in tombstone.positions
            ):
                return Erasure(part=part, reason=tombstone.reason, position=place)
        return Erasure(part=part, reason=None, position=None)


def read_record(row: StoredRow, position: int | None = -1) -> PlacedRecord:
    """Read what is left of a record; a part that cannot be read counts as damaged."""
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
        position=row[POSITION] if position == -1 else position,
        arrived_at=arrived_at,
        subject=parts.get("subject"),  # type: ignore[arg-type] # read above
        decided=parts.get("decision"),  # type: ignore[arg-type] # likewise
        context=parts.get("context"),  # type: ignore[arg-type] # likewise
        damaged=tuple(damaged),
        restricted=row[RESTRICTED] is not None,
    )
