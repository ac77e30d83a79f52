"""The table of rules and its pages: each code once, explained, tripped and mended."""

import re
from pathlib import Path

import pytest

from consent_server.catalog.findings import Severity
from consent_server.catalog.lint import rules
from consent_server.catalog.lint.rules import RULES
from tests.unit.catalog.lint.sites import FINE, codes, lint_text, lint_with

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "docs" / "reference" / "findings"
LINT = ROOT / "consent_server" / "catalog" / "lint"


def read_page(code: str) -> str:
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def examples(code: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", read_page(code), re.DOTALL)


def test_declares_each_code_once_and_leaves_no_gap() -> None:
    declared = [row[0] for row in rules._TABLE]

    assert declared == [f"CAT{number:03}" for number in range(1, len(declared) + 1)]


def test_every_code_is_found_by_code_and_no_other() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in LINT.glob("*.py")
        if path.name != "rules.py"
    )

    assert set(re.findall(r'"(CAT\d+)"', source)) == RULES.keys()


def test_every_page_is_of_a_code() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == RULES.keys()


@pytest.mark.parametrize("code", RULES)
def test_the_page_says_what_the_table_says(code: str) -> None:
    rule, page = RULES[code], read_page(code)

    assert page.startswith(f"# {code}: {rule.title}\n\n{rule.severity.capitalize()}. ")
    assert f"\nLaw: {rule.law}.\n" in page
    assert "\n## Why\n" in page
    assert "\n## How to mend it\n" in page


@pytest.mark.parametrize("code", RULES)
def test_the_first_example_of_the_page_trips_the_rule(code: str) -> None:
    broken, _ = examples(code)

    assert code in codes(lint_with(broken))


@pytest.mark.parametrize("code", RULES)
def test_the_second_example_of_the_page_does_not(code: str) -> None:
    _, mended = examples(code)

    assert code not in codes(lint_with(mended))


@pytest.mark.parametrize("code", RULES)
def test_the_second_example_has_no_error_of_another_kind(code: str) -> None:
    _, mended = examples(code)

    assert Severity.ERROR not in {it.severity for it in lint_with(mended)}


def test_the_index_lists_every_code_with_severity_and_title() -> None:
    index = (FOLDER.parent / "findings.md").read_text(encoding="utf-8")
    listed = re.findall(
        r"^\| \[(CAT\d+)\]\(\S+\) \| (\w+) \| (.+) \|$", index, re.MULTILINE
    )

    assert listed == [(it.code, it.severity.value, it.title) for it in RULES.values()]


def test_a_fine_file_has_no_finding() -> None:
    assert lint_text(FINE) == ()
