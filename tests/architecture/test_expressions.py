"""Python before 3.11.5 matches ``(?:…)*+`` wrongly; Debian 12 ships such a one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "consent_server").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_writes_possessive_groups_as_atomic_ones(path: Path) -> None:
    code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.search(r"\)[*+?]\+|\)\{[\d,]+\}\+", code)
