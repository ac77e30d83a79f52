"""The command line of ``pip install`` without extras."""

import subprocess
import sys

import pytest

BARE = """
import sys
for name in ("aiohttp", "apispec", "brotli", "granian", "prometheus_client", "psycopg",
             "pyarrow", "rfc3161_client", "zstandard"):
    sys.modules[name] = None
from consent_server.cli.main import main
main(sys.argv[1:])
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BARE, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_lists_its_commands_where_no_extra_is_installed() -> None:
    told = run("--help")

    assert "Write a commented site FILE" in told.stdout
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "lacks"),
    [
        (("api", "describe"), "apispec; run: pip install 'consent-server[server]'"),
        (("serve",), "prometheus_client; run: pip install 'consent-server[server]'"),
        (
            ("gateway", "--upstream", "http://127.0.0.1:9", "--catalog", __file__),
            "aiohttp and granian; run: pip install 'consent-server[gateway]'",
        ),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)
def test_says_what_a_command_lacks(arguments: tuple[str, ...], lacks: str) -> None:
    told = run(*arguments)

    assert told.stderr.endswith(f"{lacks}\n")
    assert told.stderr.count("\n") == 1
    assert told.returncode == 2
