"""Judges the entries of a bundle one after the other, as the log ran."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from typing import IO

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.anchoring import Window
from consent_server.ledger.counting import count_answer, count_name
from consent_server.ledger.entry import Entry, EntryKind, entry_hash, parse_entry
from consent_server.ledger.epoch import Epoch, parse_epoch
from consent_server.ledger.ports import LedgerRow
from consent_server.ledger.problems import FoundProblemError, ProblemCode
from consent_server.ledger.publication import Publication, parse_publication
from consent_server.ledger.reading import (
    parse_object,
    require_count,
    require_object,
    require_text,
)
from consent_server.ledger.record_facts import (
    DecisionFacts,
    checked,
    read_decision_facts,
    read_fields,
    read_record_id,
    read_text,
    require_commitments,
    require_same_time,
)
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.seen_records import SEEN, SeenRecords
from consent_server.ledger.spans import Spans
from consent_server.ledger.stretch import Stretch
from consent_server.ledger.succession import Succession, parse_succession
from consent_server.ledger.tombstone import PlacedTombstone, Tombstone, parse_tombstone

TOMBSTONES_LISTED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Buried:
    """A tombstone: ``entries`` counts those whose ``parts`` it says are gone.

    It is entry ``index`` of ``log``, which may be one that continues this one.
    """

    log: str
    index: int
    kind: str
    reason: str
    parts: tuple[str, ...]
    entries: int


class Judge:
    """Remembers what earlier entries said; memory does not grow with their number."""

    def __init__(
        self,
        origin: str,
        windows: Sequence[Window] = (),
        spill: IO[bytes] | None = None,
    ) -> None:
        self._origin = origin
        self.entries = Counter[str]()
        self.actions = Counter[str]()
        self.purposes: dict[str, Counter[str]] = {}
        self.signals = Counter[str]()
        self.arrivals: tuple[int, int] | None = None
        self.set_back = 0  # seconds from an arrival to a later entry's, at most
        self.publications = list[tuple[int, Publication]]()
        self.successions = list[tuple[int, Succession]]()
        self.epoch: Epoch | None = None
        self.buried = list[Buried]()
        self.elsewhere = list[PlacedTombstone]()  # about earlier logs
        self.absent = {name: Spans() for name in PART_NAMES}
        self.tombstones = {name: Spans() for name in PART_NAMES}
        self.own_entries = Spans()  # the ledger's, which no tombstone is about
        self.seen = SeenRecords(spill)
        self._shown: set[tuple[str, str]] = set()
        self._policies: set[str] = set()
        self._windows = windows
        self._ends = [window.stop for window in windows]

    def take(self, stretch: Stretch, leaves: bytes) -> bool:
        """Take records that are good by themselves, if they are also good here.

        ``leaves`` are the leaf hashes that were signed for their positions. Returns
        false, having taken nothing, when one of the records must be judged by itself.
        """
        if (
            stretch.leaves != leaves
            or not all(self._was_published(facts) for facts in stretch.decided)
            or not self._arrived_in_time(stretch)
        ):
            return False
        self.entries[EntryKind.VISITOR.name.lower()] += len(stretch.arrivals)
        self._arrive(stretch.arrivals)
        for facts, count in stretch.decided.items():
            self._count(facts, count)
        for name, spans in stretch.absent.items():
            for start, stop in spans.runs():
                self.absent[name].add(start, stop)
        self.seen.add(stretch.seen)
        return True

    def judge(self, row: LedgerRow, leaf: bytes | None) -> None:
        """Check one entry against its leaf hash and against all before it.

        Raises:
            FoundProblemError: What is wrong with it.
        """
        entry = _require_signed(row, leaf)
        self.entries[entry.kind.name.lower()] += 1
        self._arrive([entry.arrived_at])
        require_commitments(entry, row)
        for name, part in zip(
            PART_NAMES, (row.subject, row.decision, row.context), strict=True
        ):
            if part is None:
                self.absent[name].add(row.index, row.index + 1)
        if entry.kind is EntryKind.VISITOR:
            self._judge_record(entry, row)
        else:
            self._judge_own(entry, row)
        self._require_in_time(entry, row.index)

    def _judge_record(self, entry: Entry, row: LedgerRow) -> None:
        if row.subject is not None:
            record_id = read_record_id(row.subject.part)
            self.seen.add(SEEN.pack(record_id, row.index))
        if row.decision is not None:
            facts, recorded_at = read_decision_facts(row.decision.part)
            self._count(facts, 1)
            require_same_time(entry.arrived_at, recorded_at)
            self._require_published(facts)

    def _judge_own(self, entry: Entry, row: LedgerRow) -> None:
        self.own_entries.add(row.index, row.index + 1)
        if row.decision is None:
            raise FoundProblemError(
                ProblemCode.PART_MISSING,
                f"an entry of kind {entry.kind.name} cannot be erased",
            )
        decision = row.decision.part
        require_same_time(
            entry.arrived_at, read_text(read_fields(decision), "recorded_at")
        )
        match entry.kind:
            case EntryKind.CONFIG:
                self._publish(row.index, checked(parse_publication, decision))
            case EntryKind.ERASE | EntryKind.PURGE:
                self._bury(row.index, entry.kind, checked(parse_tombstone, decision))
            case EntryKind.KEY:
                succession = checked(parse_succession, decision)
                self.successions.append((row.index, succession))
            case EntryKind.EPOCH:
                self._begin(row.index, checked(parse_epoch, decision))
            case EntryKind.HEARTBEAT:
                for name, times in _read_signals(decision).items():
                    count_name(self.signals, name, times)

    def _count(self, facts: DecisionFacts, count: int) -> None:
        count_name(self.actions, facts.action, count)
        for purpose, answer in facts.purposes:
            count_answer(self.purposes, purpose, answer, count)

    def _arrive(self, arrivals: Sequence[int]) -> None:
        low, high = min(arrivals), max(arrivals)
        first, last = self.arrivals or (low, arrivals[0])
        self.set_back = max(self.set_back, last - low)
        if len(arrivals) > 1 and list(arrivals) != sorted(arrivals):
            latest = accumulate(arrivals, max)
            self.set_back = max(self.set_back, *map(sub, latest, arrivals))
        self.arrivals = min(first, low), max(last, high)

    def _require_published(self, facts: DecisionFacts) -> None:
        if facts.policy_version not in self._policies:
            raise FoundProblemError(
                ProblemCode.NOT_PUBLISHED,
                f"no earlier entry published the policy {facts.policy_version:.64}",
            )
        if not self._was_published(facts):
            raise FoundProblemError(
                ProblemCode.NOT_PUBLISHED,
                f"no earlier entry published the notice {facts.notice_digest:.64} "
                "with its policy",
            )

    def _was_published(self, facts: DecisionFacts) -> bool:
        return (facts.policy_version, facts.notice_digest) in self._shown

    def _publish(self, index: int, publication: Publication) -> None:
        self.publications.append((index, publication))
        self._policies.add(publication.policy_version)
        for digest in publication.notices.values():
            self._shown.add((publication.policy_version, digest))

    def _bury(self, index: int, kind: EntryKind, tombstone: Tombstone) -> None:
        placed = PlacedTombstone(
            log=self._origin, index=index, kind=kind.name.lower(), tombstone=tombstone
        )
        if tombstone.origin not in {None, self._origin}:
            self.elsewhere.append(placed)
            return
        if any(stop > index for _, stop in tombstone.positions):
            raise FoundProblemError(
                ProblemCode.TOMBSTONE, "a tombstone names entries that come after it"
            )
        self.bury(placed)

    def bury(self, placed: PlacedTombstone) -> None:
        """Take a tombstone about this log as an explanation of what is gone."""
        tombstone = placed.tombstone
        for part in tombstone.parts:
            for start, stop in tombstone.positions:
                self.tombstones[part].add(start, stop)
        if len(self.buried) < TOMBSTONES_LISTED:
            self.buried.append(
                Buried(
                    log=placed.log,
                    index=placed.index,
                    kind=placed.kind,
                    reason=tombstone.reason,
                    parts=tuple(sorted(tombstone.parts)),
                    entries=len(Spans(tombstone.positions)),
                )
            )

    def _begin(self, index: int, epoch: Epoch) -> None:
        if index:
            raise FoundProblemError(
                ProblemCode.EPOCH, "a log continues another one at its beginning only"
            )
        self.epoch = epoch

    def _require_in_time(self, entry: Entry, index: int) -> None:
        for window in self._windows_of(index, index + 1):
            if not window.earliest <= entry.arrived_at <= window.latest:
                raise FoundProblemError(
                    ProblemCode.TIME,
                    f"it says that it arrived at second {entry.arrived_at}; by the "
                    f"clocks of witnesses that was from {window.earliest} to "
                    f"{window.latest}",
                )

    def _arrived_in_time(self, stretch: Stretch) -> bool:
        for window in self._windows_of(stretch.start, stretch.stop):
            first = max(window.start - stretch.start, 0)
            arrivals = stretch.arrivals[first : window.stop - stretch.start]
            if min(arrivals) < window.earliest or max(arrivals) > window.latest:
                return False
        return True

    def _windows_of(self, start: int, stop: int) -> Sequence[Window]:
        first = bisect_right(self._ends, start)
        last = bisect_right(self._ends, stop - 1)
        return self._windows[first : last + 1]


def find_record_id(row: LedgerRow) -> str | None:
    """Read the record id of an entry for a message; none where it cannot be read."""
    if row.subject is None:
        return None
    try:
        fields = parse_object(row.subject.part, "the subject part")
        return require_text(fields.get("record_id"), "the record id")[:64]
    except MalformedEvidenceError:
        return None


def _require_signed(row: LedgerRow, leaf: bytes | None) -> Entry:
    try:
        entry = parse_entry(row.entry)
    except MalformedEvidenceError as error:
        raise FoundProblemError(ProblemCode.ENTRY, str(error)) from None
    if leaf is not None and entry_hash(row.entry) != leaf:
        raise FoundProblemError(
            ProblemCode.ENTRY, "this is not the entry that was signed at this position"
        )
    return entry


def _read_signals(heartbeat: bytes) -> dict[str, int]:
    """Read how often browsers sent a signal since the heartbeat before."""
    signals = checked(
        require_object, read_fields(heartbeat).get("signals", {}), "signals"
    )
    return {
        name: checked(require_count, value, name) for name, value in signals.items()
    }
