"""Keeping one visitor's page out of another's hands, and headers true after edits."""

import re
from datetime import datetime

from consent_server.enforcement.headers import (
    Headers,
    get_first,
    get_values,
    split_list,
    without,
)
from consent_server.enforcement.set_cookie import parse_cookie_date

_HEURISTICALLY_CACHEABLE = frozenset(
    {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501}
)  # RFC 9110 section 15.1
_SAYS_THE_OLD_BODY = frozenset(
    {
        "accept-ranges",
        "content-digest",
        "content-encoding",
        "content-length",
        "content-md5",
        "digest",
        "etag",
        "last-modified",
        "repr-digest",
    }
)  # RFC 9110 sections 8.8.2 and 14.3, RFC 9530
# RFC 9213 and what vendors read instead of Cache-Control.
_CDN_FIELDS = re.compile(
    r".*cdn-cache-control|surrogate-control|fastly-surrogate-control|edge-control"
    r"|akamai-cache-control|x-litespeed-cache-control|x-accel-expires",
    re.IGNORECASE,
)


def may_be_shared(status: int, headers: Headers, now: datetime) -> bool:
    """Tell whether a shared cache may store the response and was told so.

    True when the response allows it explicitly, or carries a validator that lets
    caches guess a lifetime (RFC 9111 section 4.2.2). Any other is not shared: the
    caller makes it private.
    """
    if any(_CDN_FIELDS.fullmatch(key) for key, _ in headers):
        return True  # it wins over Cache-Control at its addressee (RFC 9213)
    directives = _cache_directives(headers)
    if directives.keys() & {"private", "no-store"}:
        return False
    if directives:
        return _allows_sharing(directives)
    if (expires := get_first(headers, "Expires")) is not None:
        date = parse_cookie_date(expires)
        return date is not None and date > now
    has_validator = bool(get_values(headers, "ETag")) or bool(
        get_values(headers, "Last-Modified")
    )
    return has_validator and status in _HEURISTICALLY_CACHEABLE


def _allows_sharing(directives: dict[str, str]) -> bool:
    """RFC 9111 section 3; ``no-cache`` still lets a cache store and validate."""
    if directives.keys() & {"public", "s-maxage"}:
        return True
    age = directives.get("max-age")
    return age is not None and age.strip('"').strip("0") != ""


def make_private(headers: Headers) -> list[tuple[str, str]]:
    """Return the headers of a response that only this visitor may get (RFC 9111).

    Nothing is loosened: ``no-store`` stays, and other directives that do not share.
    """
    directives = _cache_directives(headers)
    kept = [
        (key, value)
        for key, value in without(headers, {"cache-control", "vary"})
        if not _CDN_FIELDS.fullmatch(key)
    ]
    return [
        *kept,
        ("Cache-Control", _private_directives(directives)),
        ("Vary", ", ".join(_with_cookie(headers))),
    ]


def _private_directives(directives: dict[str, str]) -> str:
    if "no-store" in directives:
        return "no-store"
    dropped = {"public", "s-maxage", "proxy-revalidate", "private", "immutable"}
    rest = [
        f"{name}={value}" if value else name
        for name, value in directives.items()
        if name not in dropped
    ]
    return ", ".join(["private", *(rest or ["no-cache"])])


def after_rewrite(headers: Headers) -> list[tuple[str, str]]:
    """Return headers without what was true of the original body only.

    Validators must not survive: a browser would revalidate a page from before a
    withdrawal with them, be told 304 and show it again. The new length is the rim's to
    say, since only it knows whether the body is whole.
    """
    return without(headers, _SAYS_THE_OLD_BODY)


def _cache_directives(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in get_values(headers, "Cache-Control"):
        for member in split_list(value):
            name, _, argument = member.partition("=")
            found[name.strip().lower()] = argument.strip()
    return found


def _vary(headers: Headers) -> list[str]:
    return [name for value in get_values(headers, "Vary") for name in split_list(value)]


def _with_cookie(headers: Headers) -> list[str]:
    names = _vary(headers)
    if "*" in names or "cookie" in map(str.lower, names):
        return names
    return [*names, "Cookie"]
