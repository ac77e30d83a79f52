"""``consent-server database``: what it says, and its exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent_server.cli.main import commands
from consent_server.kernel.errors import SettingError
from consent_server.storage.schema import FIRST, head_revision
from tests.site import make_shop


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["database", *arguments])


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(make_shop(tmp_path).data_dir)


def test_goes_back_and_forth(folder: str) -> None:
    where = ["--data-dir", folder]
    first = run("status", *where)
    back = run("downgrade", *where, "--to", FIRST)
    between = run("status", *where, "--json")
    on = run("upgrade", *where)

    assert (first.exit_code, back.exit_code, on.exit_code) == (0, 0, 0)
    assert between.exit_code == 1
    assert json.loads(between.output) == {"revision": FIRST, "wanted": head_revision()}
    assert on.output == f"The tables have revision {head_revision()} now.\n"
    assert run("status", *where).output == first.output


def test_the_site_says_what_to_run(tmp_path: Path, folder: str) -> None:
    run("downgrade", "--data-dir", folder, "--to", FIRST)
    with pytest.raises(SettingError, match=f"database upgrade --data-dir {folder}"):
        make_shop(tmp_path)


@pytest.mark.parametrize("verb", ["status", "upgrade", "downgrade"])
def test_makes_no_file_where_there_was_none(verb: str, tmp_path: Path) -> None:
    more = ["--to", FIRST] if verb == "downgrade" else []
    done = run(verb, "--data-dir", str(tmp_path), *more)

    assert isinstance(done.exception, SettingError)
    assert "has no consent.sqlite3" in str(done.exception)
    assert "begins with: consent-server site add FILE" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", ["status", "upgrade", "downgrade"])
def test_shows_an_example(verb: str) -> None:
    assert f"consent-server database {verb} --data-dir" in run(verb, "--help").output
