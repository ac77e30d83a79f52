"""Signing notes and checkpoints: whoever verifies needs none of this."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.checkpoint import Checkpoint, format_checkpoint
from consent_server.ledger.note import (
    DASH,
    PUBLIC_KEY_BYTES,
    NoteVerifier,
    format_vkey,
    require_key_name,
)
from consent_server.ledger.reading import encode_base64


def open_seed(name: str, seed: bytes) -> tuple[Ed25519PrivateKey, bytes]:
    """Return the private and the 32-byte public key of a seed (RFC 8032, 5.1.5).

    Raises:
        MalformedEvidenceError: The name cannot stand in a signature line, or the seed
            has another length than 32 bytes.
    """
    require_key_name(name)
    if len(seed) != PUBLIC_KEY_BYTES:
        raise MalformedEvidenceError(f"a seed has 32 bytes, this one {len(seed)}")
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key, key.public_key().public_bytes_raw()


class NoteSigner:
    """Signs notes with an Ed25519 key under a name."""

    __slots__ = ("_key", "name", "vkey")

    def __init__(self, name: str, seed: bytes) -> None:
        """Make a signer from a 32-byte private seed.

        Raises:
            MalformedEvidenceError: As :func:`open_seed`.
        """
        self.name = name
        self._key, public = open_seed(name, seed)
        self.vkey = format_vkey(name, public)

    def sign(self, text: str) -> str:
        """Return the signed note for a text that ends in a newline."""
        return f"{text}\n{self.signature_line(text)}"

    def signature_line(self, text: str) -> str:
        """Return this key's line below a text that ends in a newline."""
        verifier = NoteVerifier(self.vkey)
        signature = verifier.key_id + self._key.sign(text.encode())
        return f"{DASH}{self.name} {encode_base64(signature)}\n"


def sign_checkpoint(checkpoint: Checkpoint, *signers: NoteSigner) -> str:
    """Return the note of a checkpoint, with one signature line of each signer.

    Raises:
        MalformedEvidenceError: A signer has another name than the log.
    """
    for signer in signers:
        if signer.name != checkpoint.origin:
            raise MalformedEvidenceError(
                f"the key of {signer.name!r} cannot sign for {checkpoint.origin!r}"
            )
    text = format_checkpoint(checkpoint)
    return f"{text}\n{''.join(signer.signature_line(text) for signer in signers)}"
