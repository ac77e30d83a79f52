"""Checks across the parts of a file: ids that are taken, named or missing.

They read the plain values, so that they report beside the schema, not after it.
"""

import difflib
from collections.abc import Collection, Iterable

from consent_server.catalog.mistakes import Path
from consent_server.catalog.model import OWNER, Library
from consent_server.catalog.source import Plain, Source

_Found = list[tuple[Path, Plain]]


def check_library(source: Source) -> None:
    """Note doubled ids, and references to what the library does not have."""
    _check_parts(source, (), Library(name="", providers={}, purposes=(), services={}))


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
    languages = _texts(source.find("site", "languages", "*"))
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
            near = difflib.get_close_matches(value, known, n=1)
            hint = f"did you mean {near[0]}?" if near else ""
            source.add_mistake(path, what, hint=hint)


def _require_once(
    source: Source, found: Iterable[tuple[Path, Plain]], taken: Collection[str]
) -> None:
    seen = set(taken)
    for path, value in found:
        if isinstance(value, str) and value in seen:
            source.add_mistake(path, "each name once", hint="this one is taken")
        elif isinstance(value, str):
            seen.add(value)
