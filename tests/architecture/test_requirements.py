"""Row 42 of the threats: what is installed is what was locked."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_one_version_with_a_digest(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not re.match(r"\s*(#|$)", line)]

    assert len(lines) > 1
    for line in lines:
        assert re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==[0-9][^ ]* ", line)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line)


def test_every_installation_of_the_makefile_asks_for_the_digests() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"pip install.*", makefile)

    assert installs
    for command in installs:
        assert "--require-hashes" in command or "--no-deps" in command
