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
    return uuid.UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=8)
