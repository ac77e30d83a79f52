"""Every row of the law that the linter enforces has a test here that cites it."""

import re
from pathlib import Path

import pytest

from consent_server.catalog.lint.rules import RULES

ROWS = sorted({row for rule in RULES.values() for row in rule.rows})
CITED = {
    row: law
    for file in Path(__file__).parent.glob("test_*.py")
    for row, law in re.findall(
        r'^    """([A-Z]+[0-9]+)\. (.+)', file.read_text(encoding="utf-8"), re.MULTILINE
    )
}


@pytest.mark.parametrize("row", ROWS)
def test_a_test_cites_the_row_and_its_source(row: str) -> None:
    assert re.search(r"Article|section|deliberation", CITED.get(row, ""))
