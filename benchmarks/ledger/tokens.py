"""What it costs to check a token."""

import timeit
from datetime import timedelta

from benchmarks.ledger.served import CATALOG
from consent_server.consent.choice import RawChoice, parse_choice
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.ids import random_id, system_random
from consent_server.notice.policy import compile_policy
from consent_server.storage.catalog_files import read_catalog
from consent_server.token.codec import TokenCodec, recorded_choice
from consent_server.token.keys import TokenSigner

TOKENS = 1_000


def measure_tokens() -> None:
    """Measure tokens never seen before, and one again and again."""
    policy = compile_policy(read_catalog(CATALOG))
    signer = TokenSigner.from_seed(1, system_random(32))
    codec = TokenCodec(policy=policy, keys=signer.public())
    raw = RawChoice(
        action="grant_all",
        surface="banner",
        policy_version=policy.version,
        language=policy.site.languages[0],
    )
    choice, now = parse_choice(raw, policy), SystemClock().now()
    tokens = [
        codec.issue(recorded_choice(random_id(system_random), choice, now), signer)
        for _ in range(TOKENS)
    ]
    at = now + timedelta(minutes=1)

    def read_all() -> None:
        for token in tokens:
            codec.read(token, at)

    cold = timeit.timeit(read_all, number=1) / TOKENS
    cached = timeit.timeit(lambda: codec.read(tokens[-1], at), number=TOKENS) / TOKENS
    print(
        f"token of {len(tokens[0])} characters: verified in {cold * 1e6:.0f} us, again "
        f"in {cached * 1e6:.1f} us"
    )
