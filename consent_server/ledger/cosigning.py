"""Cosigning checkpoints: only a witness needs this."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.cosignature import MAX_TIME, TIME_BYTES, cosigned_message
from consent_server.ledger.note import (
    COSIGNATURE,
    DASH,
    PUBLIC_KEY_BYTES,
    format_vkey,
    key_id,
    require_key_name,
    split_note,
)
from consent_server.ledger.reading import encode_base64


class WitnessSigner:
    """Cosigns checkpoints with an Ed25519 key under a name.

    The key must sign nothing else: what is signed does not hold the witness's name
    (C2SP tlog-cosignature).
    """

    __slots__ = ("_id", "_key", "name", "vkey")

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
        self._id = key_id(name, public, COSIGNATURE)
        self.vkey = format_vkey(name, public, COSIGNATURE)

    def cosign(self, note: str, at: int) -> str:
        """Return the signature line for a checkpoint's note at a second of Unix time.

        Raises:
            MalformedEvidenceError: Not a signed note, or not a time.
        """
        if not 0 <= at <= MAX_TIME:
            raise MalformedEvidenceError(f"{at} is not a time")
        text, _ = split_note(note)
        signature = self._key.sign(cosigned_message(text, at))
        signed = self._id + at.to_bytes(TIME_BYTES, "big") + signature
        return f"{DASH}{self.name} {encode_base64(signed)}\n"
