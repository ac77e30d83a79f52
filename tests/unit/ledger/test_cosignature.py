"""Cosignatures against C2SP tlog-cosignature, and every way to change one."""

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    MalformedEvidenceError,
)
from consent_server.ledger.checkpoint import Checkpoint, open_checkpoint
from consent_server.ledger.cosignature import WitnessVerifier
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.signing import sign_checkpoint
from tests.unit.ledger.builders import ORIGIN, SECOND, a_signer

# The example of the specification; its keys were not published.
SPECIFIED = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5\
/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""

# Made from the specification with OpenSSL for the seed of 32 times 0x11.
OPENSSL_VKEY = (
    "witness.example.com/w1+71cfacb3+BNBKsjJ0K7SrOhNovUYV5ObQIkq3GgFrr4UgozLJd4c3"
)
OPENSSL_LINE = (
    "— witness.example.com/w1 cc+sswAAAABkGFDLzuX9TsYiZpxj+zNowkX/+9daSXTL3TPayz"
    "Paud3NNbKrTFNhiImoOcMEtN1GvBu0ZTr2FUU5saFGtDnaKP9sBg==\n"
)

CHECKPOINT = Checkpoint(origin=ORIGIN, size=12, root=b"r" * 32)
NOTE = sign_checkpoint(CHECKPOINT, a_signer())


def a_witness(name: str = "witness.example/w1", seed: int = 9) -> WitnessSigner:
    return WitnessSigner(name, bytes([seed]) * 32)


def cosigned(note: str = NOTE, at: int = SECOND) -> str:
    return note + a_witness().cosign(note, at)


def test_agrees_with_another_implementation_on_the_key_and_the_cosignature() -> None:
    signer = WitnessSigner("witness.example.com/w1", b"\x11" * 32)

    assert signer.vkey == OPENSSL_VKEY
    assert signer.cosign(SPECIFIED, 1679315147) == OPENSSL_LINE
    verifier = WitnessVerifier(OPENSSL_VKEY)
    assert verifier.cosigned_at(SPECIFIED + OPENSSL_LINE) == 1679315147


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_reads_back_the_second_at_which_it_cosigned(at: int) -> None:
    assert WitnessVerifier(a_witness().vkey).cosigned_at(cosigned(at=at)) == at


def test_says_nothing_of_a_note_that_the_witness_did_not_cosign() -> None:
    other = NOTE + a_witness(seed=8).cosign(NOTE, SECOND)

    assert WitnessVerifier(a_witness().vkey).cosigned_at(NOTE) is None
    assert WitnessVerifier(a_witness().vkey).cosigned_at(other) is None


def test_leaves_the_signature_of_the_log_as_it_was() -> None:
    assert open_checkpoint(cosigned(), NoteVerifier(a_signer().vkey)) == CHECKPOINT


def test_covers_extension_lines() -> None:
    extended = a_signer().sign(f"{ORIGIN}\n12\n{'A' * 43}=\nmore\n")
    changed = cosigned(extended).replace("more", "less")

    with pytest.raises(BrokenEvidenceError, match="does not fit the checkpoint"):
        WitnessVerifier(a_witness().vkey).cosigned_at(changed)


@given(st.data())
def test_accepts_no_changed_byte_of_a_cosignature(data: st.DataObject) -> None:
    head, encoded = cosigned().rsplit(" ", 1)
    blob = bytearray(base64.b64decode(encoded))
    position = data.draw(st.integers(min_value=4, max_value=len(blob) - 1))
    blob[position] ^= data.draw(st.integers(min_value=1, max_value=255))
    changed = f"{head} {base64.b64encode(bytes(blob)).decode()}\n"

    with pytest.raises(BrokenEvidenceError):
        WitnessVerifier(a_witness().vkey).cosigned_at(changed)


@given(st.text())
def test_any_text_is_either_a_note_or_refused(text: str) -> None:
    with suppress(EvidenceError):
        WitnessVerifier(a_witness().vkey).cosigned_at(text)


def test_refuses_two_cosignatures_of_one_key() -> None:
    twice = cosigned() + a_witness().cosign(NOTE, SECOND + 1)

    with pytest.raises(MalformedEvidenceError, match="one cosignature"):
        WitnessVerifier(a_witness().vkey).cosigned_at(twice)


def test_a_signature_of_the_log_is_no_cosignature() -> None:
    with pytest.raises(MalformedEvidenceError, match="not the key of a witness"):
        WitnessVerifier(a_signer().vkey)
    with pytest.raises(MalformedEvidenceError, match="not an Ed25519 key"):
        NoteVerifier(a_witness().vkey)


@pytest.mark.parametrize(
    ("name", "seed"),
    [("two words", b"s" * 32), ("a+b", b"s" * 32), ("", b"s" * 32), ("a", b"s" * 31)],
    ids=["space", "plus", "empty", "short seed"],
)
def test_refuses_a_name_or_seed_that_makes_no_key(name: str, seed: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        WitnessSigner(name, seed)


@pytest.mark.parametrize("at", [-1, 2**63], ids=["negative", "too late"])
def test_refuses_to_sign_what_is_no_time(at: int) -> None:
    with pytest.raises(MalformedEvidenceError, match="not a time"):
        a_witness().cosign(NOTE, at)
