"""Data that leave the EEA: the edges."""

import pytest

from tests.unit.catalog.lint.sites import codes, lint_service, lint_with

ACME = """
own:
  providers:
    - {{id: acme, name: Acme, country: {country}}}
  services:
    - id: acme.stats
      name: Stats
      provider: acme
      purposes: [analytics]
      description: Counts visits.
      countries: {countries}
      transfer: {transfer}
      cookies: [{{name: _acme, life: session}}]
"""


@pytest.mark.parametrize(
    ("country", "countries", "transfer", "expected"),
    [
        pytest.param("DK", "[DK, IS]", "none", [], id="stays"),
        pytest.param("US", "[DK]", "none", ["CAT009"], id="provider-outside"),
        pytest.param("DK", "[DK, US]", "none", ["CAT009"], id="processed-outside"),
        pytest.param("US", "[US]", "unknown", ["CAT008"], id="unknown"),
        pytest.param("US", "[US]", "adequacy", [], id="framework"),
        pytest.param("US", "[CN]", "scc", [], id="clauses"),
        pytest.param("US", "[IN]", "adequacy", ["CAT010"], id="no-decision"),
    ],
)
def test_judges_where_data_go(
    country: str, countries: str, transfer: str, expected: list[str]
) -> None:
    parts = ACME.format(country=country, countries=countries, transfer=transfer)

    assert codes(lint_with(parts)) == expected


def test_a_service_that_says_nothing_has_no_safeguard() -> None:
    assert codes(lint_with("services: [x.pixel]")) == ["CAT008", "CAT011"]


def test_a_controller_outside_the_eea_transfers_nothing_to_itself() -> None:
    findings = lint_with("""
        controller:
          name: My Shop Ltd
          country: GB
          email: privacy@shop.example
          privacy_policy_url: https://shop.example/privacy
        services: [site.statistics]
        """)

    assert codes(findings) == []


def test_names_the_countries() -> None:
    (finding,) = lint_service("{countries: [US, IN], transfer: none}")

    assert "IN, US" in finding.message
