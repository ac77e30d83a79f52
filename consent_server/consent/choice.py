"""From what a visitor sent to a choice that fits the policy."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from consent_server.catalog.model import PurposeId, ServiceId
from consent_server.catalog.objection import OBJECTED, objectable_purposes
from consent_server.consent.state import RecordedChoice
from consent_server.kernel.errors import (
    StalePolicyError,
    UndecidedPurposeError,
    UnknownActionError,
    UnknownLanguageError,
    UnknownPurposeError,
    UnknownServiceError,
)
from consent_server.notice.policy import Policy

Word = TypeVar("Word", bound=enum.StrEnum)

MAX_ADDED_SERVICES = 4
"""Held by more services, content was not understood: no button asks for all of them at
once, and no post may (GDPR Article 4(11): specific)."""


class ConsentStatus(enum.StrEnum):
    """Three states, never a boolean: not having been asked is not a refusal."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNDECIDED = "undecided"


class Action(enum.StrEnum):
    """The act of the visitor that a record keeps."""

    GRANT_ALL = "grant_all"
    REFUSE_ALL = "refuse_all"
    CUSTOM = "custom"
    GRANT_SERVICES = "grant_services"
    OBJECT = "object"
    WITHDRAW = "withdraw"


KEEPS_THE_REST = frozenset({Action.GRANT_SERVICES, Action.OBJECT})
"""Acts that answer a part; everything else stands as it was."""


class Surface(enum.StrEnum):
    """Where the visitor acted."""

    BANNER = "banner"
    PREFERENCES = "preferences"
    NO_JS_FORM = "no_js_form"
    MY_CHOICES = "my_choices"
    PLACEHOLDER = "placeholder"
    API = "api"  # the page's own code, or an agent of the visitor's, called the script


@dataclass(frozen=True, slots=True, kw_only=True)
class RawChoice:
    """A choice as it arrived: text of any content.

    ``purposes`` and ``services`` map ids to ``granted`` or ``refused``. They are read
    for the action ``custom`` only, ``services`` also for ``grant_services``, which
    names purposes on the surface ``api`` alone.
    """

    action: str
    surface: str
    policy_version: str
    language: str
    purposes: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a visitor decided about every gated purpose and service of one policy.

    Only acts that keep the rest leave anything undecided: what was so before.
    """

    action: Action
    surface: Surface
    language: str
    policy_version: str
    purposes: Mapping[PurposeId, ConsentStatus]
    services: Mapping[ServiceId, ConsentStatus]


def parse_choice(
    raw: RawChoice, policy: Policy, current: RecordedChoice | None = None
) -> Choice:
    """Check a raw choice against the policy it answers.

    Args:
        raw: What arrived.
        policy: What it must fit.
        current: The choice that counts so far, of which acts that keep the rest
            change a part.

    Raises:
        StalePolicyError: The visitor was shown another version.
        UnknownActionError: The action or surface is none of ours.
        UnknownLanguageError: The notice does not exist in that language.
        UnknownPurposeError: A purpose is not a gated one of the policy.
        UnknownServiceError: A service is not a gated one of the policy, or has nothing
            to show where it was granted by itself.
        UndecidedPurposeError: A gated purpose was neither granted nor refused.
    """
    if raw.policy_version != policy.version:
        raise StalePolicyError(
            "the choice answers another version of the notice; reload the page"
        )
    if raw.language not in policy.notices:
        raise UnknownLanguageError(
            f"no notice in {raw.language!r:.40}; there is: {', '.join(policy.notices)}"
        )
    action = _parse_word(Action, raw.action, "act")
    surface = _parse_word(Surface, raw.surface, "surface")
    if action in KEEPS_THE_REST:
        purposes = _standing_purposes(policy, current)
        services = _standing_services(policy, current)
        if action is Action.OBJECT:
            objected = objectable_purposes(policy.catalog)
            purposes |= dict.fromkeys(objected, ConsentStatus.REFUSED)
            services |= dict.fromkeys(_objected_services(policy), ConsentStatus.REFUSED)
        elif surface is Surface.API:
            services |= _added_with_purposes(raw, policy, purposes)
            purposes |= dict.fromkeys(raw.purposes, ConsentStatus.GRANTED)
        else:
            services |= _added_services(raw, policy)
    else:
        purposes = _purpose_decisions(action, raw, policy)
        services = _service_decisions(action, raw, policy, purposes)
    return Choice(
        action=action,
        surface=surface,
        language=raw.language,
        policy_version=policy.version,
        purposes=purposes,
        services=services,
    )


def _parse_word(words: type[Word], raw: str, name: str) -> Word:
    try:
        return words(raw)
    except ValueError:
        raise UnknownActionError(
            f"{name} is {raw!r:.40}; expected one of: {', '.join(words)}"
        ) from None


def _purpose_decisions(
    action: Action, raw: RawChoice, policy: Policy
) -> dict[PurposeId, ConsentStatus]:
    gated = policy.gated_purposes
    if action is not Action.CUSTOM:
        status = _status_of(action)
        return dict.fromkeys(gated, status)
    _require_purposes(raw.purposes, policy)
    for purpose in gated:
        if purpose not in raw.purposes:
            raise UndecidedPurposeError(
                f"{purpose!r} is neither granted nor refused; decide every purpose"
            )
    return {purpose: _parse_status(purpose, raw.purposes[purpose]) for purpose in gated}


def _service_decisions(
    action: Action,
    raw: RawChoice,
    policy: Policy,
    purposes: Mapping[PurposeId, ConsentStatus],
) -> dict[ServiceId, ConsentStatus]:
    """A service follows its purposes unless the visitor decided it by itself."""
    own = raw.services if action is Action.CUSTOM else {}
    _require_gated(own, policy)
    return {
        service.id: _parse_status(service.id, own[service.id])
        if service.id in own
        else _follow(service.purposes, purposes)
        for service in policy.services
        if service.id in policy.gated_services
    }


def _require_purposes(purposes: Iterable[str], policy: Policy) -> None:
    gated = policy.gated_purposes
    for purpose in purposes:
        if purpose not in gated:
            raise UnknownPurposeError(
                f"{purpose!r:.40} cannot be chosen; expected: {', '.join(gated)}"
            )


def _require_gated(services: Iterable[str], policy: Policy) -> None:
    for service in services:
        if service not in policy.gated_services:
            raise UnknownServiceError(f"{service!r:.60} cannot be chosen on this site")


def _objected_services(policy: Policy) -> list[ServiceId]:
    """Return what serves marketing or scoring, granted by itself or not (rule G16)."""
    return [
        service
        for service in policy.gated_services
        if not OBJECTED.isdisjoint(policy.purposes_of(service))
    ]


def _added_with_purposes(
    raw: RawChoice, policy: Policy, before: Mapping[PurposeId, ConsentStatus]
) -> Mapping[ServiceId, ConsentStatus]:
    """Grant what a page's own code names; everything else stays as it is.

    A purpose that was not granted ``before`` brings its services, unless they wait for
    another one. It lifts no refusal of a single service (rule C12).
    """
    _require_purposes(raw.purposes, policy)
    _require_gated(raw.services, policy)
    if {*raw.purposes.values(), *raw.services.values()} != {ConsentStatus.GRANTED}:
        raise UndecidedPurposeError("expected what is granted, and nothing else")
    granted = dict.fromkeys(raw.purposes, ConsentStatus.GRANTED)
    new = {name for name in granted if before[name] is not ConsentStatus.GRANTED}
    following = (
        service.id
        for service in policy.services
        if not new.isdisjoint(service.purposes)
        and _follow(service.purposes, {**before, **granted}) is ConsentStatus.GRANTED
    )
    return dict.fromkeys((*raw.services, *following), ConsentStatus.GRANTED)


def _added_services(
    raw: RawChoice, policy: Policy
) -> Mapping[ServiceId, ConsentStatus]:
    """Grant what stands behind a placeholder; everything else stays as it is.

    It answers nothing else, so whoever was to be asked still is (GDPR Article 4(11):
    specific), and whoever refused has still refused the rest (rule C12).
    """
    _require_gated(raw.services, policy)
    if not any(policy.service_by_id[name].embeds for name in raw.services):
        raise UnknownServiceError("none of the services has content to show")
    if len(raw.services) > MAX_ADDED_SERVICES:
        raise UnknownServiceError(
            f"{len(raw.services)} services at once; a placeholder stands for "
            f"{MAX_ADDED_SERVICES} at most"
        )
    if set(raw.services.values()) != {ConsentStatus.GRANTED}:
        raise UndecidedPurposeError("a placeholder can only grant")
    return dict.fromkeys(raw.services, ConsentStatus.GRANTED)


def _standing_services(
    policy: Policy, current: RecordedChoice | None
) -> dict[ServiceId, ConsentStatus]:
    gated = [it.id for it in policy.services if it.id in policy.gated_services]
    if current is None:
        return dict.fromkeys(gated, ConsentStatus.UNDECIDED)
    return _standing(gated, current.services, current.open_services)


def _standing_purposes(
    policy: Policy, current: RecordedChoice | None
) -> dict[PurposeId, ConsentStatus]:
    if current is None:
        return dict.fromkeys(policy.gated_purposes, ConsentStatus.UNDECIDED)
    return _standing(policy.gated_purposes, current.purposes, current.open_purposes)


def _standing(
    names: Iterable[str], granted: frozenset[str], still_open: frozenset[str]
) -> dict[str, ConsentStatus]:
    """Say what a recorded choice says about each name."""
    words = dict.fromkeys(names, ConsentStatus.REFUSED)
    words |= dict.fromkeys(still_open.intersection(words), ConsentStatus.UNDECIDED)
    words |= dict.fromkeys(granted.intersection(words), ConsentStatus.GRANTED)
    return words


def _follow(
    wanted: tuple[PurposeId, ...], decided: Mapping[PurposeId, ConsentStatus]
) -> ConsentStatus:
    """Grant only what every gated purpose of the service grants (rule E9)."""
    gated = [purpose for purpose in wanted if purpose in decided]
    granted = all(decided[purpose] is ConsentStatus.GRANTED for purpose in gated)
    return ConsentStatus.GRANTED if granted else ConsentStatus.REFUSED


def _status_of(action: Action) -> ConsentStatus:
    if action is Action.GRANT_ALL:
        return ConsentStatus.GRANTED
    return ConsentStatus.REFUSED


def _parse_status(name: str, raw: str) -> ConsentStatus:
    if raw == ConsentStatus.GRANTED:
        return ConsentStatus.GRANTED
    if raw == ConsentStatus.REFUSED:
        return ConsentStatus.REFUSED
    raise UndecidedPurposeError(
        f"{name!r} is {raw!r:.40}; expected 'granted' or 'refused'"
    )
