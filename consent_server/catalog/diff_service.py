"""What changed about one service that both versions of a catalog have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from consent_server.catalog.change import Change, ChangeKind
from consent_server.catalog.countries import outside_eea
from consent_server.catalog.exemption import gated_purposes, is_exempt
from consent_server.catalog.forms import format_life
from consent_server.catalog.model import (
    Catalog,
    Provider,
    Role,
    Service,
    StorageArea,
    Transfer,
)

_SESSION = 0
_FOREVER = 10**12  # seconds; browser storage has no end of its own

_GROUNDS = (Transfer.NONE, Transfer.ADEQUACY, Transfer.SCC, Transfer.UNKNOWN)
"""Grounds for a transfer, from the one that worries least."""

_WORDS = (
    "name",
    "names",
    "descriptions",
    "justification",
    "legal_basis",
    "scoring",
)
_TECHNICAL = (
    "resources",
    "markers",
    "noscript_leak",
    "url_parameters",
    "csp",
    "consent_call",
    "embeds",
    "routes_allowed",
    "status",
)

_Slot: TypeAlias = tuple[str, str | None]
"""The name of a cookie or storage key, and the domain of a third party."""


@dataclass(frozen=True, slots=True)
class _Found:
    kind: ChangeKind
    text: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class _Version:
    """A service and the catalog around it."""

    service: Service
    catalog: Catalog

    @property
    def provider(self) -> Provider:
        return self.catalog.providers[self.service.provider]

    @property
    def gated_purposes(self) -> list[str]:
        gated = gated_purposes(self.catalog)
        return [purpose for purpose in self.service.purposes if purpose in gated]

    @property
    def third_countries(self) -> frozenset[str]:
        return frozenset(outside_eea(*self.service.countries, self.provider.country))


def diff_service(
    old: Service, new: Service, old_catalog: Catalog, new_catalog: Catalog
) -> Iterator[Change]:
    """Compare two versions of a service; nothing about an exempt one is asked."""
    before, after = _Version(old, old_catalog), _Version(new, new_catalog)
    asked = not is_exempt(new, new_catalog)
    for compare in (_uses, _recipients, _transfers, _lives, _rest):
        for found in compare(before, after):
            yield Change(
                kind=found.kind,
                text=f"{new.name}: {found.text}",
                needs_fresh_consent=found.fresh and asked,
                service=new.id,
            )


def _uses(old: _Version, new: _Version) -> Iterator[_Found]:
    added = [it for it in new.gated_purposes if it not in old.gated_purposes]
    if added:
        text = f"is now also used for {', '.join(added)}"
        yield _Found(ChangeKind.NEW_USE, text, fresh=True)
    elif is_exempt(old.service, old.catalog) and not is_exempt(
        new.service, new.catalog
    ):
        yield _Found(ChangeKind.NEW_USE, "now needs permission", fresh=True)
    if _decides_alone(new.service) and not _decides_alone(old.service):
        text = "no person looks at the score before it has consequences"
        yield _Found(ChangeKind.NEW_USE, text, fresh=True)
    gone = [it for it in old.gated_purposes if it not in new.gated_purposes]
    if gone:
        yield _Found(ChangeKind.LESS, f"is not used for {', '.join(gone)} any more")


def _decides_alone(service: Service) -> bool:
    """Tell whether a score acts without a person (GDPR Article 22)."""
    return service.scoring is not None and not service.scoring.human_review


def _recipients(old: _Version, new: _Version) -> Iterator[_Found]:
    if _is_other_company(old, new):
        text = f"is now run by {new.provider.name}, before by {old.provider.name}"
        yield _Found(ChangeKind.NEW_RECIPIENT, text, fresh=True)
    elif old.provider.name != new.provider.name:
        text = f"its company, {old.provider.name}, is now called {new.provider.name}"
        yield _Found(ChangeKind.WORDS, text)
    if old.service.role is Role.PROCESSOR and new.service.role is not Role.PROCESSOR:
        text = f"{new.provider.name} now uses the data for purposes of its own"
        yield _Found(ChangeKind.NEW_RECIPIENT, text, fresh=True)
    known = {*old.service.loads_others, *(it.id for it in old.catalog.services)}
    for other in new.service.loads_others:
        if other not in known:
            names = {it.id: it.name for it in new.catalog.services}
            text = f"now brings in {names.get(other, other)}"
            yield _Found(ChangeKind.NEW_RECIPIENT, text, fresh=True)


def _is_other_company(old: _Version, new: _Version) -> bool:
    """A company keeps its id or its name; the controller has neither to keep."""
    return (
        old.service.provider != new.service.provider
        and old.provider.name != new.provider.name
    )


def _transfers(old: _Version, new: _Version) -> Iterator[_Found]:
    for country in sorted(new.third_countries - old.third_countries):
        text = f"data now also go to {country}"
        yield _Found(ChangeKind.NEW_TRANSFER, text, fresh=True)
    was, is_now = old.service.transfer, new.service.transfer
    if _GROUNDS.index(is_now) > _GROUNDS.index(was):
        text = f"the ground for sending data abroad was “{was}” and is “{is_now}”"
        yield _Found(ChangeKind.NEW_TRANSFER, text, fresh=True)
    elif was != is_now or old.third_countries - new.third_countries:
        yield _Found(ChangeKind.LESS, "fewer data go abroad, or on better ground")


def _lives(old: _Version, new: _Version) -> Iterator[_Found]:
    before, after = _stored(old.service), _stored(new.service)
    longest = max(before.values(), default=-1)
    domains = {domain for _, domain in before}
    for slot, life in after.items():
        name, domain = slot
        if slot not in before:
            place = f" on {domain}" if domain else ""
            text = f"now keeps {name}{place} {_say(life)}"
            fresh = life > longest or domain not in {None, *domains}
            yield _Found(ChangeKind.NEW_STORAGE, text, fresh=fresh)
        elif life > before[slot]:
            text = f"keeps {name} {_say(life)}, before {_say(before[slot])}"
            yield _Found(ChangeKind.LONGER_LIFE, text, fresh=True)
        elif life < before[slot]:
            text = f"keeps {name} only {_say(life)}, before {_say(before[slot])}"
            yield _Found(ChangeKind.SHORTER_LIFE, text)
    for name, _ in before.keys() - after.keys():
        yield _Found(ChangeKind.LESS, f"does not keep {name} any more")


def _rest(old: _Version, new: _Version) -> Iterator[_Found]:
    if _pick(old.service, _WORDS) != _pick(new.service, _WORDS):
        yield _Found(ChangeKind.WORDS, "the words about it changed")
    if _pick(old.service, _TECHNICAL) != _pick(new.service, _TECHNICAL):
        text = "how it is recognised and held back changed"
        yield _Found(ChangeKind.TECHNICAL, text)


def _pick(service: Service, names: tuple[str, ...]) -> list[object]:
    return [getattr(service, name) for name in names]


def _stored(service: Service) -> Mapping[_Slot, int]:
    """Map what a service keeps on a device to seconds; the longest wins."""
    lives: dict[_Slot, int] = {}
    for cookie in service.cookies:
        slot = (f"the cookie {cookie.pattern.written}", cookie.domain)
        life = _SESSION if cookie.life_seconds is None else cookie.life_seconds
        lives[slot] = max(life, lives.get(slot, _SESSION))
    for key in service.storage:
        session = key.area is StorageArea.SESSION
        slot = (f"the {key.area} storage key {key.pattern.written}", None)
        lives[slot] = _SESSION if session else _FOREVER
    return lives


def _say(life: int) -> str:
    if life == _FOREVER:
        return "until it is deleted"
    if life == _SESSION:
        return "until the browser is closed"
    return f"for {format_life(life)}"
