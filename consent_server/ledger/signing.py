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


class NoteSigner:
    """Signs notes with an Ed25519 key under a name."""

    __slots__ = ("_key", "name", "vkey")

    def __init__(self, name: str, seed: bytes) -> None:
        """Make a signer from a 32-byte private seed (RFC 8032 section 5.1.5).

        Raises:
            MalformedEvidenceError: The name cannot stand in a signature line, or the
                seed has another length.
        """
        require_key_name(name)
        if len(seed) != PUBLIC_KEY_BYTES:
            raise MalformedEvidenceError(f"a seed has 32 bytes, this one {len(seed)}")
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._key.public_key().public_bytes_raw()
        self.vkey = format_vkey(name, public)

    def sign(self, text: str) -> str:
        """Return the signed note for a text that ends in a newline."""
        verifier = NoteVerifier(self.vkey)
        signature = verifier.key_id + self._key.sign(text.encode())
        return f"{text}\n{DASH}{self.name} {encode_base64(signature)}\n"


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
