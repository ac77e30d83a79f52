"""Judges the entries of a bundle one after the other, as the log ran."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ParamSpec, TypeVar

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.entry import (
    SALT_BYTES,
    Entry,
    EntryKind,
    commit_part,
    entry_hash,
    parse_entry,
)
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.problems import FoundProblemError, ProblemCode
from consent_server.ledger.publication import Publication, parse_publication
from consent_server.ledger.reading import parse_object, require_object, require_text
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.spans import Spans
from consent_server.ledger.tombstone import Tombstone, parse_tombstone

Given = ParamSpec("Given")
Value = TypeVar("Value")

MAX_TIME_APART = 900  # seconds between a record's own time and its arrival


class Judge:
    """Remembers what earlier entries said; memory grows with record ids only."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self.entries = Counter[str]()
        self.actions = Counter[str]()
        self.purposes: dict[str, Counter[str]] = {}
        self.arrivals: tuple[int, int] | None = None
        self.publications = list[tuple[int, Publication]]()
        self._notices: dict[str, set[str]] = {}
        self.absent = {name: Spans() for name in PART_NAMES}
        self.tombstones = {name: Spans() for name in PART_NAMES}
        self.own_entries = Spans()  # the ledger's, which no tombstone is about
        self._record_ids: set[str] = set()

    def judge(self, row: LedgerRow, leaf: bytes | None) -> None:
        """Check one entry against its leaf hash and against all before it.

        Raises:
            FoundProblemError: What is wrong with it.
        """
        entry = _require_signed(row, leaf)
        self._count(entry)
        for name, part, commitment in (
            ("subject", row.subject, entry.subject),
            ("decision", row.decision, entry.decision),
            ("context", row.context, entry.context),
        ):
            if part is None:
                self.absent[name].add(row.index, row.index + 1)
            else:
                _require_commitment(name, part, commitment)
        if entry.kind is EntryKind.VISITOR:
            self._judge_record(entry, row)
        else:
            self._judge_own(entry, row)

    def _count(self, entry: Entry) -> None:
        self.entries[entry.kind.name.lower()] += 1
        first, last = self.arrivals or (entry.arrived_at, entry.arrived_at)
        self.arrivals = (min(first, entry.arrived_at), max(last, entry.arrived_at))

    def _judge_record(self, entry: Entry, row: LedgerRow) -> None:
        if row.subject is not None:
            self._require_new_record(row.subject.part)
        if row.decision is not None:
            decision = _fields(row.decision.part)
            self._count_decision(decision)
            _require_same_time(entry, decision)
            self._require_published(decision)

    def _judge_own(self, entry: Entry, row: LedgerRow) -> None:
        self.own_entries.add(row.index, row.index + 1)
        if row.decision is None:
            raise FoundProblemError(
                ProblemCode.PART_MISSING,
                f"an entry of kind {entry.kind.name} cannot be erased",
            )
        _require_same_time(entry, _fields(row.decision.part))
        match entry.kind:
            case EntryKind.CONFIG:
                publication = _parse(parse_publication, row.decision.part)
                self._publish(row.index, publication)
            case EntryKind.ERASE | EntryKind.PURGE:
                self._bury(row.index, _parse(parse_tombstone, row.decision.part))
            case EntryKind.HEARTBEAT:
                pass
            case _:
                raise FoundProblemError(
                    ProblemCode.KIND,
                    f"this version cannot judge entries of kind {entry.kind.name}",
                )

    def _require_new_record(self, subject: bytes) -> None:
        record_id = _text(_fields(subject), "record_id")
        if record_id in self._record_ids:
            raise FoundProblemError(
                ProblemCode.REPEATED, "this record id has an entry already"
            )
        self._record_ids.add(record_id)

    def _count_decision(self, decision: dict[str, object]) -> None:
        self.actions[_text(decision, "action")] += 1
        purposes = _parse(require_object, decision.get("purposes"), "purposes")
        for purpose in purposes:
            counted = self.purposes.setdefault(purpose, Counter())
            counted[_text(purposes, purpose)] += 1

    def _require_published(self, decision: dict[str, object]) -> None:
        version = _text(decision, "policy_version")
        notices = self._notices.get(version)
        if notices is None:
            raise FoundProblemError(
                ProblemCode.NOT_PUBLISHED,
                f"no earlier entry published the policy {version:.64}",
            )
        digest = _text(decision, "notice_digest")
        if digest not in notices:
            raise FoundProblemError(
                ProblemCode.NOT_PUBLISHED,
                f"no earlier entry published the notice {digest:.64} with its policy",
            )

    def _publish(self, index: int, publication: Publication) -> None:
        self.publications.append((index, publication))
        notices = self._notices.setdefault(publication.policy_version, set())
        notices.update(publication.notices.values())

    def _bury(self, index: int, tombstone: Tombstone) -> None:
        """Take note of what is gone; a tombstone may be about another log."""
        if tombstone.origin not in {None, self._origin}:
            return
        if any(stop > index for _, stop in tombstone.positions):
            raise FoundProblemError(
                ProblemCode.TOMBSTONE, "a tombstone names entries that come after it"
            )
        for part in tombstone.parts:
            for start, stop in tombstone.positions:
                self.tombstones[part].add(start, stop)


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


def _require_commitment(name: str, part: EvidencePart, commitment: bytes) -> None:
    if len(part.salt) != SALT_BYTES or commit_part(part.salt, part.part) != commitment:
        raise FoundProblemError(
            ProblemCode.PART, f"the {name} part or its salt was changed"
        )


def _require_same_time(entry: Entry, decision: dict[str, object]) -> None:
    text = _text(decision, "recorded_at")
    try:
        recorded_at = datetime.fromisoformat(text)
        apart = abs(recorded_at.timestamp() - entry.arrived_at)
    except (ValueError, OverflowError):
        raise FoundProblemError(
            ProblemCode.UNREADABLE, f"recorded_at is not a time: {text:.40}"
        ) from None
    if recorded_at.tzinfo is None or apart > MAX_TIME_APART:
        raise FoundProblemError(
            ProblemCode.TIME,
            f"it says {text:.40} and arrived at second {entry.arrived_at}, "
            f"more than {MAX_TIME_APART} seconds apart",
        )


def _fields(part: bytes) -> dict[str, object]:
    return _parse(parse_object, part, "the part")


def _text(fields: Mapping[str, object], name: str) -> str:
    return _parse(require_text, fields.get(name), name)


def _parse(
    parse: Callable[Given, Value], *args: Given.args, **kwargs: Given.kwargs
) -> Value:
    """Parse something of one entry; what cannot be parsed is a problem of it."""
    try:
        return parse(*args, **kwargs)
    except MalformedEvidenceError as error:
        raise FoundProblemError(ProblemCode.UNREADABLE, str(error)) from None
