"""Which services claim a cookie, an address or an inline snippet.

Compiled once into dictionaries; no regular expression runs on what a site or a visitor
sends. A look-up costs a few dictionary look-ups and a few passes over its input,
however many services there are: names by exact text and by the lengths of the declared
heads and tails, hosts by walking their labels from the right. Inline text is searched
once per marker token, by the C code of ``str``.

Every service that claims something is returned, not the most specific: what several
claim is held unless all of them are granted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from consent_server.catalog.model import (
    Cookie,
    MatchKind,
    Resource,
    Service,
    ServiceId,
)

Services = frozenset[ServiceId]

# In a.example.co.uk the public suffix has two labels; in www.google.evil.no it has one.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "or", "org"})
_COUNTRY_CODE_LENGTH = 2
# Quotes as one kind; no backslashes, with which JSON writes its slashes.
_FOLDED = str.maketrans({'"': "'", "`": "'", "\\": None})


@dataclass(frozen=True, slots=True)
class _CookieRule:
    pattern: str
    domain: str | None
    service: ServiceId

    def fits(self, name: str, domain: str | None) -> bool:
        if self.domain is not None and not _is_within(domain, self.domain):
            return False
        return _has_in_order(name, self.pattern.split("*"))


@dataclass(frozen=True, slots=True)
class _UrlRule:
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    service: ServiceId

    def fits_path(self, paths: Iterable[str]) -> bool:
        return any(_starts_in_order(path, self.path) for path in paths)

    def fits_query(self, query: list[tuple[str, str]]) -> bool:
        return all(
            any(key == name and value.startswith(head) for key, value in query)
            for name, head in self.query
        )


class Matcher:
    """The compiled patterns of some services; made by ``compile_matcher``."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._exact: dict[str, list[_CookieRule]] = {}
        self._heads: dict[str, list[_CookieRule]] = {}
        self._tails: dict[str, list[_CookieRule]] = {}
        self._hosts: dict[str, list[_UrlRule]] = {}
        self._markers: list[tuple[tuple[str, ...], ServiceId]] = []
        for service in services:
            self._add(service)
        self._head_lengths = sorted({len(head) for head in self._heads})
        self._tail_lengths = sorted({len(tail) for tail in self._tails})
        self._depth = max((host.count(".") + 1 for host in self._hosts), default=0)

    def match_cookie(self, name: str, domain: str | None = None) -> Services:
        """Return the services that declare a cookie.

        Args:
            name: As sent; names are case-sensitive (RFC 6265 section 5.4).
            domain: The host or domain that the cookie lives on, when known. Third-party
                cookies match only there, since common names such as ``uid`` belong to
                many.
        """
        host = domain.lower().strip(".") if domain is not None else None
        return frozenset(
            rule.service for rule in self._find_rules(name) if rule.fits(name, host)
        )

    def match_url(self, host: str, path: str, query: str = "") -> Services:
        """Return the services that declare an address.

        Args:
            host: Without port and user information.
            path: As written; it is also tried with ``%XX`` decoded once, backslashes
                and doubled slashes as one slash, and dot segments resolved.
            query: Without the question mark.
        """
        rules = [rule for key in self._walk(host) for rule in self._hosts.get(key, ())]
        paths = {path.lower() or "/", _resolve(path)} if rules else ()
        near = [rule for rule in rules if rule.fits_path(paths)]
        pairs = parse_qsl(query, keep_blank_values=True) if near else []
        return frozenset(rule.service for rule in near if rule.fits_query(pairs))

    def match_host(self, host: str) -> Services:
        """Return the services that declare a host by name, whatever the path.

        A connection hint has no path; ``*``, which stands for any host, says nothing
        of one.
        """
        return frozenset(
            rule.service
            for key in self._walk(host)
            if key != "*"
            for rule in self._hosts.get(key, ())
        )

    def match_inline(self, text: str) -> Services:
        """Return the services whose markers occur in an inline script or block."""
        folded = _fold(text)
        return frozenset(
            service
            for tokens, service in self._markers
            if all(token in folded for token in tokens)
        )

    def _add(self, service: Service) -> None:
        for cookie in service.cookies:
            self._add_cookie(cookie, service.id)
        for resource in service.resources:
            self._add_resource(resource, service.id)
        for marker in service.markers:
            self._markers.append((tuple(map(_fold, marker.tokens)), service.id))

    def _add_cookie(self, cookie: Cookie, service: ServiceId) -> None:
        text = cookie.pattern.text
        table, key = self._exact, text
        if cookie.pattern.kind is MatchKind.PREFIX:
            text, table = text + "*", self._heads
        elif cookie.pattern.kind is MatchKind.GLOB:
            head, _, rest = text.partition("*")
            table, key = self._heads, head
            if not head:
                table, key = self._tails, rest.rpartition("*")[2]
        rule = _CookieRule(pattern=text, domain=cookie.domain, service=service)
        table.setdefault(key, []).append(rule)

    def _add_resource(self, resource: Resource, service: ServiceId) -> None:
        rule = _UrlRule(
            path=tuple(resource.path.lower().split("*")),
            query=tuple(resource.query.items()),
            service=service,
        )
        self._hosts.setdefault(resource.host, []).append(rule)

    def _find_rules(self, name: str) -> Iterator[_CookieRule]:
        yield from self._exact.get(name, ())
        for length in self._head_lengths:
            if length <= len(name):
                yield from self._heads.get(name[:length], ())
        for length in self._tail_lengths:
            yield from self._tails.get(name[-length:], ())

    def _walk(self, host: str) -> Iterator[str]:
        """Yield the declared forms that a host could have."""
        name = host.lower().removesuffix(".")
        labels = name.rsplit(".", self._depth + 2)
        yield "*"
        yield name
        for index in range(1, len(labels)):
            yield "*." + ".".join(labels[index:])
        yield ".".join(labels[:-1]) + ".*"
        if _has_second_level(labels):
            yield ".".join(labels[:-2]) + ".*"


def compile_matcher(services: Iterable[Service]) -> Matcher:
    """Compile what services declare, once per policy."""
    return Matcher(services)


def _has_second_level(labels: list[str]) -> bool:
    match labels:
        case [*_, second, top]:
            return second in _SECOND_LEVEL and len(top) == _COUNTRY_CODE_LENGTH
    return False


def _is_within(domain: str | None, declared: str) -> bool:
    return domain is not None and f".{domain}".endswith(f".{declared}")


def _has_in_order(text: str, parts: list[str]) -> bool:
    """Tell whether the parts, with any text between them, make the whole text."""
    head, *middle, tail = parts if len(parts) > 1 else (*parts, "")
    if len(parts) == 1:
        return text == head
    end = len(text) - len(tail)
    return (
        end >= len(head)
        and text.endswith(tail)
        and _starts_in_order(text[:end], (head, *middle))
    )


def _starts_in_order(text: str, parts: Iterable[str]) -> bool:
    """Tell whether the first part begins the text and the others follow in turn."""
    position = -1
    for part in parts:
        found = text.find(part, max(position, 0))
        if found < 0 or (position < 0 and found > 0):
            return False
        position = found + len(part)
    return True


def _resolve(path: str) -> str:
    """Return the path that a browser or server may make of this one, in lower case."""
    kept: list[str] = []
    segments = unquote(path).replace("\\", "/").lower().split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    directory = "/" if kept and segments[-1] in {"", ".", ".."} else ""
    return "/" + "/".join(kept) + directory


def _fold(text: str) -> str:
    """Leave out white space and backslashes; write every quotation mark as one kind."""
    return "".join(text.split()).translate(_FOLDED)
