"""Whether one declared pattern takes in another."""

from collections.abc import Iterator
from dataclasses import dataclass

from consent_server.catalog.lint.scope import Declared
from consent_server.catalog.model import (
    Cookie,
    NamePattern,
    Resource,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A cookie, and the service that declares it."""

    cookie: Cookie
    by: Declared


class Claims:
    """Cookies of services, found without comparing each with each.

    Only patterns with a star are compared with all others, and the loader bounds how
    many of them a file has.
    """

    def __init__(self) -> None:
        self._plain: dict[str, list[Claim]] = {}
        self._wide: list[Claim] = []

    def add(self, declared: Declared) -> None:
        """Take in the cookies of a service."""
        for cookie in declared.service.cookies:
            name, claim = cookie.pattern.written, Claim(cookie=cookie, by=declared)
            if "*" in name:
                self._wide.append(claim)
            else:
                self._plain.setdefault(name, []).append(claim)

    def covering(self, cookie: Cookie) -> Iterator[Claim]:
        """Yield those that take in all of a cookie's names."""
        named = self._plain.get(cookie.pattern.written, ())
        yield from (it for it in (*named, *self._wide) if covers(it.cookie, cookie))

    def meeting(self, cookie: Cookie) -> Iterator[Claim]:
        """Yield those that take in a cookie, and those that it takes in."""
        yield from self.covering(cookie)
        if "*" in (wide := cookie.pattern.written):
            yield from (it for it in self._wide if covers(cookie, it.cookie))
            for name, named in self._plain.items():
                if covers_text(wide, name):
                    yield from (it for it in named if covers(cookie, it.cookie))
        else:
            named = self._plain.get(wide, [])
            yield from (it for it in named if covers(cookie, it.cookie))


def covers(wide: Cookie, narrow: Cookie) -> bool:
    """Tell whether each cookie of the second pattern is one of the first, too."""
    same_place = (wide.domain is None) is (narrow.domain is None) and (
        wide.domain is None or is_within(narrow.domain or "", wide.domain)
    )
    return same_place and covers_name(wide.pattern, narrow.pattern)


def covers_name(wide: NamePattern, narrow: NamePattern) -> bool:
    """Tell whether the first pattern matches every name that the second one does."""
    return covers_text(wide.written, narrow.written)


def covers_resource(wide: Resource, narrow: Resource) -> bool:
    """Tell whether each address of the second is one of the first, too."""
    if wide.host != narrow.host and not (
        wide.host.startswith("*.") and narrow.host.endswith(wide.host[1:])
    ):
        return False
    query = all(
        narrow.query.get(name, "\0").startswith(head)
        for name, head in wide.query.items()
    )
    paths = (f"{it.path.lower()}*".replace("**", "*") for it in (wide, narrow))
    return query and covers_text(*paths)


def covers_text(wide: str, narrow: str) -> bool:
    """Tell whether a pattern takes in all texts of another; ``*`` is any text.

    The star of the second is read as a letter of its own, which only a star of the
    first can stand for. Both are short texts of a catalog, never of a visitor.
    """
    head, *rest = wide.split("*")
    if not rest:
        return wide == narrow
    tail = rest.pop()
    at, end = len(head), len(narrow) - len(tail)
    if at > end or not (narrow.startswith(head) and narrow.endswith(tail)):
        return False
    for part in rest:
        found = narrow.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def is_within(domain: str, parent: str) -> bool:
    """Tell whether a host is another one or lies below it."""
    return f".{domain}".endswith(f".{parent}")


def parents(domain: str) -> list[str]:
    """Return a host and everything above it."""
    labels = domain.split(".")
    return [".".join(labels[at:]) for at in range(len(labels))]
