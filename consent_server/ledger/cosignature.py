"""Cosignatures (C2SP tlog-cosignature, ``cosignature/v1``), checked.

A witness that cosigns a checkpoint says: at this time it was the largest tree that I
had seen of this log, and it continues every one that I saw before. ::

    cosignature/v1                what the witness signs:
    time 1679315147               two lines of its own, then the checkpoint's text
    consent.example/shop
    20852163
    CsUYapGGPo4dkMgIAUqom/Xa…=
"""

from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger import ed25519
from consent_server.ledger.note import (
    COSIGNATURE,
    SIGNATURE_BYTES,
    VerifierKey,
)

TIME_BYTES = 8
MAX_TIME = 2**63 - 1


class WitnessVerifier(VerifierKey):
    """Checks the cosignatures of one witness, whose key is ``name+id+key``."""

    __slots__ = ()
    kind = COSIGNATURE

    def cosigned_at(self, note: str) -> int | None:
        """Return the second at which the witness cosigned, none when it did not.

        Raises:
            MalformedEvidenceError: Not a signed note, or more than one cosignature
                under this name and key id, or one of another length.
            BrokenEvidenceError: The cosignature does not fit the note.
        """
        text, mine = self.signatures_in(note)
        if not mine:
            return None
        if len(mine) > 1 or len(mine[0]) != TIME_BYTES + SIGNATURE_BYTES:
            raise MalformedEvidenceError("expected one cosignature of 72 bytes per key")
        at = int.from_bytes(mine[0][:TIME_BYTES], "big")
        signed = cosigned_message(text, at)
        if at > MAX_TIME or not ed25519.verify(
            self.public, signed, mine[0][TIME_BYTES:]
        ):
            raise BrokenEvidenceError(
                f"the cosignature of {self.name} does not fit the checkpoint"
            )
        return at


def cosigned_message(text: str, at: int) -> bytes:
    """Return what a witness signs for a checkpoint's text at a second."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()
