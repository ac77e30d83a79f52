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
from typing import TypeAlias

from consent_server.kernel.errors import EvidenceError
from consent_server.ledger.entry import (
    ENTRY_BYTES,
    ENTRY_VERSION,
    MAX_ARRIVAL,
    EntryKind,
    commit_salted,
)
from consent_server.ledger.known_decisions import KnownDecisions
from consent_server.ledger.merkle import HASH_BYTES, leaf_hash
from consent_server.ledger.reading import parse_text_at
from consent_server.ledger.record_facts import (
    MAX_TIME_APART,
    DecisionFacts,
    read_decision_facts,
    read_record_id,
    require_same_time,
)
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.seen_records import SEEN
from consent_server.ledger.spans import Spans

_ID = "-".join(f"[0-9a-f]{{{count}}}" for count in (8, 4, 4, 4, 12))
_ANY_ID = "[0-9a-f-]{36}"
# The last character before the padding holds bits that canonical base64 leaves zero.
_ENTRY, _SALT = "[A-Za-z0-9+/]{141}[AQgw]==", '(?:"([A-Za-z0-9+/]{21}[AQgw]==)"|null)'
# A line as far as its subject, and that too where it looks as it usually does, with a
# backslash before every quote.
_LINE = re.compile(
    rf'\{{"i":(0|[1-9][0-9]{{0,14}}),"e":"({_ENTRY})","s":\[{_SALT},{_SALT},{_SALT}\],'
    rf'"p":\[(?:"(\{{\\"previous_record_id\\":(?:null|\\"{_ANY_ID}\\"),'
    rf'\\"record_id\\":\\"({_ID})\\",\\"subject_id\\":\\"{_ANY_ID}\\"\}})",)?'
)
_NULL, _END = "null", "]}\n"
_VISITOR = bytes([ENTRY_VERSION, EntryKind.VISITOR])
_COMMITTED = ENTRY_BYTES - len(PART_NAMES) * HASH_BYTES


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

    def note_absent(self, parts: Sequence[str | None], index: int) -> None:
        """Note which parts of a record are gone."""
        for name, part in zip(PART_NAMES, parts, strict=True):
            if part is None:
                self.absent[name].add(index, index + 1)


Judged: TypeAlias = Stretch | int
"""Good records, or a number of lines that must be looked at one by one."""


def judge_block(data: bytes) -> list[Judged]:
    """Judge whole lines of ``records.jsonl``, without those before and after them."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [data.count(b"\n")]
    found: list[Judged] = []
    judge, start = _FastJudge(), 0
    while start < len(text):
        try:
            start = judge.judge(text, start)
        # What is wrong with the line is found by looking at it again.
        except (EvidenceError, ValueError, RecursionError):
            start = text.index("\n", start) + 1
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
        self._known = KnownDecisions()

    def judge(self, text: str, start: int) -> int:
        """Take the line that begins at ``start`` and return where the next one does.

        Raises:
            ValueError: Something may be wrong with it; nothing was changed.
            EvidenceError: Likewise.
        """
        match = _LINE.match(text, start)
        if match is None:
            raise ValueError(start)
        place, encoded, salt_1, salt_2, salt_3, subject, record_id = match.groups()
        index, entry, end = int(place), a2b_base64(encoded), match.end()
        arrived_at = int.from_bytes(entry[2:_COMMITTED])
        if not entry.startswith(_VISITOR) or arrived_at > MAX_ARRIVAL:
            raise ValueError(start)
        if subject is None:
            subject, number, end = _read_subject(text, end, salt_1)
        else:
            subject = subject.replace("\\", "")
            number = bytes.fromhex(record_id.replace("-", ""))
        decision, facts, end = self._read_decision(text, end, salt_2, arrived_at)
        context, end = _read_part(text, end, salt_3, _END)
        parts = subject, decision, context
        committed = _commit(entry, 0, salt_1, subject)
        committed += _commit(entry, 1, salt_2, decision)
        if committed + _commit(entry, 2, salt_3, context) != entry[_COMMITTED:]:
            raise ValueError(start)
        stretch = self._stretch_for(index)
        stretch.leaves += leaf_hash(entry)
        stretch.arrivals.append(arrived_at)
        if number is not None:
            stretch.seen += SEEN.pack(number, index)
        if facts is not None:
            stretch.decided[facts] = stretch.decided.get(facts, 0) + 1
        if None in parts:
            stretch.note_absent(parts, index)
        return end

    def _stretch_for(self, index: int) -> Stretch:
        if index != self.stretch.stop:
            self.stretch = Stretch(start=index)
        return self.stretch

    def _read_decision(
        self, text: str, start: int, salt: str | None, arrived_at: int
    ) -> tuple[str | None, DecisionFacts | None, int]:
        """Read a decision; those that differ in their times alone are read once."""
        known = None if salt is None else self._known.find(text, start)
        if known is not None:
            decision, facts, second, end = known
            if abs(second - arrived_at) > MAX_TIME_APART:
                raise ValueError(start)
            return decision, facts, end
        part, end = _read_part(text, start, salt, ",")
        if part is None:
            return None, None, end
        facts, recorded_at = read_decision_facts(part)
        require_same_time(arrived_at, recorded_at)
        return part, facts, end


def _read_part(
    text: str, start: int, salt: str | None, then: str
) -> tuple[str | None, int]:
    """Read a part, which is there if its salt is; give where ``then`` ends after it."""
    part: str | None = None
    if salt is not None:
        part, end = parse_text_at(text, start)
    elif text.startswith(_NULL, start):
        end = start + len(_NULL)
    else:
        raise ValueError(start)
    if not text.startswith(then, end):
        raise ValueError(start)
    return part, end + len(then)


def _commit(entry: bytes, place: int, salt: str | None, part: str | None) -> bytes:
    """Return the commitment to a part, and to one that is gone what the entry says."""
    if salt is not None and part is not None:
        return commit_salted(a2b_base64(salt) + part.encode())
    if salt is not part:
        raise ValueError(place)
    start = _COMMITTED + place * HASH_BYTES
    return entry[start : start + HASH_BYTES]


def _read_subject(
    text: str, start: int, salt: str | None
) -> tuple[str | None, bytes | None, int]:
    """Read a subject and its record's id."""
    part, end = _read_part(text, start, salt, ",")
    return part, None if part is None else read_record_id(part), end
