"""Verifies a bundle with nothing but public keys: no database, no server.

The steps are those of ``docs/spec/bundle.md``. What is not a bundle at all raises
MalformedEvidenceError; everything that is wrong inside one goes into the report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import IO, BinaryIO
from uuid import UUID

from consent_server.ledger.anchoring import (
    arrival_windows,
    cosigners,
    find_anchor,
    judge_quorum,
)
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.continuation import Later, judge_epoch, tombstones_of
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.judge import Judge
from consent_server.ledger.key_chain import KeyUse, judge_keys
from consent_server.ledger.members import (
    Timestamp,
    check_documents,
    check_members,
    read_timestamps,
)
from consent_server.ledger.problems import ProblemCode, Problems, places
from consent_server.ledger.read_records import (
    PROBLEMS_ENOUGH,
    JudgeBlocks,
    RecordsReader,
    one_after_another,
)
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.report import Report
from consent_server.ledger.signed_tree import SignedTree, check_leaves, open_tree
from consent_server.ledger.spans import Spans
from consent_server.ledger.trust import Trust


def verify_bundle(
    file: BinaryIO,
    trust: Trust,
    kept: Sequence[str] = (),
    *,
    later: Sequence[Later] = (),
    judge_blocks: JudgeBlocks = one_after_another,
    spill: IO[bytes] | None = None,
) -> Report:
    """Check everything that a bundle claims.

    ``kept`` are checkpoints that the auditor kept from before or got elsewhere: the
    bundle must contain the tree of each, so that nothing was cut off or rewritten.
    ``later`` is what logs that continue this one say of it, from bundles that hold.
    ``spill`` is an empty file for what does not fit into memory, 24 bytes per record;
    without one it stays there. Of timestamps (RFC 3161) it is checked what they are
    about, and not who signed them.

    Raises:
        MalformedEvidenceError: Not a bundle of this format version.
        SettingError: The keys to trust are of other ledgers.
    """
    bundle = BundleReader(file)
    problems = Problems()
    tree = open_tree(bundle, trust, kept, later, problems)
    check_leaves(bundle, tree, problems)
    judge = Judge(tree.origin, arrival_windows(tree), spill)
    records = RecordsReader(bundle, tree.size, judge, problems)
    records.read(judge_blocks)
    for placed in tombstones_of(tree.origin, later):
        judge.bury(placed)
    _check_repetitions(judge, problems)
    keys = judge_keys(tree, judge.successions, problems)
    judge_epoch(tree.origin, judge.epoch, problems)
    judge_quorum(tree, trust, judge.arrivals and judge.arrivals[1], problems)
    _check_absent_parts(bundle, judge, problems)
    check_documents(bundle, judge.publications, problems)
    timestamps = read_timestamps(bundle, tree, problems)
    check_members(bundle, problems)
    return _report(
        _Found(
            bundle=bundle,
            trust=trust,
            tree=tree,
            judge=judge,
            left_out=records.left_out,
            keys=keys,
            timestamps=timestamps,
            compared=len(kept),
        ),
        problems,
    )


def _check_repetitions(judge: Judge, problems: Problems) -> None:
    repeated = islice(judge.seen.repeated(), PROBLEMS_ENOUGH)
    for record_id, first, again in sorted(repeated, key=itemgetter(2)):
        problems.add(
            ProblemCode.REPEATED,
            f"this record id is that of entry {first} already",
            index=again,
            record_id=str(UUID(bytes=record_id)),
        )


def _check_absent_parts(bundle: BundleReader, judge: Judge, problems: Problems) -> None:
    """What is gone is under a tombstone, or was withheld from every record."""
    for name in PART_NAMES:
        gone = judge.absent[name] - judge.tombstones[name]
        if name in bundle.manifest.withheld:
            _check_withheld(name, judge, problems)
            gone -= gone - judge.own_entries
        for start, stop in gone.runs():
            problems.add(
                ProblemCode.PART_MISSING,
                f"the {name} part of {places(start, stop)} is gone and no tombstone "
                "says why; where another log continues this one, give its bundle as a "
                "later one",
                index=start,
            )


def _check_withheld(name: str, judge: Judge, problems: Problems) -> None:
    """A part that some records still have was not withheld from the others alone."""
    records = judge.entries[EntryKind.VISITOR.name.lower()]
    without = judge.absent[name] - judge.own_entries
    if 0 < len(without) < records:
        problems.add(
            ProblemCode.PART_MISSING,
            f"the {name} part is said to be withheld from every record, and is gone "
            f"from {len(without)} of {records}",
            index=without.runs()[0][0],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    bundle: BundleReader
    trust: Trust
    tree: SignedTree
    judge: Judge
    left_out: Spans
    keys: tuple[KeyUse, ...]
    timestamps: tuple[Timestamp, ...]
    compared: int


def _report(found: _Found, problems: Problems) -> Report:
    judge, tree = found.judge, found.tree
    first, last = judge.arrivals or (None, None)
    absent = {
        name: (
            len(judge.absent[name] - judge.tombstones[name]),
            len(judge.absent[name]),
        )
        for name in PART_NAMES
    }
    there = [judge.own_entries, found.left_out]
    return Report(
        origin=tree.origin,
        size=tree.size,
        software=found.bundle.manifest.software,
        serial=found.bundle.manifest.serial,
        recipient=found.bundle.manifest.recipient,
        checkpoints=len(tree.opened),
        cosigned=tuple(
            (one.checkpoint.size, one.cosigned) for one in tree.opened if one.cosigned
        ),
        witnesses=cosigners(tree, found.trust),
        strangers=tree.strangers,
        anchor=find_anchor(tree, found.trust),
        timestamps=found.timestamps,
        compared=found.compared,
        keys=found.keys,
        epoch=judge.epoch,
        entries=judge.entries,
        actions=judge.actions,
        purposes=judge.purposes,
        signals=judge.signals,
        erased={
            name: gone - unexplained
            for name, (unexplained, gone) in absent.items()
            if gone > unexplained
        },
        buried=tuple(judge.buried),
        elsewhere=tuple(judge.elsewhere),
        overdue=sum(
            len(judge.tombstones[name] - judge.absent[name] - there[0] - there[1])
            for name in PART_NAMES
        ),
        selection=found.bundle.manifest.selection,
        left_out=len(found.left_out),
        withheld={
            name: absent[name][0]
            for name in PART_NAMES
            if name in found.bundle.manifest.withheld
        },
        first_arrival=first,
        last_arrival=last,
        set_back=judge.set_back,
        problems=tuple(problems.listed),
        problem_count=problems.count,
        first_broken=problems.first,
    )
