"""Duties about scores, newsletters and in single countries that the check enforces."""

from tests.unit.catalog.lint.sites import codes, lint_service, lint_with

TIED_PIXEL = """
services:
  - {id: newsletter.pixel, purposes: [newsletter]}
own:
  purposes:
    - id: newsletter
      texts:
        en: {title: Newsletter, description: We send you news.}
        nb: {title: Nyhetsbrev, description: Vi sender deg nytt.}
"""


def test_a_score_has_its_own_purpose() -> None:
    """S1. GDPR Articles 4(4), 21(2): profiling is asked for apart."""
    findings = lint_service("{id: scoring.mine}")

    assert "CAT017" in codes(findings)


def test_a_score_is_explained() -> None:
    """S2. GDPR Articles 5(1)(a), 13(2)(f): logic and consequences."""
    findings = lint_with("services: [scoring.visitor]")

    assert "CAT018" in codes(findings)


def test_watching_readers_is_asked_apart_from_the_letter() -> None:
    """M1. GDPR Article 7(4), ePrivacy Article 5(3): two purposes."""
    findings = lint_with(TIED_PIXEL)

    assert "CAT020" in codes(findings)


def test_a_pixel_in_a_mail_needs_its_own_yes() -> None:
    """FR5. ePrivacy Article 5(3), CNIL deliberation 2026-042."""
    findings = lint_with(TIED_PIXEL.replace("newsletter.pixel", "newsletter.link_id"))

    assert "CAT020" in codes(findings)


def test_six_months_are_good_practice() -> None:
    """FR2. CNIL deliberation 2020-092 on GDPR Article 4(11): keep the choice."""
    findings = lint_with("site: {choice_lifetime: 5 months}")

    assert "CAT014" in codes(findings)


def test_measuring_cookies_live_thirteen_months() -> None:
    """FR3. CNIL guidelines on GDPR Article 5(1)(e): 13 months."""
    findings = lint_service("{cookies: [{name: x, life: 14 months}]}")

    assert "CAT012" in codes(findings)


def test_which_information_and_why_is_told() -> None:
    """NO1. Norwegian Electronic Communications Act section 3-15, GDPR Article 13."""
    findings = lint_service("{cookies: []}")

    assert "CAT025" in codes(findings)


def test_browser_settings_are_no_consent() -> None:
    """NO2. Norwegian Electronic Communications Act section 3-15, GDPR Article 4(11)."""
    findings = lint_service("{description: Endre innstillingene i nettleseren din.}")

    assert "CAT038" in codes(findings)


def test_operators_know_what_they_load() -> None:
    """NO4. GDPR Articles 13(1)(e), 24: the Norwegian decisions of 2025 on pixels."""
    findings = lint_with("services: [hubspot.ads]")

    assert "CAT021" in codes(findings)
