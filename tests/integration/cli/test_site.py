"""``consent-server site`` and ``site key``, as somebody calls them."""

import json
from pathlib import Path

import pytest

from consent_server.web.embedded import embed
from tests.command_line import run
from tests.site import CATALOG, App


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(CATALOG, encoding="utf-8")
    return path


def test_takes_a_site_in_once_and_publishes_its_changes(
    folder: Path, file: Path
) -> None:
    where = ("--data-dir", folder)
    added = run("site", "add", file, *where)
    again = run("site", "add", file, *where)
    before = json.loads(run("site", "list", "--json", *where).stdout)["sites"]
    file.write_text(CATALOG.replace("  - meta.pixel\n", ""), encoding="utf-8")
    published = run("site", "publish", file, *where)
    after = json.loads(run("site", "list", "--json", *where).stdout)["sites"]

    assert (added.returncode, again.returncode, published.returncode) == (0, 2, 0)
    assert "there is a site 'shop' already" in again.stderr
    assert before[0]["site"] == "shop"
    assert before[0]["digest"] != after[0]["digest"]
    assert "shop: published " in run("site", "list", *where).stdout
    status = json.loads(run("ledger", "status", "--json", *where).stdout)
    assert status["sites"][0]["size"] == 2  # two policies were published


def test_says_where_the_site_of_an_application_is(folder: Path, file: Path) -> None:
    """Its ledger goes on when a server takes it in."""
    where = ("--data-dir", folder)
    embed(App(), file, folder)
    listed = run("site", "list", *where).stdout
    run("site", "add", file, *where)

    assert listed.startswith("There is no site yet; take one in: consent-server site")
    assert "shop has its ledger here and is served by the application" in listed
    assert run("site", "list", *where).stdout.startswith("shop: published ")
    status = json.loads(run("ledger", "status", "--json", *where).stdout)
    assert [it["size"] for it in status["sites"]] == [1]


def test_says_what_the_law_has_against_what_it_puts_in_force(
    folder: Path, file: Path
) -> None:
    """The file is in force all the same."""
    done = [
        run("site", verb, file, "--data-dir", folder) for verb in ("add", "publish")
    ]

    assert [one.returncode for one in done] == [0, 0]
    for one in done:
        lines = one.stderr.splitlines()
        assert lines[0].startswith(f"error CAT029 at {file}:8: nothing tells visitors")
        assert f"warning CAT011 at {file}:15: google.analytics has" in lines[1]
        assert lines[-1] == f"What to do about it: consent-server catalog check {file}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("id: shop", "id: other"), "no server has a site 'other'"),
        (("[shop.example]", "[other.example]"), "other.example"),
        (("languages: [en, nb]", "languages: [xx]"), "xx"),
    ],
    ids=["no-such-site", "another-origin", "mistakes"],
)
def test_keeps_what_is_in_force_when_a_change_cannot_be(
    folder: Path, file: Path, change: tuple[str, str], said: str
) -> None:
    where = ("--data-dir", folder)
    run("site", "add", file, *where)
    before = run("site", "list", "--json", *where).stdout
    file.write_text(CATALOG.replace(*change), encoding="utf-8")
    done = run("site", "publish", file, *where)

    assert done.returncode == 2
    assert said in done.stderr
    assert run("site", "list", "--json", *where).stdout == before


@pytest.mark.parametrize(
    ("databases", "said"),
    [
        ("", "no address is known for the database 'east'"),
        ("east", "NAME=ADDRESS"),
        ("main=postgresql:///x", "none of them main"),
    ],
    ids=["unknown", "no-address", "taken-name"],
)
def test_takes_no_site_into_a_database_that_nobody_named(
    folder: Path, file: Path, databases: str, said: str
) -> None:
    more = ("--in", "east", "--databases", databases)
    done = run("site", "add", file, "--data-dir", folder, *more)

    assert done.returncode == 2
    assert said in done.stderr


def test_makes_shows_once_lists_and_revokes_keys(folder: Path, file: Path) -> None:
    where = ("--data-dir", folder)
    run("site", "add", file, *where)
    made = run("site", "key", "create", "--role", "owner", "--site", "shop", *where)
    listed = json.loads(run("site", "key", "list", "--json", *where).stdout)["keys"]
    revoked = run("site", "key", "revoke", listed[0]["key"], *where)
    again = run("site", "key", "revoke", listed[0]["key"], *where)
    text = run("site", "key", "list", *where).stdout

    secret = made.stdout.strip()
    assert secret.startswith("ck_owner_")
    assert listed[0] | {"role": "owner", "site": "shop"} == listed[0]
    assert (revoked.returncode, again.returncode) == (0, 2)
    assert "owner of shop, never used, revoked " in text
    for stored in folder.rglob("*.sqlite3*"):
        assert secret.encode() not in stored.read_bytes()


def test_makes_no_key_for_a_site_that_is_not_there(folder: Path, file: Path) -> None:
    where = ("--data-dir", folder)
    run("site", "add", file, *where)
    for role, *site in (("owner", "--site", "blog"), ("owner",)):
        done = run("site", "key", "create", "--role", role, *site, *where)
        assert done.returncode == 2
    run("site", "key", "create", "--role", "admin", *where)
    assert "admin of every site" in run("site", "key", "list", *where).stdout


def test_makes_no_file_where_there_was_none(folder: Path) -> None:
    for command in (("list",), ("key", "list"), ("key", "revoke", "x")):
        assert run("site", *command, "--data-dir", folder).returncode == 2
    assert not folder.exists()
