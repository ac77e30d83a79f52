"""What a witness is asked, and what it answers (C2SP tlog-witness), without network.

A log sends its newest checkpoint with a proof that it continues the one that the
witness cosigned last::

    old 20852014
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=     RFC 6962 section 2.1.2
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=

    consent.example/shop                             the checkpoint, with signatures
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — consent.example/shop Az3grlgtzPICa5OS8npVmf1Myq/5IZn…
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    MalformedEvidenceError,
)
from consent_server.ledger.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_size,
    peek_checkpoint,
)
from consent_server.ledger.merkle import EMPTY_ROOT, HASH_BYTES, require_consistency
from consent_server.ledger.note import MAX_NOTE_CHARACTERS, NoteVerifier
from consent_server.ledger.reading import decode_base64, encode_base64

MAX_HASHES = 63
MAX_REQUEST_BYTES = MAX_NOTE_CHARACTERS + 64 * 64  # a note, its proof and old size

_OLD = "old "


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A checkpoint for a witness; ``proof`` leads from the tree of ``old`` to it."""

    old: int
    proof: tuple[bytes, ...]
    note: str


class Refusal(enum.Enum):
    """Why a witness does not cosign."""

    MALFORMED = "malformed"
    UNKNOWN_LOG = "unknown log"
    NOT_SIGNED = "not signed"
    CONFLICT = "conflict"  # the old size or root is not the one that was cosigned last
    INCONSISTENT = "inconsistent"  # the proof does not lead from the old tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An answer without cosignature; ``size`` is that of the tree cosigned last."""

    refusal: Refusal
    why: str
    size: int = 0


def unseen(origin: str) -> Checkpoint:
    """Return what a witness knows of a log before its first checkpoint."""
    return Checkpoint(origin=origin, size=0, root=EMPTY_ROOT)


def format_submission(submission: Submission) -> str:
    """Write the body of an ``add-checkpoint`` request."""
    hashes = [encode_base64(one) for one in submission.proof]
    return "\n".join([f"{_OLD}{submission.old}", *hashes, "", submission.note])


def parse_submission(body: bytes) -> Submission:
    """Read the body of an ``add-checkpoint`` request; nothing is believed yet.

    Raises:
        MalformedEvidenceError: Not such a body, or its old size is above the new one.
    """
    try:
        head, _, note = body.decode("utf-8").partition("\n\n")
    except UnicodeDecodeError:
        raise MalformedEvidenceError("the request is not UTF-8") from None
    first, *hashes = head.split("\n")
    if not first.startswith(_OLD):
        raise MalformedEvidenceError("the request begins with 'old' and a size")
    if len(hashes) > MAX_HASHES:
        raise MalformedEvidenceError(f"more than {MAX_HASHES} hashes")
    old = parse_size(first.removeprefix(_OLD), "the old size")
    proof = tuple(decode_base64(one, "a hash of the proof") for one in hashes)
    if any(len(one) != HASH_BYTES for one in proof):
        raise MalformedEvidenceError("a hash of the proof has not 32 bytes")
    if old > peek_checkpoint(note).size:
        raise MalformedEvidenceError("the old size is above that of the checkpoint")
    return Submission(old=old, proof=proof, note=note)


def examine(
    submission: Submission, keys: Sequence[NoteVerifier], seen: Checkpoint
) -> Checkpoint | Refused:
    """Decide about a checkpoint: return it when it may be cosigned.

    ``keys`` are those that the witness trusts for this log, none for a log that it
    does not know; ``seen`` is what it cosigned last (:func:`unseen` at first).
    """
    if not keys:
        return Refused(refusal=Refusal.UNKNOWN_LOG, why="this log is not known here")
    checkpoint = _open(submission.note, keys)
    if checkpoint is None:
        return Refused(
            refusal=Refusal.NOT_SIGNED, why="no key of this log signed the checkpoint"
        )
    conflict = _find_conflict(submission, checkpoint, seen)
    if conflict is not None:
        return Refused(refusal=Refusal.CONFLICT, why=conflict, size=seen.size)
    if not _continues(submission, checkpoint, seen):
        return Refused(
            refusal=Refusal.INCONSISTENT,
            why=f"the tree of {checkpoint.size} does not continue that of {seen.size}",
        )
    return checkpoint


def _open(note: str, keys: Sequence[NoteVerifier]) -> Checkpoint | None:
    for key in keys:
        try:
            return open_checkpoint(note, key)
        except EvidenceError:
            continue  # another of its keys may have signed
    return None


def _find_conflict(
    submission: Submission, checkpoint: Checkpoint, seen: Checkpoint
) -> str | None:
    if submission.old != seen.size:
        return f"the tree that was cosigned last has {seen.size} entries"
    if checkpoint.size == seen.size and checkpoint.root != seen.root:
        return f"another tree of {seen.size} entries was cosigned"
    return None


def _continues(
    submission: Submission, checkpoint: Checkpoint, seen: Checkpoint
) -> bool:
    if seen.size == 0:  # every tree continues the empty one, and there is no proof
        return not submission.proof
    try:
        require_consistency(
            seen.size, checkpoint.size, submission.proof, seen.root, checkpoint.root
        )
    except BrokenEvidenceError:
        return False
    return True
