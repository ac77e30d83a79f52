"""The matcher's work grows with its input, never faster.

Counted in steps, not in seconds: one for each bytecode that runs, and the length of the
text for each method of ``str`` that C code runs. So neither a slow machine nor a fast
one changes the result.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.catalog.match import Matcher, compile_matcher
from consent_server.storage.catalog_files import read_library

MATCHER = compile_matcher(read_library().services.values())
LARGE = 100_000  # characters

Match = Callable[[Matcher, str], object]


def count_steps(match: Match, text: str) -> int:
    """Count the steps of a call, in Python and in the methods of ``str``."""
    steps = 0

    def enter(frame: FrameType, _: str, __: object) -> object:
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return step

    def step(_: FrameType, __: str, ___: object) -> None:
        nonlocal steps
        steps += 1

    def profile(_: FrameType, event: str, argument: object) -> None:
        nonlocal steps
        if event == "c_call":
            text = getattr(argument, "__self__", None)
            steps += len(text) if isinstance(text, str) else 1

    before = sys.gettrace(), sys.getprofile()
    sys.setprofile(profile)
    sys.settrace(enter)  # type: ignore[arg-type] # typed with itself as its result
    try:
        match(MATCHER, text)
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return steps


def match_name(matcher: Matcher, text: str) -> object:
    return matcher.match_cookie(text, "www.facebook.com")


def match_domain(matcher: Matcher, text: str) -> object:
    return matcher.match_cookie("fr", text)


def match_host(matcher: Matcher, text: str) -> object:
    return matcher.match_url(text, "/")


def match_path(matcher: Matcher, text: str) -> object:
    return matcher.match_url("www.googletagmanager.com", "/" + text)


def match_query(matcher: Matcher, text: str) -> object:
    return matcher.match_url("www.googletagmanager.com", "/gtag/js", text)


def match_inline(matcher: Matcher, text: str) -> object:
    return matcher.match_inline(text)


MATCHES = [match_name, match_domain, match_host, match_path, match_query, match_inline]
each_match = pytest.mark.parametrize("match", MATCHES, ids=lambda it: it.__name__)

PIECES = (
    "a",
    "_ga_",
    "mp_",
    ".",
    "www.google.",
    "../",
    "%2e%2e%2f",
    "//",
    "\\",
    "id=G-&",
    "&=%",
    "gtag(",
    " \n\t",
    "'\"`",
)
"""What repeats in hostile input: heads, labels, dots, escapes, near misses."""


def repeat(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


@each_match
@pytest.mark.parametrize("piece", PIECES)
def test_takes_no_more_steps_per_character_of_100_kb(match: Match, piece: str) -> None:
    """A normal input has a fixed price too, which the long one must not multiply."""
    fixed = count_steps(match, "")
    short, long = repeat(piece, LARGE // 100), repeat(piece, LARGE)

    per_short = (count_steps(match, short) - fixed) / len(short)
    per_long = (count_steps(match, long) - fixed) / len(long)

    assert per_long <= per_short * 1.1 + 1


@each_match
@settings(max_examples=25, deadline=None)
@given(piece=st.text(min_size=1, max_size=12) | st.text("_ga.%2ef/\\&=-*", min_size=1))
def test_takes_twice_the_steps_for_twice_the_text(match: Match, piece: str) -> None:
    fixed = count_steps(match, "")
    once = count_steps(match, repeat(piece, 2_000)) - fixed
    twice = count_steps(match, repeat(piece, 4_000)) - fixed

    assert twice <= 2 * max(once, 0) * 1.1 + 2_000


def test_would_notice_work_that_grows_with_the_square() -> None:
    """The counter itself: a search that starts anew at every character."""

    def quadratic(_: Matcher, text: str) -> object:
        return [text.find("b", start) for start in range(len(text))]

    once, twice = (count_steps(quadratic, "a" * length) for length in (500, 1_000))

    assert twice > 3.5 * once
