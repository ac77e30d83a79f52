"""Text in tables that people open in a spreadsheet."""

import pytest

from consent_server.kernel.spreadsheet import inert_cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")'],
    ids=repr,
)
def test_takes_the_formula_out_of_a_cell(text: str) -> None:
    assert inert_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "granted", "1=1", " =1", "/a-b", "'="], ids=repr)
def test_leaves_other_text_alone(text: str) -> None:
    assert inert_cell(text) == text
