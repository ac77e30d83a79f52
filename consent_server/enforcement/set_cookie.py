"""``Set-Cookie`` on its way out: read as browsers do, dropped when not granted.

RFC 6265bis section 5.6 says how a value is read. Whatever a browser would store is
judged; a header that only deletes always passes, since deleting needs no consent.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from consent_server.catalog.match import Matcher
from consent_server.enforcement.claims import NOBODY, NOTHING, Services

MAX_EXPIRED = 24  # about 2.5 KB; a common limit for all headers is 4 KB
MAX_PATHS = 4
_PATH = re.compile(r"/[!-:<-~]*")  # RFC 6265 section 4.1.1: no semicolon, no control
EPOCH = "Thu, 01 Jan 1970 00:00:00 GMT"

_WS = " \t"
_REFUSED = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # 5.6 step 1: the whole is ignored
_SEPARATORS = re.compile(r"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
# 5.1.1 lets other characters follow the digits. Browsers differ there, so that only a
# whole token says that a cookie is over.
_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})\Z", re.ASCII)
_DAY = re.compile(r"(\d{1,2})\Z", re.ASCII)
_YEAR = re.compile(r"(\d{2,4})\Z", re.ASCII)
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MAX_AGE = re.compile(r"-?[0-9]+", re.ASCII)
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_LETTERS = 3
_MAX_ATTRIBUTE_BYTES = 1024  # 5.6 step 6: browsers ignore a longer value
_TWO_DIGIT_CENTURY = 70
_HUNDRED = 100
_FIRST_YEAR = 1601


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCookie:
    """What a browser makes of one ``Set-Cookie`` value; attribute names in lower case.

    Of an attribute that occurs twice, the last counts (5.6 step 6 and 5.7).
    """

    name: str
    value: str
    attributes: Mapping[str, str]

    def deletes(self, now: datetime) -> bool:
        """Tell whether it only makes the browser forget; ``Max-Age`` wins (5.7)."""
        age = self.attributes.get("max-age", "")
        if _MAX_AGE.fullmatch(age):
            return age.startswith("-") or not age.strip("0")
        expires = parse_cookie_date(self.attributes.get("expires", ""))
        return expires is not None and expires <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredCookies:
    """The ``Set-Cookie`` values that stay, and the names that were dropped, by whom.

    ``unknown`` are the names that no service declares, dropped or not.
    """

    kept: tuple[str, ...]
    dropped: Mapping[str, Services]
    unknown: tuple[str, ...]


def filter_set_cookie(
    values: Sequence[str],
    matcher: Matcher,
    held: Services,
    host: str,
    now: datetime,
) -> FilteredCookies:
    """Drop the cookies that a held service claims; ``UNKNOWN`` claims undeclared ones.

    Args:
        values: Every ``Set-Cookie`` value of a response, whatever its status.
        matcher: The compiled patterns of the policy.
        held: The services that must not store anything.
        host: The host of the response, for cookies without ``Domain``.
        now: The present moment, aware; decides what is a deletion.
    """
    kept: list[str] = []
    dropped: dict[str, Services] = {}
    unknown: list[str] = []
    for value in values:
        cookie = parse_set_cookie(value)
        if cookie is None or cookie.deletes(now):
            kept.append(value)
            continue
        services = _claiming(cookie, matcher, host) or NOBODY
        if services is NOBODY and cookie.name:
            unknown.append(cookie.name)
        if services & held:
            before = dropped.get(cookie.name, NOTHING)
            dropped[cookie.name] = before | (services & held)
        else:
            kept.append(value)
    return FilteredCookies(
        kept=tuple(kept), dropped=dropped, unknown=tuple(dict.fromkeys(unknown))
    )


def parse_set_cookie(text: str) -> SetCookie | None:
    """Read a value as RFC 6265bis section 5.6 does; ``None`` when browsers ignore it.

    A value with a line break in it, which no server may send, is cut there, as a
    browser would see two headers: only the first is read here.
    """
    if _REFUSED.search(text):
        # A browser ignores it, a lenient intermediary may cut it: judge what remains.
        text = _REFUSED.split(text, maxsplit=1)[0]
    pair, _, rest = text.partition(";")
    name, mark, value = pair.partition("=")
    if not mark:
        name, value = "", pair  # a nameless cookie
    name, value = name.strip(_WS), value.strip(_WS)
    if not name and not value:
        return None
    attributes = {}
    for part in rest.split(";"):
        key, _, content = part.partition("=")
        content = content.strip(_WS)
        if len(content.encode("utf-8", "replace")) <= _MAX_ATTRIBUTE_BYTES:
            attributes[key.strip(_WS).lower()] = content
    return SetCookie(name=name, value=value, attributes=attributes)


def parse_cookie_date(text: str) -> datetime | None:
    """Read a date as RFC 6265bis section 5.1.1 does, which takes nearly any order."""
    time: tuple[int, ...] | None = None
    day = month = year = None
    for part in _SEPARATORS.split(text):
        if time is None and (found := _TIME.match(part)):
            time = tuple(map(int, found.groups()))
        elif day is None and (found := _DAY.match(part)):
            day = int(found[1])
        elif month is None and (number := _month_number(part)):
            month = number
        elif year is None and (found := _YEAR.match(part)):
            year = int(found[1])
    if time is None or day is None or month is None or year is None:
        return None
    return _make_date(_full_year(year), month, day, time)


def _month_number(part: str) -> int:
    """Return 1 to 12, 0 when the first three letters name no month."""
    at = _MONTHS.find(part[:3].lower()) if len(part) >= _LETTERS else -1
    return at // _LETTERS + 1 if at >= 0 and at % _LETTERS == 0 else 0


def _full_year(year: int) -> int:
    if year < _TWO_DIGIT_CENTURY:
        return year + 2000
    return year + 1900 if year < _HUNDRED else year


def _make_date(
    year: int, month: int, day: int, time: tuple[int, ...]
) -> datetime | None:
    if year < _FIRST_YEAR:
        return None
    try:
        return datetime(year, month, day, *time, tzinfo=UTC)  # type: ignore[misc,arg-type]  # three numbers
    except ValueError:
        return None


def _claiming(cookie: SetCookie, matcher: Matcher, host: str) -> Services:
    # A nameless cookie is sent as its bare value, which servers read as a name.
    name = cookie.name or cookie.value.partition("=")[0].strip(_WS)
    domain = cookie.attributes.get("domain", "").lstrip(".") or host
    return matcher.match_cookie(name, domain)


def expire_cookies(
    names: Iterable[str], host: str, *, path: str = "/", secure: bool
) -> list[str]:
    """Write the ``Set-Cookie`` values that make a browser forget cookies.

    Names come from a request: one that is not a token (RFC 9110 section 5.6.2) is left
    out, as it could break the header. Proxies refuse long headers, so at most
    ``MAX_EXPIRED`` values are written, for whole names; the browser goes on sending the
    others, and the next response ends them.

    Args:
        names: The cookies' names.
        host: The host of the response; each parent domain with two labels or more is
            covered too, since a script may have set the cookie there.
        path: The path of the request; the cookie may live at each of its prefixes.
        secure: The response goes over https, so that ``Secure`` and partitioned
            variants can be expired (CHIPS: ``Partitioned`` demands ``Secure``).
    """
    scopes = ["", *(f"; Domain={domain}" for domain in parent_domains(host))]
    variants = ["; Secure", "; Secure; Partitioned"] if secure else [""]
    values: list[str] = []
    for name in filter(_TOKEN.fullmatch, dict.fromkeys(names)):
        values += [
            f"{name}=; Path={prefix}; Max-Age=0; Expires={EPOCH}{scope}{variant}"
            for prefix in _path_prefixes(path)
            for scope in _scopes_of(name, scopes)
            for variant in variants
        ]
        if len(values) >= MAX_EXPIRED:
            break
    return values


def _path_prefixes(path: str) -> list[str]:
    """List the paths at which a cookie sent to this path may live (RFC 6265 5.1.4)."""
    if not _PATH.fullmatch(path):
        return ["/"]
    ends = [at for at, byte in enumerate(path) if byte == "/" and at]
    return ["/", *(path[:end] for end in ends)][:MAX_PATHS]


def _scopes_of(name: str, scopes: list[str]) -> list[str]:
    # __Host- cookies have no Domain (RFC 6265bis section 4.1.3.2).
    return scopes[:1] if name.lower().startswith("__host-") else scopes


def parent_domains(host: str) -> list[str]:
    """List a host and its parents with two labels or more; none for an address."""
    name = host.lower().rstrip(".")
    if _is_address(name):
        return []
    labels = name.split(".")
    return [".".join(labels[index:]) for index in range(len(labels) - 1)]


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
