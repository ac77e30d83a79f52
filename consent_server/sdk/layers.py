"""What lies inside the middleware, as far as it can be seen from outside.

Frameworks are known by their attributes, none is imported: a site has one of them.
"""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_INNER = ("app", "application", "wsgi_app", "_app", "wrapped", "router", "__wrapped__")
_MOST = 100
_CACHING = re.compile(r"cache|caching", re.IGNORECASE)
_COMPRESSING = re.compile(r"compress|gzip|brotli|deflate|zstd", re.IGNORECASE)
_OURS = {
    "ConsentMiddleware",
    "ConsentASGIMiddleware",
    "ConnectedMiddleware",
    "ConnectedASGIMiddleware",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """What an application says of itself; empty is what nobody knows.

    ``hosts`` are the names that it answers to, a leading dot meaning all below.
    """

    static_folders: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    caching: tuple[str, ...] = ()
    compressing: tuple[str, ...] = ()
    wrapped: bool = False


def look_into(app: object) -> Layers:
    """Describe an application and everything that it wraps."""
    objects = list(_walk(app))
    names = {name for it in objects for name in _layer_names(it)}
    return Layers(
        static_folders=tuple(folder for it in objects for folder in _folders(it)),
        hosts=tuple(host for it in objects for host in _hosts(it) if host != "*"),
        routes=tuple(route for it in objects for route in _routes(it)),
        caching=tuple(sorted(filter(_CACHING.search, names))),
        compressing=tuple(sorted(filter(_COMPRESSING.search, names))),
        wrapped=not _OURS.isdisjoint(names),
    )


def _walk(app: object) -> Iterator[object]:
    waiting, seen = [app], set[int]()
    while waiting and len(seen) < _MOST:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if inspect.ismethod(current):
            waiting.append(current.__self__)
        attributes = _attributes(current)
        waiting.extend(attributes.get(name) for name in _INNER)
        waiting.extend(_list(attributes.get("routes")))


def _attributes(it: object) -> dict[str, object]:
    # Not getattr: a proxy may answer to any name, or fail outside a request.
    return getattr(it, "__dict__", {})


def _layer_names(it: object) -> Iterator[str]:
    yield type(it).__name__
    attributes = _attributes(it)
    yield from _dict(attributes.get("extensions"))  # Flask
    for functions in _dict(attributes.get("after_request_funcs")).values():
        for function in _list(functions):
            if inspect.ismethod(function):
                yield type(function.__self__).__name__
    for layer in _list(attributes.get("user_middleware")):  # Starlette
        yield getattr(_attributes(layer).get("cls"), "__name__", "")
    for path in _list(_django(it, "MIDDLEWARE")):
        yield str(path).rpartition(".")[2]


def _folders(it: object) -> Iterator[Path]:
    attributes = _attributes(it)
    if "url_map" in attributes and (folder := getattr(it, "static_folder", None)):
        yield Path(folder)  # Flask
    for folder in _list(attributes.get("all_directories")):  # Starlette
        yield Path(str(folder))
    listed = [*_list(_django(it, "STATICFILES_DIRS"))]
    for folder in (_django(it, "STATIC_ROOT"), _django(it, "MEDIA_ROOT"), *listed):
        if folder:
            yield Path(str(folder))


def _hosts(it: object) -> Iterator[str]:
    attributes = _attributes(it)
    config = _dict(attributes.get("config"))  # Flask
    if name := config.get("SERVER_NAME"):
        yield str(name).partition(":")[0]
    yield from map(str, _list(config.get("TRUSTED_HOSTS")))
    for layer in _list(attributes.get("user_middleware")):  # Starlette
        hosts = _dict(_attributes(layer).get("kwargs")).get("allowed_hosts")
        yield from (str(host).removeprefix("*") or "*" for host in _list(hosts))
    yield from map(str, _list(_django(it, "ALLOWED_HOSTS")))


def _routes(it: object) -> Iterator[str]:
    attributes = _attributes(it)
    rules = getattr(attributes.get("url_map"), "iter_rules", tuple)  # Flask
    yield from (rule.rule for rule in rules())
    if isinstance(path := attributes.get("path"), str):  # Starlette
        yield path


def _django(it: object, setting: str) -> object:
    if not type(it).__module__.startswith("django.core.handlers"):
        return None
    return getattr(sys.modules["django.conf"].settings, setting, None)


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
