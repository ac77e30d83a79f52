"""How long cookies, choices and proofs live."""

from collections.abc import Iterator

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import Scope, SiteScope
from consent_server.catalog.model import CHOICE_SERVICE, Cookie

_DAY = 86400
LONG_DAYS = 397
"""13 months of the calendar at their longest: CNIL's figure for measurement."""
LONGEST_DAYS = 400
"""At which browsers are to cut a life (RFC 6265bis section 5.5)."""
_ROUNDING_DAYS = 2  # six months are 180 days or 182
_LONGEST_CONTEXT_DAYS = 184  # half a year, whichever half
_SHORTEST_CONTEXT_DAYS = 14
_CHOICE_DAYS = range(180, 366 + 1)  # 6 months of 30 days to a leap year


def check_cookie_lives(scope: Scope) -> Iterator[Finding]:
    """Up to 13 months is good practice; beyond 400 days is fiction."""
    for it in scope.declared:
        long = [
            (index, cookie, (cookie.life_seconds or 0) / _DAY)
            for index, cookie in enumerate(it.service.cookies)
        ]
        beyond = [found for found in long if found[2] > LONGEST_DAYS]
        above = [found for found in long if LONG_DAYS < found[2] <= LONGEST_DAYS]
        if beyond:
            yield scope.find(
                "CAT012",
                (*it.path, "cookies", beyond[0][0], "life"),
                f"{it.service.id} has cookies that live longer than {LONGEST_DAYS} "
                f"days: {_list(beyond)}",
                "shorten them where they are set and say so here; browsers are to cut "
                f"lives at {LONGEST_DAYS} days, so visitors read something untrue",
            )
        if above:
            yield scope.find(
                "CAT011",
                (*it.path, "cookies", above[0][0], "life"),
                f"{it.service.id} has cookies that live longer than 13 months: "
                f"{_list(above)}",
                "set a shorter life at the provider, then declare it under cookies",
            )


def check_choice_lifetime(scope: SiteScope) -> Iterator[Finding]:
    """A choice is asked again in time, but not too soon; yes and no alike."""
    days = scope.catalog.site.choice_lifetime_days
    path = ("site", "choice_lifetime")
    if days >= _CHOICE_DAYS.stop:
        yield scope.find(
            "CAT013",
            path,
            f"a choice counts for {days} days; after 12 months nobody remembers it",
            "write 6 months, at most 12",
        )
    elif days < _CHOICE_DAYS.start:
        yield scope.find(
            "CAT014",
            path,
            f"who said no is asked again after {days} days",
            "write at least 6 months",
        )


def check_retention(scope: SiteScope) -> Iterator[Finding]:
    """While a choice counts, its record must exist."""
    site = scope.catalog.site
    if site.retention_days < site.choice_lifetime_days:
        yield scope.find(
            "CAT015",
            ("site", "retention"),
            f"records are deleted after {site.retention_days} days, but choices count "
            f"for {site.choice_lifetime_days}",
            "keep records at least as long as choices count",
        )


def check_context_retention(scope: SiteScope) -> Iterator[Finding]:
    """Page and browser of a choice are kept while somebody may ask, and no longer."""
    site = scope.catalog.site
    days = site.context_retention_days
    path = ("site", "context_retention")
    if days > _LONGEST_CONTEXT_DAYS or days > site.retention_days:
        yield scope.find(
            "CAT043",
            path,
            f"page and browser of a choice are kept for {days} days, records for "
            f"{site.retention_days}",
            "keep them 90 days, and never longer than the records",
        )
    elif days < _SHORTEST_CONTEXT_DAYS:
        yield scope.find(
            "CAT044",
            path,
            f"after {days} days nobody can tell on which page a choice was made",
            "keep page and browser for a month or more",
        )


def check_choice_cookie(scope: SiteScope) -> Iterator[Finding]:
    """The declared life of the choice's cookie is the one that it gets."""
    days = scope.catalog.site.choice_lifetime_days
    for it in scope.declared:
        lives = {(cookie.life_seconds or 0) // _DAY for cookie in it.service.cookies}
        if (
            it.service.id == CHOICE_SERVICE
            and lives != {days}
            and not _nearly(lives, days)
        ):
            told = ", ".join(map(str, sorted(lives))) or "no"
            yield scope.find(
                "CAT016",
                (*it.path, "cookies"),
                f"visitors read that the cookie of their choice lives {told} days, but "
                f"choice_lifetime makes it {days}",
                f"override cookies of {CHOICE_SERVICE} with that life",
            )


def _nearly(lives: set[int], days: int) -> bool:
    """Tell whether only the two ways of counting six months differ."""
    return all(abs(life - days) <= _ROUNDING_DAYS for life in lives) and bool(lives)


def _list(found: list[tuple[int, Cookie, float]]) -> str:
    names = {f"{it.pattern.written} ({days:.0f})": None for _, it, days in found}
    return ", ".join(names)  # the same name may stand on several domains


RULES = (check_cookie_lives,)
SITE_RULES = (
    check_choice_lifetime,
    check_retention,
    check_context_retention,
    check_choice_cookie,
)
