"""Several processes of a site say one thing once."""

import subprocess
import sys
from pathlib import Path

import pytest

from consent_server.sdk.said import SAID_FILE, is_first_to_say

ASK = """
import sys
from pathlib import Path
from consent_server.sdk.said import is_first_to_say

print(*(is_first_to_say(Path(sys.argv[1]), what) for what in sys.argv[2:]))
"""


def ask_another(folder: Path, *what: str) -> str:
    command = [sys.executable, "-c", ASK, str(folder), *what]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="has no such locks")
def test_one_process_says_it_and_the_next_when_that_has_ended(tmp_path: Path) -> None:
    assert ask_another(tmp_path, "CFG001: nothing is held") == "True\n"
    assert is_first_to_say(tmp_path, "CFG001: nothing is held")
    assert is_first_to_say(tmp_path, "CFG001: nothing is held"), "its own word"
    said = ask_another(tmp_path, "CFG001: nothing is held", "CFG002: plain http")
    assert said == "False True\n"
    assert (tmp_path / SAID_FILE).stat().st_mode & 0o777 == 0o600


def test_says_it_where_nothing_can_be_marked(tmp_path: Path) -> None:
    assert is_first_to_say(tmp_path / "nowhere", "CFG001: nothing is held")
