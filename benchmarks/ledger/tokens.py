"""What it costs to check a token, beside the signature alone."""

import base64
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from benchmarks.ledger.bare import CATALOG
from consent_server.consent.choice import RawChoice, parse_choice
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.ids import random_id, system_random
from consent_server.notice.policy import compile_policy
from consent_server.storage.catalog_files import read_catalog
from consent_server.token.codec import (
    SIGNATURE_BYTES,
    TokenCodec,
    grants_of,
    recorded_choice,
)
from consent_server.token.keys import TokenSigner

TOKENS = 300
TRIES = 25


def measure_tokens() -> None:
    """Measure tokens never seen before, their signatures, and one again and again."""
    policy = compile_policy(read_catalog(CATALOG))
    signer = TokenSigner.from_seed(1, system_random(32))
    raw = RawChoice(
        action="grant_all",
        surface="banner",
        policy_version=policy.version,
        language=policy.site.languages[0],
    )
    grants, now = grants_of(parse_choice(raw, policy)), SystemClock().now()
    keys, at = signer.public(), now + timedelta(minutes=1)
    codec = TokenCodec(policy=policy, keys=keys)
    tokens = [
        codec.issue(recorded_choice(random_id(system_random), grants, now), signer)
        for _ in range(TOKENS)
    ]
    signed = [_split(token) for token in tokens]

    def verify_all() -> None:
        for body, signature in signed:
            keys.require_genuine(signer.key_id, body, signature)

    def read_all() -> None:
        fresh = TokenCodec(policy=policy, keys=keys)
        for token in tokens:
            fresh.read(token, at)

    def read_again() -> None:
        for _ in tokens:
            codec.read(tokens[-1], at)

    floor, cold, again = _spend(verify_all, read_all, read_again)
    print(
        f"token of {len(tokens[0])} characters: verified in {cold:.0f} us CPU, of "
        f"which its Ed25519 signature {floor:.0f}; again in {again:.1f} us"
    )


def _spend(*all_ways: Callable[[], None]) -> list[float]:
    """Return the CPU microseconds of a token in each way, tried in turns."""
    tries = [[_once(way) for way in all_ways] for _ in range(TRIES)]
    return [statistics.median(column) for column in zip(*tries, strict=True)]


def _once(way: Callable[[], None]) -> float:
    begun = time.process_time()
    way()
    return (time.process_time() - begun) / TOKENS * 1e6


def _split(token: str) -> tuple[bytes, bytes]:
    data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
