"""The entry: 106 public bytes per record that hold no personal data.

::

    version u8 = 1 | kind u8 | arrived_at u64
    | c_subject 32 | c_decision 32 | c_context 32
    c_part = SHA-256(0x02 || salt of 16 bytes || exact bytes of the part)

The salt is random and stored beside the part. Without salt and part nobody can tell
what a commitment stood for, so erasing both erases the part while the tree holds.
"""

import enum
import hashlib
import struct
from dataclasses import dataclass
from typing import Self

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.kernel.ids import RandomBytes
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.merkle import HASH_BYTES, leaf_hash

ENTRY_VERSION = 1
SALT_BYTES = 16

# A third prefix, so that a commitment is never read as a leaf or a node (RFC 6962).
COMMITMENT_PREFIX = b"\x02"

_LAYOUT = struct.Struct(f">BBQ{HASH_BYTES}s{HASH_BYTES}s{HASH_BYTES}s")
ENTRY_BYTES = _LAYOUT.size
KIND_AT = 1  # the byte that says the kind
ARRIVAL = slice(2, 10)  # the bytes of the arrival
MAX_ARRIVAL = 2**53 - 1


class EntryKind(enum.IntEnum):
    """What an entry is about."""

    VISITOR = 1  # a consent record: a visitor chose
    ERASE = 16  # a tombstone: parts of some records were erased
    PURGE = 17  # a tombstone: retention removed parts of a range of records
    CONFIG = 18  # a policy and its notices were published
    KEY = 19  # the next signing key
    EPOCH = 20  # this log continues another one
    HEARTBEAT = 21  # nothing happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Salts:
    """One random salt of 16 bytes per part."""

    subject: bytes
    decision: bytes
    context: bytes

    @classmethod
    def draw(cls, random: RandomBytes) -> Self:
        """Take three salts from a random source, asked once: that is a system call."""
        drawn = random(3 * SALT_BYTES)
        return cls(
            subject=drawn[:SALT_BYTES],
            decision=drawn[SALT_BYTES : 2 * SALT_BYTES],
            context=drawn[2 * SALT_BYTES :],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A parsed entry; ``arrived_at`` in whole seconds since 1970, UTC."""

    kind: EntryKind
    arrived_at: int
    subject: bytes
    decision: bytes
    context: bytes


def commit_part(salt: bytes, part: bytes) -> bytes:
    """Return the commitment to the exact bytes of one part.

    Raises:
        MalformedEvidenceError: The salt has not 16 bytes.
    """
    if len(salt) != SALT_BYTES:
        raise MalformedEvidenceError(
            f"a salt has {SALT_BYTES} bytes, this one has {len(salt)}"
        )
    return commit_salted(salt + part)


def commit_salted(part: bytes) -> bytes:
    """Return the commitment to a part that has its salt of 16 bytes before it."""
    return hashlib.sha256(COMMITMENT_PREFIX + part).digest()


def make_entry(
    kind: EntryKind, arrived_at: int, parts: RecordParts, salts: Salts
) -> bytes:
    """Build the 106 bytes of an entry.

    Raises:
        MalformedEvidenceError: A salt has the wrong length, or the arrival is not a
            second between 1970 and 2^53.
    """
    if not 0 <= arrived_at <= MAX_ARRIVAL:
        raise MalformedEvidenceError(f"arrival {arrived_at} is out of range")
    return _LAYOUT.pack(
        ENTRY_VERSION,
        kind,
        arrived_at,
        commit_part(salts.subject, parts.subject),
        commit_part(salts.decision, parts.decision),
        commit_part(salts.context, parts.context),
    )


def split_entry(data: bytes) -> tuple[int, int, bytes, bytes, bytes]:
    """Return kind, arrival and the three commitments of an entry.

    Raises:
        MalformedEvidenceError: Not 106 bytes, or an unknown version.
    """
    if len(data) != ENTRY_BYTES:
        raise MalformedEvidenceError(
            f"an entry has {ENTRY_BYTES} bytes, this one has {len(data)}"
        )
    version, kind, arrived_at, subject, decision, context = _LAYOUT.unpack(data)
    if version != ENTRY_VERSION:
        raise MalformedEvidenceError(f"entry version {version} is not known")
    if arrived_at > MAX_ARRIVAL:
        raise MalformedEvidenceError(f"arrival {arrived_at} is out of range")
    return kind, arrived_at, subject, decision, context


def parse_entry(data: bytes) -> Entry:
    """Read an entry.

    Raises:
        MalformedEvidenceError: Not 106 bytes, or an unknown version or kind.
    """
    kind, arrived_at, subject, decision, context = split_entry(data)
    return Entry(
        kind=_parse_kind(kind),
        arrived_at=arrived_at,
        subject=subject,
        decision=decision,
        context=context,
    )


def _parse_kind(kind: int) -> EntryKind:
    try:
        return EntryKind(kind)
    except ValueError:
        raise MalformedEvidenceError(f"entry kind {kind} is not known") from None


def peek_entry(data: bytes) -> tuple[int, int]:
    """Read kind and arrival of an entry without judging it, for work on millions.

    Raises:
        MalformedEvidenceError: Not 106 bytes.
    """
    if len(data) != ENTRY_BYTES:
        raise MalformedEvidenceError(
            f"an entry has {ENTRY_BYTES} bytes, this one has {len(data)}"
        )
    return data[1], int.from_bytes(data[2:10])


def entry_hash(entry: bytes) -> bytes:
    """Return the leaf hash of an entry (RFC 6962 section 2.1)."""
    return leaf_hash(entry)
