"""Signing and checking: Ed25519 (RFC 8032), so that who checks cannot forge.

A visitor's first request waits for this, and libsodium checks a signature in half the
time that OpenSSL takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from consent_server.kernel.errors import TokenForgedError

DOMAIN = b"consent-token/v1\n"
"""Signed in front of the claims, so that no other signature of ours is a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSigner:
    """One private key and the id under which tokens name it (0 to 255)."""

    key_id: int
    key: SigningKey

    @classmethod
    def from_seed(cls, key_id: int, seed: bytes) -> "TokenSigner":
        """Make a signer from 32 secret bytes."""
        return cls(key_id=key_id, key=SigningKey(seed))

    def sign(self, body: bytes) -> bytes:
        """Return the 64-byte signature."""
        return self.key.sign(DOMAIN + body).signature

    def public(self) -> "TokenKeys":
        """Return what is needed to check this signer's tokens."""
        return TokenKeys(keys={self.key_id: self.key.verify_key})


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKeys:
    """Public keys by key id; old ones stay while their tokens live."""

    keys: Mapping[int, VerifyKey]

    def require_genuine(self, key_id: int, body: bytes, signature: bytes) -> None:
        """Check a signature.

        Raises:
            TokenForgedError: The key id is unknown or the signature does not fit.
        """
        key = self.keys.get(key_id)
        if key is None:
            raise TokenForgedError(f"no token key has the id {key_id}")
        try:
            key.verify(DOMAIN + body, signature)
        except (BadSignatureError, ValueError):  # of another length
            raise TokenForgedError("the signature does not fit the token") from None
