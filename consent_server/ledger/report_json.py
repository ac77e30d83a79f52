"""A report for programs."""

from consent_server.kernel.canonical import Json
from consent_server.ledger.caveats import caveats
from consent_server.ledger.epoch import Epoch
from consent_server.ledger.problems import Problem
from consent_server.ledger.report import Report


def report_json(report: Report) -> dict[str, Json]:
    """Give a report as JSON values."""
    return {
        "holds": report.holds,
        "origin": report.origin,
        "size": report.size,
        "software": report.software,
        "serial": report.serial,
        "recipient": report.recipient,
        **_signed_json(report),
        **_recorded_json(report),
        **_missing_json(report),
        "first_arrival": report.first_arrival,
        "last_arrival": report.last_arrival,
        "set_back": report.set_back,
        "first_broken": _problem_json(report.first_broken),
        "problem_count": report.problem_count,
        "problems": [_problem_json(problem) for problem in report.problems],
        "caveats": [*caveats(report)],
    }


def _signed_json(report: Report) -> dict[str, Json]:
    anchor = report.anchor
    return {
        "checkpoints": report.checkpoints,
        "compared_checkpoints": report.compared,
        "keys": [
            {"key": one.key, "since": one.since, "until": one.until}
            for one in report.keys
        ],
        "epoch": _epoch_json(report.epoch),
        "anchored": anchor is not None,
        "anchored_size": None if anchor is None else anchor.size,
        "anchored_at": None if anchor is None else anchor.at,
        "cosigned": [
            {"size": size, "witnesses": {**times}} for size, times in report.cosigned
        ],
        "witnesses": [
            {
                "name": one.name,
                "key": one.key,
                "checkpoints": one.checkpoints,
                "newest_size": one.size,
                "newest_at": one.at,
            }
            for one in report.witnesses
        ],
        "unknown_signers": {**report.strangers},
        "timestamps": [
            {"size": one.size, "says": one.says, "signature_checked": False}
            for one in report.timestamps
        ],
    }


def _recorded_json(report: Report) -> dict[str, Json]:
    return {
        "entries": {**report.entries},
        "actions": {**report.actions},
        "purposes": {name: {**decided} for name, decided in report.purposes.items()},
        "signals": {**report.signals},
    }


def _missing_json(report: Report) -> dict[str, Json]:
    selection = report.selection
    return {
        "erased": {**report.erased},
        "tombstones": [
            {
                "log": one.log,
                "index": one.index,
                "kind": one.kind,
                "reason": one.reason,
                "parts": [*one.parts],
                "entries": one.entries,
            }
            for one in report.buried
        ],
        "overdue": report.overdue,
        "selection": None if selection is None else {**selection},
        "left_out_entries": report.left_out,
        "withheld_parts": {**report.withheld},
    }


def _epoch_json(epoch: Epoch | None) -> Json:
    if epoch is None:
        return None
    return {
        "number": epoch.number,
        "continues": epoch.known.origin,
        "from_size": epoch.stored.size,
        "lost_entries": epoch.known.size - epoch.stored.size,
        "reason": epoch.reason,
    }


def _problem_json(problem: Problem | None) -> Json:
    if problem is None:
        return None
    return {
        "code": problem.code.value,
        "message": problem.message,
        "index": problem.index,
        "record_id": problem.record_id,
    }
