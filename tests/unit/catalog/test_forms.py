import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.forms import (
    format_life,
    parse_days,
    parse_domain,
    parse_life,
    parse_name_pattern,
    parse_url,
)
from consent_server.catalog.model import MatchKind, NamePattern

DAY = 86_400


def exactly(text: str) -> str:
    return rf"\A{re.escape(text)}\Z"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("session", None),
        ("1 second", 1),
        ("30 minutes", 1800),
        ("24 hours", DAY),
        ("90 days", 90 * DAY),
        ("2 weeks", 14 * DAY),
        ("13 months", 390 * DAY),
        ("2 years", 730 * DAY),
    ],
)
def test_reads_a_life(text: str, seconds: int | None) -> None:
    assert parse_life(text) == seconds


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "session"),
        (1, "1 second"),
        (DAY, "1 day"),
        (14 * DAY, "2 weeks"),
        (182 * DAY, "182 days"),
        (364 * DAY, "364 days"),
        (390 * DAY, "13 months"),
        (400 * DAY, "400 days"),
    ],
)
def test_writes_a_life(seconds: int | None, text: str) -> None:
    assert format_life(seconds) == text


@given(count=st.integers(1, 99_999), unit=st.sampled_from(["second", "day", "month"]))
def test_reads_back_the_life_it_wrote(count: int, unit: str) -> None:
    seconds = parse_life(f"{count} {unit}s")

    assert parse_life(format_life(seconds)) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "90",
        "days",
        "0 days",
        "-1 days",
        "1.5 years",
        "2 Years",
        "2  years",
        "1 fortnight",
        "100000 days",
        "session ",
        "٣ days",
        "2 yearss",
        "2 days\n",
    ],
)
def test_refuses_a_life(text: str) -> None:
    with pytest.raises(ValueError, match=exactly(text)):
        parse_life(text)


def test_days_are_whole() -> None:
    assert parse_days("48 hours") == 2
    with pytest.raises(ValueError, match="36 hours"):
        parse_days("36 hours")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("_ga", NamePattern(text="_ga")),
        ("m", NamePattern(text="m")),
        ("crisp-client/session", NamePattern(text="crisp-client/session")),
        ("mf_*", NamePattern(text="mf_", kind=MatchKind.PREFIX)),
        ("mp_*_mix", NamePattern(text="mp_*_mix", kind=MatchKind.GLOB)),
        ("*_key", NamePattern(text="*_key", kind=MatchKind.GLOB)),
        ("a*b*c*", NamePattern(text="a*b*c*", kind=MatchKind.GLOB)),
    ],
)
def test_reads_a_name(text: str, pattern: NamePattern) -> None:
    assert parse_name_pattern(text) == pattern


@pytest.mark.parametrize(
    "text", ["*", "**", "_s*", "a*b", "ab**c", "*abc*", "a b", "a;b", "a=b", "a\nb"]
)
def test_refuses_a_name(text: str) -> None:
    with pytest.raises(ValueError, match=exactly(text)):
        parse_name_pattern(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.example", ("a.example", "/", {})),
        ("*.a.example", ("*.a.example", "/", {})),
        ("www.google.*/maps", ("www.google.*", "/maps", {})),
        ("*/*matomo.js", ("*", "/*matomo.js", {})),
        ("a.example/b?id=G-&v=", ("a.example", "/b", {"id": "G-", "v": ""})),
        ("a.example?id=G-", ("a.example", "/", {"id": "G-"})),
    ],
)
def test_reads_an_address(text: str, parts: tuple[str, str, dict[str, str]]) -> None:
    assert parse_url(text) == parts


@pytest.mark.parametrize("text", ["localhost", "a.example", "xn--bcher-kva.example"])
def test_reads_a_domain(text: str) -> None:
    assert parse_domain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("*.a.example", id="wildcard"),
        pytest.param("a.*", id="any-suffix"),
        pytest.param(".a.example", id="dot-in-front"),
        pytest.param("a.example.", id="dot-behind"),
        pytest.param("a..b", id="empty-label"),
        pytest.param("-a.b", id="hyphen-in-front"),
        pytest.param("A.b", id="capital"),
        pytest.param("bücher.example", id="not-ascii"),
        pytest.param("a.example/", id="path"),
        pytest.param(f"{'a' * 64}.example", id="long-label"),
        pytest.param("a." * 127 + "example", id="long-name"),
    ],
)
def test_refuses_a_domain(text: str) -> None:
    with pytest.raises(ValueError, match=exactly(text)):
        parse_domain(text)
