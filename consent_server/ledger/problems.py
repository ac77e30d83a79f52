"""What is wrong with a bundle: codes, and the collector that keeps the first few."""

import enum
import math
from dataclasses import dataclass

from consent_server.kernel.errors import BrokenEvidenceError

PROBLEMS_LISTED = 20


class ProblemCode(enum.StrEnum):
    """What is wrong with a bundle."""

    CHECKPOINT = "checkpoint"  # unreadable, not signed by this key, or of another log
    FORK = "fork"  # two signed trees that contradict each other
    CUT_OFF = "cut_off"  # shorter than something that was signed
    TREE = "tree"  # the leaf hashes do not give the signed root
    UNREADABLE = "unreadable"  # bytes that do not follow the format
    ENTRY = "entry"  # not the entry that was signed
    MISSING = "missing"  # an entry that was signed is not there
    OUT_OF_PLACE = "out_of_place"  # an entry again, too late, or never signed
    PART = "part"  # a part is not what was committed to
    PART_MISSING = "part_missing"  # gone, and no tombstone says why
    REPEATED = "repeated"  # a record id for the second time
    TIME = "time"  # what it says of its time cannot be
    NOT_PUBLISHED = "not_published"  # refers to what no earlier entry published
    TOMBSTONE = "tombstone"  # a tombstone that cannot be true
    SUCCESSION = "succession"  # keys that no KEY entry proves, or a retired one signs
    EPOCH = "epoch"  # the log does not continue the one that it says it continues
    COSIGNATURE = "cosignature"  # not from the witness that it names
    TIMESTAMP = "timestamp"  # a token that does not fit its checkpoint
    QUORUM = "quorum"  # fewer witnesses have seen this log than the auditor asks for
    DOCUMENT = "document"  # a policy or notice that is lost, changed or foreign
    MEMBER = "member"  # a member that is not what the manifest says


class FoundProblemError(BrokenEvidenceError):
    """Carries one problem from where it is found to the report."""

    def __init__(self, problem: ProblemCode, message: str) -> None:
        super().__init__(message)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong; ``index`` is the position of the entry, if it is one."""

    code: ProblemCode
    message: str
    index: int | None = None
    record_id: str | None = None


class Problems:
    """Collects problems; keeps the first few, the count, and the lowest position."""

    def __init__(self) -> None:
        self.listed: list[Problem] = []
        self.count = 0
        self.first: Problem | None = None

    def add(
        self,
        code: ProblemCode,
        message: str,
        index: int | None = None,
        record_id: str | None = None,
    ) -> None:
        """Add one; ``index`` is the position of the entry, if it is one."""
        problem = Problem(code=code, message=message, index=index, record_id=record_id)
        self.count += 1
        if len(self.listed) < PROBLEMS_LISTED:
            self.listed.append(problem)
        # Of two problems at one position the one that can name the record is better.
        if index is not None and _rank(problem) < _rank(self.first):
            self.first = problem


def places(start: int, stop: int) -> str:
    """Name the entries ``[start, stop)`` in a message."""
    last = stop - 1
    return f"entry {start}" if start == last else f"entries {start} to {last}"


def _rank(problem: Problem | None) -> tuple[float, bool]:
    if problem is None or problem.index is None:
        return math.inf, True
    return problem.index, problem.record_id is None
