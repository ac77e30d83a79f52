"""The fast way through a bundle: many good records in a row, judged by themselves.

Most lines of a bundle hold a visitor's record with which nothing is wrong. A block of
lines is judged here without knowing what came before it, so that processes can share
the work, and whatever needs the order is handed on in a few numbers. A line that is
anything else is left to :class:`~consent_server.ledger.judge.Judge`, which says in
words what is wrong with it: this module only ever says that nothing is.
"""

import re
from array import array
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from consent_server.kernel.errors import EvidenceError
from consent_server.ledger.entry import EntryKind, commit_part, entry_hash, split_entry
from consent_server.ledger.reading import parse_json_at
from consent_server.ledger.record_facts import (
    DecisionFacts,
    read_decision,
    read_record_id,
    require_same_time,
)
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.seen_records import SEEN
from consent_server.ledger.spans import Spans

_ID = "-".join(f"[0-9a-f]{{{count}}}" for count in (8, 4, 4, 4, 12))
_SUBJECT = re.compile(
    rf'\{{"previous_record_id":(?:null|"{_ID}"),"record_id":"({_ID})",'
    rf'"subject_id":"{_ID}"\}}'
)
# The last character before the padding holds bits that canonical base64 leaves zero.
_ENTRY, _SALT = "[A-Za-z0-9+/]{141}[AQgw]==", '(?:"([A-Za-z0-9+/]{21}[AQgw]==)"|null)'
_LINE = re.compile(
    rf'\{{"i":(0|[1-9][0-9]{{0,14}}),"e":"({_ENTRY})","s":\[{_SALT},{_SALT},{_SALT}\],"p":'
)
_EXPIRES, _RECORDED = '"expires_at":"', '"recorded_at":"'
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z")
_TIME_LENGTH = 27
_NO_TIME = "~" * _TIME_LENGTH
_TIMES = 2  # in a decision: when it was made, and when it expires
_KEPT = 4_096  # decisions that differ in their times alone; a site has a few dozen
_LONGEST_KEPT = 8_192  # characters: what a stranger wrote must not fill the memory


@dataclass(slots=True)
class Stretch:
    """Visitors' records in a row, from position ``start`` on, that are good.

    ``leaves`` are their leaf hashes, ``arrivals`` their seconds, ``seen`` the ids of
    those whose subject is there, ``decided`` how often each decision came, ``absent``
    where parts are gone. Whether an id comes again, and whether what was decided about
    was published, only the order can tell.
    """

    start: int
    leaves: bytearray = field(default_factory=bytearray)
    arrivals: "array[int]" = field(default_factory=lambda: array("Q"))
    seen: bytearray = field(default_factory=bytearray)
    decided: dict[DecisionFacts, int] = field(default_factory=dict)
    absent: dict[str, Spans] = field(
        default_factory=lambda: {name: Spans() for name in PART_NAMES}
    )

    @property
    def stop(self) -> int:
        """The position after the last record."""
        return self.start + len(self.arrivals)


Judged: TypeAlias = Stretch | int
"""Good records, or a number of lines that must be looked at one by one."""


def judge_block(data: bytes) -> list[Judged]:
    """Judge whole lines of ``records.jsonl``, without those before and after them."""
    try:
        lines = data.decode("utf-8").split("\n")[:-1]
    except UnicodeDecodeError:
        return [data.count(b"\n")]
    found: list[Judged] = []
    judge = _FastJudge()
    for line in lines:
        try:
            judge.judge(line)
        # What is wrong with the line is found by looking at it again.
        except (EvidenceError, ValueError, RecursionError):
            _add_unclear(found)
            judge.stretch = Stretch(start=0)
        else:
            if not found or found[-1] is not judge.stretch:
                found.append(judge.stretch)
    return found


def _add_unclear(found: list[Judged]) -> None:
    if found and isinstance(found[-1], int):
        found[-1] += 1
    else:
        found.append(1)


class _FastJudge:
    """Adds good records to ``stretch``, which is another one after a gap."""

    def __init__(self) -> None:
        self.stretch = Stretch(start=0)

    def judge(self, line: str) -> None:
        """Take one line, or raise an error and change nothing."""
        match = _LINE.match(line)
        if match is None:
            raise ValueError(line)
        place, encoded, *salts = match.groups()
        index, entry = int(place), a2b_base64(encoded)
        kind, arrived_at, *commitments = split_entry(entry)
        if kind != EntryKind.VISITOR:
            raise ValueError(kind)
        parts = _read_parts(line, match.end())
        for salt, part, commitment in zip(salts, parts, commitments, strict=True):
            _require_committed(salt, part, commitment)
        subject, decision, _ = parts
        record_id = None if subject is None else _read_record_id(subject)
        facts = None if decision is None else _read_decision(decision, arrived_at)
        if index != self.stretch.stop:
            self.stretch = Stretch(start=index)
        self.stretch.leaves += entry_hash(entry)
        self.stretch.arrivals.append(arrived_at)
        if record_id is not None:
            self.stretch.seen += SEEN.pack(record_id, index)
        if facts is not None:
            self._count(facts)
        if None in parts:
            self._note_absent(parts, index)

    def _note_absent(self, parts: Sequence[str | None], index: int) -> None:
        for name, part in zip(PART_NAMES, parts, strict=True):
            if part is None:
                self.stretch.absent[name].add(index, index + 1)

    def _count(self, facts: DecisionFacts) -> None:
        self.stretch.decided[facts] = self.stretch.decided.get(facts, 0) + 1


def _read_parts(line: str, start: int) -> list[str | None]:
    parts, end = parse_json_at(line, start)
    if line[end:] != "}" or not isinstance(parts, list):
        raise ValueError(line)
    return parts


def _require_committed(salt: str | None, part: object, commitment: bytes) -> None:
    if salt is None and part is None:
        return
    if salt is None or not isinstance(part, str):
        raise ValueError(part)
    if commit_part(a2b_base64(salt), part.encode()) != commitment:
        raise ValueError(part)


def _read_record_id(subject: str) -> bytes:
    """Read a record's id; what a subject part usually is needs no JSON reader."""
    usual = _SUBJECT.fullmatch(subject)
    if usual is None:
        return read_record_id(subject)
    return bytes.fromhex(usual[1].replace("-", ""))


def _read_decision(part: str, arrived_at: int) -> DecisionFacts:
    """Read a decision; those that differ in their times alone are read once.

    What takes the place of a time can stand inside a JSON text and nowhere else, as can
    a time without its quotes: where the one is valid, so is the other.
    """
    facts, recorded_at = _find_known(part) or read_decision(part)
    require_same_time(arrived_at, recorded_at)
    return facts


def _find_known(part: str) -> tuple[DecisionFacts, str] | None:
    expires, recorded = part.find(_EXPIRES), part.find(_RECORDED)
    long = len(part) > _LONGEST_KEPT
    if long or not 0 <= expires < recorded or "\\" in part:
        return None
    expires, recorded = expires + len(_EXPIRES), recorded + len(_RECORDED)
    time = _TIME.match(part, recorded)
    if not time or not _TIME.match(part, expires):
        return None
    timeless = (
        part[:expires]
        + _NO_TIME
        + part[expires + _TIME_LENGTH : recorded]
        + _NO_TIME
        + part[recorded + _TIME_LENGTH :]
    )
    facts = _read_timeless(timeless)
    return None if facts is None else (facts, time[0])


@lru_cache(maxsize=_KEPT)
def _read_timeless(part: str) -> DecisionFacts | None:
    facts, recorded_at = read_decision(part)
    # Otherwise the time that was exchanged is not the one that counts.
    known = recorded_at == _NO_TIME and part.count(_NO_TIME) == _TIMES
    return facts if known else None
