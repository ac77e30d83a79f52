"""Signed notes (C2SP signed-note) and the Ed25519 keys that check them.

::

    the text, ending in a newline

    — consent.example/shop Az3grlgtzPICa5OS8npVmf1Myq/5IZn…=
"""

import hashlib
import re

from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger import ed25519
from consent_server.ledger.reading import decode_base64, encode_base64

# C2SP signed-note, "Signature types"
ED25519 = b"\x01"
COSIGNATURE = b"\x04"  # Ed25519 with a time, C2SP tlog-cosignature

_KINDS = {ED25519: "an Ed25519 key", COSIGNATURE: "the key of a witness"}

KEY_ID_BYTES = 4
PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64

# A note is a few lines; 16 post-quantum signatures would fit (C2SP signed-note).
MAX_NOTE_CHARACTERS = 128 * 1024

DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY_ID = re.compile(r"[0-9a-f]{8}")


class VerifierKey:
    """A public key, given as the text ``name+id+key``, and what it signed."""

    __slots__ = ("key_id", "name", "public")
    kind = ED25519

    def __init__(self, vkey: str) -> None:
        """Read a verifier key.

        Raises:
            MalformedEvidenceError: Not a verifier key of this kind, or its id does not
                belong to its name and key.
        """
        self.name, self.public = parse_vkey(vkey, self.kind)
        self.key_id = key_id(self.name, self.public, self.kind)

    @property
    def label(self) -> str:
        """How signatures name this key: ``name+id``."""
        return f"{self.name}+{self.key_id.hex()}"

    def signatures_in(self, note: str) -> tuple[str, list[bytes]]:
        """Return a note's text, and the signatures that claim to be of this key.

        Signatures of other keys are ignored (C2SP signed-note).

        Raises:
            MalformedEvidenceError: Not a signed note.
        """
        text, signatures = split_note(note)
        return text, [
            signature[KEY_ID_BYTES:]
            for name, signature in signatures
            if name == self.name and signature[:KEY_ID_BYTES] == self.key_id
        ]


class NoteVerifier(VerifierKey):
    """Checks notes with the key of a log."""

    __slots__ = ()

    def open(self, note: str) -> str:
        """Return the text of a note that this key signed.

        Raises:
            MalformedEvidenceError: Not a signed note.
            BrokenEvidenceError: No signature of this key, or one that does not fit.
        """
        text, mine = self.signatures_in(note)
        if not mine:
            raise BrokenEvidenceError(f"the note is not signed by {self.name}")
        if len(mine) > 1 or len(mine[0]) != SIGNATURE_BYTES:
            raise MalformedEvidenceError("expected one signature of 64 bytes per key")
        if not ed25519.verify(self.public, text.encode(), mine[0]):
            raise BrokenEvidenceError(
                f"the signature of {self.name} does not fit the note"
            )
        return text


def peek_signers(note: str) -> list[str]:
    """Name who signed a note, as ``name+id``, without believing it.

    Raises:
        MalformedEvidenceError: Not a signed note.
    """
    return [
        f"{name}+{signature[:KEY_ID_BYTES].hex()}"
        for name, signature in split_note(note)[1]
    ]


def split_note(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note, and of each signature its name, key id and bytes.

    Nothing is believed yet.

    Raises:
        MalformedEvidenceError: Not a signed note.
    """
    require_note_text(note)
    text, separator, lines = note.rpartition("\n\n")
    if not text or not separator or not lines:
        raise MalformedEvidenceError("a note has a text, an empty line and signatures")
    return text + "\n", [_parse_signature(line) for line in lines.split("\n")[:-1]]


def _parse_signature(line: str) -> tuple[str, bytes]:
    name, separator, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not separator:
        raise MalformedEvidenceError(f"not a signature line: {line!r:.80}")
    require_key_name(name)
    signature = decode_base64(encoded, "a signature")
    if len(signature) <= KEY_ID_BYTES:
        raise MalformedEvidenceError("a signature is too short")
    return name, signature


def require_note_text(text: str) -> None:
    """Check that a text may stand in a note.

    Raises:
        MalformedEvidenceError: It may not.
    """
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


def require_key_name(name: str) -> None:
    """Check the name of a key or log.

    Raises:
        MalformedEvidenceError: It cannot stand in a signature line.
    """
    if not name or "+" in name or not name.isprintable() or name.split() != [name]:
        raise MalformedEvidenceError(
            f"the name of a log has no space, no plus and no line break: {name!r:.80}"
        )


def parse_vkey(vkey: str, kind: bytes) -> tuple[str, bytes]:
    """Read a verifier key of one signature type; return its name and public key.

    Raises:
        MalformedEvidenceError: Not a verifier key of this type, or its id does not
            belong to its name and key.
    """
    # The key is base64 and may itself hold a plus, the name may not.
    name, _, rest = vkey.strip().partition("+")
    stated, _, encoded = rest.partition("+")
    require_key_name(name)
    key = decode_base64(encoded, "the verifier key")
    if key[:1] != kind or len(key) != 1 + PUBLIC_KEY_BYTES:
        raise MalformedEvidenceError(
            f"the verifier key is not {_KINDS[kind]} (signature type {kind[0]:#04x})"
        )
    public = key[1:]
    expected = key_id(name, public, kind)
    if not _KEY_ID.fullmatch(stated) or bytes.fromhex(stated) != expected:
        raise MalformedEvidenceError(
            "the verifier key was changed: its id does not belong to it"
        )
    return name, public


def format_vkey(name: str, public: bytes, kind: bytes = ED25519) -> str:
    """Write a verifier key, ``name+id+key``, for a signature type."""
    return f"{name}+{key_id(name, public, kind).hex()}+{encode_base64(kind + public)}"


def key_id(name: str, public: bytes, kind: bytes = ED25519) -> bytes:
    """Return the 4 bytes that tell keys of one name apart (C2SP signed-note)."""
    text = name.encode() + b"\n" + kind + public
    return hashlib.sha256(text).digest()[:KEY_ID_BYTES]
