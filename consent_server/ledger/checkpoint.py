"""Checkpoints (C2SP tlog-checkpoint) as signed notes.

::

    consent.example/shop          origin: the name of the log and of its key
    20852163                      number of entries
    CsUYapGGPo4dkMgIAUqom/Xa…=    root of their Merkle tree

    — consent.example/shop Az3grlgtzPICa5OS8npVmf1Myq/5IZn…=
"""

import re
from dataclasses import dataclass

from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.note import (
    NoteVerifier,
    require_key_name,
    require_note_text,
    split_note,
)
from consent_server.ledger.reading import decode_base64, encode_base64

MAX_SIZE = 2**53 - 1

_DECIMAL = re.compile(r"0|[1-9][0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log was: ``root`` is the RFC 6962 root of its first ``size`` entries."""

    origin: str
    size: int
    root: bytes


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the text that is signed: three lines.

    Raises:
        MalformedEvidenceError: The origin or the size cannot be written.
    """
    require_key_name(checkpoint.origin)
    if not 0 <= checkpoint.size <= MAX_SIZE:
        raise MalformedEvidenceError(f"{checkpoint.size} is not the size of a tree")
    root = encode_base64(checkpoint.root)
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; extension lines are ignored.

    Raises:
        MalformedEvidenceError: Not a checkpoint, or not written as it must be.
    """
    require_note_text(text)
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or "" in lines:  # noqa: PLR2004 - origin, size, root
        raise MalformedEvidenceError("a checkpoint has three lines that are not empty")
    origin, size, root = lines[:3]
    require_key_name(origin)
    digest = decode_base64(root, "line 3 (root)")
    if len(digest) != HASH_BYTES:
        raise MalformedEvidenceError("line 3 (root) is not a hash of 32 bytes")
    return Checkpoint(origin=origin, size=parse_size(size), root=digest)


def open_checkpoint(note: str, verifier: NoteVerifier) -> Checkpoint:
    """Return the checkpoint in a note that the log signed.

    The verifier's name is the origin that is expected.

    Raises:
        MalformedEvidenceError: Not a signed note, or not a checkpoint.
        BrokenEvidenceError: Not signed by this key, or a checkpoint of another log.
    """
    checkpoint = parse_checkpoint(verifier.open(note))
    if checkpoint.origin != verifier.name:
        raise BrokenEvidenceError(
            f"the checkpoint is of {checkpoint.origin!r}, not of {verifier.name!r}"
        )
    return checkpoint


def peek_checkpoint(note: str) -> Checkpoint:
    """Read the checkpoint in a note without believing it: no signature is checked.

    Raises:
        MalformedEvidenceError: Not a signed note, or not a checkpoint.
    """
    return parse_checkpoint(split_note(note)[0])


def parse_size(text: str, what: str = "line 2 (size)") -> int:
    """Read the size of a tree: decimal digits without leading zero.

    Raises:
        MalformedEvidenceError: It is not; ``what`` names it in the message.
    """
    if not _DECIMAL.fullmatch(text) or len(text) > len(str(MAX_SIZE)):
        raise MalformedEvidenceError(f"{what} is not a number: {text!r:.40}")
    size = int(text)
    if size > MAX_SIZE:
        raise MalformedEvidenceError(f"{what} is too large: {size}")
    return size
