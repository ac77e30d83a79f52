"""The earlier policies whose tokens are still around."""

from collections.abc import Iterable, Mapping

from consent_server.consent.carry_over import CarryOver, carry_over
from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.notice.policy import Policy
from consent_server.notice.published import read_catalog
from consent_server.token.claims import policy_tag


def earlier_policies(
    contents: Iterable[bytes], policy: Policy
) -> Mapping[bytes, CarryOver]:
    """Say, by policy tag, what answers to published policies mean under this one.

    A policy is named by the digest of its own bytes, so that changed bytes are the
    policy of no token. One that cannot be read, and two that share a tag, are left
    out: their choices are asked for again.
    """
    found: dict[bytes, CarryOver | None] = {}
    for content in contents:
        tag = policy_tag(sha256_hex(content))
        found[tag] = None if tag in found else _find_carry_over(content, policy)
    return {tag: carried for tag, carried in found.items() if carried is not None}


def _find_carry_over(content: bytes, policy: Policy) -> CarryOver | None:
    try:
        return carry_over(read_catalog(content), policy)
    except MalformedEvidenceError:
        return None
