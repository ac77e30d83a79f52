"""What no service declares is claimed by UNKNOWN, and by nobody else."""

import pytest

from consent_server.catalog.match import compile_matcher
from consent_server.catalog.model import UNKNOWN, Resource, ResourceKind, Service
from consent_server.enforcement.claims import MAX_UNKNOWN, Claims
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.urls import Location

MATCHER = compile_matcher(
    [
        Service(
            id="map.embed",
            name="Map",
            provider="map",
            purposes=("functional",),
            resources=(
                Resource(
                    host="map.test",
                    path="/embed/",
                    kinds=frozenset({ResourceKind.IFRAME}),
                ),
            ),
        )
    ],
    ["site.test", "shop.example"],
)
STRICT = frozenset({UNKNOWN})
PAGE = Location("www.site.test")


def claims(held: frozenset[str] = STRICT) -> Claims:
    return Claims(MATCHER, held, "www.site.test")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        pytest.param("https://unknown.test/a.js", "unknown.test", id="host"),
        pytest.param("//CDN.Unknown.test:8443/a.js", "cdn.unknown.test", id="spelling"),
        pytest.param("https://[2001:db8::1]/", "[2001:db8::1]", id="address"),
        pytest.param("wss://unknown.test/live", "unknown.test", id="socket"),
        pytest.param("https://evilsite.test/", "evilsite.test", id="look-alike"),
        pytest.param("https://site.test.evil.test/", "site.test.evil.test", id="head"),
        pytest.param("https://map.test/pixel", "map.test", id="other-path-declared"),
    ],
)
def test_unknown_claims_what_nobody_declares(url: str, host: str) -> None:
    """Rule E11; declaring one path of a host says nothing of its others."""
    seen = claims()

    assert seen.of_url(url, PAGE) == STRICT
    assert seen.unknown_hosts == {host}


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("/a.js", id="relative"),
        pytest.param("https://www.site.test/a.js", id="own-host"),
        pytest.param("https://WWW.site.test.:8000/a.js", id="own-host-spelt-oddly"),
        pytest.param("https://site.test/a.js", id="domain"),
        pytest.param("https://img.site.test/a.png", id="subdomain"),
        pytest.param("https://a.b.shop.example/", id="subdomain-of-another-domain"),
        pytest.param("https://map.test/embed/1", id="declared"),
        pytest.param("data:image/gif;base64,R0lGOD", id="data"),
        pytest.param("blob:https://unknown.test/1", id="blob"),
        pytest.param("javascript:void(0)", id="script"),
        pytest.param("", id="nothing"),
    ],
)
def test_unknown_does_not_claim_what_is_declared_or_of_the_site(url: str) -> None:
    seen = claims()

    assert seen.of_url(url, PAGE) == frozenset()
    assert not seen.unknown_hosts


def test_unknown_hosts_are_noted_when_they_are_not_held() -> None:
    seen = claims(held=frozenset({"map.embed"}))

    assert seen.of_url("https://unknown.test/", PAGE) == frozenset()
    assert seen.unknown_hosts == {"unknown.test"}


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("//{{ cdn }}/a.js", id="template"),
        pytest.param("https://a<b>.test/", id="markup"),
        pytest.param("https://a%0db.test/", id="line-break"),
    ],
)
def test_what_is_no_host_name_is_held_and_not_noted(url: str) -> None:
    seen = claims()

    assert seen.of_url(url, PAGE) == STRICT
    assert not seen.unknown_hosts


def test_a_page_full_of_hosts_costs_bounded_memory() -> None:
    seen = claims()
    for number in range(10 * MAX_UNKNOWN):
        assert seen.of_url(f"https://h{number}.test/", PAGE) == STRICT

    assert len(seen.unknown_hosts) == MAX_UNKNOWN


def hold(page: str, held: frozenset[str] = STRICT) -> tuple[bool, set[str]]:
    rewriter = MarkupRewriter(MATCHER, held, "www.site.test")
    output = rewriter.feed(page.encode()) + rewriter.close()
    return b"data-held" in output, rewriter.unknown_hosts


LOADING = {
    "script": '<script src="https://unknown.test/a.js"></script>',
    "image": '<img src="https://unknown.test/a.png">',
    "candidates": '<img srcset="/a.png 1x, https://unknown.test/b.png 2x">',
    "frame": '<iframe src="//unknown.test/"></iframe>',
    "frame-with-markup": "<iframe srcdoc='<img src=//unknown.test/a>'></iframe>",
    "frame-with-data": '<iframe src="data:text/html,<img src=//unknown.test/>">',
    "style": '<link rel=stylesheet href="https://unknown.test/a.css">',
    "hint": '<link rel=preconnect href="https://unknown.test">',
    "early-lookup": '<link rel=dns-prefetch href="//unknown.test">',
    "ping": '<a href="/" ping="https://unknown.test/p">a</a>',
    "refresh": '<meta http-equiv=refresh content="0;url=https://unknown.test/">',
    "import": '<script type=module>import "https://unknown.test/a.js"</script>',
    "import-map": '<script type=importmap>{"a":{"a":"//unknown.test/a"}}</script>',
    "rules": '<script type=speculationrules>{"prefetch":[{"urls":["//unknown.test/"]}]}'
    "</script>",
    "base": '<base href="https://unknown.test/"><img src="a.png">',
    "drawing": '<svg><image href="https://unknown.test/a.png"/></svg>',
}


@pytest.mark.parametrize("page", LOADING.values(), ids=LOADING)
def test_strict_holds_whatever_loads_from_an_unknown_host(page: str) -> None:
    """Rules E11, B15."""
    assert hold(page) == (True, {"unknown.test"})


@pytest.mark.parametrize("page", LOADING.values(), ids=LOADING)
def test_observing_notes_the_same_host_and_changes_nothing(page: str) -> None:
    assert hold(page, frozenset()) == (False, {"unknown.test"})


@pytest.mark.parametrize(
    "page",
    [
        pytest.param('<a href="https://unknown.test/">out</a>', id="link"),
        pytest.param('<form action="https://pay.test/"><button>', id="form"),
        pytest.param('<button formaction="https://pay.test/">', id="button"),
        pytest.param(
            '<link rel=canonical href="https://unknown.test/">', id="link-rel"
        ),
        pytest.param('<p onclick="this.form.submit()">', id="handler"),
        pytest.param("<script>unknown.test.run('//x.test')</script>", id="inline-code"),
        pytest.param('<script type="text/template">//unknown.test</script>', id="text"),
        pytest.param("<p>https://unknown.test</p>", id="words"),
    ],
)
def test_strict_leaves_what_a_visitor_does_and_what_code_only_names(page: str) -> None:
    assert hold(page) == (False, set())
