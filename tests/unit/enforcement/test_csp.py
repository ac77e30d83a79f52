import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import Resource, ResourceKind, Service
from consent_server.enforcement.csp import source_policy
from tests.unit.enforcement.rewriting import SEARCH

# CSP 2.2.1: directives with ";" between; a name, then values with spaces between.
DIRECTIVE = r"[a-z-]+(?: [!-+\--:<-~]+)+"
POLICY = re.compile(rf"{DIRECTIVE}(?:; {DIRECTIVE})*")


def service(
    *hosts: str,
    kinds: frozenset[ResourceKind] = frozenset({ResourceKind.SCRIPT}),
    **csp: tuple[str, ...],
) -> Service:
    return Service(
        id="vendor",
        name="Vendor",
        provider="vendor",
        purposes=("analytics",),
        resources=tuple(Resource(host=host, kinds=kinds) for host in hosts),
        csp={name.replace("_", "-"): sources for name, sources in csp.items()},
    )


def directives(
    *services: Service, domains: tuple[str, ...] = ()
) -> dict[str, list[str]]:
    policy = source_policy(services, domains, "/reports")
    assert POLICY.fullmatch(policy)
    lists = [text.split(" ") for text in policy.split("; ")]
    return {name: sources for name, *sources in lists}


def hosts(policy: dict[str, list[str]], directive: str) -> list[str]:
    """Return what a directive adds to the page's own origin."""
    return [it for it in policy[directive] if not it.startswith("'") and "." in it]


def test_the_page_may_load_from_its_own_origin_and_domains_only() -> None:
    policy = directives(domains=("shop.example", "cdn.test"))

    assert hosts(policy, "default-src") == [
        "shop.example:*",
        "*.shop.example:*",
        "cdn.test:*",
        "*.cdn.test:*",
    ]
    assert "wss://*.shop.example:*" in policy["connect-src"]
    assert policy["report-uri"] == ["/reports"]
    assert set(policy) == {"default-src", "connect-src", "report-uri"}


@pytest.mark.parametrize("directive", ["default-src", "script-src", "style-src"])
def test_inline_code_is_left_to_the_site_s_own_policy(directive: str) -> None:
    link = frozenset({ResourceKind.LINK, ResourceKind.SCRIPT})
    policy = directives(service("a.test", kinds=link))

    assert {"'self'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"} <= set(
        policy[directive]
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(ResourceKind.SCRIPT, {"script-src"}, id="script"),
        pytest.param(ResourceKind.IMG, {"img-src"}, id="image"),
        pytest.param(ResourceKind.IFRAME, {"frame-src"}, id="frame"),
        pytest.param(ResourceKind.LINK, {"style-src", "font-src"}, id="link"),
        pytest.param(ResourceKind.CONNECT, {"connect-src"}, id="connect"),
        pytest.param(ResourceKind.MEDIA, {"media-src"}, id="media"),
        pytest.param(ResourceKind.OBJECT, {"object-src", "frame-src"}, id="object"),
        pytest.param(ResourceKind.FORM, set(), id="form"),
    ],
)
def test_a_resource_opens_the_directives_of_its_kind(
    kind: ResourceKind, expected: set[str]
) -> None:
    policy = directives(service("vendor.test", kinds=frozenset({kind})))

    assert {name for name in policy if hosts(policy, name)} == expected


def test_declared_sources_are_merged_sorted_and_shortened() -> None:
    policy = directives(
        service("b.test", "www.tags.test", script_src=("https://*.tags.test",)),
        service("a.test", connect_src=("wss://live.tags.test", "https://*.tags.test")),
        service("a.test", child_src=("https://f.test",), form_action=("pay.test",)),
    )

    assert hosts(policy, "script-src") == ["*.tags.test", "a.test", "b.test"]
    assert hosts(policy, "connect-src") == ["*.tags.test", "wss://live.tags.test"]
    assert hosts(policy, "frame-src") == hosts(policy, "worker-src") == ["f.test"]
    assert "form-action" not in policy


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x.test; script-src *", id="directive"),
        pytest.param("x.test, default-src *", id="policy"),
        pytest.param("x.test *", id="source"),
        pytest.param("x.test\r\nSet-Cookie: a=1", id="header"),
        pytest.param("*", id="everything"),
        pytest.param("https:", id="scheme"),
        pytest.param("data:", id="data"),
        pytest.param("'unsafe-inline'", id="keyword"),
        pytest.param("'nonce-abc'", id="nonce"),
        pytest.param("www.google.*", id="any-suffix"),
        pytest.param("*.*.test", id="two-wildcards"),
        pytest.param("x.test/a;b", id="path"),
        pytest.param("b\u00fccher.test", id="not-ascii"),
        pytest.param("a" * 400 + ".test", id="long"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_no_host_is_left_out(source: str) -> None:
    policy = directives(service(source, img_src=(source,)), domains=(source,))

    assert policy == directives()


@SEARCH
@given(
    st.lists(st.text() | st.from_regex(r"(\*\.)?[a-z.*;, ]{1,9}"), max_size=4),
    st.lists(st.text(), max_size=2),
)
def test_whatever_a_catalog_says_the_header_stays_one_policy(
    sources: list[str], domains: list[str]
) -> None:
    policy = directives(
        service(*sources, kinds=frozenset(ResourceKind), img_src=tuple(sources)),
        domains=tuple(domains),
    )

    assert "*" not in {source for found in policy.values() for source in found}
