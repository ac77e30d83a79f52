"""Checks across the parts of a file: ids that are taken, named or missing.

They read the plain values, so that they report beside the schema, not after it.
"""

from collections.abc import Collection, Iterable

from consent_server.catalog.mistakes import Path
from consent_server.catalog.model import OWNER, Library
from consent_server.catalog.source import Plain, Source

MOST_WIDE_NAMES = 200
"""Names with a star in a file: each is compared with all others."""

MOST_ADDRESSES = 100
"""Of one service: each is compared with all others."""

MOST_LANGUAGES = 100
"""Of a site: every purpose of its own needs texts in each."""

_Found = list[tuple[Path, Plain]]


def check_library(source: Source) -> None:
    """Note doubled ids, and references to what the library does not have."""
    _check_parts(source, (), Library(name="", providers={}, purposes=(), services={}))
    _check_amounts(source)


def check_site(source: Source, library: Library) -> None:
    """Note doubled and unknown ids of a site's file, and texts it lacks."""
    _require(source, source.find("extends"), {library.name}, "the library")
    used = _list(source, "services", "*") + _list(source, "services", "*", "id")
    _require(source, used, library.services, f"a service of the library {library.name}")
    _require_once(source, used, ())
    _check_parts(source, ("own",), library)
    for part in ("site", "languages"), ("site", "domains"):
        _require_once(source, source.find(*part, "*"), ())
    _check_texts(source)
    _check_amounts(source)


def _check_amounts(source: Source) -> None:
    """What is compared in pairs has to be few, or a file keeps a server busy."""
    own = source.find("own", "services", "*")
    services = [*source.find("services", "*"), *own]
    names = [
        pair
        for service in services
        for pair in source.find_in(service, "cookies", "*", "name")
        if isinstance(pair[1], str) and "*" in pair[1]
    ]
    _allow(source, names, MOST_WIDE_NAMES, "names with * in a file")
    for service in services:
        found = [*source.find_in(service, "resources", "*")]
        _allow(source, found, MOST_ADDRESSES, "addresses for a service")


def _allow(source: Source, found: _Found, most: int, what: str) -> None:
    for path, _ in found[most : most + 1]:
        source.add_mistake(path, f"at most {most} {what}")


def _check_parts(source: Source, top: tuple[str, ...], library: Library) -> None:
    taken: dict[str, Collection[str]] = {
        "providers": {OWNER, *library.providers},
        "purposes": {purpose.id for purpose in library.purposes},
        "services": library.services,
    }
    known: dict[str, set[str]] = {}
    for part, ids in taken.items():
        found = _list(source, *top, part, "*", "id")
        _require_once(source, found, ids)
        known[part] = {*ids, *_texts(found)}
    services = [(*top, "services", "*")] + ([("services", "*")] if top else [])
    for service in services:
        named = source.find(*service, "purposes", "*")
        _require(source, named, known["purposes"], "a known purpose")
        named = source.find(*service, "provider")
        _require(source, named, known["providers"], "a known provider")
        named = source.find(*service, "loads_others", "*")
        _require(source, named, known["services"], "a known service")


def _check_texts(source: Source) -> None:
    """A purpose of the site's own can only be shown in the languages it has."""
    found = list(source.find("site", "languages", "*"))
    _allow(source, found, MOST_LANGUAGES, "languages")
    languages = _texts(found[:MOST_LANGUAGES])
    for path, purpose in source.find("own", "purposes", "*"):
        texts = purpose.get("texts") if isinstance(purpose, dict) else None
        missing = [
            it for it in languages if isinstance(texts, dict) and it not in texts
        ]
        if missing or not isinstance(texts, dict):
            wanted = ", ".join(missing or languages)
            expected = f"title and description in every language of the site ({wanted})"
            source.add_mistake((*path, "texts"), expected)


def _list(source: Source, *steps: str) -> _Found:
    return [pair for pair in source.find(*steps) if isinstance(pair[1], str)]


def _texts(found: Iterable[tuple[Path, Plain]]) -> list[str]:
    return [value for _, value in found if isinstance(value, str)]


def _require(
    source: Source,
    found: Iterable[tuple[Path, Plain]],
    known: Collection[str],
    what: str,
) -> None:
    for path, value in found:
        if isinstance(value, str) and value not in known:
            source.add_mistake(path, what, hint=source.guess(value, known))


def _require_once(
    source: Source, found: Iterable[tuple[Path, Plain]], taken: Collection[str]
) -> None:
    seen = set(taken)
    for path, value in found:
        if isinstance(value, str) and value in seen:
            source.add_mistake(path, "each name once", hint="this one is taken")
        elif isinstance(value, str):
            seen.add(value)
