"""The page of threats and faults is true: its rows, its tests, and what is open."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "threats.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
_, THREATS, FAULTS = re.split(r"^## .*$", PAGE, flags=re.MULTILINE)
TABLES = {"threat": THREATS, "fault": FAULTS}
TESTS = sorted({*re.findall(r"`([a-z0-9_/]+\.py(?:::\w+)?)`", PAGE)})
OPEN = "**Open**"


def rows(table: str) -> dict[int, str]:
    """Return the last cell of each row by its number."""
    found = re.findall(r"^\| ([0-9]+) \|.*\| (.+) \|$", table, re.MULTILINE)
    return {int(number): shown for number, shown in found}


@pytest.mark.parametrize(("kind", "last"), [("threat", 42), ("fault", 22)])
def test_has_every_row_once(kind: str, last: int) -> None:
    numbers = re.findall(r"^\| ([0-9]+) \|", TABLES[kind], re.MULTILINE)

    assert numbers == [str(number) for number in range(1, last + 1)]


@pytest.mark.parametrize("kind", TABLES)
def test_each_row_is_shown_by_a_test_or_open(kind: str) -> None:
    shown = rows(TABLES[kind])

    assert [
        number for number, it in shown.items() if "`" not in it and OPEN not in it
    ] == []


@pytest.mark.parametrize("kind", TABLES)
def test_what_is_open_is_said_where_people_look_for_it(kind: str) -> None:
    still_open = {number for number, it in rows(TABLES[kind]).items() if OPEN in it}
    said = {int(number) for number in re.findall(rf"\b{kind} ([0-9]+)\b", SECURITY)}

    assert said == still_open


@pytest.mark.parametrize("name", TESTS)
def test_names_tests_that_exist(name: str) -> None:
    path, _, test = name.partition("::")
    text = (ROOT / "tests" / path).read_text(encoding="utf-8")

    assert re.search(rf"^(?:async def|def|class) {test or 'test_'}", text, re.MULTILINE)
    assert not test or re.search(
        rf"^(?:async def|def|class) {test}\b", text, re.MULTILINE
    )
