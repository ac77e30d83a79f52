"""Duties of ePrivacy (Directive 2002/58/EC) Article 5(3) that the check enforces."""

from tests.unit.catalog.lint.sites import FINE, codes, lint_service, lint_with

WITHOUT_CHOICE = FINE.replace("site.choice", "site.language")


def test_nothing_is_stored_before_a_choice_under_a_pattern_that_holds_nothing() -> None:
    """E1. ePrivacy Article 5(3): nothing is stored or read without prior consent."""
    findings = lint_service("{cookies: [{name: id_XXXXXX, life: session}]}")

    assert "CAT034" in codes(findings)


def test_legitimate_interest_never_suffices() -> None:
    """E2. ePrivacy Article 5(3): there are two exemptions, and interest is none."""
    findings = lint_service("{legal_basis: legitimate_interest}")

    assert "CAT001" in codes(findings)


def test_anonymity_is_no_exemption() -> None:
    """E3. ePrivacy Article 5(3), CJEU C-673/17: any information counts."""
    findings = lint_service(
        "{purposes: [necessary], justification: All of it is anonymous.}"
    )

    assert "CAT005" in codes(findings)


def test_making_a_browser_send_is_access() -> None:
    """E6. ePrivacy Article 5(3), EDPB Guidelines 2/2023: cookieless pings count."""
    findings = lint_with(
        "services: [{id: google.analytics, resources: [], markers: []}]"
    )

    assert "CAT023" in codes(findings)


def test_the_cookie_of_the_choice_is_exempt_but_declared() -> None:
    """E7. ePrivacy Article 5(3): remembering the choice is necessary, and told."""
    findings = lint_with(WITHOUT_CHOICE)

    assert "CAT040" in codes(findings)


def test_who_claims_necessity_shows_it() -> None:
    """E8. ePrivacy Article 5(3): the burden of proof is the controller's."""
    findings = lint_service("{purposes: [necessary]}")

    assert "CAT002" in codes(findings)


def test_one_gated_purpose_gates_the_cookie() -> None:
    """E9. ePrivacy Article 5(3): exempt only if every purpose is."""
    findings = lint_service(
        "{purposes: [necessary, marketing], justification: Asked for.}"
    )

    assert "CAT003" in codes(findings)


def test_what_a_service_stores_is_told() -> None:
    """E10. ePrivacy Article 5(3), CJEU C-673/17: life and access are told."""
    findings = lint_service("{cookies: []}")

    assert "CAT025" in codes(findings)


def test_what_comes_in_undeclared_is_not_exempt() -> None:
    """E11. ePrivacy Article 5(3): the unknown is not exempt."""
    findings = lint_with("services: [google.tag_manager]")

    assert "CAT021" in codes(findings)


def test_there_is_no_list_of_legitimate_interests() -> None:
    """C8. ePrivacy Article 5(3), EDPB taskforce: no such interest."""
    findings = lint_with(
        "services: [{id: meta.page, legal_basis: legitimate_interest}]"
    )

    assert "CAT001" in codes(findings)


def test_a_tracker_is_not_called_essential() -> None:
    """C9. ePrivacy Article 5(3), EDPB taskforce: wrong labels."""
    findings = lint_with(
        "services: [{id: hotjar, purposes: [necessary], justification: So.}]"
    )

    assert "CAT006" in codes(findings)


def test_what_is_ours_is_deleted_on_withdrawal() -> None:
    """W2. GDPR Article 7(3): after a withdrawal nothing is read, ours is deleted."""
    findings = lint_service(
        "{cookies: [{name: x, life: session, domain: shop.example}]}"
    )

    assert "CAT036" in codes(findings)


def test_statistics_need_consent_whatever_the_ground_of_their_data() -> None:
    """DK3. Danish Cookie Order (BEK 1148/2011), GDPR Article 6(1)(f): two questions."""
    findings = lint_with(
        "services: [{id: site.statistics, legal_basis: legitimate_interest}]"
    )

    assert "CAT001" in codes(findings)


def test_the_tag_itself_waits() -> None:
    """GO10. ePrivacy Article 5(3): denied pings of a loaded tag are access."""
    findings = lint_with("services: [{id: google.ads, resources: [], markers: []}]")

    assert "CAT023" in codes(findings)
