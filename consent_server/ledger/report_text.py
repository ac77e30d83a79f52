"""A report as an auditor reads it."""

from collections.abc import Iterator, Mapping, Sequence

from consent_server.ledger.caveats import caveats
from consent_server.ledger.key_chain import KeyUse
from consent_server.ledger.problems import Problem
from consent_server.ledger.report import Report, count_of, escape, time_text

LINES_LISTED = 10  # of what a ledger may have many of; the JSON report has more


def report_text(report: Report) -> str:
    """Write a report as a person reads it."""
    lines = [
        f"Ledger    {report.origin}",
        *_exported(report),
        f"Entries   {report.size} ({_counts(report.entries)})",
        *_epoch(report),
        f"Period    {_period(report)}",
        f"Signed    {count_of(report.checkpoints, 'checkpoint', 'checkpoints')}",
        *_keys(report.keys),
        *_anchors(report),
        f"Acts      {_counts(report.actions)}",
        *(
            f"Purpose   {purpose}: {_counts(decided)}"
            for purpose, decided in report.purposes.items()
        ),
        *([f"Signals   {_counts(report.signals)}"] if report.signals else []),
        f"Erased    {_counts(report.erased)}",
        *_tombstones(report),
        *_withheld(report),
        "",
        *_verdict(report),
        "",
        *(f"Note: {caveat}" for caveat in caveats(report)),
    ]
    # Much of this is the bundle's own words: they must not make lines of their own.
    return "".join(f"{escape(line)}\n" for line in lines)


def _period(report: Report) -> str:
    return f"{time_text(report.first_arrival)} to {time_text(report.last_arrival)}"


def _exported(report: Report) -> Iterator[str]:
    if report.serial is not None:
        recipient = f" for {report.recipient}" if report.recipient else ""
        yield f"Export    {report.serial}{recipient}"


def _epoch(report: Report) -> Iterator[str]:
    if report.epoch is not None:
        yield (
            f"Continues {report.epoch.known.origin} ({report.epoch.reason}), left at "
            f"{count_of(report.epoch.stored.size, 'entry', 'entries')}"
        )


def _keys(keys: Sequence[KeyUse]) -> Iterator[str]:
    for key in keys:
        if key.until is not None:
            yield f"          {key.key}, retired by entry {key.until}"
    if len(keys) > 1:
        yield f"          {keys[-1].key}, in force since entry {keys[-1].since}"


def _anchors(report: Report) -> Iterator[str]:
    if report.anchor is None:
        yield "Anchored  no: rests on the operator's word"
    else:
        yield (
            f"Anchored  {count_of(report.anchor.size, 'entry', 'entries')}, "
            f"{time_text(report.anchor.at)}"
        )
    for one in report.witnesses:
        seen = "cosigned nothing"
        if one.size is not None:
            seen = (
                f"cosigned {count_of(one.checkpoints, 'checkpoint', 'checkpoints')}, "
                f"the newest of {count_of(one.size, 'entry', 'entries')} at "
                f"{time_text(one.at)}"
            )
        yield f"          {one.name} ({one.key}) {seen}"
    for name, number in [*report.strangers.items()][:LINES_LISTED]:
        yield (
            f"          {name} signed {count_of(number, 'checkpoint', 'checkpoints')}: "
            "not trusted here, not counted"
        )
    for stamp in [*report.timestamps][-1:]:
        yield (
            f"          {count_of(len(report.timestamps), 'timestamp', 'timestamps')} "
            f"(RFC 3161), each about its checkpoint; the newest, of "
            f"{count_of(stamp.size, 'entry', 'entries')}, says {time_text(stamp.says)}"
        )
        yield (
            "          who signed the timestamps was not checked: do it with "
            "'openssl ts -verify'"
        )


def _tombstones(report: Report) -> Iterator[str]:
    for one in report.buried[:LINES_LISTED]:
        of_log = "" if one.log == report.origin else f" of {one.log}"
        yield (
            f"          entry {one.index}{of_log} ({one.kind}, {one.reason}): "
            f"{' and '.join(one.parts)} of {count_of(one.entries, 'entry', 'entries')}"
        )
    more = len(report.buried) - LINES_LISTED
    if more > 0:
        yield f"          and {count_of(more, 'more', 'more')}"


def _withheld(report: Report) -> Iterator[str]:
    if report.selection is not None:
        asked = ", ".join(f"{name} {value}" for name, value in report.selection.items())
        yield (
            f"Withheld  {count_of(report.left_out, 'entry', 'entries')} by selection "
            f"({asked})"
        )
    if report.withheld:
        yield f"Withheld  on purpose: {_counts(report.withheld)}"


def _verdict(report: Report) -> list[str]:
    if report.holds:
        return ["HOLDS: every entry is the one that was signed."]
    first = report.first_broken
    place = "" if first is None else f" The first broken one is {_name(first)}."
    unlisted = report.problem_count - len(report.problems)
    return [
        f"BROKEN: {count_of(report.problem_count, 'problem', 'problems')}.{place}",
        *(f"  {_describe(problem)}" for problem in report.problems),
        *([f"  and {unlisted} more"] if unlisted else []),
    ]


def _describe(problem: Problem) -> str:
    place = "" if problem.index is None else f"{_name(problem)}: "
    return f"[{problem.code}] {place}{problem.message}"


def _name(problem: Problem) -> str:
    record = f" (record {problem.record_id})" if problem.record_id else ""
    return f"entry {problem.index}{record}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
