"""Patterns that claim too much, the same twice, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.lint.overlap import covers_text
from consent_server.catalog.match import compile_matcher
from consent_server.catalog.model import Cookie, MatchKind, NamePattern, Service
from tests.unit.catalog.lint.sites import codes, lint_service, lint_with


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        pytest.param("_ga", "_ga", True, id="the-same"),
        pytest.param("_ga*", "_ga", True, id="empty-star"),
        pytest.param("_ga*", "_ga_*", True, id="longer-prefix"),
        pytest.param("_ga_*", "_ga*", False, id="shorter-prefix"),
        pytest.param("_ga", "_ga*", False, id="name-and-prefix"),
        pytest.param("mp_*_x", "mp_1_x", True, id="glob"),
        pytest.param("mp_*_x", "mp__x", True, id="glob-with-nothing"),
        pytest.param("mp_*_x", "mp_x", False, id="head-and-tail-share-a-letter"),
        pytest.param("mp_*_x", "mp_*", False, id="glob-and-prefix"),
        pytest.param("a*b*c", "a1b2c", True, id="two-stars"),
        pytest.param("a*b*c", "a1c", False, id="middle-missing"),
        pytest.param("a*", "b*", False, id="apart"),
    ],
)
def test_tells_whether_one_pattern_takes_in_another(
    wide: str, narrow: str, *, expected: bool
) -> None:
    assert covers_text(wide, narrow) is expected


NAMES = st.text("ab", min_size=3, max_size=6)


@given(head=NAMES, tail=st.text("ab", max_size=3), name=st.text("ab", max_size=12))
def test_agrees_with_the_matcher_about_names(head: str, tail: str, name: str) -> None:
    pattern = (
        NamePattern(text=f"{head}*{tail}", kind=MatchKind.GLOB)
        if tail
        else NamePattern(text=head, kind=MatchKind.PREFIX)
    )
    service = Service(
        id="it",
        name="It",
        provider="site",
        purposes=("analytics",),
        cookies=(Cookie(pattern=pattern),),
    )

    matched = bool(compile_matcher([service]).match_cookie(name))

    assert covers_text(f"{head}*{tail}", name) is matched


@pytest.mark.parametrize(
    "name",
    [
        "_gac_<property>",
        "_gac_{property}",
        "_ga_XXXXXXXX",
        "_ga_####",
        "besøk",
        "_g...",
    ],
)
def test_a_placeholder_matches_nothing(name: str) -> None:
    findings = lint_service(f'{{cookies: [{{name: "{name}", life: session}}]}}')

    assert [(it.code, it.path) for it in findings] == [
        ("CAT034", "own.services[0].cookies[0].name")
    ]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param('storage: [{local: "cache_{id}"}]', id="storage"),
        pytest.param(
            'resources: [{url: "cdn.example/{account}.js", kinds: [script]}]',
            id="address",
        ),
    ],
)
def test_a_placeholder_elsewhere_matches_nothing_either(keys: str) -> None:
    assert codes(lint_service(f"{{{keys}}}")) == ["CAT034"]


@pytest.mark.parametrize(
    "name", ["crisp-client/session/*", "cart[items]", "_pk_id.*", "XSRF-TOKEN", "a%20b"]
)
def test_odd_names_that_are_sent_are_fine(name: str) -> None:
    findings = lint_service(f'{{cookies: [{{name: "{name}", life: session}}]}}')

    assert codes(findings) == []


def test_one_name_on_two_domains_is_two_cookies() -> None:
    findings = lint_service("""
        cookies:
          - {name: uid, life: session, domain: acme.example}
          - {name: uid, life: session, domain: bolt.example}
          - {name: uid, life: session}
        """)

    assert codes(findings) == []


def test_a_narrow_pattern_with_a_life_of_its_own_says_something() -> None:
    findings = lint_service("""
        cookies:
          - {name: "extra_*", life: session}
          - {name: extra_id, life: 30 days}
        """)

    assert codes(findings) == []


def test_an_address_within_another_of_the_same_kinds_says_nothing() -> None:
    findings = lint_service("""
        resources:
          - {url: "*.acme.example", kinds: [script, img]}
          - {url: cdn.acme.example/tag.js, kinds: [script]}
          - {url: api.acme.example, kinds: [connect]}
        """)

    assert [(it.code, it.path) for it in findings] == [
        ("CAT035", "own.services[0].resources[1]")
    ]


@pytest.mark.parametrize("domain", ["shop.example", "cdn.shop.example"])
def test_a_host_of_the_site_is_no_third_party(domain: str) -> None:
    keys = f"{{cookies: [{{name: extra, life: session, domain: {domain}}}]}}"

    assert codes(lint_service(keys)) == ["CAT036"]


def test_parts_of_one_provider_may_share_a_cookie() -> None:
    findings = lint_with("services: [meta.page, meta.pixel]")

    assert codes(findings) == ["CAT011"]
