"""Nobody signs a ledger without looking at its high-water mark first."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
STEP = ("consent_server.ledger.log", "sequence")


def imported(path: Path) -> set[tuple[str | None, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        (node.module, name.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }


def test_steps_are_taken_by_those_who_pass_the_mark() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "consent_server").rglob("*.py")
        if STEP[1] in path.read_text("utf-8") and STEP in imported(path)
    }

    assert found == {
        "consent_server/web/ledger_writer.py",
        "consent_server/web/recovering.py",
    }
