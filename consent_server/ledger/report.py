"""What verification found, for people and for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from consent_server.kernel.canonical import Json
from consent_server.ledger.problems import Problem

NOT_ANCHORED = (
    "Not anchored: rests on the operator's word. No witness has cosigned a checkpoint, "
    "so a ledger that was rewritten and signed again would look the same; compare it "
    "with a checkpoint from a receipt or from an earlier bundle."
)
NOT_SHOWN = (
    "A ledger cannot show that a recorded click was a person's, nor that every click "
    "was recorded."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a bundle shows. Counts cover what could be read.

    ``purposes`` maps a purpose to how often it was granted and refused, ``erased`` a
    part to the number of records that lost it under a tombstone, ``overdue`` counts
    parts that a tombstone covers and that are still there. ``problems`` lists the first
    of ``problem_count``; ``first_broken`` is the one at the lowest position.
    """

    origin: str
    size: int
    software: str
    checkpoints: int
    entries: Mapping[str, int]
    actions: Mapping[str, int]
    purposes: Mapping[str, Mapping[str, int]]
    erased: Mapping[str, int]
    overdue: int
    first_arrival: int | None
    last_arrival: int | None
    problems: tuple[Problem, ...]
    problem_count: int
    first_broken: Problem | None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.problem_count == 0

    @property
    def caveats(self) -> tuple[str, ...]:
        """What this bundle cannot show, in words for an auditor."""
        reached = "no entry"
        if self.size:
            noun = "entry" if self.size == 1 else "entries"
            last = _time(self.last_arrival)
            reached = f"as far as {self.size} {noun}, the last of {last}"
        reach = (
            f"Reaches {reached}. What was recorded later is not covered, and "
            "a bundle that was cut off at an earlier checkpoint holds as well: compare "
            "it with a later one."
        )
        found = [
            reach,
            NOT_ANCHORED,
            NOT_SHOWN,
        ]
        if self.overdue:
            found.append(
                f"{self.overdue} erased parts are still in the bundle: the erasure was "
                "announced and not carried out."
            )
        return tuple(found)


def report_text(report: Report) -> str:
    """Write a report as a person reads it."""
    lines = [
        f"Ledger    {report.origin}",
        f"Entries   {report.size} ({_counts(report.entries)})",
        f"Signed    {report.checkpoints} checkpoint{'s' * (report.checkpoints != 1)}",
        f"Period    {_time(report.first_arrival)} to {_time(report.last_arrival)}",
        f"Acts      {_counts(report.actions)}",
        *(
            f"Purpose   {purpose}: {_counts(decided)}"
            for purpose, decided in report.purposes.items()
        ),
        f"Erased    {_counts(report.erased)}",
        "",
        *_verdict(report),
        "",
        *(f"Note: {caveat}" for caveat in report.caveats),
    ]
    # Much of this is the bundle's own words: they must not make lines of their own.
    return "".join(f"{escape(line)}\n" for line in lines)


def escape(text: str) -> str:
    """Replace what could move a terminal's cursor or hide text: controls, marks."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode()
        for one in text
    )


def report_json(report: Report) -> dict[str, Json]:
    """Give a report as JSON values."""
    return {
        "holds": report.holds,
        "origin": report.origin,
        "size": report.size,
        "software": report.software,
        "checkpoints": report.checkpoints,
        "entries": {**report.entries},
        "actions": {**report.actions},
        "purposes": {name: {**decided} for name, decided in report.purposes.items()},
        "erased": {**report.erased},
        "overdue": report.overdue,
        "first_arrival": report.first_arrival,
        "last_arrival": report.last_arrival,
        "first_broken": _problem_json(report.first_broken),
        "problem_count": report.problem_count,
        "problems": [_problem_json(problem) for problem in report.problems],
        "anchored": False,
        "caveats": list(report.caveats),
    }


def _verdict(report: Report) -> list[str]:
    if report.holds:
        return ["HOLDS: every entry is the one that was signed."]
    first = report.first_broken
    place = "" if first is None else f" The first broken one is {_name(first)}."
    unlisted = report.problem_count - len(report.problems)
    return [
        f"BROKEN: {_problems(report.problem_count)}.{place}",
        *(f"  {_describe(problem)}" for problem in report.problems),
        *([f"  and {unlisted} more"] if unlisted else []),
    ]


def _problems(count: int) -> str:
    return "1 problem" if count == 1 else f"{count} problems"


def _describe(problem: Problem) -> str:
    place = "" if problem.index is None else f"{_name(problem)}: "
    return f"[{problem.code}] {place}{problem.message}"


def _name(problem: Problem) -> str:
    record = f" (record {problem.record_id})" if problem.record_id else ""
    return f"entry {problem.index}{record}"


def _problem_json(problem: Problem | None) -> Json:
    if problem is None:
        return None
    return {
        "code": problem.code.value,
        "message": problem.message,
        "index": problem.index,
        "record_id": problem.record_id,
    }


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"


def _time(seconds: int | None) -> str:
    if seconds is None:
        return "unknown"
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return f"second {seconds}"
