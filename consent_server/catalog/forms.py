"""The short written forms of a catalog file: lives, names, addresses, markers.

Every function takes text and returns a value of the model, or raises ``ValueError``
when the text has another form; ``fields`` turns that into a mistake.
"""

import re
from types import MappingProxyType

from consent_server.catalog.model import MatchKind, NamePattern

# Months and years as vendors count them: 13 months are 390 days, two years 730.
_SECONDS = MappingProxyType(
    {
        "second": 1,
        "minute": 60,
        "hour": 3600,
        "day": 86400,
        "week": 7 * 86400,
        "month": 30 * 86400,
        "year": 365 * 86400,
    }
)
_MOST_WEEKS = 8
_DURATION = re.compile(r"([1-9][0-9]{0,4}) (second|minute|hour|day|week|month|year)s?")

MIN_PATTERN_LETTERS = 3
"""A prefix or glob with less literal text would claim the cookies of others."""

MAX_NAME_LETTERS = 256
MAX_ADDRESS_LETTERS = 1_024
MAX_STARS = 4
"""Of one pattern; what is compared with each name or address has to stay short."""

_COOKIE_NAME = re.compile(r"[^\x00-\x20\x7f;,=]+")
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = rf"{_LABEL}(\.{_LABEL})*"
_HOST = re.compile(rf"{_NAME}|\*\.{_LABEL}\.{_NAME}|{_LABEL}\.{_NAME}\.\*|\*")
_MAX_HOST = 253  # RFC 1035 section 2.3.4, without the dot of the root
_PATH = re.compile(r"/[^\s?#\"<>\\]*")
_QUERY = re.compile(r"[A-Za-z0-9_.~-]+=[A-Za-z0-9_.~-]*")


def parse_duration(text: str) -> int:
    """Read ``30 minutes`` or ``2 years`` as seconds; months are 30 days, years 365."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1]) * _SECONDS[match[2]]


def parse_days(text: str) -> int:
    """Read a duration as whole days."""
    days, rest = divmod(parse_duration(text), _SECONDS["day"])
    if rest:
        raise ValueError(text)
    return days


def parse_life(text: str) -> int | None:
    """Read a cookie's life as seconds; ``session`` is ``None``."""
    return None if text == "session" else parse_duration(text)


def split_duration(seconds: int) -> tuple[int, str]:
    """Return a positive duration as a count of the largest unit that fits exactly.

    Nobody counts 364 days as 52 weeks, so weeks end where two months do.
    """
    for unit, length in sorted(_SECONDS.items(), key=lambda it: -it[1]):
        count, rest = divmod(seconds, length)
        if rest == 0 and not (unit == "week" and count > _MOST_WEEKS):
            return count, unit
    raise ValueError(seconds)


def format_life(seconds: int | None) -> str:
    """Write a cookie's life as ``parse_life`` reads it."""
    if seconds is None:
        return "session"
    count, unit = split_duration(seconds)
    return f"{count} {unit}" + ("" if count == 1 else "s")


def parse_name_pattern(text: str) -> NamePattern:
    """Read a name: ``_ga`` as it stands, ``_ga_*`` a prefix, ``mp_*_x`` a glob."""
    literal = text.replace("*", "")
    if len(text) > MAX_NAME_LETTERS or text.count("*") > MAX_STARS:
        raise ValueError(text)
    if not _COOKIE_NAME.fullmatch(text) or "**" in text:
        raise ValueError(text)
    if "*" not in text:
        return NamePattern(text=text)
    bounded = not (text.startswith("*") and text.endswith("*"))
    if len(literal) < MIN_PATTERN_LETTERS or not bounded:
        raise ValueError(text)
    if text.index("*") == len(text) - 1:
        return NamePattern(text=literal, kind=MatchKind.PREFIX)
    return NamePattern(text=text, kind=MatchKind.GLOB)


def parse_host(text: str) -> str:
    """Read the host of a resource, with its wildcard where it has one."""
    if not _HOST.fullmatch(text) or len(text) > _MAX_HOST:
        raise ValueError(text)
    return text


def parse_domain(text: str) -> str:
    """Read a host name without wildcard, port or scheme."""
    if "*" in text:
        raise ValueError(text)
    return parse_host(text)


def parse_url(text: str) -> tuple[str, str, dict[str, str]]:
    """Read ``host/path?name=prefix`` as host, path and query conditions."""
    address, _, query_text = text.partition("?")
    if len(text) > MAX_ADDRESS_LETTERS or address.count("*") > MAX_STARS:
        raise ValueError(text)
    host, slash, rest = address.partition("/")
    path = slash + rest or "/"
    pairs = query_text.split("&") if "?" in text else []
    if not _PATH.fullmatch(path) or not all(map(_QUERY.fullmatch, pairs)):
        raise ValueError(text)
    if host == "*" and not path.strip("/*"):
        raise ValueError(text)
    query = dict(pair.split("=") for pair in pairs)
    if len(query) < len(pairs):
        raise ValueError(text)
    return parse_host(host), path, query
