"""Token text to consent state and back; the format is in ``docs/spec/token.md``."""

import base64
import binascii
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from consent_server.consent.carry_over import CarryOver, same_policy
from consent_server.consent.choice import Choice, ConsentStatus
from consent_server.consent.state import ConsentState, Reason, RecordedChoice
from consent_server.kernel.errors import TokenForeignError, TokenUnreadableError
from consent_server.notice.policy import Policy
from consent_server.token.claims import (
    Claims,
    Grants,
    pack_claims,
    pack_grants,
    policy_tag,
    site_tag,
    unpack_claims,
    unpack_grants,
)
from consent_server.token.keys import TokenKeys, TokenSigner

SIGNATURE_BYTES = 64
MAX_TOKEN_CHARACTERS = 512  # over a thousand services; a cookie holds 4,096
CLOCK_TOLERANCE = timedelta(minutes=5)  # between servers that sign and check
REMEMBERED_TOKENS = 4096


class _Genuine(NamedTuple):
    """A token whose signature fits: what it means while it lives, and otherwise."""

    alive: ConsentState
    dead: ConsentState
    born: datetime
    lifetime: timedelta

    def at(self, now: datetime) -> ConsentState:
        lives = now - self.lifetime < self.born <= now + CLOCK_TOLERANCE
        return self.alive if lives else self.dead


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCodec:
    """Writes and reads the tokens of one site under one policy.

    ``earlier`` says, by policy tag, what choices under earlier policies still mean.
    The last genuine tokens are remembered: a signature is checked once, its token's age
    every time.
    """

    policy: Policy
    keys: TokenKeys
    earlier: Mapping[bytes, CarryOver] = field(default_factory=dict)
    _recall: Callable[[str], _Genuine] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Get ready to remember."""
        recall = lru_cache(REMEMBERED_TOKENS)(self._read_genuine)
        object.__setattr__(self, "_recall", recall)

    def issue(self, recorded: RecordedChoice, signer: TokenSigner) -> str:
        """Write the token of a committed record."""
        claims = Claims(
            key_id=signer.key_id,
            site_tag=site_tag(self.policy.site.id),
            record_id=recorded.record_id,
            issued_at=recorded.issued_at,
            policy_tag=policy_tag(self.policy.version),
            grants=pack_grants(
                self.policy,
                Grants(
                    purposes=recorded.purposes,
                    services=recorded.services,
                    open_purposes=recorded.open_purposes,
                    open_services=recorded.open_services,
                ),
            ),
        )
        body = pack_claims(claims)
        return _encode(body + signer.sign(body))

    def read(self, text: str, now: datetime) -> ConsentState:
        """Read a token at a moment.

        A genuine token of this site that no longer counts (expired, or given under a
        policy that is not known) gives an undecided state that still names its record.
        One of an earlier policy counts for what did not change since.

        Raises:
            TokenUnreadableError: Not a token.
            TokenForgedError: The signature does not fit, or its key is unknown.
            TokenForeignError: The token belongs to another site.
        """
        return self._recall(text).at(now)

    def _read_genuine(self, text: str) -> _Genuine:
        data = _decode(text)
        body, signature = data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
        claims = unpack_claims(body)
        self.keys.require_genuine(claims.key_id, body, signature)
        if claims.site_tag != site_tag(self.policy.site.id):
            raise TokenForeignError("the token belongs to another site")
        carried = self._find_carry_over(claims.policy_tag)
        if carried is None:
            changed = ConsentState.undecided(Reason.POLICY_CHANGED, claims.record_id)
            return _Genuine(changed, changed, claims.issued_at, timedelta())
        changes = carried.open_purposes or carried.open_services
        return _Genuine(
            alive=ConsentState.decided(
                self._recorded(claims, carried),
                Reason.POLICY_CHANGED if changes else Reason.NO_CHOICE_YET,
            ),
            dead=ConsentState.undecided(Reason.TOKEN_EXPIRED, claims.record_id),
            born=claims.issued_at,
            lifetime=timedelta(days=carried.lifetime_days),
        )

    def _find_carry_over(self, tag: bytes) -> CarryOver | None:
        if tag == policy_tag(self.policy.version):
            return same_policy(self.policy)
        return self.earlier.get(tag)

    def _recorded(self, claims: Claims, carried: CarryOver) -> RecordedChoice:
        grants = unpack_grants(claims.grants, carried.purposes, carried.services)
        # What is granted beside it later must not make it live longer than it was told.
        life = self.policy.site.choice_lifetime_days
        earlier = timedelta(days=life - carried.lifetime_days)
        return RecordedChoice(
            record_id=claims.record_id,
            issued_at=claims.issued_at - earlier,
            purposes=grants.purposes & carried.kept_purposes,
            services=grants.services & carried.kept_services,
            open_purposes=carried.open_purposes
            | (grants.open_purposes & carried.kept_purposes),
            open_services=carried.open_services
            | (grants.open_services & carried.kept_services),
        )


def recorded_choice(
    record_id: uuid.UUID, choice: Choice, at: datetime
) -> RecordedChoice:
    """Keep of a choice what its token carries; a token counts whole seconds."""
    return RecordedChoice(
        record_id=record_id,
        issued_at=at.replace(microsecond=0),
        purposes=_find(ConsentStatus.GRANTED, choice.purposes),
        services=_find(ConsentStatus.GRANTED, choice.services),
        open_purposes=_find(ConsentStatus.UNDECIDED, choice.purposes),
        open_services=_find(ConsentStatus.UNDECIDED, choice.services),
    )


def _find(
    wanted: ConsentStatus, decisions: Mapping[str, ConsentStatus]
) -> frozenset[str]:
    return frozenset(name for name, status in decisions.items() if status is wanted)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """Decode base64url (RFC 4648 section 5), refusing a second spelling of it."""
    if len(text) > MAX_TOKEN_CHARACTERS:
        raise TokenUnreadableError(
            f"a token has at most {MAX_TOKEN_CHARACTERS} characters, "
            f"this one has {len(text)}"
        )
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), "-_", validate=True)
    except (binascii.Error, ValueError):
        raise TokenUnreadableError("the token is not base64url") from None
    if _encode(data) != text:
        raise TokenUnreadableError("the token is not canonical base64url")
    return data
