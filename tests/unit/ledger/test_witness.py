"""What a witness is asked and answers, against C2SP tlog-witness."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.checkpoint import Checkpoint, peek_checkpoint
from consent_server.ledger.merkle import consistency_proof
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.signing import sign_checkpoint
from consent_server.ledger.tiles import subtrees_in
from consent_server.ledger.witness import (
    Refusal,
    Refused,
    Submission,
    examine,
    format_submission,
    parse_submission,
    unseen,
)
from tests.unit.ledger.builders import ORIGIN, a_ledger, a_signer

STORE = a_ledger(12, batch=1)  # a checkpoint of every size
NOTES = {peek_checkpoint(note).size: note for note in STORE.checkpoints(99)}
KEYS = [NoteVerifier(a_signer().vkey)]


def tree(size: int) -> Checkpoint:
    return peek_checkpoint(NOTES[size]) if size else unseen(ORIGIN)


def submission(old: int, size: int) -> Submission:
    proof = consistency_proof(old, size, subtrees_in(STORE.read_tile)) if old else []
    return Submission(old=old, proof=tuple(proof), note=NOTES[size])


# The example of the specification.
SPECIFIED = """\
old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5\
/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks\
+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""


def test_reads_and_writes_the_example_of_the_specification() -> None:
    read = parse_submission(SPECIFIED.encode())

    assert (read.old, len(read.proof)) == (20852014, 4)
    assert peek_checkpoint(read.note).size == 20852163
    assert format_submission(read) == SPECIFIED


@pytest.mark.parametrize("old", range(14))
def test_cosigns_every_tree_that_continues_the_last_one(old: int) -> None:
    for size in range(max(old, 1), 14):
        assert examine(submission(old, size), KEYS, tree(old)) == tree(size)


@pytest.mark.parametrize("old", range(14))
def test_cosigns_no_other_tree(old: int) -> None:
    for size in range(max(old, 1), 14):
        fork = Checkpoint(origin=ORIGIN, size=size, root=b"f" * 32)
        honest = submission(old, size)
        forged = Submission(
            old=old, proof=honest.proof, note=sign_checkpoint(fork, a_signer())
        )
        expected = Refusal.CONFLICT if old == size else Refusal.INCONSISTENT
        if old == 0:  # the first tree of a log is believed
            assert examine(forged, KEYS, tree(0)) == fork
        else:
            answer = examine(forged, KEYS, tree(old))
            assert isinstance(answer, Refused)
            assert answer.refusal is expected


def refusal(answer: Checkpoint | Refused) -> tuple[Refusal, int]:
    assert isinstance(answer, Refused)
    return answer.refusal, answer.size


def test_knows_no_log_without_a_key() -> None:
    assert refusal(examine(submission(0, 3), [], unseen(ORIGIN))) == (
        Refusal.UNKNOWN_LOG,
        0,
    )


def test_wants_the_signature_of_a_key_that_it_trusts() -> None:
    other = NoteVerifier(a_signer(seed=b"\x01" * 32).vkey)

    assert refusal(examine(submission(0, 3), [other], unseen(ORIGIN)))[0] is (
        Refusal.NOT_SIGNED
    )
    assert examine(submission(0, 3), [other, *KEYS], unseen(ORIGIN)) == tree(3)


@pytest.mark.parametrize(
    ("old", "size", "seen"),
    [(3, 5, 4), (3, 5, 8), (5, 5, 8), (0, 5, 8), (3, 5, 0)],
    ids=["behind", "cut off", "rolled back", "begun anew", "memory ahead"],
)
def test_tells_which_tree_it_cosigned_last(old: int, size: int, seen: int) -> None:
    answer = examine(submission(old, size), KEYS, tree(seen))

    assert refusal(answer) == (Refusal.CONFLICT, seen)


@pytest.mark.parametrize(
    ("old", "proof"),
    [(0, (b"x" * 32,)), (5, (b"x" * 32,)), (3, ()), (3, (b"x" * 32,) * 63)],
    ids=["first tree", "same tree", "none", "another"],
)
def test_refuses_a_proof_that_leads_nowhere(old: int, proof: tuple[bytes]) -> None:
    asked = Submission(old=old, proof=proof, note=NOTES[5])

    assert refusal(examine(asked, KEYS, tree(old)))[0] is Refusal.INCONSISTENT


TEXT = format_submission(submission(3, 5))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "begins with 'old'"),
        (TEXT.replace("old 3", "Old 3"), "begins with 'old'"),
        (TEXT.replace("old 3", "old 03"), "not a number"),
        (TEXT.replace("old 3", "old -3"), "not a number"),
        (TEXT.replace("old 3", "old 3 "), "not a number"),
        (TEXT.replace("old 3", "old 6"), "above that of the checkpoint"),
        (TEXT.replace("old 3", "old 3\nQQ=="), "32 bytes"),
        (TEXT.replace("old 3", "old 3\n!"), "not base64"),
        (TEXT.replace("old 3", "old 3" + f"\n{'A' * 43}=" * 63), "more than 63"),
        (TEXT.replace("\n\n", "\n", 1), "not base64"),
        (TEXT.partition("\n\n")[0], "newline"),
    ],
    ids=[
        *("empty", "capital", "leading zero", "sign", "space", "shrinks"),
        *("short hash", "no base64", "too many", "no empty line", "no checkpoint"),
    ],
)
def test_refuses_what_is_written_otherwise(text: str, message: str) -> None:
    with pytest.raises(MalformedEvidenceError, match=message):
        parse_submission(text.encode())


def test_refuses_what_is_no_text() -> None:
    with pytest.raises(MalformedEvidenceError, match="UTF-8"):
        parse_submission(b"old 3\n\n\xff")


@given(st.binary() | st.binary().map(lambda tail: TEXT.encode() + tail))
def test_any_bytes_are_a_request_or_refused(body: bytes) -> None:
    with suppress(MalformedEvidenceError):
        assert format_submission(parse_submission(body)).encode() == body
