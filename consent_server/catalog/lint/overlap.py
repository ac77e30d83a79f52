"""Whether one declared pattern takes in another."""

from consent_server.catalog.model import (
    Cookie,
    MatchKind,
    NamePattern,
    Resource,
)


def covers(wide: Cookie, narrow: Cookie) -> bool:
    """Tell whether each cookie of the second pattern is one of the first, too."""
    same_place = (wide.domain is None) is (narrow.domain is None) and (
        wide.domain is None or is_within(narrow.domain or "", wide.domain)
    )
    return same_place and covers_name(wide.pattern, narrow.pattern)


def covers_name(wide: NamePattern, narrow: NamePattern) -> bool:
    """Tell whether the first pattern matches every name that the second one does."""
    return covers_text(written(wide), written(narrow))


def covers_resource(wide: Resource, narrow: Resource) -> bool:
    """Tell whether each address of the second is one of the first, too."""
    host = wide.host == narrow.host or (
        wide.host.startswith("*.") and narrow.host.endswith(wide.host[1:])
    )
    query = all(
        narrow.query.get(name, "\0").startswith(head)
        for name, head in wide.query.items()
    )
    paths = (f"{it.path.lower()}*".replace("**", "*") for it in (wide, narrow))
    return host and query and covers_text(*paths)


def covers_text(wide: str, narrow: str) -> bool:
    """Tell whether a pattern takes in all texts of another; ``*`` is any text.

    The star of the second is read as a letter of its own, which only a star of the
    first can stand for. Both are short texts of a catalog, never of a visitor.
    """
    head, *rest = wide.split("*")
    if not rest:
        return wide == narrow
    tail = rest.pop()
    if not (narrow.startswith(head) and narrow[len(head) :].endswith(tail)):
        return False
    middle = narrow[len(head) : len(narrow) - len(tail)]
    for part in rest:
        _, found, middle = middle.partition(part) if part else ("", "*", middle)
        if not found:
            return False
    return True


def is_within(domain: str, parent: str) -> bool:
    """Tell whether a host is another one or lies below it."""
    return f".{domain}".endswith(f".{parent}")


def written(pattern: NamePattern) -> str:
    """Return a pattern as a file writes it."""
    return pattern.text + "*" * (pattern.kind is MatchKind.PREFIX)
