"""Checkpoints and signed notes against C2SP, and every way to write them wrong."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    MalformedEvidenceError,
)
from consent_server.ledger.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    peek_checkpoint,
)
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.signing import NoteSigner, sign_checkpoint
from tests.unit.ledger.builders import ORIGIN, a_signer

# The example key and note of the Go checksum database's note package.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKv"
    "qfqdngotpRZb6KE6RyyBwJnAM=\n"
)

ROOT = base64.b64encode(b"r" * 32).decode()
TEXT = f"{ORIGIN}\n12\n{ROOT}\n"
OTHER_ALGORITHM = base64.b64encode(b"\x04" + b"k" * 32).decode()
CHECKPOINT = Checkpoint(origin=ORIGIN, size=12, root=b"r" * 32)
NOTE = sign_checkpoint(CHECKPOINT, a_signer())
SIGNATURE = NOTE.split("\n\n")[1]


def verifier(signer: NoteSigner | None = None) -> NoteVerifier:
    return NoteVerifier((signer or a_signer()).vkey)


def test_opens_the_note_of_another_implementation() -> None:
    text = NoteVerifier(GO_VKEY).open(GO_NOTE)

    assert text.startswith("If you think cryptography")
    assert text.endswith("your problem is.\n")


def test_writes_three_lines_and_one_signature() -> None:
    assert f"{TEXT}\n{SIGNATURE}" == NOTE
    assert SIGNATURE.startswith(f"— {ORIGIN} ")
    assert len(base64.b64decode(SIGNATURE.split(" ")[2])) == 4 + 64


def test_opens_what_it_signed() -> None:
    assert open_checkpoint(NOTE, verifier()) == CHECKPOINT
    assert peek_checkpoint(NOTE) == CHECKPOINT


@given(
    st.integers(min_value=0, max_value=2**53 - 1), st.binary(min_size=32, max_size=32)
)
def test_reads_back_what_was_written(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(origin=ORIGIN, size=size, root=root)

    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint
    assert open_checkpoint(sign_checkpoint(checkpoint, a_signer()), verifier()) == (
        checkpoint
    )


def test_ignores_extension_lines_and_other_keys() -> None:
    extended = a_signer().sign(f"{TEXT}more\n")
    other = NoteSigner("witness.example/w1", b"\x01" * 32)
    cosigned = NOTE + other.sign(TEXT).split("\n\n")[1]

    assert open_checkpoint(extended, verifier()) == CHECKPOINT
    assert open_checkpoint(cosigned, verifier()) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(TEXT[:-1], id="no-final-newline"),
        pytest.param(f"{ORIGIN}\n12\n", id="two-lines"),
        pytest.param(f"\n12\n{ROOT}\n", id="empty-origin"),
        pytest.param(f"shop example\n12\n{ROOT}\n", id="space-in-origin"),
        pytest.param(f"shop+example\n12\n{ROOT}\n", id="plus-in-origin"),
        pytest.param(f"shop\u2028\n12\n{ROOT}\n", id="unicode-line-break-in-origin"),
        pytest.param(f"{ORIGIN}\n\n12\n{ROOT}\n", id="empty-line"),
        pytest.param(f"{ORIGIN}\n012\n{ROOT}\n", id="leading-zero"),
        pytest.param(f"{ORIGIN}\n+12\n{ROOT}\n", id="signed-size"),
        pytest.param(f"{ORIGIN}\n-1\n{ROOT}\n", id="negative-size"),
        pytest.param(f"{ORIGIN}\n1_2\n{ROOT}\n", id="underscore-in-size"),
        pytest.param(f"{ORIGIN}\n१२\n{ROOT}\n", id="other-digits"),
        pytest.param(f"{ORIGIN}\n{2**53}\n{ROOT}\n", id="size-too-large"),
        pytest.param(f"{ORIGIN}\n{'9' * 5000}\n{ROOT}\n", id="size-too-long"),
        pytest.param(f"{ORIGIN}\n12\n{ROOT[:-4]}\n", id="short-root"),
        pytest.param(f"{ORIGIN}\n12\n{ROOT[:-1]}\n", id="unpadded-root"),
        pytest.param(f"{ORIGIN}\n12\n{ROOT[:-2]}J=\n", id="root-with-spare-bits"),
        pytest.param(f"{ORIGIN}\n12\n {ROOT}\n", id="space-before-root"),
        pytest.param(f"{ORIGIN}\r\n12\r\n{ROOT}\r\n", id="carriage-returns"),
        pytest.param(f"{ORIGIN}\n12\n{ROOT}\n\n", id="empty-extension"),
        pytest.param(f"{ORIGIN}\n12\n{ROOT}\n\ud800\n", id="half-a-surrogate"),
        pytest.param(f"{ORIGIN}\n12\n{ROOT}\n" + "x\n" * 70_000, id="too-long"),
    ],
)
def test_refuses_a_text_that_is_no_checkpoint(text: str) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("", id="empty"),
        pytest.param(TEXT, id="no-signature"),
        pytest.param(f"{TEXT}\n", id="no-signature-line"),
        pytest.param(f"\n\n{SIGNATURE}", id="no-text"),
        pytest.param(NOTE[:-1], id="no-final-newline"),
        pytest.param(NOTE.replace("—", "-"), id="hyphen-for-dash"),
        pytest.param(NOTE.replace("— ", "—"), id="no-space-after-dash"),
        pytest.param(NOTE.replace(" ", "  "), id="two-spaces"),
        pytest.param(NOTE[:-1] + "=\n", id="more-padding"),
        pytest.param(NOTE[:-2] + "\n", id="less-padding"),
        pytest.param(f"{TEXT}\n— {ORIGIN} AAAA\n", id="signature-of-three-bytes"),
        pytest.param(f"{TEXT}\n— {ORIGIN} ****\n", id="signature-not-base64"),
        pytest.param(f"{TEXT}\n—  AAAAAAA=\n", id="signature-without-name"),
        pytest.param(NOTE + SIGNATURE, id="signature-twice"),
        pytest.param(f"{NOTE}\n", id="empty-line-at-the-end"),
        pytest.param(f"{NOTE}free text\n", id="text-after-signatures"),
        pytest.param(NOTE.replace("\n12\n", "\n12\x00\n"), id="control-character"),
        pytest.param(NOTE.replace("\n", "\r\n"), id="carriage-returns"),
        pytest.param(f"{NOTE}— \ud800 AAAAAAA=\n", id="half-a-surrogate"),
        pytest.param(NOTE + "— w AAAAAAA=\n" * 20_000, id="too-long"),
    ],
)
def test_refuses_what_is_no_signed_note(note: str) -> None:
    with pytest.raises(MalformedEvidenceError):
        open_checkpoint(note, verifier())


def test_refuses_a_signature_of_another_length() -> None:
    raw = base64.b64decode(SIGNATURE.split(" ")[2])
    short = base64.b64encode(raw[:-1]).decode()

    with pytest.raises(MalformedEvidenceError, match="64 bytes"):
        open_checkpoint(f"{TEXT}\n— {ORIGIN} {short}\n", verifier())


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(NOTE.replace("\n12\n", "\n13\n"), id="other-size"),
        pytest.param(NOTE.replace(ROOT, "d" + ROOT[1:]), id="other-root"),
        pytest.param(
            sign_checkpoint(CHECKPOINT, a_signer(seed=b"\x08" * 32)), id="other-key"
        ),
        pytest.param(
            NoteSigner("other.example", b"\x07" * 32).sign(TEXT), id="other-key-name"
        ),
        pytest.param(
            a_signer().sign(TEXT.replace(ORIGIN, "other.example")), id="other-log"
        ),
    ],
)
def test_refuses_a_checkpoint_that_this_log_did_not_sign(note: str) -> None:
    with pytest.raises(BrokenEvidenceError):
        open_checkpoint(note, verifier())


@pytest.mark.parametrize("place", range(0, len(NOTE), 3))
def test_notices_every_changed_character(place: int) -> None:
    other = "A" if NOTE[place] != "A" else "B"
    changed = NOTE[:place] + other + NOTE[place + 1 :]

    with pytest.raises(EvidenceError):
        open_checkpoint(changed, verifier())


@given(st.text())
def test_reads_any_text_or_says_that_it_is_no_note(text: str) -> None:
    with pytest.raises(EvidenceError):
        open_checkpoint(text, verifier())


def test_reads_its_key_from_text_with_white_space_around() -> None:
    assert NoteVerifier(f" {a_signer().vkey}\n").name == ORIGIN


@pytest.mark.parametrize(
    "vkey",
    [
        pytest.param("", id="empty"),
        pytest.param(ORIGIN, id="name-only"),
        pytest.param(a_signer().vkey[:-1], id="cut-off"),
        pytest.param(a_signer().vkey.replace("shop.", "chop."), id="other-name"),
        pytest.param("+" + a_signer().vkey.split("+", 1)[1], id="no-name"),
        pytest.param(f"{ORIGIN}+00000000+AQ==", id="short-key"),
        pytest.param(f"{ORIGIN}+zzzzzzzz+{GO_VKEY.split('+', 2)[2]}", id="id-not-hex"),
        pytest.param(
            f"{ORIGIN}+{a_signer().vkey.split('+')[1].upper()}A"
            f"+{a_signer().vkey.split('+', 2)[2]}",
            id="id-of-another-length",
        ),
        pytest.param(
            f"{ORIGIN}+c74f20a3+{OTHER_ALGORITHM}",
            id="other-algorithm",
        ),
    ],
)
def test_refuses_a_verifier_key(vkey: str) -> None:
    with pytest.raises(MalformedEvidenceError):
        NoteVerifier(vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "a\u00a0b"])
def test_refuses_a_signer_whose_name_cannot_be_written(name: str) -> None:
    with pytest.raises(MalformedEvidenceError):
        NoteSigner(name, b"\x07" * 32)


def test_refuses_a_seed_of_another_length() -> None:
    with pytest.raises(MalformedEvidenceError, match="32 bytes"):
        NoteSigner(ORIGIN, b"\x07" * 31)


def test_does_not_sign_for_another_log() -> None:
    with pytest.raises(MalformedEvidenceError, match="cannot sign"):
        sign_checkpoint(CHECKPOINT, a_signer(name="other.example"))


@pytest.mark.parametrize("size", [-1, 2**53])
def test_does_not_write_an_impossible_size(size: int) -> None:
    with pytest.raises(MalformedEvidenceError):
        format_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=b"r" * 32))
