"""Export and verify through the command line, as an auditor does it."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.kernel.canonical import sha256_hex
from tests.command_line import run
from tests.site import BASE, Shop, make_shop, settle
from tests.unit.ledger.assembled import Signed, note_of
from tests.unit.ledger.builders import a_signer

Lines = list[bytes]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, Path]:
    """A site with six entries, and its bundle; tests change copies of it."""
    folder = tmp_path_factory.mktemp("exported")
    shop = make_shop(folder)
    for act in ("grant_all", "refuse_all", "grant_all", "withdraw"):
        shop.choose(act)
        settle()  # a checkpoint for each
    shop.choose("refuse_all", client=Client(shop.middleware))
    out = folder / "shop.zip"
    done = run(
        "audit", "export", "--data-dir", shop.data_dir, "--site", "shop", "--out", out
    )
    assert done.returncode == 0, done.stderr
    return shop, out


@pytest.fixture
def shop(exported: tuple[Shop, Path]) -> Shop:
    return exported[0]


@pytest.fixture
def bundle(exported: tuple[Shop, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy2(exported[1], tmp_path))


def test_verifies_without_database_or_server(shop: Shop, bundle: Path) -> None:
    key = shop.key.read_text("ascii")
    command = ("audit", "verify", bundle, "--json", "--key", key)
    done = subprocess.run(
        [sys.executable, "-m", "consent_server", *command],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",  # nothing of the site is near: it needs the file and the key only
    )
    report = json.loads(done.stdout)

    assert done.returncode == 0
    assert report["holds"]
    assert report["actions"] == {"grant_all": 2, "refuse_all": 2, "withdraw": 1}


def test_keeps_a_bundle_to_its_owner(bundle: Path) -> None:
    assert bundle.stat().st_mode & 0o777 == 0o600


def test_leaves_no_half_file_beside_a_bundle(exported: tuple[Shop, Path]) -> None:
    assert list(exported[1].parent.glob(".*")) == []


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
    done = run("audit", "verify", bundle, "--key", shop.key)

    assert done.returncode == 3
    assert "entry 2" in done.stdout
    if tamper is not remove_one:
        assert record_id in done.stdout


@pytest.fixture
def cut(bundle: Path) -> Path:
    """The bundle without its last checkpoint and what came after the one before."""
    members = read_members(bundle)
    notes = json.loads(members["checkpoints.json"])[:-1]
    size = int(notes[-1].split("\n")[1])
    lines = members["records.jsonl"].splitlines(keepends=True)
    members["checkpoints.json"] = json.dumps(notes).encode()
    members["leaves.bin"] = members["leaves.bin"][: 32 * size]
    members["records.jsonl"] = b"".join(lines[:size])
    out = bundle.with_name("cut.zip")
    write_members(out, members, size)
    return out


def read_members(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(out: Path, members: dict[str, bytes], size: int) -> None:
    """Write a bundle whose manifest agrees with its members."""
    manifest = json.loads(members.pop("manifest.json"))
    digests = {name: sha256_hex(data) for name, data in members.items()}
    manifest |= {"size": size, "members": digests}
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))


def test_says_how_far_a_bundle_reaches(shop: Shop, bundle: Path, cut: Path) -> None:
    """Nothing inside a bundle can show that the log went on."""
    for file, size in ((bundle, 6), (cut, 5)):
        done = run("audit", "verify", file, "--key", shop.key)

        assert done.returncode == 0
        assert f"Reaches as far as {size} entries, the last of 2026-" in done.stdout
        assert "What was recorded later is not covered" in done.stdout


def kept_note(_: Shop, bundle: Path) -> str:
    note = json.loads(read_members(bundle)["checkpoints.json"])[-1]
    return str(note)


def kept_receipt(shop: Shop, bundle: Path) -> str:
    return receipt_text(shop, bundle, 4)


def receipt_text(shop: Shop, bundle: Path, position: int) -> str:
    record_id = record_ids(bundle)[position]
    path = f"/-/choices/receipts/{record_id}.json"
    return shop.client.get(path, base_url=BASE).get_data(as_text=True)


@pytest.mark.parametrize("keep", [kept_note, kept_receipt])
def test_finds_what_was_cut_off_with_a_checkpoint_that_was_kept(
    shop: Shop, bundle: Path, cut: Path, keep: Callable[[Shop, Path], str]
) -> None:
    kept = bundle.with_name("kept")
    kept.write_text(keep(shop, bundle), encoding="utf-8")
    call = ("--key", shop.key, "--checkpoint", kept, "--checkpoint", kept)

    whole = run("audit", "verify", bundle, "--json", *call)
    shorter = run("audit", "verify", cut, *call)

    assert json.loads(whole.stdout)["compared_checkpoints"] == 2
    assert whole.returncode == 0
    assert shorter.returncode == 3
    assert "cut off or rolled back" in shorter.stdout


def checkpoint_of(name: str) -> str:
    return note_of([bytes(32)], Signed(size=1, by=[a_signer(name=name)]))


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        pytest.param("{", 2, "neither a checkpoint nor a receipt", id="not-json"),
        pytest.param('{"ledger":{}}', 2, "fetch it again", id="too-early"),
        pytest.param("{}", 2, "fetch it again", id="another-document"),
        pytest.param("hello", 2, "neither a checkpoint nor a receipt", id="not-signed"),
        pytest.param(
            checkpoint_of("other.example/log"),
            2,
            "is of the ledger 'other.example/log'",
            id="another-ledger",
        ),
        pytest.param(
            checkpoint_of("shop.example/shop"), 3, "[checkpoint]", id="another-key"
        ),
    ],
)
def test_says_what_is_wrong_with_a_checkpoint(
    shop: Shop, bundle: Path, content: str, code: int, says: str
) -> None:
    kept = bundle.with_name("kept")
    kept.write_text(content, encoding="utf-8")
    done = run("audit", "verify", bundle, "--key", shop.key, "--checkpoint", kept)

    assert done.returncode == code
    assert says in done.stdout + done.stderr


def test_lets_a_bundle_draw_nothing_on_the_terminal(shop: Shop, bundle: Path) -> None:
    def forge(lines: Lines) -> Lines:
        line = json.loads(lines[2])
        subject = json.loads(line["p"][0])
        subject["record_id"] = "\x1b[2J\nHOLDS: all\u202e"
        line["p"][0] = json.dumps(subject)
        return [*lines[:2], json.dumps(line).encode(), *lines[3:]]

    rewrite_records(bundle, forge)
    done = run("audit", "verify", bundle, "--key", shop.key)

    assert done.returncode == 3
    assert "\nHOLDS" not in done.stdout
    assert "\\x1b[2J\\nHOLDS: all\\u202e" in done.stdout
    assert done.stdout.replace("\n", "").isprintable()


def test_says_whose_key_it_is_when_it_is_another_s(
    shop: Shop, tmp_path: Path, bundle: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = make_shop(tmp_path / "other")

    done = run("audit", "verify", bundle, "--key", other.key)

    assert done.returncode == 2
    assert "bundle of another ledger" in done.stderr
    for key in (other.key, shop.key):
        name, key_id, _ = key.read_text("ascii").split("+", 2)
        assert f"{name}+{key_id}" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["--key", "nonsense"], "there is no file nonsense", id="no-key"),
        pytest.param(["--key", "a+b+c"], "expected the ledger's public", id="bad-key"),
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


def test_never_tells_what_another_file_holds(bundle: Path, tmp_path: Path) -> None:
    """Somebody may name the private key by mistake."""
    for held in (b"secret", b"\xffsecret"):
        (tmp_path / "shop.ledger.key").write_bytes(held)

        done = run("audit", "verify", bundle, "--key", tmp_path / "shop.ledger.key")

        assert done.returncode == 2
        assert "shop.ledger.key holds no such key" in done.stderr
        assert "secret" not in done.stdout + done.stderr


def test_does_not_judge_a_file_that_is_no_bundle(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello", encoding="utf-8")

    assert run("audit", "verify", file, "--key", shop.key).returncode == 2


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


def test_says_what_a_receipt_is_good_for(shop: Shop, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.json"
    receipt.write_text("{}", encoding="utf-8")
    done = run("audit", "verify", receipt, "--key", shop.key)

    assert done.returncode == 2
    assert "--checkpoint" in done.stderr


@pytest.fixture
def receipt(shop: Shop, bundle: Path) -> Path:
    """What a visitor downloaded."""
    path = bundle.with_name("kept.json")
    path.write_text(receipt_text(shop, bundle, 3), encoding="utf-8")
    return path


def test_checks_a_receipt_alone(shop: Shop, receipt: Path) -> None:
    done = run("audit", "verify-receipt", receipt, "--key", shop.key, "--json")
    found = json.loads(done.stdout)

    assert done.returncode == 0
    assert found["state"] == "sequenced"
    assert found["record_id"] == json.loads(receipt.read_text("utf-8"))["record_id"]


def forge(text: str) -> str:
    return text.replace('"given"', '"refused"')


def cut_off(text: str) -> str:
    return text[:-5]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(forge, "BROKEN: the receipt says something else", id="forged"),
        pytest.param(cut_off, "the receipt is not valid JSON", id="cut-off"),
        pytest.param(lambda _: "[]", "the receipt is not an object", id="another"),
    ],
)
def test_believes_no_receipt_that_was_changed(
    shop: Shop, receipt: Path, change: Callable[[str], str], says: str
) -> None:
    receipt.write_text(change(receipt.read_text("utf-8")), encoding="utf-8")
    done = run("audit", "verify-receipt", receipt, "--key", shop.key)

    assert done.returncode == (3 if says.startswith("BROKEN") else 2)
    assert says in done.stderr
    assert "Traceback" not in done.stderr
