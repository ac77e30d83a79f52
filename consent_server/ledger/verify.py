"""Verifies a bundle with nothing but a public key: no database, no server.

The steps are those of ``docs/spec/bundle.md``. What is not a bundle at all raises
MalformedEvidenceError; everything that is wrong inside one goes into the report.
"""

from collections.abc import Sequence
from itertools import islice
from typing import BinaryIO

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.bundle import (
    CHECKPOINTS,
    LEAVES,
    MANIFEST,
    NOTICES,
    POLICIES,
    RECORDS,
)
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.judge import Judge, find_record_id
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.problems import (
    FoundProblemError,
    ProblemCode,
    Problems,
    places,
)
from consent_server.ledger.record_line import PART_NAMES, parse_line
from consent_server.ledger.report import Report
from consent_server.ledger.signed_tree import SignedTree, check_leaves, open_tree

PROBLEMS_ENOUGH = 1_000  # then reading stops: a hostile file could go on for ever


def verify_bundle(
    file: BinaryIO, verifier: NoteVerifier, trusted: Sequence[str] = ()
) -> Report:
    """Check everything that a bundle claims.

    ``trusted`` are checkpoints that the auditor kept from before or got elsewhere: the
    bundle must contain the tree of each, so that nothing was cut off or rewritten.

    Raises:
        MalformedEvidenceError: Not a bundle of this format version.
    """
    return _Verification(BundleReader(file), verifier).run(trusted)


class _Verification:
    def __init__(self, bundle: BundleReader, verifier: NoteVerifier) -> None:
        self._bundle = bundle
        self._verifier = verifier
        self._problems = Problems()
        self._judge = Judge(verifier.name)

    def run(self, trusted: Sequence[str]) -> Report:
        """Take all steps, whatever the earlier ones found."""
        tree = open_tree(self._bundle, self._verifier, trusted, self._problems)
        if tree is None:
            return self._report(SignedTree(size=0, checkpoints=0, roots={}))
        check_leaves(self._bundle, tree, self._problems)
        self._check_records(tree.size)
        self._check_absent_parts()
        self._check_documents()
        self._check_members()
        return self._report(tree)

    def _check_records(self, size: int) -> None:
        """Step 5: every entry in its place, signed, unchanged and plausible."""
        leaves = _Leaves(self._bundle)
        expected = 0
        try:
            for line in self._bundle.lines(RECORDS):
                expected = self._check_line(line, expected, size, leaves)
                if self._problems.count >= PROBLEMS_ENOUGH:
                    self._problems.add(
                        ProblemCode.UNREADABLE, "too many problems: stopped reading"
                    )
                    return
        except MalformedEvidenceError as error:
            self._problems.add(ProblemCode.UNREADABLE, str(error), index=expected)
        if expected < size:
            self._problems.add(
                ProblemCode.MISSING,
                f"{places(expected, size)} missing at the end",
                index=expected,
            )

    def _check_line(
        self, line: bytes, expected: int, size: int, leaves: "_Leaves"
    ) -> int:
        """Check one line and return the position that comes next."""
        try:
            row = parse_line(line)
        except MalformedEvidenceError as error:
            self._problems.add(ProblemCode.UNREADABLE, str(error), index=expected)
            return expected
        if row.index < expected or row.index >= size:
            self._problems.add(
                ProblemCode.OUT_OF_PLACE,
                "this entry comes again or too late, or was never signed",
                index=row.index,
                record_id=find_record_id(row),
            )
            return expected
        if row.index > expected:
            self._problems.add(
                ProblemCode.MISSING,
                f"{places(expected, row.index)} not here",
                index=expected,
            )
        try:
            self._judge.judge(row, leaves.at(row.index))
        except FoundProblemError as error:
            self._problems.add(
                error.problem,
                str(error),
                index=row.index,
                record_id=find_record_id(row),
            )
        return row.index + 1

    def _check_absent_parts(self) -> None:
        """Step 6: what is gone is under a tombstone."""
        for name in PART_NAMES:
            unexplained = self._judge.absent[name] - self._judge.tombstones[name]
            for start, stop in unexplained.runs():
                self._problems.add(
                    ProblemCode.PART_MISSING,
                    f"the {name} part of {places(start, stop)} is gone and no "
                    "tombstone says why",
                    index=start,
                )

    def _check_documents(self) -> None:
        """Step 7: every published policy and notice is here, and nothing else."""
        wanted: dict[str, int] = {}
        for index, publication in self._judge.publications:
            wanted.setdefault(f"{POLICIES}{publication.policy_version}.json", index)
            for digest in publication.notices.values():
                wanted.setdefault(f"{NOTICES}{digest}.json", index)
        names = {*self._bundle.names()}
        for name, index in wanted.items():
            message = self._document_problem(name) if name in names else "is missing"
            if message:
                self._problems.add(
                    ProblemCode.DOCUMENT, f"{name} {message}", index=index
                )
        for name in sorted(names - {*wanted, MANIFEST, CHECKPOINTS, LEAVES, RECORDS}):
            self._problems.add(
                ProblemCode.DOCUMENT, f"{name} was published by no entry"
            )

    def _document_problem(self, name: str) -> str | None:
        try:
            self._bundle.read(name)
        except MalformedEvidenceError as error:
            return f"cannot be read: {error}"
        if not name.endswith(f"/{self._bundle.digests[name]}.json"):
            return "was changed: its bytes have another digest"
        return None

    def _check_members(self) -> None:
        """Step 8: the manifest lists what is there; it proves nothing by itself."""
        listed = self._bundle.manifest.members
        for name in sorted({*self._bundle.names(), *listed} - {MANIFEST}):
            if name not in self._bundle.names():
                self._problems.add(ProblemCode.MEMBER, f"{name:.80} is missing")
            elif name not in listed:
                self._problems.add(ProblemCode.MEMBER, f"{name} is not in the manifest")
            elif self._bundle.digests.get(name, listed[name]) != listed[name]:
                self._problems.add(
                    ProblemCode.MEMBER, f"{name} is not what the manifest says"
                )

    def _report(self, tree: SignedTree) -> Report:
        judge = self._judge
        first, last = judge.arrivals or (None, None)
        erased = {
            name: len(judge.absent[name]) for name in PART_NAMES if judge.absent[name]
        }
        overdue = sum(
            len(judge.tombstones[name] - judge.absent[name] - judge.own_entries)
            for name in PART_NAMES
        )
        return Report(
            origin=self._verifier.name,
            size=tree.size,
            software=self._bundle.manifest.software,
            checkpoints=tree.checkpoints,
            entries=judge.entries,
            actions=judge.actions,
            purposes=judge.purposes,
            erased=erased,
            overdue=overdue,
            first_arrival=first,
            last_arrival=last,
            problems=tuple(self._problems.listed),
            problem_count=self._problems.count,
            first_broken=self._problems.first,
        )


class _Leaves:
    """Reads the leaf hashes a second time, forwards, beside the records."""

    def __init__(self, bundle: BundleReader) -> None:
        self._blocks = bundle.blocks(LEAVES, HASH_BYTES)
        self._next = 0

    def at(self, index: int) -> bytes | None:
        """Return one leaf hash; none after the end or where the member is damaged."""
        skip, self._next = index - self._next, index + 1
        try:
            return next(islice(self._blocks, skip, None), None)
        except MalformedEvidenceError:
            return None
