"""What follows from a choice alone, whoever makes it and whenever.

Most visitors of a site send one of a few choices. What each of them means, says and is
answered with is worked out once; a click adds who, when and where.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from consent_server.catalog.model import NamePattern, StorageArea
from consent_server.consent.choice import (
    KEEPS_THE_REST,
    Action,
    Choice,
    ConsentStatus,
    RawChoice,
    parse_choice,
)
from consent_server.consent.record import decision_members
from consent_server.consent.state import RecordedChoice
from consent_server.kernel.canonical import (
    Json,
    canonical_json,
    canonical_members,
    encoded_member,
)
from consent_server.notice.policy import Policy
from consent_server.token.claims import Grants
from consent_server.token.codec import grants_of

REMEMBERED = 256
CLEARED = {StorageArea.LOCAL: "local", StorageArea.SESSION: "session"}

_Decided = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A choice that fits the policy, and what it comes to.

    ``decision`` are the members of its record's decision part, ``answer`` those of what
    its page is told, ``grants`` is what its token says. ``click_digest`` leaves out
    what differs between a click and its retry.
    """

    choice: Choice
    click_digest: bytes
    grants: Grants
    decision: Sequence[bytes]
    answer: Sequence[bytes]
    ended: bytes


class Settler:
    """Settles the choices of one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._recall = lru_cache(REMEMBERED)(self._settle_alone)

    def settle(self, raw: RawChoice, current: RecordedChoice | None) -> Settled:
        """Check what arrived, and say what follows from it.

        ``current`` is the choice that counts so far.

        Raises:
            ChoiceError: It does not fit the policy.
        """
        if raw.action in KEEPS_THE_REST:  # changes what was chosen before
            return _settle(parse_choice(raw, self._policy, current), self._policy)
        # What no other act reads nobody has checked: it must not fill the memory.
        reads = raw.action == Action.CUSTOM
        return self._recall(
            raw.action,
            raw.surface,
            raw.policy_version,
            raw.language,
            tuple(raw.purposes.items()) if reads else (),
            tuple(raw.services.items()) if reads else (),
        )

    def _settle_alone(
        self,
        action: str,
        surface: str,
        policy_version: str,
        language: str,
        purposes: _Decided,
        services: _Decided,
    ) -> Settled:
        raw = RawChoice(
            action=action,
            surface=surface,
            policy_version=policy_version,
            language=language,
            purposes=dict(purposes),
            services=dict(services),
        )
        return _settle(parse_choice(raw, self._policy), self._policy)


def _settle(choice: Choice, policy: Policy) -> Settled:
    said: dict[str, Json] = {
        "purposes": {name: status.value for name, status in choice.purposes.items()},
        "services": {name: status.value for name, status in choice.services.items()},
    }
    click: Json = {
        "action": choice.action.value,
        "language": choice.language,
        "policy_version": choice.policy_version,
        **said,
    }
    clear: Json = {
        word: _keys_to_clear(choice, policy, area) for area, word in CLEARED.items()
    }
    return Settled(
        choice=choice,
        click_digest=hashlib.sha256(canonical_json(click)).digest(),
        grants=grants_of(choice),
        decision=decision_members(choice, policy),
        answer=canonical_members({"state": said, "clear": clear}),
        ended=encoded_member("ended", canonical_json(_cookies_to_end(choice, policy))),
    )


def _cookies_to_end(choice: Choice, policy: Policy) -> list[Json]:
    """Name the cookies that only refused services set."""
    refused, kept = set[NamePattern](), set[NamePattern]()
    for service in policy.services:
        is_refused = choice.services.get(service.id) is ConsentStatus.REFUSED
        (refused if is_refused else kept).update(
            cookie.pattern for cookie in service.cookies
        )
    return [
        {"text": pattern.text, "kind": pattern.kind.value}
        for pattern in sorted(refused - kept, key=lambda pattern: pattern.text)
    ]


def _keys_to_clear(choice: Choice, policy: Policy, area: StorageArea) -> list[Json]:
    """Name the storage keys that the page must remove: of what was refused."""
    return [
        {"text": key.pattern.text, "kind": key.pattern.kind.value}
        for service, status in choice.services.items()
        if status is ConsentStatus.REFUSED
        for key in policy.service_by_id[service].storage
        if key.area is area
    ]
