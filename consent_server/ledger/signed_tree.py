"""The part of verification that rests on signatures: which trees the log signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from consent_server.kernel.errors import EvidenceError, MalformedEvidenceError
from consent_server.ledger.bundle import CHECKPOINTS, LEAVES, MAX_CHECKPOINTS
from consent_server.ledger.bundle_reader import BundleReader
from consent_server.ledger.checkpoint import Checkpoint, open_checkpoint
from consent_server.ledger.merkle import HASH_BYTES, CompactRange
from consent_server.ledger.note import NoteVerifier, peek_signers
from consent_server.ledger.problems import ProblemCode, Problems, places
from consent_server.ledger.reading import parse_json, require_list, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTree:
    """What was signed: ``size`` entries at the end, ``roots`` by size on the way."""

    size: int
    checkpoints: int
    roots: dict[int, bytes]


def open_tree(
    bundle: BundleReader,
    verifier: NoteVerifier,
    trusted: Sequence[str],
    problems: Problems,
) -> SignedTree | None:
    """Open the checkpoints of a bundle and those that the auditor trusts.

    None when the key is of another ledger: then nothing here can be judged with it.
    """
    notes = _read_notes(bundle, problems)
    signers = _signers(notes)
    label = f"{verifier.name}+{verifier.key_id.hex()}"
    if signers and label not in signers:
        problems.add(
            ProblemCode.CHECKPOINT,
            f"this is the key {label!r:.120}; the checkpoints are signed by "
            f"{', '.join(sorted(signers))!r:.200}. Take the key of that ledger, from "
            "somebody other than whoever gave you the bundle",
        )
        return None
    if bundle.manifest.origin != verifier.name:
        problems.add(
            ProblemCode.CHECKPOINT,
            f"the bundle is of the ledger {bundle.manifest.origin!r:.80} and the key "
            f"is of {verifier.name!r:.80}",
        )
    opened = _open_all(notes, "checkpoint", verifier, problems)
    if not opened:
        problems.add(ProblemCode.CHECKPOINT, "no checkpoint is signed by this key")
    kept = _open_all(trusted, "trusted checkpoint", verifier, problems)
    size = max((checkpoint.size for checkpoint in opened), default=0)
    _require_whole(bundle, size, kept, problems)
    return SignedTree(
        size=size,
        checkpoints=len(opened),
        roots=_roots([*opened, *kept], problems),
    )


def check_leaves(bundle: BundleReader, signed: SignedTree, problems: Problems) -> None:
    """Check that the leaf hashes of a bundle give every signed root."""
    tree, good = CompactRange(), 0
    try:
        for leaf in bundle.blocks(LEAVES, HASH_BYTES):
            if tree.size == signed.size:
                problems.add(
                    ProblemCode.TREE, f"{LEAVES} goes on after {signed.size} hashes"
                )
                return
            tree.append(leaf)
            root = signed.roots.get(tree.size)
            if root is not None and tree.root() != root:
                _report_tree(good, tree.size, problems)
                return
            good = tree.size if root is not None else good
    except MalformedEvidenceError as error:
        problems.add(ProblemCode.UNREADABLE, str(error))
        return
    if tree.size < signed.size:
        problems.add(
            ProblemCode.TREE,
            f"{LEAVES} ends after {tree.size} hashes, {signed.size} were signed",
        )


def _read_notes(bundle: BundleReader, problems: Problems) -> list[str]:
    try:
        notes = [
            require_text(note, "a checkpoint")
            for note in require_list(
                parse_json(bundle.read(CHECKPOINTS), CHECKPOINTS), CHECKPOINTS
            )
        ]
    except MalformedEvidenceError as error:
        problems.add(ProblemCode.UNREADABLE, str(error))
        return []
    if len(notes) > MAX_CHECKPOINTS:
        problems.add(
            ProblemCode.UNREADABLE,
            f"{CHECKPOINTS} has {len(notes)} notes, {MAX_CHECKPOINTS} are allowed",
        )
        return []
    return notes


def _signers(notes: Sequence[str]) -> set[str]:
    """Return who signed the notes; nobody when one of them cannot be read."""
    try:
        return {signer for note in notes for signer in peek_signers(note)}
    except MalformedEvidenceError:
        return set()


def _open_all(
    notes: Sequence[str], what: str, verifier: NoteVerifier, problems: Problems
) -> list[Checkpoint]:
    opened = []
    for number, note in enumerate(notes):
        try:
            opened.append(open_checkpoint(note, verifier))
        except EvidenceError as error:
            problems.add(ProblemCode.CHECKPOINT, f"{what} {number}: {error}")
    return opened


def _require_whole(
    bundle: BundleReader, size: int, kept: Sequence[Checkpoint], problems: Problems
) -> None:
    if bundle.manifest.size != size:
        problems.add(
            ProblemCode.CUT_OFF,
            f"the manifest says {bundle.manifest.size} entries, the newest checkpoint "
            f"{size}",
        )
    longest = max((checkpoint.size for checkpoint in kept), default=0)
    if longest > size:
        problems.add(
            ProblemCode.CUT_OFF,
            f"a trusted checkpoint has {longest} entries and the bundle {size}: it was "
            "cut off or rolled back",
            index=size,
        )


def _roots(checkpoints: Sequence[Checkpoint], problems: Problems) -> dict[int, bytes]:
    roots: dict[int, bytes] = {}
    for checkpoint in checkpoints:
        if roots.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            problems.add(
                ProblemCode.FORK,
                f"two different trees of {checkpoint.size} entries were signed: the "
                "ledger was shown in two versions",
            )
    return roots


def _report_tree(good: int, size: int, problems: Problems) -> None:
    problems.add(
        ProblemCode.TREE,
        f"the leaf hashes do not give the signed root of {size} entries: "
        f"{places(good, size)} changed, or one of them",
        index=good if size - good == 1 else None,
    )
