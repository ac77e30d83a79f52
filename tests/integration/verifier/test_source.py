"""verify.py in one file: it does what the command does, with Python alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from consent_server.verifier.program import main
from consent_server.verifier.source import verifier_source
from tests.unit.ledger.assembled import (
    AUDITOR,
    HOST,
    TRUST_FILE,
    Signed,
    config,
    members_of,
    rows_of,
    visit,
    zipped,
)
from tests.unit.ledger.builders import SECOND, a_bundle, a_signer, pack, unpack

KEY = a_signer().vkey


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verifier") / "verify.py"
    path.write_text(verifier_source(), encoding="utf-8")
    return path


def run(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it without any package: -I and -S leave Python's own library."""
    return subprocess.run(
        [sys.executable, "-I", "-S", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=program.parent,
    )


def tampered() -> bytes:
    members = unpack(a_bundle())
    records = members["records.jsonl"].replace(b"/\xc3\xa5/5", b"/\xc3\xa5/6")
    return pack({**members, "records.jsonl": records})


def cosigned() -> bytes:
    seen = [(AUDITOR, SECOND + 60), (HOST, SECOND + 61)]
    rows = rows_of([config(), visit(1)])
    return zipped(members_of(rows, [Signed(size=2, seen=seen)]))


@pytest.mark.parametrize("processes", ["1", "2"])
@pytest.mark.parametrize("words", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize(
    ("bundle", "trust", "code"),
    [
        pytest.param(a_bundle(), False, 0, id="good"),
        pytest.param(tampered(), False, 3, id="tampered"),
        pytest.param(cosigned(), True, 0, id="cosigned"),
        pytest.param(a_bundle(), True, 3, id="no-quorum"),
        pytest.param(b"hello", False, 2, id="no-bundle"),
    ],
)
def test_says_what_the_modules_say(  # noqa: PLR0917 - a table
    program: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    bundle: bytes,
    trust: bool,  # noqa: FBT001
    code: int,
    words: list[str],
    processes: str,
) -> None:
    file, policy = tmp_path / "b.zip", tmp_path / "trust.txt"
    file.write_bytes(bundle)
    policy.write_text(TRUST_FILE, encoding="utf-8")
    whom = ["--trust", str(policy)] if trust else ["--key", KEY]
    arguments = ["verify", str(file), *whom, *words, "--processes", processes]

    done = run(program, *arguments)
    here = main(arguments)

    said = capsys.readouterr()
    assert (done.returncode, done.stdout, done.stderr) == (here, said.out, said.err)
    assert done.returncode == code


def test_is_the_same_every_time_and_makes_itself_again(program: Path) -> None:
    text = program.read_text(encoding="utf-8")

    assert verifier_source() == text
    assert "cryptography" not in run(program, "--help").stdout


def test_says_which_python_it_needs_before_anything_else(program: Path) -> None:
    text = program.read_text(encoding="utf-8")
    newer = program.with_name("newer.py")
    newer.write_text(
        text.replace("sys.version_info < (3, 11)", "sys.version_info < (9, 9)"),
        encoding="utf-8",
    )

    done = run(newer, "--help")

    assert (done.returncode, done.stderr) == (
        2,
        "verify.py needs Python 3.11 or newer\n",
    )


def test_an_error_inside_names_its_line_in_the_file(program: Path) -> None:
    lines = program.read_text(encoding="utf-8").splitlines()
    place = next(
        number
        for number, line in enumerate(lines)
        if line.startswith("def verify_bundle(")
    )
    lines[place] = "raise RuntimeError('here')\n" + lines[place]
    broken = program.with_name("broken.py")
    broken.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert f'broken.py", line {place + 1}' in run(broken, "--help").stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["verify", "none.zip", "--key", KEY], "cannot be read", id="file"),
        pytest.param(["verify", "none.zip"], "name the public key", id="key"),
        pytest.param(
            ["verify", "x", "--key", KEY, "--processes", "0"],
            "expected 1 to",
            id="count",
        ),
        pytest.param(
            ["verify-receipt", "x", "--key", KEY],
            "x cannot be read: No such",
            id="receipt",
        ),
    ],
)
def test_says_what_is_wrong_with_the_call(
    program: Path, arguments: list[str], says: str
) -> None:
    done = run(program, *arguments)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_bundle_says_moves_no_cursor(program: Path, tmp_path: Path) -> None:
    members = members_of(rows_of([config()]), [Signed(size=1)])
    said = json.loads(members["manifest.json"])
    said["members"]["\x1b[2J\x1b[Hfine"] = 5
    path = tmp_path / "bundle.zip"
    path.write_bytes(zipped({**members, "manifest.json": json.dumps(said).encode()}))
    done = run(program, "verify", path, "--key", a_signer().vkey)

    assert done.returncode == 2
    assert "\\x1b[2J" in done.stderr
    assert "\x1b" not in done.stderr
