"""The only place that makes ids and other random bytes."""

import hashlib
import secrets
import uuid
from collections.abc import Callable

RandomBytes = Callable[[int], bytes]
"""Gives that many unpredictable bytes; ``secrets.token_bytes`` outside tests."""

system_random: RandomBytes = secrets.token_bytes


def random_id(random: RandomBytes) -> uuid.UUID:
    """Make an id from 128 random bits (RFC 9562 section 5.4, version 4)."""
    return uuid.UUID(bytes=random(16), version=4)


def record_id_of_click(site_id: str, click_key: str) -> uuid.UUID:
    """Derive a record's id from the secret key of the click that made it.

    A retry of the click has the same key, therefore the same record. The key itself is
    never shown, stored or exported, so knowing a record id does not allow a replay
    (RFC 9562 section 5.8, version 8).
    """
    text = f"record\n{site_id}\n{click_key}"
    digest = bytearray(hashlib.sha256(text.encode()).digest()[:16])
    # Python 3.11 knows versions 1 to 5 only, so version and variant are set by hand.
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return uuid.UUID(bytes=bytes(digest))
