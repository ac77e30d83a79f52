import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import UNKNOWN
from consent_server.enforcement.request_cookie import filter_request_cookie
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER, SEARCH


@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ("_spy=1", None),
        ("_spy=1; a=2", "a=2"),
        ("a=2; _spy=1", "a=2"),
        ("a=2; _spy=1; b=3", "a=2; b=3"),
        ("a=2;_spy=1;b=3", "a=2;b=3"),
        (" a=2 ;  _sp_x = 1 ; b=3 ", " a=2 ; b=3 "),
        ("_spy; a=1", "a=1"),
        ("_spy=1; _spy=2; _own=3", None),
        ("a=_spy=1", "a=_spy=1"),
        ("_SPY=1", "_SPY=1"),
        ("; ;", "; ;"),
        ("", ""),
    ],
)
def test_hides_what_is_held_and_keeps_the_rest(header: str, rest: str | None) -> None:
    assert filter_request_cookie(header, MATCHER, EVERYTHING).header == rest


def test_names_what_it_removed() -> None:
    result = filter_request_cookie("a=1; _spy=2; _own=3", MATCHER, EVERYTHING)

    assert result.removed == (
        ("_spy", frozenset({"spy.pixel"})),
        ("_own", frozenset({"own.stats"})),
    )


@SEARCH
@given(header=st.text(max_size=60))
def test_changes_no_byte_when_nothing_is_held(header: str) -> None:
    assert filter_request_cookie(header, MATCHER, frozenset()).header == header


@SEARCH
@given(parts=st.lists(st.sampled_from(["_spy=1", "a=1", " b=2", "", " _own", "=x"])))
def test_leaves_nothing_to_remove(parts: list[str]) -> None:
    once = filter_request_cookie(";".join(parts), MATCHER, EVERYTHING).header or ""

    assert not filter_request_cookie(once, MATCHER, EVERYTHING).removed


def test_unknown_claims_the_cookies_that_nobody_declares() -> None:
    """Rule E11."""
    result = filter_request_cookie("a=1; _spy=2; b", MATCHER, frozenset({UNKNOWN}))

    assert result.header == "_spy=2"
    assert result.removed == (
        ("a", frozenset({UNKNOWN})),
        ("b", frozenset({UNKNOWN})),
    )
