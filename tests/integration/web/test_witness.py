"""The witness's one route, and when it must not begin at all."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import SettingError
from consent_server.kernel.ids import system_random
from consent_server.ledger.checkpoint import Checkpoint, peek_checkpoint
from consent_server.ledger.cosignature import WitnessVerifier
from consent_server.ledger.merkle import consistency_proof
from consent_server.ledger.signing import sign_checkpoint
from consent_server.ledger.tiles import subtrees_in
from consent_server.ledger.witness import (
    MAX_REQUEST_BYTES,
    Submission,
    format_submission,
)
from consent_server.storage.db import create_store_engine
from consent_server.storage.witnessed import WitnessedStore
from consent_server.web.database import FILE_NAME
from consent_server.web.keys import witness_key_path
from consent_server.web.witness import create_witness
from tests.unit.ledger.builders import MOMENT, ORIGIN, SECOND, a_ledger, a_signer

NAME = "witness.example/w1"
STORE = a_ledger(12, batch=1)
NOTES = {peek_checkpoint(note).size: note for note in STORE.checkpoints(99)}
FORK = sign_checkpoint(Checkpoint(origin=ORIGIN, size=5, root=b"f" * 32), a_signer())
STRANGER = a_signer(name="other.example").sign(f"other.example\n1\n{'A' * 43}=\n")


def serve(folder: Path, name: str | None = NAME) -> FlaskClient:
    clock = ManualClock(MOMENT)
    return create_witness(folder, name, clock, system_random).test_client()


def memory(folder: Path) -> WitnessedStore:
    return WitnessedStore(create_store_engine(f"sqlite:///{folder / FILE_NAME}"))


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    client = serve(tmp_path)
    memory(tmp_path).watch(a_signer().vkey)
    return client


def body(old: int, size: int, note: str | None = None) -> str:
    proof = consistency_proof(old, size, subtrees_in(STORE.read_tile)) if old else []
    return format_submission(
        Submission(old=old, proof=tuple(proof), note=note or NOTES[size])
    )


def test_answers_with_a_cosignature_of_this_moment(
    client: FlaskClient, tmp_path: Path
) -> None:
    answer = client.post("/add-checkpoint", data=body(0, 3))
    vkey = memory(tmp_path).find_identity()

    assert (answer.status_code, answer.content_type) == (
        200,
        "text/plain; charset=utf-8",
    )
    assert vkey is not None
    assert answer.text.startswith(f"— {NAME} ")
    assert WitnessVerifier(vkey).cosigned_at(NOTES[3] + answer.text) == SECOND


def test_follows_a_log_and_answers_the_same_tree_again(client: FlaskClient) -> None:
    for old, size in ((0, 3), (3, 3), (3, 8), (8, 13)):
        assert client.post("/add-checkpoint", data=body(old, size)).status_code == 200


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        ("nonsense", 400, "begins with 'old'"),
        (body(0, 3).replace("old 0", "old 4"), 400, "above that of the checkpoint"),
        ("x" * (MAX_REQUEST_BYTES + 1), 400, "at most"),
        (format_submission(Submission(old=0, proof=(), note=STRANGER)), 404, "known"),
        (
            body(5, 8).replace("\n13\n", "\n9\n").replace("\n8\n", "\n9\n"),
            403,
            "signed",
        ),
        (body(0, 8), 409, "5\n"),
        (body(3, 8), 409, "5\n"),
        (body(3, 3), 409, "5\n"),
        (body(5, 5, FORK), 409, "5\n"),
        (body(5, 8).replace("old 5\n", f"old 5\n{'A' * 43}=\n"), 422, "continue"),
    ],
    ids=[
        *("no request", "shrinks", "too large", "unknown log", "changed", "anew"),
        *("behind", "cut off", "fork of one size", "fork of another size"),
    ],
)
def test_answers_as_the_specification_says(
    client: FlaskClient, data: str, status: int, says: str
) -> None:
    client.post("/add-checkpoint", data=body(0, 5))
    answer = client.post("/add-checkpoint", data=data)

    assert answer.status_code == status
    assert says in answer.text
    expected = "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8"
    assert answer.content_type == expected
    assert client.post("/add-checkpoint", data=body(5, 8)).status_code == 200


def test_has_one_route_for_one_method(client: FlaskClient) -> None:
    assert client.get("/add-checkpoint").status_code == 405
    assert client.get("/").status_code == 404


def test_goes_on_with_the_same_key_and_memory(
    client: FlaskClient, tmp_path: Path
) -> None:
    client.post("/add-checkpoint", data=body(0, 5))
    again = serve(tmp_path, None)

    assert again.post("/add-checkpoint", data=body(0, 8)).status_code == 409
    assert again.post("/add-checkpoint", data=body(5, 8)).status_code == 200


def test_needs_a_name_the_first_time(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="make one with --name"):
        serve(tmp_path, None)


@pytest.mark.usefixtures("client")
def test_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=f"{NAME!r}, not 'another'"):
        serve(tmp_path, "another")


def test_never_begins_anew_with_a_key_whose_memory_is_lost(
    client: FlaskClient, tmp_path: Path
) -> None:
    client.post("/add-checkpoint", data=body(0, 5))
    for file in tmp_path.glob(f"{FILE_NAME}*"):
        file.unlink()

    with pytest.raises(SettingError, match="must never sign again"):
        serve(tmp_path)


@pytest.mark.usefixtures("client")
def test_does_not_replace_a_key_that_is_lost(tmp_path: Path) -> None:
    witness_key_path(tmp_path).unlink()
    with pytest.raises(SettingError, match="cannot be read"):
        serve(tmp_path)

    witness_key_path(tmp_path).write_bytes(b"k" * 32)
    witness_key_path(tmp_path).chmod(0o600)
    with pytest.raises(SettingError, match="is not the key of"):
        serve(tmp_path)
