"""What an export holds, counted while it streams by.

The counts can be written down and taken up again, so that an export that was
interrupted goes on. They need as much memory for a million records as for ten: of
names that nobody expects only the first are counted each by itself.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from consent_server.kernel.canonical import Json
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.counting import count_answer, count_name
from consent_server.ledger.entry import EntryKind, peek_entry
from consent_server.ledger.publication import parse_publication
from consent_server.ledger.record_fields import REMEMBERED, Decision, read_decision
from consent_server.ledger.stored_row import (
    DECISION,
    ENTRY,
    POSITION,
    RESTRICTED,
    StoredRow,
    erased_parts,
)
from consent_server.ledger.succession import parse_succession
from consent_server.ledger.tombstone import parse_tombstone

ERASURES_LISTED = 1_000
SECONDS_OF_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A policy and its notices by language, in force from ``position`` on."""

    position: int
    arrived_at: int
    policy_version: str
    notices: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """A change of the key that signs, at ``position``."""

    position: int
    arrived_at: int
    previous: str
    next: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """A tombstone: how many entries it names, which parts of them, and why."""

    position: int
    arrived_at: int
    kind: str
    reason: str
    parts: list[str]
    entries: int


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of the rows that were added. Days are counted from 1970, UTC."""

    kinds: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    purposes: dict[str, Counter[str]] = field(default_factory=dict)
    days: Counter[int] = field(default_factory=Counter)
    signals: Counter[str] = field(default_factory=Counter)
    erased: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0
    first: int | None = None
    last: int | None = None
    published: list[Published] = field(default_factory=list)
    succeeded: list[Succeeded] = field(default_factory=list)
    erasures: list[Erased] = field(default_factory=list)
    erasure_count: int = 0
    _decisions: dict[Decision, int] = field(default_factory=dict)

    @property
    def records(self) -> int:
        """How many records of visitors there are."""
        return self.days.total()

    def add(self, row: StoredRow) -> None:
        """Count one row; what cannot be read is counted as such."""
        try:
            kind, arrived_at = peek_entry(row[ENTRY])
            if kind == EntryKind.VISITOR:
                self._add_record(row, arrived_at)
            else:
                self._add_own(EntryKind(kind), row, arrived_at)
        except (MalformedEvidenceError, ValueError):
            self.unreadable += 1

    def to_json(self) -> dict[str, Json]:
        """Write the counts down."""
        self.settle()
        return {
            "kinds": {**self.kinds},
            "actions": {**self.actions},
            "purposes": {name: {**counts} for name, counts in self.purposes.items()},
            "days": {str(day): count for day, count in self.days.items()},
            "signals": {**self.signals},
            "erased": {**self.erased},
            "unreadable": self.unreadable,
            "first": self.first,
            "last": self.last,
            "published": [asdict(one) for one in self.published],
            "succeeded": [asdict(one) for one in self.succeeded],
            "erasures": [asdict(one) for one in self.erasures],
            "erasure_count": self.erasure_count,
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> "Tally":
        """Take up what :meth:`to_json` wrote."""
        return cls(
            kinds=Counter(written["kinds"]),
            actions=Counter(written["actions"]),
            purposes={
                name: Counter(counts) for name, counts in written["purposes"].items()
            },
            days=Counter({int(day): count for day, count in written["days"].items()}),
            signals=Counter(written["signals"]),
            erased=Counter(written["erased"]),
            unreadable=written["unreadable"],
            first=written["first"],
            last=written["last"],
            published=[Published(**one) for one in written["published"]],
            succeeded=[Succeeded(**one) for one in written["succeeded"]],
            erasures=[Erased(**one) for one in written["erasures"]],
            erasure_count=written["erasure_count"],
        )

    def settle(self) -> None:
        """Count what is in the decisions that were met; until then they are noted."""
        for decision, times in self._decisions.items():
            count_name(self.actions, decision.action, times)
            for purpose, status in decision.purposes.items():
                count_answer(self.purposes, purpose, status, times)
            for signal, sent in decision.signals.items():
                if sent:
                    count_name(self.signals, signal, times)
        self._decisions.clear()

    def _add_record(self, row: StoredRow, arrived_at: int) -> None:
        self.days[arrived_at // SECONDS_OF_DAY] += 1
        if self.first is None or arrived_at < self.first:
            self.first = arrived_at
        if self.last is None or arrived_at > self.last:
            self.last = arrived_at
        if None in row[:RESTRICTED]:
            self.erased.update(erased_parts(row))
        part = row[DECISION]
        if part is not None:
            decision = read_decision(part).decision
            self._decisions[decision] = self._decisions.get(decision, 0) + 1
            if len(self._decisions) > REMEMBERED:
                self.settle()

    def _add_own(self, kind: EntryKind, row: StoredRow, arrived_at: int) -> None:
        self.kinds[kind.name.lower()] += 1
        decision = row[DECISION] or b""
        at = {"position": row[POSITION], "arrived_at": arrived_at}
        match kind:
            case EntryKind.CONFIG:
                publication = parse_publication(decision)
                self.published.append(
                    Published(
                        policy_version=publication.policy_version,
                        notices=dict(publication.notices),
                        **at,
                    )
                )
            case EntryKind.KEY:
                change = parse_succession(decision)
                self.succeeded.append(
                    Succeeded(
                        previous=change.previous,
                        next=change.next,
                        reason=change.reason,
                        **at,
                    )
                )
            case EntryKind.ERASE | EntryKind.PURGE:
                self._add_erasure(kind, decision, at)
            case _:
                pass

    def _add_erasure(
        self, kind: EntryKind, decision: bytes, at: dict[str, int]
    ) -> None:
        tombstone = parse_tombstone(decision)
        self.erasure_count += 1
        if len(self.erasures) < ERASURES_LISTED:
            self.erasures.append(
                Erased(
                    kind=kind.name.lower(),
                    reason=tombstone.reason,
                    parts=sorted(tombstone.parts),
                    entries=sum(stop - start for start, stop in tombstone.positions),
                    **at,
                )
            )
