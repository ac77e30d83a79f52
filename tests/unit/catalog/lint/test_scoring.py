"""Scoring: what counts as one, and who has to explain it."""

import pytest

from tests.unit.catalog.lint.sites import codes, lint_service, lint_with

EXPLAINED = "{logic: Pages give points., threshold: We call., human_review: true}"


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param("{id: scoring.mine}", id="by-id"),
        pytest.param(f"{{scoring: {EXPLAINED}}}", id="by-explanation"),
        pytest.param("{name: Lead scoring}", id="by-name"),
        pytest.param("{description: Gives you points for clicks.}", id="en"),
        pytest.param("{description: Gir deg poeng for klikk.}", id="nb"),
        pytest.param("{description: Ger dig poäng för klick.}", id="sv"),
        pytest.param("{description: Giver dig point for klik.}", id="da"),
        pytest.param(
            "{cookies: [{name: visitor_score, life: session}]}", id="by-cookie"
        ),
    ],
)
def test_recognises_a_score_under_another_purpose(keys: str) -> None:
    assert codes(lint_service(keys)) == ["CAT017"]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param("{description: Shows the results of the match.}", id="sport"),
        pytest.param("{description: Shows points on a map.}", id="map"),
    ],
)
def test_leaves_other_points_alone(keys: str) -> None:
    assert codes(lint_service(keys)) == []


def test_one_explanation_serves_all_services_of_a_provider() -> None:
    findings = lint_with(f"""
        services:
          - {{id: scoring.visitor, scoring: {EXPLAINED}}}
          - {{id: newsletter.link_id, purposes: [scoring], transfer: none}}
        """)

    assert codes(findings) == ["CAT032"]


def test_a_score_of_another_provider_wants_its_own() -> None:
    findings = lint_with(f"""
        services:
          - {{id: scoring.visitor, scoring: {EXPLAINED}}}
          - pardot
        """)

    assert [it.path for it in findings if it.code == "CAT018"] == ["services[2]"]


def test_without_a_word_about_a_person_nobody_looks() -> None:
    findings = lint_service(
        "{purposes: [scoring], scoring: {logic: Points., threshold: We call.}}"
    )

    assert codes(findings) == ["CAT019", "CAT032"]
