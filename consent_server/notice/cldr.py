"""Names, plurals and durations as the Unicode CLDR has them, by way of Babel."""

import datetime as dt
import functools
from collections.abc import Mapping

import babel
from babel.dates import format_date, format_datetime, format_timedelta

from consent_server.catalog.forms import split_duration

UNTIL_NEVER_LARGER = 10**6
"""So many of a unit before Babel takes the next one: ours stays what it is."""

BABEL_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 30 * 86_400,
    "year": 365 * 86_400,
}

REGIONS = {"en": "en_GB", "pt": "pt_PT"}
"""Languages that CLDR means in the words of another country than ours do."""

Plurals = Mapping[str, str]
"""One text for each plural category of a language (Unicode TR 35, part 3, section 5):
``zero``, ``one``, ``two``, ``few``, ``many``; ``other`` is always there. Each may hold
``{count}``."""


@functools.cache
def _locale(language: str) -> babel.Locale:
    primary = language.partition("-")[0]
    return babel.Locale.parse(REGIONS.get(primary, primary))


def comma_of(language: str) -> str:
    """Return what stands between the parts of a list.

    CLDR's own lists end in a word for "and", which ours do without.
    """
    return "\u060c " if language == "ar" else ", "


def country_name(code: str, language: str) -> str:
    """Name a country (ISO 3166-1 alpha-2); one that nobody knows keeps its code."""
    name: str = _locale(language).territories.get(code, code)
    return name


def count_in_words(count: int, forms: Plurals, language: str) -> str:
    """Write a count in the form that the language wants for it."""
    category = _locale(language).plural_form(count)
    return forms.get(category, forms["other"]).format(count=count)


def date_in_words(day: dt.date, language: str) -> str:
    """Write a day, such as ``22 November 2026``."""
    return format_date(day, format="long", locale=_locale(language))


def moment_in_words(moment: dt.datetime, language: str) -> str:
    """Write a moment in UTC, such as ``22 November 2026, 21:11:17 UTC``."""
    return format_datetime(
        moment, format="long", tzinfo=dt.UTC, locale=_locale(language)
    )


def duration_in_words(
    seconds: int, language: str, units: Mapping[str, Plurals] | None = None
) -> str:
    """Write a positive duration in the largest unit that fits exactly.

    ``units`` has the words of a language for which CLDR knows abbreviations only.
    """
    count, unit = split_duration(seconds)
    if units:
        return count_in_words(count, units[unit], language)
    return format_timedelta(
        dt.timedelta(seconds=count * BABEL_SECONDS[unit]),
        granularity=unit,  # type: ignore[arg-type]
        threshold=UNTIL_NEVER_LARGER,
        locale=_locale(language),
    )
