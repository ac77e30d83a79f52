"""What needs consent: the edges of the rules about exemption."""

import pytest

from tests.unit.catalog.lint.sites import (
    LIBRARY,
    codes,
    lint_library_text,
    lint_service,
    lint_text,
    lint_with,
)


def test_legitimate_interest_may_follow_what_is_strictly_necessary() -> None:
    keys = "{purposes: [necessary], justification: Asked for., legal_basis: %s}"

    assert codes(lint_service(keys % "legitimate_interest")) == []


@pytest.mark.parametrize("basis", ["consent", "contract", "legal_obligation"])
def test_other_grounds_for_the_data_are_no_finding(basis: str) -> None:
    assert codes(lint_service(f"{{legal_basis: {basis}}}")) == []


def test_a_cookie_of_an_exempt_service_may_not_serve_a_gated_one() -> None:
    findings = lint_with("""
        own:
          services:
            - id: shop.login
              name: Login
              provider: site
              purposes: [necessary]
              description: Keeps you signed in.
              justification: The visitor signs in.
              transfer: none
              cookies: [{name: person, life: session}]
            - id: shop.ads
              name: Ads
              provider: site
              purposes: [marketing]
              description: Chooses advertisements.
              transfer: none
              cookies: [{name: "pers*", life: session}]
        """)

    assert [(it.code, it.path) for it in findings] == [
        ("CAT003", "own.services[0].cookies[0]"),
        ("CAT033", "own.services[1].cookies[0]"),
    ]


def test_a_site_may_keep_the_functional_side_of_a_service_alone() -> None:
    findings = lint_with("services: [{id: zendesk, purposes: [functional]}]")

    assert codes(findings) == []


def test_a_site_may_justify_what_the_library_calls_functional() -> None:
    findings = lint_with("""
        services:
          - id: site.remember_me
            purposes: [necessary]
            justification: The visitor ticks the box for it.
        """)

    assert codes(findings) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Anonymous traffic data.", id="en"),
        pytest.param("Anonyme trafikkdata.", id="nb"),
        pytest.param("Anonymiserte tal.", id="nn"),
        pytest.param("Anonymiseret statistik.", id="da"),
        pytest.param("Anonymiserad statistik.", id="sv"),
    ],
)
def test_finds_anonymous_in_every_language(text: str) -> None:
    assert codes(lint_service(f"{{description: {text}}}")) == ["CAT005"]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param("{description: This is not anonymous.}", id="negated"),
        pytest.param("{description: Dette er ikke anonymt.}", id="negated-nb"),
        pytest.param(
            "{description: Anonymous., cookies: [], "
            "resources: [{url: shop.example/count, kinds: [img]}]}",
            id="nothing-is-kept",
        ),
    ],
)
def test_lets_honest_words_about_anonymity_pass(keys: str) -> None:
    assert codes(lint_service(keys)) == []


def test_judges_the_facts_of_a_library() -> None:
    text = LIBRARY.replace("- {id: analytics}", "- {id: analytics, exempt: true}")

    assert [(it.code, it.line, it.path) for it in lint_library_text(text)] == [
        ("CAT004", 4, "purposes[1].exempt"),
        ("CAT002", 12, "services[0].purposes"),
    ]


def test_does_not_ask_a_library_what_only_a_site_knows() -> None:
    text = LIBRARY.replace("transfer: none", "status: dead")

    assert lint_library_text(text) == ()


def test_a_file_with_everything_wrong_is_judged_worst_first() -> None:
    findings = lint_text("""\
extends: cookie_catalog
site: {id: it, domains: [it.localhost], languages: [en], jurisdiction: "NO"}
controller: {name: It, country: "NO"}
services:
  - {id: google.analytics, legal_basis: legitimate_interest}
""")

    assert [(it.severity, it.code, it.line) for it in findings] == [
        ("error", "CAT028", 3),
        ("error", "CAT029", 3),
        ("error", "CAT040", 4),
        ("error", "CAT001", 5),
        ("warning", "CAT027", 2),
        ("warning", "CAT011", 5),
        ("note", "CAT042", 2),
    ]
