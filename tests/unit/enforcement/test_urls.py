import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.references import decode_value
from consent_server.enforcement.urls import (
    Location,
    candidates,
    parse_url,
    refresh_url,
)
from tests.unit.enforcement.rewriting import SEARCH

PAGE = Location("www.site.test", "/a/b.html", "q=1")
SPY = Location("spy.test", "/p", "x=1")


@pytest.mark.parametrize(
    "written",
    [
        "https://spy.test/p?x=1",
        "HTTPS://SPY.TEST/p?x=1#top",
        "//spy.test/p?x=1",
        "///spy.test/p?x=1",
        r"\\spy.test/p?x=1",
        r"/\spy.test\p?x=1",
        "http:/spy.test/p?x=1",
        "https:spy.test/p?x=1",
        "ws://spy.test/p?x=1",
        " \t\n//spy.test/p?x=1 ",
        "/\n/spy.te\tst/p?x=1",
        "//spy.test./p?x=1",
        "//user:secret@spy.test:8443/p?x=1",
        "//site.test@spy.test/p?x=1",
        "//%73py.%74est/p?x=1",
        "//\uff53\uff50\uff59\u3002test/p?x=1",
        "//s\u00adpy.test/p?x=1",
        "//s\ufe0fpy.test/p?x=1",
        "//s\u180bpy.test/p?x=1",
        "//s\u034fpy.test/p?x=1",
        "//s\U000e0100py.test/p?x=1",
        "//s%EF%B8%8Fpy.test/p?x=1",
        "https&#58;//spy.test/p?x=1",
        "&#x2F;&#x2f;spy.test&sol;p?x=1",
        "//spy&period;test/p?x&equals;1",
        "h&Tab;ttps://spy.test/p?x=1",
    ],
)
def test_reads_an_address_as_a_browser_does(written: str) -> None:
    assert parse_url(written.encode(), PAGE) == SPY


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("/p?x=1", Location("www.site.test", "/p", "x=1")),
        ("c.js", Location("www.site.test", "/a/c.js")),
        ("?y=2", Location("www.site.test", "/a/b.html", "y=2")),
        ("", Location("www.site.test", "/a/b.html", "q=1")),
        ("#top", Location("www.site.test", "/a/b.html", "q=1")),
        ("//spy.test", Location("spy.test", "/", "")),
        ("//spy.test?x", Location("spy.test", "/", "x")),
        ("//[::1]:80/p", Location("[::1]", "/p", "")),
        ("//bücher.test/p", Location("xn--bcher-kva.test", "/p", "")),
        ("data:text/html,//spy.test", None),
        ("javascript:void(0)", None),
        ("about:blank", None),
        ("mailto:a@spy.test", None),
        ("https://", None),
    ],
)
def test_says_where_an_address_leads(written: str, place: Location | None) -> None:
    assert parse_url(written.encode(), PAGE) == place


@SEARCH
@given(value=st.binary(max_size=60))
def test_reads_any_bytes(value: bytes) -> None:
    place = parse_url(value, PAGE)

    assert place is None or place.host == place.host.lower()


@pytest.mark.parametrize(
    ("written", "decoded"),
    [
        ("a&amp;b", "a&b"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&copyx", "?a=1&copyx"),
        ("?a=1&copy;=2", "?a=1©=2"),
        ("&copy", "©"),
        ("&not;it", "¬it"),
        ("&notit;", "&notit;"),
        ("&unknown;", "&unknown;"),
        ("&#x2F&#47;&#0047", "///"),
        ("&", "&"),
        ("&;", "&;"),
    ],
)
def test_decodes_references_by_the_attribute_rule(written: str, decoded: str) -> None:
    assert decode_value(written.encode()) == decoded


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "1x", "b.png", "2x"]),
        ("a.png 1x,b.png", ["a.png", "1x", "b.png"]),
        (" , a.png,", ["a.png"]),
        ("", []),
    ],
)
def test_lists_every_candidate_of_a_srcset(written: str, found: list[str]) -> None:
    assert list(candidates(written)) == found


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("5; url=https://spy.test/", "https://spy.test/"),
        ("0;URL='https://spy.test/'", "https://spy.test/"),
        ("0 url = //spy.test", "//spy.test"),
        ("1.5,//spy.test", "//spy.test"),
        ("5", None),
        ("", None),
    ],
)
def test_reads_the_target_of_a_refresh(content: str, url: str | None) -> None:
    assert refresh_url(content) == url
