"""Token text to consent state and back; the format is in ``docs/spec/token.md``."""

import base64
import binascii
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from consent_server.consent.carry_over import CarryOver, same_policy
from consent_server.consent.choice import Choice, ConsentStatus
from consent_server.consent.state import ConsentState, Reason, RecordedChoice
from consent_server.kernel.errors import TokenForeignError, TokenUnreadableError
from consent_server.notice.policy import Policy
from consent_server.token.claims import (
    REMEMBERED_BITMAPS,
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


class _Meaning(NamedTuple):
    """What the bitmaps of one policy say under the policy in force.

    A choice counts as given so much ``earlier`` as its policy let it live shorter: what
    is granted beside it later must not make it live longer than it was told.
    """

    grants: Grants
    why_open: Reason
    lifetime: timedelta
    earlier: timedelta


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
    every time. So is what visitors decide, which is mostly the same.
    """

    policy: Policy
    keys: TokenKeys
    earlier: Mapping[bytes, CarryOver] = field(default_factory=dict)
    _site: bytes = field(init=False, repr=False, compare=False)
    _policy: bytes = field(init=False, repr=False, compare=False)
    _pack: Callable[[Grants], bytes] = field(init=False, repr=False, compare=False)
    _recall: Callable[[str], _Genuine] = field(init=False, repr=False, compare=False)
    _interpret: Callable[[bytes, bytes], _Meaning | None] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Get ready to remember."""
        for name, value in (
            ("_site", site_tag(self.policy.site.id)),
            ("_policy", policy_tag(self.policy.version)),
            ("_pack", lru_cache(REMEMBERED_BITMAPS)(partial(pack_grants, self.policy))),
            ("_recall", lru_cache(REMEMBERED_TOKENS)(self._read_genuine)),
            ("_interpret", lru_cache(REMEMBERED_BITMAPS)(self._read_grants)),
        ):
            object.__setattr__(self, name, value)

    def issue(self, recorded: RecordedChoice, signer: TokenSigner) -> str:
        """Write the token of a committed record."""
        claims = Claims(
            key_id=signer.key_id,
            site_tag=self._site,
            record_id=recorded.record_id,
            issued_at=recorded.issued_at,
            policy_tag=self._policy,
            grants=self._pack(
                Grants(
                    recorded.purposes,
                    recorded.services,
                    recorded.open_purposes,
                    recorded.open_services,
                )
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
        if claims.site_tag != self._site:
            raise TokenForeignError("the token belongs to another site")
        meaning = self._interpret(claims.policy_tag, claims.grants)
        if meaning is None:
            changed = ConsentState.undecided(Reason.POLICY_CHANGED, claims.record_id)
            return _Genuine(changed, changed, claims.issued_at, timedelta())
        choice = meaning.grants.recorded(
            claims.record_id, claims.issued_at - meaning.earlier
        )
        return _Genuine(
            alive=ConsentState.decided(choice, meaning.why_open),
            dead=ConsentState.undecided(Reason.TOKEN_EXPIRED, claims.record_id),
            born=claims.issued_at,
            lifetime=meaning.lifetime,
        )

    def _read_grants(self, tag: bytes, packed: bytes) -> _Meaning | None:
        """Say what bitmaps mean; nothing if nobody knows their policy any more.

        Raises:
            TokenUnreadableError: They do not fit the policy.
        """
        same = tag == self._policy
        carried = same_policy(self.policy) if same else self.earlier.get(tag)
        if carried is None:
            return None
        said = unpack_grants(packed, carried.purposes, carried.services)
        lifetime = timedelta(days=carried.lifetime_days)
        changes = carried.open_purposes or carried.open_services
        return _Meaning(
            grants=Grants(
                purposes=said.purposes & carried.kept_purposes,
                services=said.services & carried.kept_services,
                open_purposes=carried.open_purposes
                | (said.open_purposes & carried.kept_purposes),
                open_services=carried.open_services
                | (said.open_services & carried.kept_services),
            ),
            why_open=Reason.POLICY_CHANGED if changes else Reason.NO_CHOICE_YET,
            lifetime=lifetime,
            earlier=timedelta(days=self.policy.site.choice_lifetime_days) - lifetime,
        )


def grants_of(choice: Choice) -> Grants:
    """Keep of a choice what a token says."""
    return Grants(
        purposes=_find(ConsentStatus.GRANTED, choice.purposes),
        services=_find(ConsentStatus.GRANTED, choice.services),
        open_purposes=_find(ConsentStatus.UNDECIDED, choice.purposes),
        open_services=_find(ConsentStatus.UNDECIDED, choice.services),
    )


def recorded_choice(
    record_id: uuid.UUID, grants: Grants, at: datetime
) -> RecordedChoice:
    """Say when a choice was recorded, and as what; a token counts whole seconds."""
    return grants.recorded(record_id, at.replace(microsecond=0))


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
