"""What the manual says of signals is all there is, and nothing is left out."""

import re
from pathlib import Path

import pytest

from consent_server.catalog.model import Interface

ROOT = Path(__file__).parents[3]
VENDORS = (ROOT / "docs/howto/vendor-signals.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/reference/javascript.md").read_text(encoding="utf-8")
TYPES = (ROOT / "widget/visitor-choices.d.ts").read_text(encoding="utf-8")
FUNCTIONS = re.findall(r"^  (\w+)\(.*;$", TYPES, re.MULTILINE)
KEYS = re.findall(r"^  readonly (\w+): (?!V)", TYPES, re.MULTILINE)


def test_the_manual_lists_the_interfaces() -> None:
    assert re.findall(r"^\| `(\w+)` \|.*\|.*\|$", VENDORS, re.MULTILINE) == [*Interface]


def test_the_manual_lists_the_functions() -> None:
    calls = re.findall(r"^\| `visitorChoices\.(\w+)\(", PAGE, re.MULTILINE)

    assert calls == FUNCTIONS
    assert len(FUNCTIONS) == 6


@pytest.mark.parametrize("key", KEYS)
def test_the_manual_lists_what_a_state_says(key: str) -> None:
    assert f"\n| `{key}` | " in PAGE
