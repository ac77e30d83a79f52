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
from consent_server.ledger.entry import (
    ENTRY_BYTES,
    ENTRY_VERSION,
    MAX_ARRIVAL,
    EntryKind,
    commit_salted,
)
from consent_server.ledger.merkle import HASH_BYTES, leaf_hash
from consent_server.ledger.reading import parse_text_at
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
_ANY_ID = "[0-9a-f-]{36}"
# A subject as it usually stands in its line, with a backslash before every quote.
_SUBJECT = re.compile(
    rf'"(\{{\\"previous_record_id\\":(?:null|\\"{_ANY_ID}\\"),'
    rf'\\"record_id\\":\\"({_ID})\\",\\"subject_id\\":\\"{_ANY_ID}\\"\}})",'
)
# The last character before the padding holds bits that canonical base64 leaves zero.
_ENTRY, _SALT = "[A-Za-z0-9+/]{141}[AQgw]==", '(?:"([A-Za-z0-9+/]{21}[AQgw]==)"|null)'
_LINE = re.compile(
    rf'\{{"i":(0|[1-9][0-9]{{0,14}}),"e":"({_ENTRY})","s":\[{_SALT},{_SALT},{_SALT}\],'
    r'"p":\['
)
_NULL, _END = "null", "]}"
# Of a decision as it stands in its line, where every quote has a backslash before it.
_EXPIRES, _RECORDED, _DECISION_END = r"\"expires_at\":\"", r"\"recorded_at\":\"", '}",'
_TIMES = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z){2}")
_TIME_LENGTH = 27
_NO_TIME = "~" * _TIME_LENGTH
_TIMES_THERE = 2  # in a decision: when it expires, and when it was made
_VISITOR = bytes([ENTRY_VERSION, EntryKind.VISITOR])
_COMMITTED = ENTRY_BYTES - len(PART_NAMES) * HASH_BYTES
_COMMITMENTS = range(_COMMITTED, ENTRY_BYTES, HASH_BYTES)  # where each begins
_BEGINNING = 32  # letters of a decision: as far as its action, which is the first
_Layout: TypeAlias = tuple[int, int, int]
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
        self._layouts: dict[str, _Layout] = {}

    def judge(self, line: str) -> None:
        """Take one line, or raise an error and change nothing."""
        match = _LINE.match(line)
        if match is None:
            raise ValueError(line)
        place, encoded, *salts = match.groups()
        index, entry = int(place), a2b_base64(encoded)
        arrived_at = int.from_bytes(entry[2:_COMMITTED])
        if not entry.startswith(_VISITOR) or arrived_at > MAX_ARRIVAL:
            raise ValueError(line)
        subject, record_id, end = _read_subject(line, match.end(), salts[0])
        decision, facts, end = self._read_decision(line, end, salts[1], arrived_at)
        context, end = _read_part(line, end, salts[2], _END)
        if end != len(line):
            raise ValueError(line)
        parts = (subject, decision, context)
        _require_committed(entry, salts, parts)
        if index != self.stretch.stop:
            self.stretch = Stretch(start=index)
        self.stretch.leaves += leaf_hash(entry)
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

    def _read_decision(
        self, line: str, start: int, salt: str | None, arrived_at: int
    ) -> tuple[str | None, DecisionFacts | None, int]:
        """Read a decision; those that differ in their times alone are read once."""
        known = None if salt is None else self._find_known(line, start)
        if known is not None:
            decision, facts, recorded_at, end = known
        else:
            part, end = _read_part(line, start, salt, ",")
            if part is None:
                return None, None, end
            decision = part
            facts, recorded_at = read_decision(part)
        require_same_time(arrived_at, recorded_at)
        return decision, facts, end

    def _find_known(
        self, line: str, start: int
    ) -> tuple[str, DecisionFacts, str, int] | None:
        """Find the decision at ``start`` among those that were read, and its end.

        Its times are where they were in the last one that began like it, or else where
        their names are; a wrong place is no danger, for all around the times must be
        what was read before, to the last letter.
        """
        beginning = line[start : start + _BEGINNING]
        layout = self._layouts.get(beginning)
        found = layout and _read_known(line, start, layout)
        if not found:
            layout = _find_layout(line, start)
            found = layout and _read_known(line, start, layout)
            if found and layout:
                self._layouts[beginning] = layout
        return found or None


def _find_layout(line: str, start: int) -> _Layout | None:
    end = line.find(_DECISION_END, start) + len(_DECISION_END)
    expires = line.find(_EXPIRES, start, end) + len(_EXPIRES)
    recorded = line.find(_RECORDED, expires, end) + len(_RECORDED)
    if not start < expires < expires + _TIME_LENGTH < recorded:
        return None
    if end - start > _LONGEST_KEPT:
        return None
    return expires - start, recorded - start, end - start


def _read_known(
    line: str, start: int, layout: _Layout
) -> tuple[str, DecisionFacts, str, int] | None:
    """Read a decision and what follows it in its line.

    What takes the place of a time can stand inside a JSON text and nowhere else, as can
    a time without its quotes: where the one is valid, so is the other.
    """
    expires, recorded, end = layout
    expires, recorded, end = start + expires, start + recorded, start + end
    expired, behind = expires + _TIME_LENGTH, recorded + _TIME_LENGTH
    expires_at, recorded_at = line[expires:expired], line[recorded:behind]
    if not _TIMES.fullmatch(expires_at + recorded_at):
        return None
    known = _read_timeless(
        line[start:expires], line[expired:recorded], line[behind:end]
    )
    if known is None:
        return None
    facts, before, between, after = known
    decision = f"{before}{expires_at}{between}{recorded_at}{after}"
    return decision, facts, recorded_at, end


@lru_cache(maxsize=_KEPT)
def _read_timeless(
    before: str, between: str, after: str
) -> tuple[DecisionFacts, str, str, str] | None:
    """Read a decision in its line without its times, and what stands around those."""
    text = _NO_TIME.join((before, between, after))
    part, end = parse_text_at(text, 0)
    if text[end:] != "," or "\\" in part or part.count(_NO_TIME) != _TIMES_THERE:
        return None
    facts, recorded_at = read_decision(part)
    # Otherwise the time that was exchanged is not the one that counts.
    if recorded_at != _NO_TIME:
        return None
    before, between, after = part.split(_NO_TIME)
    return facts, before, between, after


def _read_part(
    line: str, start: int, salt: str | None, then: str
) -> tuple[str | None, int]:
    """Read a part, which is there if its salt is; give where ``then`` ends after it."""
    part: str | None = None
    if salt is not None:
        part, end = parse_text_at(line, start)
    elif line.startswith(_NULL, start):
        end = start + len(_NULL)
    else:
        raise ValueError(line)
    if not line.startswith(then, end):
        raise ValueError(line)
    return part, end + len(then)


def _require_committed(
    entry: bytes, salts: Sequence[str | None], parts: Sequence[str | None]
) -> None:
    """Check the parts that are there; each has a salt, and so have no others."""
    committed = b"".join(
        [
            commit_salted(a2b_base64(salt) + part.encode())
            if salt is not None and part is not None
            else entry[place : place + HASH_BYTES]
            for salt, part, place in zip(salts, parts, _COMMITMENTS, strict=True)
        ]
    )
    if committed != entry[_COMMITTED:]:
        raise ValueError(parts)


def _read_subject(
    line: str, start: int, salt: str | None
) -> tuple[str | None, bytes | None, int]:
    """Read a subject and its record's id."""
    usual = None if salt is None else _SUBJECT.match(line, start)
    if usual is not None:
        subject = usual[1].replace("\\", "")
        return subject, bytes.fromhex(usual[2].replace("-", "")), usual.end()
    part, end = _read_part(line, start, salt, ",")
    return part, None if part is None else read_record_id(part), end
