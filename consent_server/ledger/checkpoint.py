"""Checkpoints (C2SP tlog-checkpoint) as signed notes (C2SP signed-note, Ed25519).

::

    consent.example/shop          origin: the name of the log and of its key
    20852163                      number of entries
    CsUYapGGPo4dkMgIAUqom/Xa…=    root of their Merkle tree

    — consent.example/shop Az3grlgtzPICa5OS8npVmf1Myq/5IZn…=
"""

import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.reading import decode_base64, encode_base64

ED25519 = b"\x01"  # C2SP signed-note, "Signature types"
KEY_ID_BYTES = 4
PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64

# A note is a few lines; 16 post-quantum signatures would fit (C2SP signed-note).
MAX_NOTE_CHARACTERS = 128 * 1024
MAX_SIZE = 2**53 - 1

_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DECIMAL = re.compile(r"0|[1-9][0-9]*")
_KEY_ID = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log was: ``root`` is the RFC 6962 root of its first ``size`` entries."""

    origin: str
    size: int
    root: bytes


class NoteSigner:
    """Signs notes with an Ed25519 key under a name."""

    __slots__ = ("_key", "name", "vkey")

    def __init__(self, name: str, seed: bytes) -> None:
        """Make a signer from a 32-byte private seed (RFC 8032 section 5.1.5).

        Raises:
            MalformedEvidenceError: The name cannot stand in a signature line, or the
                seed has another length.
        """
        _require_key_name(name)
        if len(seed) != PUBLIC_KEY_BYTES:
            raise MalformedEvidenceError(f"a seed has 32 bytes, this one {len(seed)}")
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._key.public_key().public_bytes_raw()
        self.vkey = _format_vkey(name, public)

    def sign(self, text: str) -> str:
        """Return the signed note for a text that ends in a newline."""
        verifier = NoteVerifier(self.vkey)
        signature = verifier.key_id + self._key.sign(text.encode())
        return f"{text}\n{_DASH}{self.name} {encode_base64(signature)}\n"


class NoteVerifier:
    """Checks notes with one public key, given as the text ``name+id+key``."""

    __slots__ = ("_key", "key_id", "name")

    def __init__(self, vkey: str) -> None:
        """Read a verifier key.

        Raises:
            MalformedEvidenceError: Not a verifier key for Ed25519, or its id does not
                belong to its name and key.
        """
        # The key is base64 and may itself hold a plus, the name may not.
        name, _, rest = vkey.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        _require_key_name(name)
        key = decode_base64(encoded, "the verifier key")
        if key[:1] != ED25519 or len(key) != 1 + PUBLIC_KEY_BYTES:
            raise MalformedEvidenceError("the verifier key is not an Ed25519 key")
        self.name = name
        self.key_id = _key_id(name, key[1:])
        if not _KEY_ID.fullmatch(key_id) or bytes.fromhex(key_id) != self.key_id:
            raise MalformedEvidenceError(
                "the verifier key was changed: its id does not belong to it"
            )
        self._key = Ed25519PublicKey.from_public_bytes(key[1:])

    def open(self, note: str) -> str:
        """Return the text of a note that this key signed.

        Signatures of other keys are ignored (C2SP signed-note).

        Raises:
            MalformedEvidenceError: Not a signed note.
            BrokenEvidenceError: No signature of this key, or one that does not fit.
        """
        text, signatures = _split_note(note)
        mine = [
            signature[KEY_ID_BYTES:]
            for name, signature in signatures
            if name == self.name and signature[:KEY_ID_BYTES] == self.key_id
        ]
        if not mine:
            raise BrokenEvidenceError(f"the note is not signed by {self.name}")
        if len(mine) > 1 or len(mine[0]) != SIGNATURE_BYTES:
            raise MalformedEvidenceError("expected one signature of 64 bytes per key")
        try:
            self._key.verify(mine[0], text.encode())
        except InvalidSignature:
            raise BrokenEvidenceError(
                f"the signature of {self.name} does not fit the note"
            ) from None
        return text


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the text that is signed: three lines.

    Raises:
        MalformedEvidenceError: The origin or the size cannot be written.
    """
    _require_key_name(checkpoint.origin)
    if not 0 <= checkpoint.size <= MAX_SIZE:
        raise MalformedEvidenceError(f"{checkpoint.size} is not the size of a tree")
    root = encode_base64(checkpoint.root)
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; extension lines are ignored.

    Raises:
        MalformedEvidenceError: Not a checkpoint, or not written as it must be.
    """
    _require_note_text(text)
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or "" in lines:  # noqa: PLR2004 - origin, size, root
        raise MalformedEvidenceError("a checkpoint has three lines that are not empty")
    origin, size, root = lines[:3]
    _require_key_name(origin)
    digest = decode_base64(root, "line 3 (root)")
    if len(digest) != HASH_BYTES:
        raise MalformedEvidenceError("line 3 (root) is not a hash of 32 bytes")
    return Checkpoint(origin=origin, size=_parse_size(size), root=digest)


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner) -> str:
    """Return the signed note of a checkpoint.

    Raises:
        MalformedEvidenceError: The signer has another name than the log.
    """
    if signer.name != checkpoint.origin:
        raise MalformedEvidenceError(
            f"the key of {signer.name!r} cannot sign for {checkpoint.origin!r}"
        )
    return signer.sign(format_checkpoint(checkpoint))


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
    return parse_checkpoint(_split_note(note)[0])


def peek_signers(note: str) -> list[str]:
    """Name who signed a note, as ``name+id``, without believing it.

    Raises:
        MalformedEvidenceError: Not a signed note.
    """
    return [
        f"{name}+{signature[:KEY_ID_BYTES].hex()}"
        for name, signature in _split_note(note)[1]
    ]


def _split_note(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    _require_note_text(note)
    text, separator, lines = note.rpartition("\n\n")
    if not text or not separator or not lines:
        raise MalformedEvidenceError("a note has a text, an empty line and signatures")
    return text + "\n", [_parse_signature(line) for line in lines.split("\n")[:-1]]


def _parse_signature(line: str) -> tuple[str, bytes]:
    name, separator, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not separator:
        raise MalformedEvidenceError(f"not a signature line: {line!r:.80}")
    _require_key_name(name)
    signature = decode_base64(encoded, "a signature")
    if len(signature) <= KEY_ID_BYTES:
        raise MalformedEvidenceError("a signature is too short")
    return name, signature


def _require_note_text(text: str) -> None:
    if len(text) > MAX_NOTE_CHARACTERS:
        raise MalformedEvidenceError("the note is too long")
    if not text.endswith("\n"):
        raise MalformedEvidenceError("the note does not end in a newline")
    if _CONTROL.search(text):
        raise MalformedEvidenceError("the note has a control character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise MalformedEvidenceError("the note is not valid Unicode") from None


def _require_key_name(name: str) -> None:
    if not name or "+" in name or not name.isprintable() or name.split() != [name]:
        raise MalformedEvidenceError(
            f"the name of a log has no space, no plus and no line break: {name!r:.80}"
        )


def _parse_size(text: str) -> int:
    if not _DECIMAL.fullmatch(text) or len(text) > len(str(MAX_SIZE)):
        raise MalformedEvidenceError(f"line 2 (size) is not a number: {text!r:.40}")
    size = int(text)
    if size > MAX_SIZE:
        raise MalformedEvidenceError(f"line 2 (size) is too large: {size}")
    return size


def _key_id(name: str, public: bytes) -> bytes:
    text = name.encode() + b"\n" + ED25519 + public
    return hashlib.sha256(text).digest()[:KEY_ID_BYTES]


def _format_vkey(name: str, public: bytes) -> str:
    return f"{name}+{_key_id(name, public).hex()}+{encode_base64(ED25519 + public)}"
