import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.forms import MAX_STARS, parse_name_pattern, parse_url
from consent_server.catalog.match import Matcher, compile_matcher
from consent_server.catalog.model import Cookie, Marker, Resource, ResourceKind, Service

HUNDRED_KILOBYTES = 100_000


def make_service(
    *,
    service_id: str = "it",
    cookies: tuple[str, ...] = (),
    domain: str | None = None,
    urls: tuple[str, ...] = (),
    markers: tuple[tuple[str, ...], ...] = (),
) -> Service:
    return Service(
        id=service_id,
        name="It",
        provider="site",
        purposes=("analytics",),
        cookies=tuple(
            Cookie(pattern=parse_name_pattern(name), domain=domain) for name in cookies
        ),
        resources=tuple(make_resource(url) for url in urls),
        markers=tuple(Marker(tokens=tokens) for tokens in markers),
    )


def make_resource(url: str) -> Resource:
    host, path, query = parse_url(url)
    kinds = frozenset({ResourceKind.SCRIPT})
    return Resource(host=host, path=path, query=query, kinds=kinds)


def for_cookies(*names: str, domain: str | None = None) -> Matcher:
    return compile_matcher([make_service(cookies=names, domain=domain)])


def for_urls(*urls: str) -> Matcher:
    return compile_matcher([make_service(urls=urls)])


def for_markers(*markers: tuple[str, ...]) -> Matcher:
    return compile_matcher([make_service(markers=markers)])


@pytest.mark.parametrize(
    ("pattern", "name", "claimed"),
    [
        pytest.param("_ga", "_ga", True, id="exact"),
        pytest.param("_ga", "_gat", False, id="exact-is-not-a-prefix"),
        pytest.param("_ga", "_GA", False, id="case-counts"),
        pytest.param("_ga_*", "_ga_X", True, id="prefix"),
        pytest.param("_ga_*", "_ga_", True, id="prefix-and-nothing"),
        pytest.param("_ga_*", "_ga", False, id="shorter-than-the-prefix"),
        pytest.param("_ga_*", "x_ga_1", False, id="prefix-is-not-inside"),
        pytest.param("mp_*_mix", "mp_1_mix", True, id="glob"),
        pytest.param("mp_*_mix", "mp__mix", True, id="glob-around-nothing"),
        pytest.param("mp_*_mix", "mp_mix", False, id="glob-does-not-overlap"),
        pytest.param("mp_*_mix", "mp_1_mix2", False, id="glob-ends-the-name"),
        pytest.param("*_key", "1_key", True, id="tail"),
        pytest.param("*_key", "_key2", False, id="tail-ends-the-name"),
        pytest.param("a*b*ca*", "axxbxca1", True, id="three-parts"),
        pytest.param("a*b*ca*", "axxcaxb", False, id="three-parts-in-order"),
    ],
)
def test_matches_cookie_names(pattern: str, name: str, *, claimed: bool) -> None:
    assert bool(for_cookies(pattern).match_cookie(name)) is claimed


@pytest.mark.parametrize(
    ("domain", "claimed"),
    [
        pytest.param("facebook.com", True, id="same"),
        pytest.param(".facebook.com", True, id="cookie-domain-with-a-dot"),
        pytest.param("www.facebook.com", True, id="subdomain"),
        pytest.param("WWW.Facebook.COM.", True, id="capitals-and-root"),
        pytest.param("evilfacebook.com", False, id="look-alike"),
        pytest.param("facebook.com.evil.example", False, id="look-alike-in-front"),
        pytest.param("com", False, id="parent"),
        pytest.param("", False, id="empty"),
        pytest.param(None, False, id="not-known"),
    ],
)
def test_third_party_cookies_match_only_on_their_domain(
    domain: str | None, *, claimed: bool
) -> None:
    matcher = for_cookies("fr", domain="facebook.com")

    assert bool(matcher.match_cookie("fr", domain)) is claimed


@pytest.mark.parametrize("domain", [None, "shop.example", "other.example"])
def test_first_party_cookies_match_on_every_domain(domain: str | None) -> None:
    assert for_cookies("_ga").match_cookie("_ga", domain) == {"it"}


def test_every_service_that_claims_a_cookie_is_named() -> None:
    matcher = compile_matcher(
        [
            make_service(service_id="exact", cookies=("_ga_x",)),
            make_service(service_id="short", cookies=("_ga*",)),
            make_service(service_id="long", cookies=("_ga_*",)),
            make_service(service_id="glob", cookies=("_g*_x",)),
            make_service(service_id="tail", cookies=("*a_x",)),
            make_service(service_id="other", cookies=("_gb*",)),
        ]
    )

    assert matcher.match_cookie("_ga_x") == {"exact", "short", "long", "glob", "tail"}


@pytest.mark.parametrize(
    ("url", "host", "claimed"),
    [
        pytest.param("a.example", "a.example", True, id="same"),
        pytest.param("a.example", "A.Example.", True, id="capitals-and-root"),
        pytest.param("a.example", "b.a.example", False, id="subdomain-of-an-exact"),
        pytest.param("a.example", "evila.example", False, id="look-alike"),
        pytest.param("a.example", "a.example.evil.test", False, id="in-front"),
        pytest.param("a.example", "example", False, id="parent"),
        pytest.param("*.a.example", "b.a.example", True, id="subdomain"),
        pytest.param("*.a.example", "c.b.a.example", True, id="deep-subdomain"),
        pytest.param("*.a.example", "a.example", False, id="wildcard-is-not-bare"),
        pytest.param("*.a.example", "evila.example", False, id="wildcard-look-alike"),
        pytest.param("www.go.*", "www.go.no", True, id="suffix"),
        pytest.param("www.go.*", "www.go.co.uk", True, id="suffix-of-two-labels"),
        pytest.param("www.go.*", "www.go.evil.no", False, id="suffix-look-alike"),
        pytest.param("www.go.*", "www.go.com.evil.no", False, id="suffix-in-front"),
        pytest.param("www.go.*", "www.go", False, id="no-suffix"),
        pytest.param("www.go.*", "x.www.go.no", False, id="subdomain-of-a-suffix"),
        pytest.param("*/tag.js", "any.example", True, id="any-host"),
        pytest.param("a.example", "", False, id="empty"),
    ],
)
def test_matches_hosts(url: str, host: str, *, claimed: bool) -> None:
    assert bool(for_urls(url).match_url(host, "/tag.js")) is claimed


@pytest.mark.parametrize(
    ("path", "asked", "claimed"),
    [
        pytest.param("/tr", "/tr", True, id="same"),
        pytest.param("/tr", "/tr/", True, id="below"),
        pytest.param("/tr", "/TR", True, id="capitals"),
        pytest.param("/tr", "/xtr", False, id="inside"),
        pytest.param("/tr", "/", False, id="shorter"),
        pytest.param("/tr", "", False, id="empty"),
        pytest.param("/", "", True, id="empty-is-the-root"),
        pytest.param("/tr", "/%74r", True, id="encoded"),
        pytest.param("/tr", "/%2574r", False, id="encoded-twice"),
        pytest.param("/tr", "//tr", True, id="doubled-slash"),
        pytest.param("/tr", "/./tr", True, id="dot"),
        pytest.param("/tr", "/x/../tr", True, id="dots"),
        pytest.param("/tr", "/x/%2e%2E/tr", True, id="encoded-dots"),
        pytest.param("/tr", "/../../tr", True, id="dots-above-the-root"),
        pytest.param("/tr", "\\x\\..\\tr", True, id="backslashes"),
        pytest.param("/tr", "/tr/../other", True, id="as-written"),
        pytest.param("/ct/", "/ct/.", True, id="directory-stays-a-directory"),
        pytest.param("/*/x.js", "/en_US/x.js", True, id="wildcard"),
        pytest.param("/*/x.js", "/x.js", False, id="wildcard-keeps-its-slashes"),
        pytest.param("/*x.js", "/x.js", True, id="wildcard-for-nothing"),
        pytest.param("/*/x.js", "/en_US/y.js", False, id="another-file"),
        pytest.param("/a*b*c", "/a/c/b", False, id="parts-in-order"),
    ],
)
def test_matches_paths(path: str, asked: str, *, claimed: bool) -> None:
    assert bool(for_urls(f"a.example{path}").match_url("a.example", asked)) is claimed


@pytest.mark.parametrize(
    ("query", "claimed"),
    [
        pytest.param("id=G-1", True, id="first"),
        pytest.param("l=x&id=G-1", True, id="second"),
        pytest.param("id=AW-1&id=G-1", True, id="one-of-two"),
        pytest.param("id=%47-1", True, id="encoded-value"),
        pytest.param("%69d=G-1", True, id="encoded-name"),
        pytest.param("id=AW-1", False, id="another-value"),
        pytest.param("xid=G-1", False, id="another-name"),
        pytest.param("id=xG-1", False, id="inside-the-value"),
        pytest.param("id", False, id="no-value"),
        pytest.param("", False, id="empty"),
    ],
)
def test_matches_queries(query: str, *, claimed: bool) -> None:
    matcher = for_urls("a.example/js?id=G-")

    assert bool(matcher.match_url("a.example", "/js", query)) is claimed


def test_all_conditions_of_a_query_must_hold() -> None:
    matcher = for_urls("a.example?a=1&b=2")

    assert matcher.match_url("a.example", "/", "b=2&a=1") == {"it"}
    assert matcher.match_url("a.example", "/", "a=1") == frozenset()


def test_every_service_that_claims_an_address_is_named() -> None:
    urls = ["a.b.example/x", "*.b.example", "a.b.*", "*/x", "c.example"]
    matcher = compile_matcher(
        [make_service(service_id=url, urls=(url,)) for url in urls]
    )

    assert matcher.match_url("a.b.example", "/x") == set(urls[:-1])


@pytest.mark.parametrize(
    ("tokens", "text", "claimed"),
    [
        pytest.param(("fbq(",), "x;fbq('init', 1)", True, id="token"),
        pytest.param(("gtag(", "'G-"), "gtag('config','G-1')", True, id="all"),
        pytest.param(("gtag(", "'G-"), "gtag('consent')", False, id="not-all"),
        pytest.param(("'G-",), 'x("G-1")', True, id="double-quotes"),
        pytest.param(("'G-",), "x(`G-1`)", True, id="backticks"),
        pytest.param(('"G-',), "x('G-1')", True, id="quotes-in-the-marker"),
        pytest.param(("ga('create'",), "ga ( 'create' )", True, id="white-space"),
        pytest.param(("Start of X Code",), "/* Start of X\nCode */", True, id="words"),
        pytest.param(("a.js/b",), r'"https:\/\/a.js\/b"', True, id="json-slashes"),
        pytest.param(("fbq(",), "FBQ(", False, id="case-counts"),
        pytest.param(("fbq(",), "", False, id="empty"),
    ],
)
def test_matches_inline_text(
    tokens: tuple[str, ...], text: str, *, claimed: bool
) -> None:
    assert bool(for_markers(tokens).match_inline(text)) is claimed


def test_a_snippet_belongs_to_every_service_it_names() -> None:
    matcher = compile_matcher(
        [
            make_service(service_id="analytics", markers=(("gtag(", "'G-"),)),
            make_service(service_id="ads", markers=(("gtag(", "'AW-"), ("adv(",))),
        ]
    )

    assert matcher.match_inline("gtag('config','G-1');gtag('config','AW-1')") == {
        "analytics",
        "ads",
    }


LARGE = [
    pytest.param(lambda it: it.match_cookie("_ga_" * 25_000), id="cookie-name"),
    pytest.param(lambda it: it.match_cookie("x" * HUNDRED_KILOBYTES), id="other-name"),
    pytest.param(lambda it: it.match_cookie("_", ".a" * 50_000), id="cookie-domain"),
    pytest.param(lambda it: it.match_url("a." * 50_000, "/"), id="host"),
    pytest.param(lambda it: it.match_url("a.example", "/x" * 50_000), id="path"),
    pytest.param(lambda it: it.match_url("a.example", "/..%2f" * 16_000), id="dots"),
    pytest.param(lambda it: it.match_url("a.example", "/js", "&" * 99_999), id="query"),
    pytest.param(lambda it: it.match_inline("gtag( " * 16_000), id="inline"),
]


@pytest.mark.parametrize("ask", LARGE)
def test_large_input_is_an_ordinary_question(
    ask: Callable[[Matcher], frozenset[str]],
) -> None:
    matcher = compile_matcher(
        [
            make_service(
                cookies=("_gb_*", "_ga*_*_z", "*_yy"),
                urls=("*.a.example", "a.example/*/y*z", "a.example/js?id=1", "w.b.*/c"),
                markers=(("gtag(", "'G-"),),
            )
        ]
    )

    assert ask(matcher) == frozenset()


def test_large_input_that_is_declared_is_claimed() -> None:
    assert for_cookies("_ga_*").match_cookie("_ga_" + "x" * HUNDRED_KILOBYTES) == {"it"}


letters = st.text(alphabet="ab_*", max_size=8)
names = st.text(alphabet="ab_", max_size=10)


@st.composite
def name_patterns(draw: st.DrawFn) -> str:
    text = draw(letters)
    try:
        parse_name_pattern(text)
    except ValueError:
        return "a_b"
    return text


@given(patterns=st.lists(name_patterns(), max_size=6), name=names)
def test_agrees_with_a_naive_reading_of_cookie_patterns(
    patterns: list[str], name: str
) -> None:
    services = [
        make_service(service_id=str(index), cookies=(pattern,))
        for index, pattern in enumerate(patterns)
    ]
    expected = {
        str(index)
        for index, pattern in enumerate(patterns)
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), name)
    }

    assert compile_matcher(services).match_cookie(name) == expected


labels = st.sampled_from(["a", "b", "co", "uk", "no", "evila"])
hosts = st.lists(labels, min_size=1, max_size=5).map(".".join)
declared_hosts = st.one_of(
    hosts,
    st.builds("*.{}.{}".format, labels, hosts),
    st.builds("{}.{}.*".format, labels, hosts),
)


def naive_host(declared: str, host: str) -> bool:
    if declared.startswith("*."):
        return host.endswith(declared[1:])
    if declared.endswith(".*"):
        rest = host.removeprefix(declared[:-1])
        return rest != host and rest in {"a", "b", "co", "uk", "no", "evila"} | {
            "co.uk",
            "co.no",
            "co.co",
        }
    return declared == host


@given(declared=st.lists(declared_hosts, max_size=5), host=hosts)
def test_agrees_with_a_naive_reading_of_hosts(declared: list[str], host: str) -> None:
    services = [make_service(service_id=url, urls=(url,)) for url in declared]

    assert compile_matcher(services).match_url(host, "/") == {
        url for url in declared if naive_host(url, host)
    }


paths = st.text(alphabet="ab/*", max_size=6).filter(
    lambda it: it.count("*") <= MAX_STARS
)


@given(path=paths, asked=st.text("ab/.", max_size=8))
def test_a_path_that_begins_as_declared_is_claimed(path: str, asked: str) -> None:
    written = f"/{asked}"
    pattern = re.escape(f"/{path}").replace(r"\*", ".*")

    claimed = for_urls(f"h.example/{path}").match_url("h.example", written)

    if re.match(pattern, written):
        assert claimed == {"it"}


@given(st.from_regex(r"[abc]+(/[abc]+){0,3}", fullmatch=True))
def test_percent_encoding_hides_no_path(path: str) -> None:
    hidden = "".join(f"%{ord(character):02x}" for character in path)

    assert for_urls(f"h.example/{path}").match_url("h.example", f"/{hidden}") == {"it"}


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_the_matcher(first: str, second: str, third: str) -> None:
    matcher = compile_matcher(
        [
            make_service(
                cookies=("_ga", "_ga_*", "*_key"),
                domain="a.example",
                urls=("a.example/x?id=1", "*.a.example", "www.a.*", "*/y"),
                markers=(("gtag(", "'G-"),),
            )
        ]
    )

    assert matcher.match_cookie(first, second) <= {"it"}
    assert matcher.match_url(first, second, third) <= {"it"}
    assert matcher.match_url("a.example", second, third) <= {"it"}
    assert matcher.match_inline(first + second) <= {"it"}


@given(st.text(max_size=30))
def test_a_declared_name_is_claimed_whatever_follows(rest: str) -> None:
    assert for_cookies("_ga_*").match_cookie("_ga_" + rest) == {"it"}


@given(st.text(max_size=30))
def test_a_declared_query_value_is_found_whatever_follows(rest: str) -> None:
    query = "id=G-" + quote(rest, errors="replace")

    assert for_urls("a.example?id=G-").match_url("a.example", "/", query) == {"it"}


@pytest.mark.parametrize(
    ("host", "services"),
    [
        pytest.param("connect.facebook.net", {"pixel"}, id="declared-with-a-path"),
        pytest.param("a.stats.example", {"stats"}, id="declared-subdomain"),
        pytest.param("stats.example", set(), id="parent-of-a-declared-subdomain"),
        pytest.param("evilconnect.facebook.net.example", set(), id="look-alike"),
        pytest.param("anywhere.example", set(), id="any-host-says-nothing"),
    ],
)
def test_tells_who_declares_a_host_by_name(host: str, services: set[str]) -> None:
    script = frozenset({ResourceKind.SCRIPT})
    matcher = compile_matcher(
        Service(
            id=service_id,
            name=service_id,
            provider="acme",
            purposes=("marketing",),
            resources=(Resource(host=declared, path=path, kinds=script),),
        )
        for service_id, declared, path in (
            ("pixel", "connect.facebook.net", "/en_US/fbevents.js"),
            ("stats", "*.stats.example", "/"),
            ("own", "*", "/matomo.js"),
        )
    )

    assert matcher.match_host(host) == services
