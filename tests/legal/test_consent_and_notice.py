"""Duties of the GDPR about consent and information that the check enforces."""

from tests.unit.catalog.lint.sites import codes, lint_service, lint_with

MIXED_CHILD = """
services:
  - google.analytics
  - {id: hubspot.ads, loads_others: [google.analytics]}
"""

SCORE_ALONE = """
services:
  - id: scoring.visitor
    scoring: {logic: Clicks count., threshold: The price goes up., human_review: false}
"""

ALWAYS_ON = """
own:
  purposes:
    - id: offers
      exempt: true
      texts:
        en: {title: Offers, description: We show what fits you.}
        nb: {title: Tilbud, description: Vi viser det som passer deg.}
"""

JOINT = """
own:
  providers: [{id: acme, name: Acme, country: DK}]
  services:
    - id: acme.ads
      name: Ads
      provider: acme
      purposes: [marketing]
      role: joint
"""

RIVALS = """
services: [site.statistics]
own:
  services:
    - id: shop.ads
      name: Ads
      provider: site
      purposes: [marketing]
      cookies: [{name: visit_statistics, life: session}]
"""


def test_using_a_site_is_no_clear_act() -> None:
    """G1. GDPR Article 4(11): consent is a clear affirmative act."""
    findings = lint_service("{description: By using this site you accept all of it.}")

    assert "CAT037" in codes(findings)


def test_consent_can_be_shown_while_it_counts() -> None:
    """G2. GDPR Article 7(1): the controller can demonstrate consent."""
    findings = lint_with("site: {retention: 30 days}")

    assert "CAT015" in codes(findings)


def test_the_proof_is_kept_while_the_processing_lasts() -> None:
    """P5. GDPR Articles 5(1)(e), 7(1): as long as needed, and no shorter."""
    findings = lint_with("site: {retention: 181 days}")

    assert "CAT015" in codes(findings)


def test_the_request_is_in_plain_words() -> None:
    """G3. GDPR Article 7(2): an intelligible form, in clear and plain language."""
    findings = lint_with("site: {languages: [en, se]}")

    assert "CAT026" in codes(findings)


def test_one_yes_is_for_one_purpose() -> None:
    """G6. GDPR Article 4(11), recitals 32 and 43: specific by purpose."""
    findings = lint_with(MIXED_CHILD)

    assert "CAT022" in codes(findings)


def test_a_ground_fits_what_it_is_for() -> None:
    """G7. GDPR Article 6(1): the ground is stated, and interest opens no device."""
    findings = lint_with("services: [{id: hotjar, legal_basis: legitimate_interest}]")

    assert "CAT001" in codes(findings)


def test_the_controller_can_be_reached() -> None:
    """G10. GDPR Article 13(1)(a): identity and contact details."""
    findings = lint_with("controller: {name: My Shop AS, country: DK}")

    assert "CAT028" in codes(findings)


def test_no_score_decides_alone() -> None:
    """G18. GDPR Article 22: no solely automated decision."""
    findings = lint_with(SCORE_ALONE)

    assert "CAT019" in codes(findings)


def test_nothing_is_on_by_default() -> None:
    """G20. GDPR Article 25(2): by default only what is necessary."""
    findings = lint_with(ALWAYS_ON)

    assert "CAT004" in codes(findings)


def test_joint_controllers_are_shown() -> None:
    """G21. GDPR Article 26(2), CJEU C-40/17: the essence is available."""
    findings = lint_with(JOINT)

    assert "CAT030" in codes(findings)


def test_nothing_is_loaded_that_nobody_runs() -> None:
    """G23. GDPR Article 32: security of processing."""
    findings = lint_with("services: [addthis]")

    assert "CAT024" in codes(findings)


def test_a_transfer_has_a_safeguard() -> None:
    """G25. GDPR Articles 44-49: a ground for every transfer."""
    findings = lint_with("services: [x.pixel]")

    assert "CAT008" in codes(findings)


def test_no_box_is_ticked_beforehand() -> None:
    """C1. GDPR Article 4(11), CJEU C-673/17 Planet49: no pre-ticked boxes."""
    findings = lint_with(ALWAYS_ON)

    assert "CAT004" in codes(findings)


def test_going_on_is_not_consent() -> None:
    """C2. GDPR Article 4(11), EDPB Guidelines 05/2020: scrolling is no act."""
    findings = lint_service("{description: If you continue you agree.}")

    assert "CAT037" in codes(findings)


def test_each_service_says_what_for() -> None:
    """C4. GDPR Articles 4(11), 13(1)(c): informed of each purpose."""
    findings = lint_with(JOINT)

    assert "CAT031" in codes(findings)


def test_refusing_is_a_button_and_not_a_walk() -> None:
    """C5. GDPR Article 7(3), EDPB taskforce: refusing where accepting is."""
    findings = lint_service("{description: Refuse in your browser settings.}")

    assert "CAT038" in codes(findings)


def test_consent_is_renewed() -> None:
    """C11. GDPR Article 7, EDPB Guidelines 05/2020: at suitable intervals."""
    findings = lint_with("site: {choice_lifetime: 3 years, retention: 3 years}")

    assert "CAT013" in codes(findings)


def test_a_no_is_remembered() -> None:
    """C12. GDPR Article 4(11), EDPB Guidelines 03/2022: no continuous prompting."""
    findings = lint_with("site: {choice_lifetime: 1 day}")

    assert "CAT014" in codes(findings)


def test_nobody_is_asked_again_and_again() -> None:
    """D1. GDPR Article 5(1)(a), EDPB Guidelines 03/2022: overloading."""
    findings = lint_with("site: {choice_lifetime: 1 month}")

    assert "CAT014" in codes(findings)


def test_words_do_not_press() -> None:
    """D3. GDPR Article 5(1)(a), EDPB Guidelines 03/2022: stirring."""
    findings = lint_service("{description: Gives you the best experience.}")

    assert "CAT039" in codes(findings)


def test_the_notice_speaks_the_language_of_the_country() -> None:
    """D5. GDPR Article 12(1), EDPB Guidelines 03/2022: language."""
    findings = lint_with("site: {languages: [en], jurisdiction: DK}")

    assert "CAT027" in codes(findings)


def test_the_notice_speaks_one_language_throughout() -> None:
    """D5. GDPR Article 12(1), EDPB Guidelines 03/2022: language."""
    service = "services: [{id: google.analytics, description: Teller besøk.}]"
    whole = service.replace("Teller besøk.", "{nb: Teller besøk., en: Counts visits.}")
    site = "\nsite: {languages: [nb, en]}"

    assert "CAT045" in codes(lint_with(service + site))
    assert "CAT045" not in codes(lint_with(whole + site))
    assert "CAT045" not in codes(lint_with("services: [google.analytics]" + site))


def test_the_notice_names_services_in_one_language_throughout() -> None:
    """D5. GDPR Article 12(1), EDPB Guidelines 03/2022: language."""
    site = "\nsite: {languages: [nb, en]}"
    partly, whole, brand = (
        lint_with(f"services: [{{id: google.analytics, name: {name}}}]" + site)
        for name in ("{nb: Besøkstall}", "{nb: Besøkstall, en: Visits}", "Analytics")
    )

    assert "CAT045" in codes(partly)
    assert "CAT045" not in [*codes(whole), *codes(brand)]


def test_one_cookie_has_one_story() -> None:
    """D6. GDPR Article 5(1)(a), EDPB Guidelines 03/2022: conflicting information."""
    findings = lint_with(RIVALS)

    assert "CAT033" in codes(findings)


def test_page_and_browser_are_not_kept_longer_than_the_proof_needs() -> None:
    """G22. GDPR Article 5(1)(e): no longer than is necessary."""
    findings = lint_with("site: {context_retention: 1 year}")

    assert "CAT043" in codes(findings)


def test_how_consent_was_obtained_can_be_shown_for_a_while() -> None:
    """P4. GDPR Article 7(1): the controller can demonstrate consent."""
    findings = lint_with("site: {context_retention: 1 day}")

    assert "CAT044" in codes(findings)
