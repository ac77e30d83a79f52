"""Clauses of real policies that fail today's rules, written as catalogs."""

import re
from pathlib import Path

import pytest

from consent_server.catalog.lint.rules import RULES
from tests.unit.catalog.lint.sites import codes, lint_text

FILES = sorted((Path(__file__).parents[4] / "examples" / "seed_clauses").glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_clause_trips_the_rules_that_the_file_names(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    named = re.findall(r"^# Trips: (.+)$", text, re.MULTILINE)[0].split()

    assert set(named) <= RULES.keys()
    assert codes(lint_text(text)) == sorted(named)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_file_names_the_policies_that_the_clause_is_from(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert re.findall(r"^# Seed: 00[0-4]_[0-9a-f]{16}\.txt \(.+\)$", text, re.MULTILINE)


def test_there_is_a_file_for_each_of_the_nine_clauses() -> None:
    assert len(FILES) == 9
