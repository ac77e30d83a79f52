"""Export and verify through the command line, as an auditor does it."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.site import Shop, make_shop

Lines = list[bytes]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "consent_server", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        # Nothing of the site is near: verify needs the file and the key only.
        cwd="/",
    )


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = make_shop(tmp_path)
    for act in ("grant_all", "refuse_all", "grant_all", "withdraw"):
        shop.choose(act)
    shop.choose("refuse_all", client=Client(shop.middleware))
    return shop


@pytest.fixture
def bundle(shop: Shop, tmp_path: Path) -> Path:
    out = tmp_path / "shop.zip"
    done = run(
        "audit", "export", "--data-dir", shop.data_dir, "--site", "shop", "--out", out
    )
    assert done.returncode == 0, done.stderr
    return out


def key_of(shop: Shop) -> Path:
    return shop.data_dir / "keys" / "shop.ledger.pub"


def test_verifies_without_database_or_server(shop: Shop, bundle: Path) -> None:
    key = key_of(shop).read_text("ascii")
    (shop.data_dir / "consent.sqlite3").unlink()
    done = run("audit", "verify", bundle, "--json", "--key", key)
    report = json.loads(done.stdout)

    assert done.returncode == 0
    assert report["holds"]
    assert report["actions"] == {"grant_all": 2, "refuse_all": 2, "withdraw": 1}


def test_keeps_a_bundle_to_its_owner(bundle: Path) -> None:
    assert bundle.stat().st_mode & 0o777 == 0o600
    assert list(bundle.parent.glob(".*")) == []


def change_one_byte(lines: Lines) -> Lines:
    lines[2] = lines[2].replace(b"refused", b"refuseD", 1)
    return lines


def remove_one(lines: Lines) -> Lines:
    return lines[:2] + lines[3:]


def swap_two(lines: Lines) -> Lines:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


@pytest.mark.parametrize("tamper", [change_one_byte, remove_one, swap_two])
def test_names_the_record_that_was_tampered_with(
    shop: Shop, bundle: Path, tamper: Callable[[Lines], Lines]
) -> None:
    record_id = str(record_ids(bundle)[2])
    rewrite_records(bundle, tamper)
    done = run("audit", "verify", bundle, "--key", key_of(shop))

    assert done.returncode == 3
    assert "entry 2" in done.stdout
    if tamper is not remove_one:
        assert record_id in done.stdout


def test_refuses_the_key_of_another_ledger(tmp_path: Path, bundle: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_shop(tmp_path / "other")

    assert run("audit", "verify", bundle, "--key", key_of(other)).returncode == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["--key", "nonsense"], "key", id="no-key"),
        pytest.param([], "--key", id="key-missing"),
    ],
)
def test_says_what_is_wrong_with_the_call(
    bundle: Path, arguments: list[str], says: str
) -> None:
    done = run("audit", "verify", bundle, *arguments)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_calls_a_file_that_is_no_bundle_broken(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello", encoding="utf-8")

    assert run("audit", "verify", file, "--key", key_of(shop)).returncode == 3


@pytest.mark.parametrize(
    ("site", "says"),
    [
        pytest.param("nope", "there is: shop", id="no-such-site"),
        pytest.param("../shop", "there is: shop", id="path-trick"),
    ],
)
def test_exports_no_site_it_does_not_have(
    shop: Shop, tmp_path: Path, site: str, says: str
) -> None:
    out = tmp_path / "x.zip"
    done = run(
        "audit", "export", "--data-dir", shop.data_dir, "--site", site, "--out", out
    )

    assert done.returncode == 2
    assert says in done.stderr
    assert not out.exists()


def test_says_where_there_is_no_database(tmp_path: Path) -> None:
    done = run(
        "audit", "export", "--data-dir", tmp_path, "--site", "x", "--out", "x.zip"
    )

    assert done.returncode == 2
    assert "--data-dir" in done.stderr


def record_ids(bundle: Path) -> list[str | None]:
    with zipfile.ZipFile(bundle) as archive:
        lines = archive.read("records.jsonl").splitlines()
    subjects = [json.loads(json.loads(line)["p"][0]) for line in lines]
    return [subject.get("record_id") for subject in subjects]


def rewrite_records(bundle: Path, tamper: Callable[[Lines], Lines]) -> None:
    """Change the records and leave every other member as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "records.jsonl":
                data = b"\n".join([*tamper(data.splitlines()), b""])
            new.writestr(name, data)
    bundle.write_bytes(out.getvalue())
