"""Which services claim a cookie, an address or an inline snippet.

Compiled once into dictionaries and one alternation of plain texts; no pattern of a
catalog's author runs as an expression on what a site or a visitor sends. A look-up
costs a few dictionary look-ups and a few passes over its input, however many services
there are: names by exact text and by the lengths of the declared heads and tails, hosts
by walking their labels from the right. Inline text is searched once for a rare piece of
every marker; only where one occurs are the markers tried.

Every service that claims something is returned, not the most specific: what several
claim is held unless all of them are granted.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
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
_FOLDED_ASCII = bytes.maketrans(b'"`', b"''")
_LEFT_OUT_OF_ASCII = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\\"  # what str.split takes, and \
_CLUE = re.compile(r"[a-z0-9_.\-]*[a-z0-9][a-z0-9_.\-]*")
_PIECE_LENGTH = 3
_COMMON_FIRST = "etaoinsrlcd(upm.gfh'=y,v;w)b{}_:/"  # how frequent in scripts
_REMEMBERED_HOSTS = 4096


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

    def find_clue(self) -> str:
        """Return the longest text in every address that fits; empty if none is sure."""
        segments = [piece for part in self.path for piece in part.split("/")]
        names = [name.lower() for name, _ in self.query]
        return max(
            (text for text in (*segments, *names) if _CLUE.fullmatch(text)),
            key=len,
            default="",
        )

    def fits_query(self, query: list[tuple[str, str]]) -> bool:
        return all(
            any(key == name and value.startswith(head) for key, value in query)
            for name, head in self.query
        )


class Matcher:
    """The compiled patterns of some services; made by ``compile_matcher``."""

    def __init__(self, services: Iterable[Service], domains: Iterable[str]) -> None:
        self._domains = tuple(f".{domain}" for domain in domains)
        self._exact: dict[str, list[_CookieRule]] = {}
        self._heads: dict[str, list[_CookieRule]] = {}
        self._tails: dict[str, list[_CookieRule]] = {}
        self._hosts: dict[str, list[_UrlRule]] = {}
        self._markers: list[tuple[str, tuple[str, ...], ServiceId]] = []
        for service in services:
            self._add(service)
        self._head_lengths = sorted({len(head) for head in self._heads})
        self._tail_lengths = sorted({len(tail) for tail in self._tails})
        self._depth = max((host.count(".") + 1 for host in self._hosts), default=0)
        pieces = {_rarest_piece((it, *others)) for it, others, _ in self._markers}
        self._any_marker = re.compile("|".join(map(re.escape, sorted(pieces))))
        self.match_host = lru_cache(_REMEMBERED_HOSTS)(self._match_host)
        """Return the services that declare a host by name, whatever the path.

        A connection hint has no path; ``*``, which stands for any host, says nothing
        of one.
        """
        self.is_own = lru_cache(_REMEMBERED_HOSTS)(self._is_own)
        """Tell whether a host is one of the site's domains, or below one."""

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

    def find_clues(self, host: str) -> tuple[str, ...] | None:
        """Return texts of which every declared address on a host contains one.

        In lower case, and to be looked for where ``%XX`` is decoded; ``None`` when an
        address without any of them may be declared too. Most addresses of a site's own
        are told apart from declared ones by this alone.
        """
        clues: set[str] = set()
        for key in self._walk(host):
            for rule in self._hosts.get(key, ()):
                clue = rule.find_clue()
                if not clue:
                    return None
                clues.add(clue)
        return tuple(sorted(clues))

    def match_inline(self, text: str) -> Services:
        """Return the services whose markers occur in an inline script or block."""
        folded = _fold(text)
        if not self._any_marker.search(folded):
            return frozenset()
        return frozenset(
            service
            for first, others, service in self._markers
            if first in folded and all(token in folded for token in others)
        )

    def _add(self, service: Service) -> None:
        for cookie in service.cookies:
            self._add_cookie(cookie, service.id)
        for resource in service.resources:
            self._add_resource(resource, service.id)
        for marker in service.markers:
            first, *others = map(_fold, marker.tokens)
            self._markers.append((first, tuple(others), service.id))

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

    def _match_host(self, host: str) -> Services:
        return frozenset(
            rule.service
            for key in self._walk(host)
            if key != "*"
            for rule in self._hosts.get(key, ())
        )

    def _is_own(self, host: str) -> bool:
        return f".{host.lower().removesuffix('.')}".endswith(self._domains)

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


def compile_matcher(
    services: Iterable[Service], domains: Iterable[str] = ()
) -> Matcher:
    """Compile what services declare on a site of these domains, once per policy."""
    return Matcher(services, domains)


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
    if text.isascii():
        data = text.encode("ascii").translate(_FOLDED_ASCII, _LEFT_OUT_OF_ASCII)
        return data.decode("ascii")
    return "".join(text.split()).translate(_FOLDED)


def _rarest_piece(tokens: tuple[str, ...]) -> str:
    """Return a piece that every text with all of the tokens contains.

    It starts with a character that scripts seldom use, so that few places are tried.
    """
    pieces = [
        token[at : at + 2 * _PIECE_LENGTH]
        for token in tokens
        for at in range(max(1, len(token) - _PIECE_LENGTH + 1))
    ]
    return max(pieces, key=lambda piece: _COMMON_FIRST.find(piece[:1]) % 99)
