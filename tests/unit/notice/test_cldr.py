"""Words that the Unicode CLDR has for us."""

import datetime as dt

import pytest

from consent_server.notice.cldr import (
    count_in_words,
    country_name,
    date_in_words,
    duration_in_words,
    moment_in_words,
)

DAY = 86_400
COMPANIES = {"one": "{count} firma", "few": "{count} firmy", "other": "{count} firem"}


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("NO", "en", "Norway"),
        ("US", "nn", "USA"),
        ("DE", "nb-NO", "Tyskland"),
        ("PL", "pt", "Polónia"),
    ],
)
def test_names_a_country(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


def test_keeps_the_code_of_a_country_that_nobody_knows() -> None:
    assert country_name("XQ", "en") == "XQ"


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 firma"), (3, "3 firmy"), (7, "7 firem")]
)
def test_counts_in_the_plural_of_the_language(count: int, words: str) -> None:
    assert count_in_words(count, COMPANIES, "cs") == words


def test_falls_back_to_the_general_plural() -> None:
    assert count_in_words(1, {"other": "{count} things"}, "en") == "1 things"


@pytest.mark.parametrize(
    ("seconds", "language", "words"),
    [
        (730 * DAY, "en", "2 years"),
        (390 * DAY, "it", "13 mesi"),
        (90 * DAY, "pl", "3 miesiące"),
        (14 * DAY, "uk", "2 тижні"),
        (90, "de", "90 Sekunden"),
    ],
)
def test_says_a_duration(seconds: int, language: str, words: str) -> None:
    assert duration_in_words(seconds, language) == words


def test_prefers_words_of_ours_where_cldr_has_abbreviations() -> None:
    units = {"day": {"one": "{count} lá", "other": "{count} lá"}}

    assert duration_in_words(4 * DAY, "ga", units) == "4 lá"


@pytest.mark.parametrize(
    ("language", "words"), [("de", "22. November 2026"), ("en", "22 November 2026")]
)
def test_writes_a_day(language: str, words: str) -> None:
    assert date_in_words(dt.date(2026, 11, 22), language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "22. November 2026, 21:11:17 UTC"),
        ("en", "22 November 2026, 21:11:17 UTC"),
    ],
)
def test_writes_a_moment_in_universal_time(language: str, words: str) -> None:
    eastward = dt.timezone(dt.timedelta(hours=2))
    moment = dt.datetime(2026, 11, 22, 23, 11, 17, tzinfo=eastward)

    assert moment_in_words(moment, language) == words
