"""What stands in a bundle beside the records: documents, tokens, things for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from consent_server.kernel.errors import EvidenceError, MalformedEvidenceError
from consent_server.ledger.bundle_format import (
    ANCHORS,
    CHECKPOINTS,
    KEYS,
    LEAVES,
    MANIFEST,
    NOTICES,
    POLICIES,
    RECORDS,
    SUMMARY,
    VERIFIER,
)
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.checkpoint import format_checkpoint
from consent_server.ledger.problems import ProblemCode, Problems
from consent_server.ledger.publication import Publication
from consent_server.ledger.signed_tree import SignedTree
from consent_server.ledger.stamp import read_stamp

_NO_DOCUMENTS = {MANIFEST, CHECKPOINTS, KEYS, LEAVES, RECORDS, SUMMARY, VERIFIER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A token of a timestamping authority over the checkpoint of ``size`` entries.

    ``says`` is the second that it names. It is about that checkpoint; whether the
    authority signed it was not checked.
    """

    size: int
    says: int


def check_documents(
    bundle: BundleReader,
    publications: Sequence[tuple[int, Publication]],
    problems: Problems,
) -> None:
    """Check that every published policy and notice is here, and nothing else."""
    wanted: dict[str, int] = {}
    for index, publication in publications:
        wanted.setdefault(f"{POLICIES}{publication.policy_version}.json", index)
        for digest in publication.notices.values():
            wanted.setdefault(f"{NOTICES}{digest}.json", index)
    names = {name for name in bundle.names() if not name.startswith(ANCHORS)}
    for name, index in wanted.items():
        message = _document_problem(bundle, name) if name in names else "is missing"
        if message:
            problems.add(ProblemCode.DOCUMENT, f"{name} {message}", index=index)
    for name in sorted(names - {*wanted} - _NO_DOCUMENTS):
        problems.add(ProblemCode.DOCUMENT, f"{name} was published by no entry")


def read_timestamps(
    bundle: BundleReader,
    tree: SignedTree,
    problems: Problems,
) -> tuple[Timestamp, ...]:
    """List the tokens of timestamping authorities; each is about its checkpoint."""
    texts = {
        one.checkpoint.size: format_checkpoint(one.checkpoint) for one in tree.opened
    }
    found = []
    for name in bundle.names():
        if not name.startswith(ANCHORS):
            continue
        size = int(name.removeprefix(ANCHORS).removesuffix(".tsr"))
        try:
            if size not in texts:
                raise MalformedEvidenceError("no checkpoint here has that size")
            says = read_stamp(bundle.read(name), texts[size])
        except EvidenceError as error:
            problems.add(ProblemCode.TIMESTAMP, f"{name}: {error}")
        else:
            found.append(Timestamp(size=size, says=says))
    return tuple(sorted(found, key=lambda one: one.size))


def check_members(bundle: BundleReader, problems: Problems) -> None:
    """Check the manifest: it lists what is there, and proves nothing by itself."""
    listed = bundle.manifest.members
    names = {*bundle.names()}
    for name in sorted({*names, *listed} - {MANIFEST}):
        if name not in names:
            problems.add(ProblemCode.MEMBER, f"{name:.80} is missing")
        elif name not in listed:
            problems.add(ProblemCode.MEMBER, f"{name} is not in the manifest")
        elif _digest(bundle, name, listed[name], problems) != listed[name]:
            problems.add(ProblemCode.MEMBER, f"{name} is not what the manifest says")


def _digest(bundle: BundleReader, name: str, listed: str, problems: Problems) -> str:
    if name in {SUMMARY, VERIFIER}:
        try:
            bundle.read(name)
        except MalformedEvidenceError as error:
            problems.add(ProblemCode.UNREADABLE, str(error))
    # What could not be read to its end is a problem already.
    return bundle.digests.get(name, listed)


def _document_problem(bundle: BundleReader, name: str) -> str | None:
    try:
        bundle.read(name)
    except MalformedEvidenceError as error:
        return f"cannot be read: {error}"
    if not name.endswith(f"/{bundle.digests[name]}.json"):
        return "was changed: its bytes have another digest"
    return None
