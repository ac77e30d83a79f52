"""``consent-server doctor``: it finds what would keep a server from working."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from consent_server.storage.schema import FIRST
from tests.command_line import run
from tests.site import CATALOG


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation with a site."""
    file = tmp_path / "shop.yaml"
    file.write_text(CATALOG, encoding="utf-8")
    folder = tmp_path / "data"
    run("site", "add", file, "--data-dir", folder)
    return folder


def statement(text: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        with sqlite3.connect(folder / "consent.sqlite3") as connection:
            connection.execute(text)

    return do


def damage_key(folder: Path) -> None:
    (folder / "keys" / "shop.ledger.key").write_bytes(b"damaged")


def open_folder(folder: Path) -> None:
    folder.chmod(0o755)


def go_back(folder: Path) -> None:
    run("database", "downgrade", "--to", FIRST, "--data-dir", folder)


def lose_database(folder: Path) -> None:
    for file in folder.glob("consent.sqlite3*"):
        file.unlink()


def test_finds_nothing_where_all_is_fine(folder: Path) -> None:
    done = run("doctor", "--data-dir", folder)
    checks = json.loads(run("doctor", "--json", "--data-dir", folder).stdout)["checks"]

    assert done.returncode == 0, done.stdout
    assert [one["about"] for one in checks if one["fine"]] == [
        *("settings", "data folder", "disk", "database main"),
        *("catalog of shop", "ledger of shop"),
    ]
    assert "rests on the operator's word" in done.stdout


@pytest.mark.parametrize(
    ("harm", "about", "says"),
    [
        (damage_key, "ledger of shop", "should hold a key of 32 bytes"),
        (open_folder, "data folder", "chmod 700"),
        (go_back, "database main", "its tables have revision 0001"),
        (lose_database, "database", "has no consent.sqlite3"),
        (
            statement("UPDATE ledger SET frozen = 'a witness saw more'"),
            *("ledger of shop", "frozen: a witness saw more"),
        ),
        (
            statement("UPDATE site SET catalog = 'site: 1'"),
            *("catalog of shop", "shop.yaml"),
        ),
        (
            statement("UPDATE site SET database = 'east'"),
            *("catalog of shop", "no address is known for the database 'east'"),
        ),
        (
            statement("UPDATE checkpoint SET signed_at = signed_at + 86400"),
            *("ledger of shop", "from the future"),
        ),
    ],
    ids=lambda it: it.replace(" ", "-") if isinstance(it, str) else "",
)
def test_finds_what_is_not(
    folder: Path, harm: Callable[[Path], None], about: str, says: str
) -> None:
    harm(folder)
    done = run("doctor", "--json", "--data-dir", folder)
    wrong = [it for it in json.loads(done.stdout)["checks"] if not it["fine"]]

    assert done.returncode == 1
    assert any(it["about"] == about and says in it["says"] for it in wrong), wrong


def test_finds_a_setting_that_cannot_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSENT_PORT", "0")
    done = run("doctor", "--data-dir", folder)

    assert done.returncode == 1
    assert "FINDING settings: CONSENT_PORT: expected a number" in done.stdout
