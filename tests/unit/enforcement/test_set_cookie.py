from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import UNKNOWN
from consent_server.enforcement.set_cookie import (
    expire_cookies,
    filter_set_cookie,
    parent_domains,
    parse_cookie_date,
    parse_set_cookie,
)
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER, SEARCH

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def dropped(*values: str, held: frozenset[str] = EVERYTHING) -> list[str]:
    result = filter_set_cookie(values, MATCHER, held, "www.site.test", NOW)
    assert len(result.kept) + len(result.dropped) <= len(values)
    return list(result.dropped)


@pytest.mark.parametrize(
    "value",
    [
        "_spy=1",
        " _spy = 1 ; Path=/",
        "\t_spy\t=1",
        '_spy="1; Path=/"',
        "_spy=1=2; HttpOnly; Secure",
        "_spy=1; EXPIRES=Wed, 01 Jan 2031 00:00:00 GMT",
        "_spy=1; max-age=60; expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "_spy=1; Max-Age=0; Max-Age=60",
        "_spy=1; Max-Age=oops",
        "_spy=1; Expires=never",
        "_spy; Path=/",
        "=_spy=1",
        "_spy=1\x01; Max-Age=0",
        "_spy=",
        "_sp_anything=1; Domain=.site.test",
        "_spy=a, b=c",
        "_spy=1; Expires=Thu, 01th Jan 1970 00:00:00 GMT",
        "_spy=1; Expires=Thu, 1x Jan 1970 00:00:00",
        "_spy=1; Expires=Thu, 01 Jan 1970 00:00:00x",
        "_spy=1; Expires=1 Jan 1970x 0:0:0",
        "_spy=1; Max-Age=0" + "0" * 1100,
        "_spy=1; Max-Age=60; Max-Age=0" + "0" * 1100,
    ],
)
def test_drops_what_a_browser_would_store(value: str) -> None:
    assert len(dropped(value)) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("session=1", id="not declared"),
        pytest.param("_SPY=1", id="names have case"),
        pytest.param("x_spy=1", id="another name"),
        pytest.param("a=_spy", id="in the value"),
        pytest.param("_spy=; Max-Age=0", id="deletion by Max-Age"),
        pytest.param("_spy=x; Max-Age=-1", id="deletion by negative Max-Age"),
        pytest.param(
            "_spy=x; Max-Age=000; Expires=Wed, 01 Jan 2031 00:00:00 GMT",
            id="deletion: Max-Age wins",
        ),
        pytest.param(
            "_spy=; expires=Sun, 22 Nov 2026 00:00:00 GMT", id="deletion by this moment"
        ),
        pytest.param(
            "_spy=; expires=Thu, 01 Jan 1970 00:00:00 GMT", id="deletion by Expires"
        ),
        pytest.param(";", id="nothing at all"),
    ],
)
def test_lets_pass_what_is_not_held_or_only_deletes(value: str) -> None:
    result = filter_set_cookie([value], MATCHER, EVERYTHING, "www.site.test", NOW)

    assert result.kept == (value,)
    assert not result.dropped


def test_keeps_the_order_of_several_and_names_the_services() -> None:
    values = ["a=1", "_spy=1", "b=2", "_own=1", "_spy=2"]

    result = filter_set_cookie(values, MATCHER, EVERYTHING, "www.site.test", NOW)

    assert result.kept == ("a=1", "b=2")
    assert result.dropped == {
        "_spy": frozenset({"spy.pixel"}),
        "_own": frozenset({"own.stats"}),
    }


def test_keeps_the_cookie_of_a_granted_service() -> None:
    assert dropped("_spy=1", "_own=1", held=frozenset({"own.stats"})) == ["_own"]


@SEARCH
@given(value=st.text(max_size=60))
def test_reads_any_text(value: str) -> None:
    cookie = parse_set_cookie(value)

    assert cookie is None or cookie.name or cookie.value


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", (1970, 1, 1)),
        ("Thursday, 01-Jan-70 00:00:00 GMT", (1970, 1, 1)),
        ("Thu Jan  1 00:00:00 2026", (2026, 1, 1)),
        ("1 December 69 00:00:00", (2069, 12, 1)),
        ("00:00:00 2 feb 2026", (2026, 2, 2)),
        ("Wed, 31 Feb 2026 00:00:00 GMT", None),
        ("Thu, 01 Jan 1600 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 25:00:00 GMT", None),
        ("Thu, 01 anf 1970 00:00:00 GMT", None),
        ("01 Jan 1970", None),
        ("0", None),
        ("", None),
    ],
)
def test_reads_a_date_in_any_order(
    text: str, date: tuple[int, int, int] | None
) -> None:
    assert parse_cookie_date(text) == (datetime(*date, tzinfo=UTC) if date else None)


def test_expires_a_cookie_wherever_a_script_could_have_put_it() -> None:
    values = expire_cookies(["_spy"], "www.shop.site.test", secure=True)

    assert len(values) == 8
    for scope in (
        "",
        "; Domain=www.shop.site.test",
        "; Domain=shop.site.test",
        "; Domain=site.test",
    ):
        start = (
            f"_spy=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT{scope}"
        )
        assert f"{start}; Secure" in values
        assert f"{start}; Secure; Partitioned" in values


def test_expires_without_secure_over_plain_http() -> None:
    assert expire_cookies(["_spy"], "localhost", secure=False) == [
        "_spy=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    ]


@pytest.mark.parametrize(
    ("host", "domains"),
    [
        ("localhost", []),
        ("127.0.0.1", []),
        ("[::1]", []),
        ("site.test", ["site.test"]),
        ("WWW.site.test.", ["www.site.test", "site.test"]),
    ],
)
def test_knows_the_domains_that_cover_a_host(host: str, domains: list[str]) -> None:
    assert parent_domains(host) == domains


def test_gives_a_host_prefixed_name_no_domain() -> None:
    assert all(
        "Domain" not in v
        for v in expire_cookies(["__Host-a"], "www.site.test", secure=True)
    )


@SEARCH
@given(names=st.lists(st.text(max_size=8), max_size=4))
def test_writes_no_name_that_could_break_the_header(names: list[str]) -> None:
    for value in expire_cookies(
        [*names, "a\r\nSet-Cookie: b", "a;b"], "site.test", secure=True
    ):
        name = value.partition("=")[0]
        assert name in names
        assert value.isascii()
        assert value.isprintable()
        assert value.count(";") <= 6


def test_drops_exactly_what_it_can_expire() -> None:
    values = expire_cookies(["_spy", "_own"], "www.site.test", secure=True)

    assert not dropped(*values)


@pytest.mark.parametrize(
    ("path", "prefixes"),
    [
        ("/", {"/"}),
        ("/shop/a", {"/", "/shop"}),
        ("/shop/", {"/", "/shop"}),
        ("/a/b/c/d/e", {"/", "/a", "/a/b", "/a/b/c"}),
        ("/a;b/c", {"/"}),
        ("/\u00e6/c", {"/"}),
        ("", {"/"}),
    ],
)
def test_expires_at_every_path_that_may_hold_the_cookie(
    path: str, prefixes: set[str]
) -> None:
    values = expire_cookies(["_spy"], "localhost", path=path, secure=False)

    assert {value.split("; ")[1] for value in values} == {f"Path={p}" for p in prefixes}


def test_writes_no_more_than_a_proxy_takes() -> None:
    names = [f"_spy{number}" for number in range(100)]
    values = expire_cookies(names, "www.shop.example", secure=True)

    assert 24 <= len(values) < 24 + 8
    assert values[0].startswith("_spy0=")


@pytest.mark.parametrize(
    ("value", "dropped_names", "unknown"),
    [
        pytest.param("new=1; Path=/", ["new"], ("new",), id="undeclared"),
        pytest.param("new=1; HttpOnly; Secure", ["new"], ("new",), id="http-only"),
        pytest.param("new=; Max-Age=0", [], (), id="deletion"),
        pytest.param("_spy=1", [], (), id="declared"),
        pytest.param("nameless", [""], (), id="nameless"),
        pytest.param("", [], (), id="nothing"),
    ],
)
def test_unknown_claims_the_cookies_that_nobody_declares(
    value: str, dropped_names: list[str], unknown: tuple[str, ...]
) -> None:
    """Rule E11."""
    strict = frozenset({UNKNOWN})
    held = filter_set_cookie([value], MATCHER, strict, "www.site.test", NOW)
    seen = filter_set_cookie([value], MATCHER, frozenset(), "www.site.test", NOW)

    assert list(held.dropped) == dropped_names
    assert held.unknown == seen.unknown == unknown
    assert seen.kept == (value,)
