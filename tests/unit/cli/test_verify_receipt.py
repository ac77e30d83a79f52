"""``audit verify-receipt`` with a key, with a trust file, and with neither."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent_server.cli.main import commands
from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.errors import BrokenEvidenceError, SettingError
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.log import prove
from consent_server.ledger.receipt import make_receipt
from tests.unit.ledger.builders import ORIGIN, SECOND, a_ledger, a_signer

STORE = a_ledger(3)
KEY = a_signer().vkey
WITNESS = WitnessSigner("auditor.example/w1", b"\x01" * 32)
TRUST = f"log {KEY}\nwitness auditor {WITNESS.vkey}\nquorum auditor\n"


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.json"
    [*_, row] = STORE.rows(4)
    path.write_bytes(canonical_json(make_receipt(ORIGIN, row, prove(STORE, 3))))
    return path


@pytest.fixture
def cosigned(tmp_path: Path) -> Path:
    path = tmp_path / "cosigned.json"
    [*_, row] = STORE.rows(4)
    note = STORE.head().note or ""
    proof = prove(STORE, 3, note + WITNESS.cosign(note, SECOND))
    path.write_bytes(canonical_json(make_receipt(ORIGIN, row, proof)))
    return path


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    path = tmp_path / "shop.policy"
    path.write_text(TRUST, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    call = ["audit", "verify-receipt", *map(str, arguments)]
    return CliRunner().invoke(commands, call)


def test_says_who_saw_it_and_when(cosigned: Path, trust: Path) -> None:
    done = run(cosigned, "--trust", trust)

    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].endswith(f"is entry 3 of {ORIGIN}")
    assert lines[1:] == ["cosigned by auditor at 2026-09-21T14:13:20Z"]


def test_holds_and_finds_that_too_few_saw_it(receipt: Path, trust: Path) -> None:
    done = run(receipt, "--trust", trust)
    as_json = json.loads(run(receipt, "--trust", trust, "--json").stdout)

    assert done.exit_code == 1
    assert done.stdout.splitlines()[1:] == [
        "not anchored: rests on the operator's word"
    ]
    assert as_json["holds"]
    assert (as_json["cosigned"], as_json["anchored"]) == ({}, False)


def test_a_key_alone_asks_no_witness(cosigned: Path) -> None:
    done = run(cosigned, "--key", KEY)

    assert done.exit_code == 0
    assert "rests on the operator's word" in done.stdout


def test_wants_a_key_or_a_trust_file(receipt: Path, trust: Path) -> None:
    both: tuple[str | Path, ...] = ("--key", KEY, "--trust", trust)
    for call in ((), both):
        done = run(receipt, *call)

        assert isinstance(done.exception, SettingError)
        assert "--key" in str(done.exception)


def test_names_the_line_of_a_mistake_in_the_trust_file(
    receipt: Path, trust: Path
) -> None:
    trust.write_text("quorum nobody\n", encoding="utf-8")
    done = run(receipt, "--trust", trust)

    assert isinstance(done.exception, SettingError)
    assert "line 1 of the trust file" in str(done.exception)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"ledger": {}}, id="no-entry"),
        pytest.param({"ledger": {"entry": "", "origin": 1}}, id="no-name"),
        pytest.param({"ledger": [], "schema_version": "1"}, id="another-document"),
    ],
)
def test_json_that_is_no_receipt_is_no_broken_evidence(
    receipt: Path, content: dict[str, Json]
) -> None:
    receipt.write_bytes(canonical_json(content))
    done = run(receipt, "--key", KEY)

    assert isinstance(done.exception, SettingError)
    assert f"{receipt} is no receipt: " in str(done.exception)


@pytest.mark.parametrize("member", ["salts", "parts", "proof"])
def test_a_receipt_that_lacks_something_is_broken_evidence(
    receipt: Path, member: str
) -> None:
    content = json.loads(receipt.read_bytes())
    del content["ledger"][member]
    receipt.write_bytes(canonical_json(content))

    assert isinstance(run(receipt, "--key", KEY).exception, BrokenEvidenceError)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(a_signer(name="other.example/x").vkey, id="of-another-name"),
        pytest.param(a_signer(seed=b"\x01" * 32).vkey, id="of-the-same-name"),
    ],
)
def test_another_key_is_told_from_broken_evidence(receipt: Path, key: str) -> None:
    done = run(receipt, "--key", key)

    assert isinstance(done.exception, SettingError)
    said = str(done.exception)
    assert said.startswith("signed with another key than the one given")
    assert "+".join(key.split("+", 2)[:2]) in said
