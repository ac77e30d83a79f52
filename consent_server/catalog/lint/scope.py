"""What a rule looks at: a file's values, with the place of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.rules import RULES
from consent_server.catalog.mistakes import Path, format_path
from consent_server.catalog.model import (
    Catalog,
    Library,
    Provider,
    ProviderId,
    Purpose,
    PurposeId,
    Service,
)
from consent_server.catalog.positions import Positions

SCORING: PurposeId = "scoring"
"""The purpose of points for a visitor's interest, in the shipped library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A service and where the file names it.

    ``known`` is the library's entry, when a site's file takes the service from there.
    """

    service: Service
    path: Path
    known: Service | None = None

    def words(self) -> Iterator[tuple[Path, str]]:
        """Yield what people read about the service, with its place."""
        if not self.service.names:
            yield (*self.path, "name"), self.service.name
        for language, text in self.service.names.items():
            yield (*self.path, "name", language), text
        for language, text in self.service.descriptions.items():
            yield (*self.path, "description", language), text
        if self.service.justification:
            yield (*self.path, "justification"), self.service.justification


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A library, or what a library and a site have in common.

    ``own_purposes`` are those that the file itself declares, ``exempt`` the ids of all
    that need no consent.
    """

    positions: Positions
    declared: tuple[Declared, ...]
    own_purposes: tuple[tuple[Path, Purpose], ...]
    exempt: frozenset[PurposeId]
    providers: Mapping[ProviderId, Provider]

    def find(self, code: str, path: Path, message: str, hint: str) -> Finding:
        """Make a finding at a path, or at the nearest part that the file has."""
        return Finding(
            rule=RULES[code],
            file=self.positions.file,
            line=self.positions.line(path),
            path=format_path(self.positions.nearest(path)),
            message=message,
            hint=hint,
        )

    def writes(self, path: Path) -> bool:
        """Tell whether a value stands in this file, not only in the library."""
        return path in self.positions.lines

    def gated(self, service: Service) -> frozenset[PurposeId]:
        """Return the purposes of a service for which a visitor is asked."""
        return frozenset(service.purposes) - self.exempt

    def is_exempt(self, service: Service) -> bool:
        """Tell whether a service runs without consent: all its purposes do."""
        return not self.gated(service)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteScope(Scope):
    """A site's file. ``languages`` are those in which the product has texts."""

    catalog: Catalog
    languages: frozenset[str]


def scope_of_library(library: Library, positions: Positions) -> Scope:
    """Look at a library as it stands in its file."""
    return Scope(
        positions=positions,
        declared=tuple(
            Declared(service=service, path=("services", index))
            for index, service in enumerate(library.services.values())
        ),
        own_purposes=tuple(
            (("purposes", index), purpose)
            for index, purpose in enumerate(library.purposes)
        ),
        exempt=_exempt(library.purposes),
        providers=library.providers,
    )


def scope_of_site(
    catalog: Catalog,
    positions: Positions,
    library: Library,
    languages: frozenset[str],
) -> SiteScope:
    """Look at a site's catalog as it stands in its file."""
    own_services = _count(positions, ("own", "services"))
    own_purposes = _count(positions, ("own", "purposes"))
    used = len(catalog.services) - own_services
    shared = len(catalog.purposes) - own_purposes
    return SiteScope(
        positions=positions,
        declared=tuple(
            Declared(
                service=service,
                path=("services", i) if i < used else ("own", "services", i - used),
                known=library.services[service.id] if i < used else None,
            )
            for i, service in enumerate(catalog.services)
        ),
        own_purposes=tuple(
            (("own", "purposes", i), purpose)
            for i, purpose in enumerate(catalog.purposes[shared:])
        ),
        exempt=_exempt(catalog.purposes),
        providers=catalog.providers,
        catalog=catalog,
        languages=languages,
    )


def _exempt(purposes: tuple[Purpose, ...]) -> frozenset[PurposeId]:
    return frozenset(purpose.id for purpose in purposes if purpose.exempt)


def _count(positions: Positions, path: Path) -> int:
    depth = len(path)
    return sum(len(it) == depth + 1 and it[:depth] == path for it in positions.lines)
