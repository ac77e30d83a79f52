"""Checking one file and saying what came out: the same words for every program."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from consent_server.kernel.canonical import Json
from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    MalformedEvidenceError,
    SettingError,
)
from consent_server.ledger.continuation import Later
from consent_server.ledger.read_records import JudgeBlocks
from consent_server.ledger.receipt import (
    VerifiedReceipt,
    foreign_signers,
    verify_receipt,
)
from consent_server.ledger.report import Report, escape, time_text
from consent_server.ledger.report_json import report_json
from consent_server.ledger.report_text import report_text
from consent_server.ledger.stretch import Judged
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from consent_server.verifier.inputs import read_receipt
from consent_server.verifier.processes import judging_in

HOLDS = 0
FINDINGS = 1
BAD_INPUT = 2
BROKEN_EVIDENCE = 3

_SPILL_BYTES = 16 * 1024 * 1024  # above that record ids wait in a file
_SHOWN_EVERY = 20  # blocks: about 8,000 records


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a program prints, whole lines, and its exit code."""

    text: str
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What an auditor holds against a bundle.

    ``kept`` are checkpoints from before, ``later`` bundles of the logs that continue
    this one: they say what was erased from it since.
    """

    kept: Sequence[str] = ()
    later: Sequence[Path] = ()


def check_bundle(
    file: Path, trust: Trust, beside: Beside, processes: int, *, as_json: bool
) -> Outcome:
    """Verify a bundle and describe what was found.

    Raises:
        SettingError: A file cannot be read or is no bundle, or the keys are of another
            ledger.
        BrokenEvidenceError: A later bundle does not hold.
    """
    later = [_verify_later(bundle, trust, processes) for bundle in beside.later]
    report = _verify(file, trust, beside.kept, processes, later)
    code = HOLDS if report.holds else BROKEN_EVIDENCE
    if as_json:
        return Outcome(text=_json_text(report_json(report)), exit_code=code)
    return Outcome(text=report_text(report), exit_code=code)


def _verify_later(file: Path, trust: Trust, processes: int) -> Later:
    report = _verify(file, trust, (), processes)
    if not report.holds:
        raise BrokenEvidenceError(
            f"{file} does not hold, so nothing rests on it; verify it by itself first"
        )
    return Later(
        origin=report.origin,
        left=None if report.epoch is None else report.epoch.stored,
        tombstones=report.elsewhere,
    )


def _verify(
    file: Path,
    trust: Trust,
    kept: Sequence[str],
    processes: int,
    later: Sequence[Later] = (),
) -> Report:
    _require_no_receipt(file)
    with (
        _opened(file) as bundle,
        tempfile.SpooledTemporaryFile(_SPILL_BYTES) as spill,
    ):
        try:
            return verify_bundle(
                bundle,
                trust,
                kept,
                later=later,
                judge_blocks=_shown(judging_in(processes)),
                spill=spill,
            )
        except MalformedEvidenceError as error:
            # It may hold names out of the file.
            raise SettingError(f"{file} is no bundle: {escape(str(error))}") from error


def check_receipt(file: Path, trust: Trust, *, as_json: bool) -> Outcome:
    """Verify a visitor's receipt and describe what was found.

    Raises:
        SettingError: The file cannot be read, is no receipt, or the keys are others.
        BrokenEvidenceError: The receipt does not hold.
    """
    receipt = read_receipt(file)
    _require_same_ledger(file, receipt, trust)
    try:
        verified = verify_receipt(receipt, trust)
    except EvidenceError as error:
        raise BrokenEvidenceError(escape(str(error))) from error
    met = trust.quorum_met(verified.cosigned.keys())
    text = "".join(f"{escape(line)}\n" for line in _receipt_lines(verified))
    return Outcome(
        text=_json_text(_receipt_json(verified)) if as_json else text,
        exit_code=HOLDS if met else FINDINGS,
    )


def _require_same_ledger(
    file: Path, receipt: Mapping[str, object], trust: Trust
) -> None:
    """Tell a key that does not belong to a receipt from a receipt that is broken."""
    try:
        signers = foreign_signers(receipt, trust)
    except MalformedEvidenceError as error:
        raise SettingError(f"{file} is no receipt: {escape(str(error))}") from error
    if signers:
        ours = sorted(key.label for key in trust.log_keys)
        raise SettingError(
            "signed with another key than the one given: this receipt is of "
            f"{', '.join(sorted(signers))!r:.200}, and the key to trust is "
            f"{', '.join(ours)!r:.200}. Take the key that was in force when the "
            "receipt was made"
        )


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise SettingError(f"{file} cannot be read: {error.strerror}") from error


def _require_no_receipt(file: Path) -> None:
    with _opened(file) as beginning:
        if beginning.read(1) == b"{":
            raise SettingError(
                f"{file} is no bundle; if it is a receipt, check it with "
                f"verify-receipt {file} --key KEY, or compare a bundle with it: "
                f"verify BUNDLE --key KEY --checkpoint {file}"
            )


def _shown(judge_blocks: JudgeBlocks) -> JudgeBlocks:
    """Show on a terminal how far the work is."""
    if not sys.stderr.isatty():
        return judge_blocks

    def judge_and_show(
        judge: Callable[[bytes], list[Judged]], blocks: Iterable[bytes]
    ) -> Iterator[tuple[bytes, list[Judged]]]:
        entries = 0
        for number, (block, judged) in enumerate(judge_blocks(judge, blocks)):
            yield block, judged
            entries += block.count(b"\n")
            if number % _SHOWN_EVERY == 0:
                print(f"\r{entries:,} entries", end="", file=sys.stderr, flush=True)
        print(f"\r{entries:,} entries", file=sys.stderr)

    return judge_and_show


def _json_text(value: Mapping[str, Json]) -> str:
    return json.dumps(value, indent=2) + "\n"


def _receipt_json(verified: VerifiedReceipt) -> dict[str, Json]:
    return {
        "holds": True,
        "state": verified.state.value,
        "record_id": verified.record_id,
        "index": verified.index,
        "cosigned": {**verified.cosigned},
        "anchored": verified.anchored,
    }


def _receipt_lines(verified: VerifiedReceipt) -> list[str]:
    record = verified.record_id or "a record whose subject was erased"
    where = "committed, and not yet in the signed log"
    if verified.index is not None:
        where = f"entry {verified.index} of {verified.origin}"
    seen = [
        f"cosigned by {name} at {time_text(at)}"
        for name, at in verified.cosigned.items()
    ]
    rests = [] if verified.anchored else ["not anchored: rests on the operator's word"]
    return [f"HOLDS: {record} is {where}", *seen, *rests]
