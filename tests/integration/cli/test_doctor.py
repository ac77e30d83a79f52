"""``consent-server doctor``: it finds what would keep a server from working."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consent_server.ledger.cosigning import WitnessSigner
from consent_server.storage.schema import FIRST
from consent_server.web.start import PRESENCE_FILE
from tests.command_line import run
from tests.recorded import change
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
        change(folder, text)

    return do


def damage_key(folder: Path) -> None:
    (folder / "keys" / "shop.ledger.key").write_bytes(b"damaged")


def damage_token_key(folder: Path) -> None:
    (folder / "keys" / "shop.token.key").write_bytes(b"damaged")


def roll_back(folder: Path) -> None:
    """Cut the ledger off behind the entry that its high-water mark has seen."""
    statement("UPDATE ledger SET size = 0")(folder)
    statement("DELETE FROM checkpoint")(folder)


def open_folder(folder: Path) -> None:
    folder.chmod(0o755)


def go_back(folder: Path) -> None:
    run("database", "downgrade", "--to", FIRST, "--data-dir", folder)


def open_key(folder: Path) -> None:
    (folder / "keys" / "shop.token.key").chmod(0o640)


def lead_nowhere(folder: Path) -> None:
    (folder / "keys" / "lost.token.key").symlink_to(folder / "nowhere")


def lose_database(folder: Path) -> None:
    for file in folder.glob("consent.sqlite3*"):
        file.unlink()


def test_finds_nothing_where_all_is_fine(folder: Path) -> None:
    done = run("doctor", "--data-dir", folder)
    checks = json.loads(run("doctor", "--json", "--data-dir", folder).stdout)["checks"]

    assert done.returncode == 0, done.stdout
    assert [one["about"] for one in checks if one["level"] == "ok"] == [
        *("settings", "data folder", "disk", "database main", "SQLite file"),
        *("catalog of shop", "ledger of shop"),
    ]
    assert "rests on the operator's word" in done.stdout


def test_says_in_words_that_there_is_no_folder(tmp_path: Path) -> None:
    done = run("doctor", "--data-dir", tmp_path / "nowhere")

    assert "nowhere cannot be looked at: No such file or directory" in done.stdout
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("harm", "about", "says"),
    [
        (damage_key, "ledger of shop", "should hold a key of 32 bytes"),
        (damage_token_key, "ledger of shop", "shop.token.key should hold a key"),
        (roll_back, "ledger of shop", "ledger recover --site shop"),
        (open_folder, "data folder", "chmod 700"),
        (open_key, "keys", "chmod 600"),
        (lead_nowhere, "keys", "lost.token.key cannot be looked at"),
        (go_back, "database main", "its tables have revision 0001"),
        (lose_database, "database", "has no consent.sqlite3"),
        (
            statement("UPDATE ledger SET frozen = 'a witness saw more'"),
            *("ledger of shop", "frozen: a witness saw more; nothing is signed until"),
        ),
        (
            statement("UPDATE ledger SET frozen = 'a witness saw more'"),
            *("ledger of shop", "docs/howto/when-a-ledger-is-frozen.md"),
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
    checks = json.loads(done.stdout)["checks"]
    wrong = [it for it in checks if it["level"] == "fail"]

    assert done.returncode == 2
    assert any(it["about"] == about and says in it["says"] for it in wrong), wrong


def ask_for_erasure(folder: Path) -> None:
    """Note a request of the day before yesterday."""
    statement(
        "INSERT INTO erasure_request (site_id, subject_id, parts, reason, asked_at) "
        "VALUES ('shop', randomblob(16), 'subject', 'asked', unixepoch() - 2 * 86400)"
    )(folder)


def let_an_entry_wait(folder: Path) -> None:
    """As where nobody sequences."""
    statement(
        "INSERT INTO todo (site_id, number, record_id, arrived_at, entry) "
        "VALUES ('shop', 99, randomblob(16), unixepoch() - 90, x'00')"
    )(folder)


def name_a_witness(folder: Path) -> None:
    log = (folder / "keys" / "shop.ledger.pub").read_text("ascii").strip()
    witness = WitnessSigner("witness.example/w1", bytes([1]) * 32)
    trust = f"log {log}\nwitness w1 {witness.vkey}\nquorum w1\n"
    (folder / "shop.policy").write_text(trust, encoding="ascii")


@pytest.mark.parametrize(
    ("harm", "about", "says"),
    [
        pytest.param(
            statement(
                "INSERT INTO sighting_count VALUES "
                "('shop', date('now'), 'browser', '(dropped)', '', 7)"
            ),
            *("evidence of shop", "in a week 7 were counted and not read"),
            id="reports-dropped",
        ),
        pytest.param(
            ask_for_erasure,
            *("ledger of shop", "wait for more than a day: 1"),
            id="erasure-waits",
        ),
        pytest.param(
            name_a_witness, "ledger of shop", "not anchored", id="witness-silent"
        ),
        pytest.param(
            let_an_entry_wait,
            *("ledger of shop", "waits for its position for"),
            id="entry-waits",
        ),
    ],
)
def test_warns_of_what_somebody_should_look_at(
    folder: Path, harm: Callable[[Path], None], about: str, says: str
) -> None:
    harm(folder)
    done = run("doctor", "--json", "--data-dir", folder)
    checks = json.loads(done.stdout)["checks"]
    doubtful = [it for it in checks if it["level"] == "warn"]

    assert done.returncode == 1
    assert [it["about"] for it in doubtful] == [about]
    assert says in doubtful[0]["says"]


def test_finds_a_setting_that_cannot_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSENT_PORT", "0")
    done = run("doctor", "--data-dir", folder)

    assert done.returncode == 2
    assert "FAIL settings: CONSENT_PORT: expected a number" in done.stdout


HOLD = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.lockf(file, fcntl.LOCK_SH)
print(flush=True)
sys.stdin.read()
"""


def test_warns_of_several_processes_on_one_file(folder: Path) -> None:
    """This process took the site in; another one begins to use it as well."""
    command = [sys.executable, "-c", HOLD, str(folder / PRESENCE_FILE)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as other:
        assert other.stdout is not None
        other.stdout.readline()
        done = run("doctor", "--data-dir", folder)
        other.terminate()

    assert done.returncode == 1
    assert "WARN SQLite file: 2 processes write to consent.sqlite3" in done.stdout
