"""What a consent token says, and its bytes.

::

    version u8 | key id u8 | site 6 B | record id 16 B | issued u32 | policy 4 B
    | purposes bitmap | services bitmap (at least 2 B)
    | both bitmaps once more, of what is open, in a choice that is not complete

Numbers are big-endian. A bitmap has one bit per purpose or service of the policy in its
own order, the most significant bit of each byte first; 1 means granted, 0 refused. The
sizes follow from the policy, whose version begins with the 4 bytes; the grants of a
token of a policy that nobody knows any more are therefore not read.
"""

import hashlib
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from consent_server.catalog.model import PurposeId, ServiceId
from consent_server.consent.state import RecordedChoice
from consent_server.kernel.errors import TokenUnreadableError
from consent_server.notice.policy import Policy

TOKEN_VERSION = 1
HEADER = struct.Struct(">BB6s16sI4s")
MIN_PURPOSE_BYTES = 1
MIN_SERVICE_BYTES = 2
REMEMBERED_BITMAPS = 512  # few visitors decide as nobody else does


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The fields of a token; ``grants`` holds the bitmaps, still unread."""

    key_id: int
    site_tag: bytes
    record_id: uuid.UUID
    issued_at: datetime
    policy_tag: bytes
    grants: bytes


class Grants(NamedTuple):
    """What a token grants and what it leaves open; all else was refused."""

    purposes: frozenset[PurposeId]
    services: frozenset[ServiceId]
    open_purposes: frozenset[PurposeId] = frozenset()
    open_services: frozenset[ServiceId] = frozenset()

    def recorded(self, record_id: uuid.UUID, issued_at: datetime) -> RecordedChoice:
        """Return the choice that says this."""
        return RecordedChoice(
            record_id=record_id,
            issued_at=issued_at,
            purposes=self.purposes,
            services=self.services,
            open_purposes=self.open_purposes,
            open_services=self.open_services,
        )


def site_tag(site_id: str) -> bytes:
    """Shorten a site id to the 6 bytes that bind a token to it."""
    return hashlib.sha256(site_id.encode()).digest()[:6]


def policy_tag(policy_version: str) -> bytes:
    """Return the first 4 bytes of a policy version (64 hexadecimal digits)."""
    return bytes.fromhex(policy_version[:8])


def pack_claims(claims: Claims) -> bytes:
    """Write the claims as bytes."""
    head = HEADER.pack(
        TOKEN_VERSION,
        claims.key_id,
        claims.site_tag,
        claims.record_id.bytes,
        int(claims.issued_at.timestamp()),
        claims.policy_tag,
    )
    return head + claims.grants


def unpack_claims(data: bytes) -> Claims:
    """Read the claims.

    Raises:
        TokenUnreadableError: Too short, or of a version that we do not know.
    """
    if len(data) < HEADER.size:
        raise TokenUnreadableError(
            f"a token has at least {HEADER.size} bytes before its signature, "
            f"this one has {len(data)}"
        )
    version, key_id, site, record, issued, policy = HEADER.unpack_from(data)
    if version != TOKEN_VERSION:
        raise TokenUnreadableError(f"token version {version}; expected {TOKEN_VERSION}")
    return Claims(
        key_id=key_id,
        site_tag=site,
        record_id=uuid.UUID(bytes=record),
        issued_at=datetime.fromtimestamp(issued, UTC),
        policy_tag=policy,
        grants=data[HEADER.size :],
    )


def pack_purposes(policy: Policy, granted: frozenset[PurposeId]) -> bytes:
    """Write the purposes bitmap."""
    return _pack(granted, _purpose_order(policy), MIN_PURPOSE_BYTES)


def pack_services(policy: Policy, granted: frozenset[ServiceId]) -> bytes:
    """Write the services bitmap."""
    return _pack(granted, _service_order(policy), MIN_SERVICE_BYTES)


def pack_grants(policy: Policy, grants: Grants) -> bytes:
    """Write the bitmaps: of what is granted, and of what is open if anything is."""
    packed = pack_purposes(policy, grants.purposes)
    packed += pack_services(policy, grants.services)
    if grants.open_purposes or grants.open_services:
        packed += pack_purposes(policy, grants.open_purposes)
        packed += pack_services(policy, grants.open_services)
    return packed


def unpack_grants(
    grants: bytes, purposes: Sequence[PurposeId], services: Sequence[ServiceId]
) -> Grants:
    """Read the bitmaps, given the ids in the order of their bits.

    Raises:
        TokenUnreadableError: Their length is not that of the policy.
    """
    split = _size(purposes, MIN_PURPOSE_BYTES)
    whole = split + _size(services, MIN_SERVICE_BYTES)
    if len(grants) not in {whole, 2 * whole}:
        raise TokenUnreadableError(
            f"expected {whole} bytes of grants or twice that, got {len(grants)}"
        )
    starts = range(0, len(grants), whole)
    pairs = [
        (
            _unpack(grants[at : at + split], purposes),
            _unpack(grants[at + split : at + whole], services),
        )
        for at in starts
    ]
    return Grants(*(names for pair in pairs for names in pair))


def _purpose_order(policy: Policy) -> tuple[PurposeId, ...]:
    return tuple([purpose.id for purpose in policy.purposes])


def _service_order(policy: Policy) -> tuple[ServiceId, ...]:
    return tuple(policy.service_by_id)


def _size(order: Sequence[str], least: int) -> int:
    return max(least, (len(order) + 7) // 8)


@lru_cache(REMEMBERED_BITMAPS)
def _pack(granted: frozenset[str], order: tuple[str, ...], least: int) -> bytes:
    bits = bytearray(_size(order, least))
    for position, name in enumerate(order):
        if name in granted:
            bits[position // 8] |= 0x80 >> position % 8
    return bytes(bits)


def _unpack(bits: bytes, order: Sequence[str]) -> frozenset[str]:
    return frozenset(
        name
        for position, name in enumerate(order)
        if bits[position // 8] & (0x80 >> position % 8)
    )
