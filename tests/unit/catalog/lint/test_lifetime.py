"""Lives of cookies, choices and records: the edges."""

import pytest

from tests.unit.catalog.lint.sites import codes, lint_service, lint_with


@pytest.mark.parametrize(
    ("life", "expected"),
    [
        pytest.param("session", [], id="session"),
        pytest.param("13 months", [], id="thirteen-months"),
        pytest.param("397 days", [], id="thirteen-long-months"),
        pytest.param("398 days", ["CAT011"], id="more"),
        pytest.param("400 days", ["CAT011"], id="longest"),
        pytest.param("401 days", ["CAT012"], id="beyond"),
    ],
)
def test_judges_the_life_of_a_cookie(life: str, expected: list[str]) -> None:
    findings = lint_service(f"{{cookies: [{{name: extra, life: {life}}}]}}")

    assert codes(findings) == expected


def test_points_to_the_first_long_cookie_and_names_all() -> None:
    (finding,) = lint_service("""
        cookies:
          - {name: short, life: session}
          - {name: "long_*", life: 2 years}
          - {name: longer, life: 3 years}
        """)

    assert finding.path == "own.services[0].cookies[1].life"
    assert "long_* (730), longer (1095)" in finding.message


@pytest.mark.parametrize(
    ("lifetime", "expected"),
    [
        pytest.param("179 days", ["CAT014", "CAT016"], id="too-soon"),
        pytest.param("6 months", [], id="six-months"),
        pytest.param("182 days", [], id="as-shipped"),
        pytest.param("366 days", ["CAT016"], id="a-leap-year"),
        pytest.param("367 days", ["CAT013", "CAT016"], id="too-long"),
    ],
)
def test_judges_how_long_a_choice_counts(lifetime: str, expected: list[str]) -> None:
    assert codes(lint_with(f"site: {{choice_lifetime: {lifetime}}}")) == expected


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        pytest.param("181 days", ["CAT015"], id="a-day-short"),
        pytest.param("182 days", [], id="as-long"),
    ],
)
def test_records_last_as_long_as_choices(retention: str, expected: list[str]) -> None:
    assert codes(lint_with(f"site: {{retention: {retention}}}")) == expected


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        pytest.param("13 days", ["CAT044"], id="a-day-short"),
        pytest.param("2 weeks", [], id="as-short-as-it-may"),
        pytest.param("184 days", [], id="half-a-year"),
        pytest.param("185 days", ["CAT043"], id="longer"),
    ],
)
def test_judges_how_long_a_context_is_kept(context: str, expected: list[str]) -> None:
    assert codes(lint_with(f"site: {{context_retention: {context}}}")) == expected


def test_keeps_no_context_longer_than_its_record() -> None:
    site = "site: {retention: 182 days, context_retention: 183 days}"
    assert codes(lint_with(site)) == ["CAT043"]
