"""Keys that programs and people show to a consent server, and what each may do.

A secret has 256 random bits and is shown once; what is kept is its SHA-256. Nobody can
try so many, so no slow hash is needed, and a request costs next to nothing.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consent_server.kernel.ids import RandomBytes

SECRET_BYTES = 32
_ID_LENGTH = 16
_FORM = re.compile(r"ck_[a-z]{1,16}_[A-Za-z0-9_-]{43}")


class Role(StrEnum):
    """What a key is for."""

    ADMIN = "admin"
    """Every site, and making new ones."""
    OWNER = "owner"
    """Everything of one site."""
    AUDITOR = "auditor"
    """Reading the evidence of one site."""
    MIDDLEWARE = "middleware"
    """One site: fetch its policy, forward choices, hand in counts."""


COVERS = {
    Role.ADMIN: frozenset(Role),
    Role.OWNER: frozenset({Role.OWNER, Role.AUDITOR, Role.MIDDLEWARE}),
    Role.AUDITOR: frozenset({Role.AUDITOR}),
    Role.MIDDLEWARE: frozenset({Role.MIDDLEWARE}),
}
"""What a key may do: its own role's work, and that of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is kept; times in whole seconds since 1970, UTC.

    ``key_id`` is public: the beginning of the digest. ``site_id`` is none for every
    site. ``used_on`` is the last day of its use.
    """

    key_id: str
    digest: bytes
    role: Role
    site_id: str | None
    name: str
    created_at: int
    revoked_at: int | None = None
    used_on: date | None = None

    def allows(self, role: Role, site_id: str | None) -> bool:
        """Tell whether the key may do what a role may, on a site or on all (none)."""
        if role not in COVERS[self.role]:
            return False
        return self.site_id is None or self.site_id == site_id

    def is_for(self, secret: "Secret") -> bool:
        """Tell whether this is the key of a secret, and not revoked."""
        same = hmac.compare_digest(self.digest, secret.digest)
        return same and self.revoked_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What stands for a secret once it was read: never the secret itself."""

    key_id: str
    digest: bytes


def make_secret(role: Role, random: RandomBytes) -> str:
    """Make the text of a new secret: ``ck_ROLE_…``."""
    text = urlsafe_b64encode(random(SECRET_BYTES)).decode("ascii").rstrip("=")
    return f"ck_{role}_{text}"


def read_secret(text: str) -> Secret | None:
    """Read a secret as somebody shows it; none if it cannot be one."""
    return digest_secret(text) if _FORM.fullmatch(text) else None


def digest_secret(text: str) -> Secret:
    """Return what is kept of a secret that was just made."""
    digest = hashlib.sha256(text.encode("ascii")).digest()
    return Secret(key_id=digest.hex()[:_ID_LENGTH], digest=digest)
