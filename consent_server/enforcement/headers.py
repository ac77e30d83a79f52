"""Reading header fields: names without case, lists across several fields (RFC 9110)."""

import re
from collections.abc import Callable, Iterable, Sequence

Headers = Sequence[tuple[str, str]]

# RFC 9110 sections 5.6.1 and 5.6.4: members end at commas outside quoted strings.
_MEMBER = re.compile(r'(?>(?:[^",]++|"(?>(?:[^"\\]++|\\.)*)"|")+)', re.DOTALL)


def get_values(headers: Headers, name: str) -> list[str]:
    """Return the value of every field of that name, in order."""
    wanted, size = name.lower(), len(name)
    return [
        value for key, value in headers if len(key) == size and key.lower() == wanted
    ]


def get_first(headers: Headers, name: str) -> str | None:
    """Return the first value of a field, ``None`` when it is absent."""
    return next(iter(get_values(headers, name)), None)


def split_list(value: str) -> list[str]:
    """Split a comma-separated list; commas in quoted strings do not count."""
    return [found[0].strip() for found in _MEMBER.finditer(value) if found[0].strip()]


def without(headers: Headers, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the fields that have none of these names (in lower case)."""
    dropped = frozenset(names)
    return [(key, value) for key, value in headers if key.lower() not in dropped]


def split(
    headers: Headers, wanted: Callable[[str], bool]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Part the fields whose name is wanted from all others, both in order."""
    parts: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for field in headers:
        parts[not wanted(field[0])].append(field)
    return parts
