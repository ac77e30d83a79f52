"""Text in tables that people open in a spreadsheet (row 38 of the threats)."""

import pytest

from consent_server.kernel.spreadsheet import inert_cell


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")'),
        *(" =1", "\u00a0=1", "\u3000@A1", " \t -1", "\ufeff=1", "\u200b=1", "\0=1"),
        *("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1", "\ttext", "\rtext"),
    ],
    ids=ascii,
)
def test_takes_the_formula_out_of_a_cell(text: str) -> None:
    assert inert_cell(text)[0] == "'"
    assert inert_cell(text).endswith(text.lstrip("\r\n"))


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("a\n=1", "a\n'=1"),
        ("a\r\n=1\r\n-2", "a\r\n'=1\r\n'-2"),
        ("=1\n =2", "'=1\n' =2"),
        ('";=1\n@A1', "\";=1\n'@A1"),
    ],
    ids=ascii,
)
def test_takes_the_formula_out_of_every_line_of_a_cell(text: str, inert: str) -> None:
    assert inert_cell(text) == inert


@pytest.mark.parametrize(
    "text", ["", "granted", "1=1", "/a-b", "'=", " a", "a\nb", "2026-03-01"], ids=ascii
)
def test_leaves_other_text_alone(text: str) -> None:
    assert inert_cell(text) == text
