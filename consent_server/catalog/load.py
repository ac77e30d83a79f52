"""Catalog files to values: text in, value out, all mistakes at once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from marshmallow import Schema, ValidationError

from consent_server.catalog.fields import WrongKey
from consent_server.catalog.looks import Looks
from consent_server.catalog.mistakes import Path
from consent_server.catalog.model import (
    OWNER,
    Catalog,
    Controller,
    Library,
    Provider,
    Purpose,
    Service,
)
from consent_server.catalog.positions import Positions
from consent_server.catalog.references import check_library, check_site
from consent_server.catalog.schema import UNSAID, LibrarySchema
from consent_server.catalog.site_schema import SiteFileSchema
from consent_server.catalog.source import Source, read_source

_LIBRARY_LANGUAGE = "en"
_SCHEMA_KEY = "_schema"  # where marshmallow puts errors of a whole mapping


def is_library(text: str, file: str) -> bool:
    """Tell whether a file is a library rather than a site's.

    Raises:
        CatalogMistakesError: The text is not YAML, or not of the kind we read.
    """
    value = read_source(text, file).value
    return isinstance(value, dict) and "library" in value


def load_library(text: str, file: str) -> Library:
    """Read a library of services. Plain descriptions in it are English.

    Args:
        text: The YAML.
        file: How mistakes name it.

    Raises:
        CatalogMistakesError: With every mistake in the file.
    """
    return load_library_with_positions(text, file)[0]


def load_library_with_positions(text: str, file: str) -> tuple[Library, Positions]:
    """Read a library as ``load_library`` does, and say where its values stand."""
    source = read_source(text, file)
    data = _validate(LibrarySchema(), source)
    check_library(source)
    source.raise_mistakes()
    library = Library(
        name=data["library"],
        providers={it.id: it for it in data.get("providers", ())},
        purposes=data["purposes"],
        services={
            it.id: _say_language(it, _LIBRARY_LANGUAGE) for it in data["services"]
        },
    )
    return library, source.positions()


def load_site(text: str, file: str, library: Library) -> Catalog:
    """Read a site's file, with the services it takes from the library.

    Purposes come in the library's order, without those that no service has, then the
    site's own. The provider ``site`` is the controller. Plain descriptions are in the
    first of the site's languages.

    Args:
        text: The YAML.
        file: How mistakes name it.
        library: What the file extends.

    Raises:
        CatalogMistakesError: With every mistake in the file.
    """
    return load_site_with_positions(text, file, library)[0]


def load_site_with_positions(
    text: str, file: str, library: Library
) -> tuple[Catalog, Positions]:
    """Read a site's file as ``load_site`` does, and say where its values stand.

    The first services of the catalog are those under ``services``, in that order; then
    come those under ``own.services``. Purposes end with those under ``own.purposes``.
    """
    source = read_source(text, file)
    data = _validate(SiteFileSchema(), source)
    check_site(source, library)
    source.raise_mistakes()
    own = data.get("own", {})
    used = [
        replace(library.services[overrides["id"]], **overrides)
        for overrides in data["services"]
    ]
    language = data["site"].languages[0]
    services = tuple(
        _say_language(it, language) for it in (*used, *own.get("services", ()))
    )
    catalog = Catalog(
        site=data["site"],
        controller=data["controller"],
        providers=_choose_providers(
            services, library, own.get("providers", ()), data["controller"]
        ),
        purposes=(*_choose_purposes(services, library), *own.get("purposes", ())),
        services=services,
        looks=data.get("looks", Looks()),
    )
    return catalog, source.positions()


def _say_language(service: Service, language: str) -> Service:
    """Give a description that does not say its language that of the file."""
    plain = service.descriptions.get(UNSAID)
    return replace(service, descriptions={language: plain}) if plain else service


def _choose_providers(
    services: tuple[Service, ...],
    library: Library,
    own: tuple[Provider, ...],
    controller: Controller,
) -> dict[str, Provider]:
    owner = Provider(
        id=OWNER,
        name=controller.name,
        country=controller.country,
        privacy_url=controller.privacy_policy_url,
    )
    known = {**library.providers, **{it.id: it for it in own}, OWNER: owner}
    return {service.provider: known[service.provider] for service in services}


def _choose_purposes(
    services: tuple[Service, ...], library: Library
) -> Iterator[Purpose]:
    used = {purpose for service in services for purpose in service.purposes}
    return (purpose for purpose in library.purposes if purpose.id in used)


def _validate(schema: Schema, source: Source) -> dict[str, Any]:
    """Load what fits the schema, and note in the source what does not."""
    try:
        data: dict[str, Any] = schema.load(source.value)  # type: ignore[arg-type]
    except ValidationError as error:
        for path, wrong in _flatten(error.messages, ()):
            _note(source, path, wrong)
        return {}
    return data


def _note(source: Source, path: Path, wrong: object) -> None:
    if isinstance(wrong, WrongKey):
        hint = source.guess(str(path[-1]), wrong.known)
        source.add_wrong_key(path, wrong.expected, hint=hint)
    else:
        source.add_mistake(path, str(wrong))


def _flatten(errors: object, path: Path) -> Iterator[tuple[Path, object]]:
    match errors:
        case dict():
            for key, inner in errors.items():
                yield from _flatten(inner, path if key == _SCHEMA_KEY else (*path, key))
        case list():
            yield from ((path, wrong) for wrong in errors)
