"""Cosigning checkpoints: only a witness needs this."""

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.cosignature import MAX_TIME, TIME_BYTES, cosigned_message
from consent_server.ledger.note import (
    COSIGNATURE,
    DASH,
    format_vkey,
    key_id,
    split_note,
)
from consent_server.ledger.reading import encode_base64
from consent_server.ledger.signing import open_seed


class WitnessSigner:
    """Cosigns checkpoints with an Ed25519 key under a name.

    The key must sign nothing else: what is signed does not hold the witness's name
    (C2SP tlog-cosignature).
    """

    __slots__ = ("_id", "_key", "name", "vkey")

    def __init__(self, name: str, seed: bytes) -> None:
        """Make a signer from a 32-byte private seed.

        Raises:
            MalformedEvidenceError: As :func:`~consent_server.ledger.signing.open_seed`.
        """
        self.name = name
        self._key, public = open_seed(name, seed)
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
