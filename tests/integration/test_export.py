"""Exports through the command line: what they hold, in which form, how they go on."""

import csv
import gzip
import io
import json
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from consent_server.storage.db import create_store_engine, writing
from consent_server.storage.tables import record
from tests.command_line import run
from tests.site import Shop, make_shop, settle

ACTS = ("grant_all", "refuse_all", "withdraw")
PROGRAM = [sys.executable, "-m", "consent_server"]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Three days: one visitor with three records, and one with one each day."""
    shop = make_shop(tmp_path)
    for act in ACTS:
        shop.choose(act)
        shop.choose("refuse_all", client=Client(shop.middleware))
        shop.clock.moment += timedelta(days=1)
    settle()
    return shop


def lay_open_folder(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def lay_link(folder: Path) -> None:
    elsewhere = folder.with_name("elsewhere")
    elsewhere.mkdir()
    folder.symlink_to(elsewhere)


def export(shop: Shop, name: str, *options: str | Path) -> Path:
    out = shop.data_dir.parent / name
    where = ("--data-dir", shop.data_dir, "--site", "shop", "--out", out)
    done = run("audit", "export", *where, *options)
    assert done.returncode == 0, done.stderr
    return out


def entries(bundle: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(bundle) as archive:
        return [json.loads(line) for line in archive.open("records.jsonl")]


def manifest(bundle: Path) -> dict[str, Any]:
    with zipfile.ZipFile(bundle) as archive:
        found: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return found


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def everything(shop: Shop) -> list[dict[str, Any]]:
    return rows(export(shop, "all.jsonl", "--format", "jsonl"))


def test_a_bundle_verifies(shop: Shop) -> None:
    bundle = export(shop, "shop.zip")

    assert run("audit", "verify", bundle, "--key", shop.key).returncode == 0
    assert len(entries(bundle)) == 7
    assert manifest(bundle)["selection"] is None
    with zipfile.ZipFile(bundle) as archive:
        keys = json.loads(archive.read("keys.json"))
    assert keys == [shop.key.read_text("ascii").strip()]


@pytest.mark.parametrize("form", ["bundle", "csv", "jsonl"])
def test_is_the_same_file_for_the_same_content(shop: Shop, form: str) -> None:
    one = export(shop, "one", "--format", form).read_bytes()
    other = export(shop, "other", "--format", form).read_bytes()

    assert one == other


@pytest.mark.parametrize(
    ("options", "actions"),
    [
        pytest.param(
            ["--since", "2026-03-02"],
            ["refuse_all", "refuse_all", "withdraw", "refuse_all"],
            id="since-a-day",
        ),
        pytest.param(
            ["--until", "2026-03-01"], ["grant_all", "refuse_all"], id="until-a-day"
        ),
        pytest.param(
            ["--since", "2026-03-02T12:00:01Z", "--until", "2026-03-03T12:00:00Z"],
            ["withdraw", "refuse_all"],
            id="between-two-seconds",
        ),
        pytest.param(["--action", "withdraw"], ["withdraw"], id="action"),
        pytest.param(["--purpose", "marketing=granted"], ["grant_all"], id="answer"),
        pytest.param(
            ["--purpose", "analytics"],
            ["grant_all", *["refuse_all"] * 3, "withdraw", "refuse_all"],
            id="purpose",
        ),
        pytest.param(
            ["--action", "refuse_all", "--until", "2026-03-02T00:00:00Z"],
            ["refuse_all"],
            id="combined",
        ),
    ],
)
def test_selects_records(shop: Shop, options: list[str], actions: list[str]) -> None:
    copied = rows(export(shop, "some.jsonl", "--format", "jsonl", *options))
    bundle = export(shop, "some.zip", *options)
    decisions = [entry["p"][1] for entry in entries(bundle) if entry["i"]]

    assert [row["decision"]["action"] for row in copied] == actions
    assert [json.loads(decision)["action"] for decision in decisions] == actions
    assert entries(bundle)[0]["i"] == 0, "the ledger's own entry is always there"


def test_selects_a_person_by_pseudonym_or_by_a_record(shop: Shop) -> None:
    mine = everything(shop)[0]["subject"]
    by_subject = export(
        shop, "a.jsonl", "--format", "jsonl", "--subject", mine["subject_id"]
    )
    by_record = export(
        shop, "b.jsonl", "--format", "jsonl", "--record", mine["record_id"]
    )

    assert [row["decision"]["action"] for row in rows(by_subject)] == [*ACTS]
    assert by_record.read_bytes() == by_subject.read_bytes()
    bundle = export(shop, "c.zip", "--record", mine["record_id"])
    assert manifest(bundle)["selection"] == {"subject": mine["subject_id"]}


def test_leaves_parts_out(shop: Shop) -> None:
    options = ("--without", "context", "--without", "subject")
    bundle = export(shop, "some.zip", *options)
    first, *others = entries(bundle)
    copied = rows(export(shop, "some.jsonl", "--format", "jsonl", *options))

    assert manifest(bundle)["withheld"] == ["subject", "context"]
    assert None not in first["p"], "what the ledger says of itself is kept"
    assert {tuple(part is None for part in entry["p"]) for entry in others} == {
        (True, False, True)
    }
    assert {tuple(salt is None for salt in entry["s"]) for entry in others} == {
        (True, False, True)
    }
    assert copied[0]["subject"] is None
    assert copied[0]["erased"] == []


def test_names_the_recipient_and_keeps_a_register(shop: Shop) -> None:
    bundle = export(shop, "shop.zip", "--recipient", "Datatilsynet")
    [line] = (shop.data_dir / "exports.jsonl").read_text("utf-8").splitlines()

    assert manifest(bundle)["recipient"] == "Datatilsynet"
    assert json.loads(line)["recipient"] == "Datatilsynet"
    assert json.loads(line)["serial"] == manifest(bundle)["serial"]
    export(shop, "other.zip")
    assert len((shop.data_dir / "exports.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_every_row_of_a_copy_says_that_it_is_no_evidence(shop: Shop, form: str) -> None:
    out = export(shop, f"shop.{form}", "--format", form)
    packed = export(shop, "shop.gz", "--format", form, "--gzip")
    lines = out.read_text("utf-8").splitlines()
    found = [*csv.DictReader(lines)] if form == "csv" else rows(out)

    assert {row["not_evidence_copy_of"] for row in found} == {"shop.example/shop 7"}
    assert gzip.decompress(packed.read_bytes()) == out.read_bytes()


def test_a_table_has_a_column_for_each_purpose(shop: Shop) -> None:
    out = export(shop, "shop.csv", "--format", "csv")
    first = next(csv.DictReader(io.StringIO(out.read_bytes().decode(), newline="")))

    assert out.read_bytes().count(b"\r\n") == 7
    assert first["purpose_analytics"] == first["purpose_marketing"] == "granted"
    assert first["page_origin"] == "https://shop.example"
    assert json.loads(first["services"])["google.analytics"] == "granted"
    assert (first["erased"], first["damaged"]) == ("", "")


def test_shows_what_was_erased_and_what_is_damaged(shop: Shop) -> None:
    engine = create_store_engine(f"sqlite:///{shop.data_dir}/consent.sqlite3")
    with writing(engine) as connection:
        change = record.update()
        gone = {"context": None, "context_salt": None}
        connection.execute(change.where(record.c.number == 2).values(**gone))
        changed = {"decision": b"no JSON\n{}"}
        connection.execute(change.where(record.c.number == 3).values(**changed))
    engine.dispose()
    first, second, *_ = everything(shop)
    table = export(shop, "shop.csv", "--format", "csv").read_text("utf-8")
    cells = [*csv.DictReader(io.StringIO(table))]

    assert (first["erased"], first["damaged"]) == (["context"], [])
    assert (second["erased"], second["damaged"]) == ([], ["decision"])
    assert second["decision"] is None
    assert [row["erased"] for row in cells[:2]] == ["context", ""]
    assert [row["damaged"] for row in cells[:2]] == ["", "decision"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param(["--since", "yesterday"], "expected a day such as", id="no-day"),
        pytest.param(["--since", "2026-02-30"], "expected a day such as", id="no-date"),
        pytest.param(
            ["--until", "2026-03-01T12:00:00+02:00"], "not in UTC", id="other-zone"
        ),
        pytest.param(
            ["--since", "2026-03-02", "--until", "2026-03-01"],
            "ends before it begins",
            id="backwards",
        ),
        pytest.param(["--subject", "me"], "not a valid UUID", id="no-pseudonym"),
        pytest.param(
            ["--record", "3dba37bb-0871-4def-b95b-6655128dbe19"],
            "has no record 3dba37bb",
            id="no-such-record",
        ),
        pytest.param(["--action", "accept"], "is not one of", id="no-action"),
        pytest.param(["--purpose", "=granted"], "the id of a purpose", id="no-purpose"),
        pytest.param(
            ["--purpose", "scoring"],
            "there is: analytics, marketing",
            id="purpose-of-no-policy",
        ),
        pytest.param(
            ["--purpose", "marketing=yes"], "=granted, =refused", id="no-answer"
        ),
        pytest.param(["--without", "everything"], "is not one of", id="no-part"),
        pytest.param(["--epoch", "2"], "epochs 1 to 1", id="no-epoch"),
        pytest.param(["--gzip"], "--gzip is for CSV", id="packed-already"),
        pytest.param(
            ["--format", "parquet", "--resume"], "cannot go on", id="no-going-on"
        ),
    ],
)
def test_says_what_is_wrong_with_the_call(
    shop: Shop, tmp_path: Path, options: list[str], says: str
) -> None:
    out = tmp_path / "x"
    done = run("audit", "export", "--data-dir", shop.data_dir, "--out", out, *options)

    assert done.returncode == 2
    assert says in done.stderr
    assert not [*tmp_path.glob("*x*")]


FORMS = [
    pytest.param(["--format", "bundle"], id="bundle"),
    pytest.param(["--format", "csv"], id="csv"),
    pytest.param(["--format", "jsonl"], id="jsonl"),
    pytest.param(["--format", "csv", "--gzip"], id="csv-gzip"),
]

SLOWLY = """
import sys, time
from consent_server.cli import main
from consent_server.web import exporting
exporting.FETCHES_PER_JOURNAL = 1
from consent_server.storage import snapshot
snapshot.ROWS_PER_FETCH = 2
save = exporting.Partial.save
def save_and_wait(self, progress):
    save(self, progress)
    if progress.position >= 4:
        with self.rows.open("ab") as file:
            file.write(b"what a killed process wrote last")
        print("written", flush=True)
        time.sleep(600)
if sys.argv.pop(1) == "wait":
    exporting.Partial.save = save_and_wait
main.main()
"""


def run_in_small_blocks(mode: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """The real program with blocks of two rows, so that there are some."""
    command = [sys.executable, "-c", SLOWLY, mode, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_in_the_middle(shop: Shop, out: Path, options: list[str]) -> None:
    where = ("--data-dir", shop.data_dir, "--out", out)
    killed = run_in_small_blocks("wait", "audit", "export", *where, *options)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "written\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()


@pytest.mark.parametrize("options", FORMS)
def test_goes_on_after_a_kill_as_if_nothing_had_happened(
    shop: Shop, tmp_path: Path, options: list[str]
) -> None:
    out, whole = tmp_path / "x", tmp_path / "whole"
    where = ("audit", "export", "--data-dir", shop.data_dir)
    kill_in_the_middle(shop, out, options)
    assert not out.exists()

    went_on = run_in_small_blocks("go", *where, "--out", out, "--resume", *options)
    said, _ = went_on.communicate()
    run_in_small_blocks("go", *where, "--out", whole, *options).communicate()

    assert said.startswith("Went on at entry 4.\n")
    assert out.read_bytes() == whole.read_bytes()
    assert not [*tmp_path.glob(".*")]


def test_says_how_to_go_on(shop: Shop, tmp_path: Path) -> None:
    out = tmp_path / "x"
    kill_in_the_middle(shop, out, [])
    other = run(
        "audit",
        "export",
        "--data-dir",
        shop.data_dir,
        "--out",
        out,
        "--resume",
        "--action",
        "withdraw",
    )

    assert other.returncode == 2
    assert "asked for with other options" in other.stderr
    assert "repeat the command with --resume" in other.stderr


def test_does_not_go_on_with_rows_that_were_changed(shop: Shop, tmp_path: Path) -> None:
    out = tmp_path / "x"
    kill_in_the_middle(shop, out, [])
    partial = tmp_path / ".x.partial" / "rows"
    partial.write_bytes(b"X" + partial.read_bytes()[1:])
    done = run("audit", "export", "--data-dir", shop.data_dir, "--out", out, "--resume")

    assert done.returncode == 2
    assert "was changed; begin again without --resume" in done.stderr


def test_begins_again_without_resume(shop: Shop, tmp_path: Path) -> None:
    out = tmp_path / "x"
    kill_in_the_middle(shop, out, [])
    done = run("audit", "export", "--data-dir", shop.data_dir, "--out", out)

    assert done.returncode == 0
    assert "Went on" not in done.stdout
    assert run("audit", "verify", out, "--key", shop.key).returncode == 0


def test_lets_one_export_into_a_file_run_at_a_time(shop: Shop, tmp_path: Path) -> None:
    out = tmp_path / "x"
    where = ("audit", "export", "--data-dir", shop.data_dir, "--out", out)
    first = run_in_small_blocks("wait", *where)
    assert first.stdout is not None
    first.stdout.readline()
    second = run(*where)
    first.kill()
    first.communicate()

    assert second.returncode == 2
    assert "another export into" in second.stderr


@pytest.mark.processes
def test_is_consistent_while_the_site_goes_on(shop: Shop) -> None:
    """Records are committed and sequenced while exports are read."""
    stop = threading.Event()

    def click() -> None:
        while not stop.is_set():
            shop.choose("grant_all", client=Client(shop.middleware))
            settle()

    clicking = threading.Thread(target=click)
    clicking.start()
    try:
        bundles = [export(shop, f"{number}.zip") for number in range(3)]
    finally:
        stop.set()
        clicking.join()

    for bundle in bundles:
        assert run("audit", "verify", bundle, "--key", shop.key).returncode == 0
    sizes = [manifest(bundle)["size"] for bundle in bundles]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_says_that_nobody_has_chosen_yet(tmp_path: Path) -> None:
    empty = make_shop(tmp_path)
    settle()
    where = ("--data-dir", empty.data_dir, "--out", tmp_path / "empty.zip")
    done = run("audit", "export", *where)
    selected = run("audit", "export", *where, "--action", "withdraw")

    assert "0 records, from 1 entry of shop.example/shop" in done.stdout
    assert "There is no record: nobody has chosen yet" in done.stdout
    assert "No record fits what was asked for." in selected.stdout


def test_keeps_an_export_to_its_owner(shop: Shop) -> None:
    for form in ("bundle", "csv", "jsonl"):
        out = export(shop, form, "--format", form)

        assert out.stat().st_mode & 0o777 == 0o600


def test_writes_parquet(shop: Shop) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(export(shop, "shop.parquet", "--format", "parquet"))

    assert table.column("action").to_pylist() == [
        row["decision"]["action"] for row in everything(shop)
    ]
    assert table.column("position").to_pylist() == [1, 2, 3, 4, 5, 6]
    copied = {b"consent-server.not_evidence_copy_of": b"shop.example/shop 7"}
    assert table.schema.metadata == copied


def test_the_register_is_for_its_owner(shop: Shop) -> None:
    export(shop, "shop.zip", "--recipient", "A. Auditor")

    assert (shop.data_dir / "exports.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lay", [lay_open_folder, lay_link])
def test_writes_into_no_folder_that_others_laid_there(
    shop: Shop, tmp_path: Path, lay: Callable[[Path], None]
) -> None:
    folder = tmp_path / ".shop.zip.partial"
    lay(folder)
    where = ("--data-dir", shop.data_dir, "--out", tmp_path / "shop.zip")
    done = run("audit", "export", *where)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [*folder.iterdir()] == []
