"""Keeping one visitor's page out of another's hands, and headers true after edits."""

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
_SAYS_THE_BYTES = frozenset(
    {"content-digest", "content-encoding", "content-md5", "digest", "repr-digest"}
)
_SAYS_THE_BODY = frozenset(
    {"accept-ranges", "content-disposition", "content-encoding", "content-language"}
    | {"content-length", "content-type", "transfer-encoding"}
)
_FRESHNESS = frozenset(
    {"public", "s-maxage", "proxy-revalidate", "private", "immutable", "no-cache"}
    | {"max-age", "stale-while-revalidate", "stale-if-error"}
)
# RFC 9213 and what vendors read instead of Cache-Control.
_CDN_FIELDS = frozenset(
    {"surrogate-control", "fastly-surrogate-control", "edge-control"}
    | {"akamai-cache-control", "x-litespeed-cache-control", "x-accel-expires"}
)
_CDN_ENDING = "cdn-cache-control"
_READ = _SAYS_THE_OLD_BODY | _SAYS_THE_BODY | _CDN_FIELDS | {"cache-control", "vary"}


def concerns_caches(name: str) -> bool:
    """Tell whether a field, in lower case, is read or written here.

    But for ``Expires``, which depends on the moment: see :func:`lasts`.
    """
    return name in _READ or name.endswith(_CDN_ENDING)


def lasts(headers: Headers, now: datetime) -> bool | None:
    """Tell whether ``Expires`` lies ahead; ``None`` without one."""
    if (expires := get_first(headers, "Expires")) is None:
        return None
    date = parse_cookie_date(expires)
    return date is not None and date > now


def may_be_shared(status: int, headers: Headers, *, lasting: bool | None) -> bool:
    """Tell whether a shared cache may store the response and was told so.

    True when the response allows it explicitly, or carries a validator that lets
    caches guess a lifetime (RFC 9111 section 4.2.2). Any other is not shared: the
    caller makes it private. ``lasting`` is what :func:`lasts` says.
    """
    if any(_is_for_cdn(key) for key, _ in headers):
        return True  # it wins over Cache-Control at its addressee (RFC 9213)
    directives = _cache_directives(headers)
    if directives.keys() & {"private", "no-store"}:
        return False
    if directives:
        return _allows_sharing(directives)
    if lasting is not None:
        return lasting
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

    Its browser asks again each time, since the visitor may choose at any moment: it is
    ``no-cache``, whatever the application says of its age. ``Vary: Cookie`` alone would
    miss a signal switched on and a new policy. Nothing is loosened: ``no-store`` stays,
    and other directives that do not share.
    """
    directives = _cache_directives(headers)
    kept = [
        (key, value)
        for key, value in without(headers, {"cache-control", "vary"})
        if not _is_for_cdn(key)
    ]
    return [
        *kept,
        ("Cache-Control", _private_directives(directives)),
        *_vary_on("Cookie", headers),
    ]


def _is_for_cdn(name: str) -> bool:
    lowered = name.lower()
    return lowered in _CDN_FIELDS or lowered.endswith(_CDN_ENDING)


def _private_directives(directives: dict[str, str]) -> str:
    if "no-store" in directives:
        return "no-store"
    rest = [
        f"{name}={value}" if value else name
        for name, value in directives.items()
        if name not in _FRESHNESS
    ]
    return ", ".join(["private", "no-cache", *rest])


def after_rewrite(headers: Headers) -> list[tuple[str, str]]:
    """Return headers without what was true of the original body only.

    Validators must not survive: a browser would revalidate a page from before a
    withdrawal with them, be told 304 and show it again. A tag that names the variant
    may take their place, see ``validators``.
    """
    return without(headers, _SAYS_THE_OLD_BODY)


def of_the_bytes(headers: Headers) -> list[tuple[str, str]]:
    """Return the headers that are true again of a body that stayed byte for byte."""
    return [(key, value) for key, value in headers if key.lower() in _SAYS_THE_BYTES]


def not_modified(headers: Headers) -> list[tuple[str, str]]:
    """Return the headers of a 304 that stands for a 200 (RFC 9110 section 15.4.5)."""
    return without(headers, _SAYS_THE_BODY)


def vary_on(name: str, headers: Headers) -> list[tuple[str, str]]:
    """Return headers that say that the response depends on a request header, too."""
    return [*without(headers, {"vary"}), *_vary_on(name, headers)]


def may_be_transformed(headers: Headers) -> bool:
    """Tell whether the content coding is ours to choose (RFC 9111 section 5.2.2.6)."""
    return "no-transform" not in _cache_directives(headers)


def _cache_directives(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in get_values(headers, "Cache-Control"):
        for member in split_list(value):
            name, _, argument = member.partition("=")
            found[name.strip().lower()] = argument.strip()
    return found


def _vary(headers: Headers) -> list[str]:
    return [name for value in get_values(headers, "Vary") for name in split_list(value)]


def _vary_on(name: str, headers: Headers) -> list[tuple[str, str]]:
    names = _vary(headers)
    if "*" not in names and name.lower() not in map(str.lower, names):
        names.append(name)
    return [("Vary", ", ".join(names))]
