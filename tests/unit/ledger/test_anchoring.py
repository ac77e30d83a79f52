"""What cosignatures prove, and what happens without them."""

import json

import pytest

from consent_server.ledger.caveats import caveats
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.note import split_note
from consent_server.ledger.report_text import report_text
from tests.unit.ledger.assembled import (
    AUDITOR,
    HOST,
    STRANGER,
    TRUST_FILE,
    Signed,
    check,
    config,
    found,
    members_of,
    rows_of,
    visit,
)
from tests.unit.ledger.builders import SECOND
from tests.unit.ledger.stamps import a_stamp

HOUR = 3_600
# Five entries an hour apart from each other's, and checkpoints in between.
ROWS = rows_of(
    [
        config(),
        visit(1),
        visit(2, SECOND + HOUR),
        visit(3, SECOND + 2 * HOUR),
        visit(4, SECOND + 2 * HOUR),
    ]
)


def both(at: int) -> list[tuple[WitnessSigner, int]]:
    return [(AUDITOR, at), (HOST, at + 5)]


GOOD = [
    Signed(size=2, seen=both(SECOND + 60)),
    Signed(size=3, seen=both(SECOND + HOUR + 60)),
    Signed(size=5, seen=both(SECOND + 2 * HOUR + 60)),
]


def test_says_who_saw_what_and_when() -> None:
    report = check(members_of(ROWS, GOOD), TRUST_FILE)

    assert report.holds, report.problems
    assert report.anchor is not None
    assert (report.anchor.size, report.anchor.at) == (5, SECOND + 2 * HOUR + 60)
    assert report.cosigned[0] == (
        2,
        {"auditor": SECOND + 60, "host": SECOND + 65},
    )
    assert [(one.name, one.checkpoints, one.size) for one in report.witnesses] == [
        ("auditor", 3, 5),
        ("host", 3, 5),
    ]
    assert "Not anchored" not in " ".join(caveats(report))


def test_counts_no_witness_that_the_auditor_does_not_know() -> None:
    signed = [Signed(size=5, seen=[(STRANGER, SECOND + 2 * HOUR)])]

    with_key = check(members_of(ROWS, signed))
    with_trust = check(members_of(ROWS, signed), TRUST_FILE)

    assert with_key.holds
    assert [*with_key.strangers] == [f"{STRANGER.name}+{_id(STRANGER)}"]
    assert "Not anchored" in " ".join(caveats(with_key))
    assert found(with_trust) == [("quorum", None)]


def _id(witness: WitnessSigner) -> str:
    return witness.vkey.split("+")[1]


def test_asks_for_the_whole_quorum() -> None:
    signed = [Signed(size=5, seen=[(AUDITOR, SECOND + 2 * HOUR)])]

    report = check(members_of(ROWS, signed), TRUST_FILE)

    assert found(report) == [("quorum", None)]
    assert report.anchor is None


def test_says_what_rests_on_the_operator_s_word_after_the_last_cosignature() -> None:
    report = check(members_of(ROWS, [*GOOD[:2], Signed(size=5)]), TRUST_FILE)

    assert report.holds, report.problems
    assert "The 2 entries after it rest on the operator's word" in " ".join(
        caveats(report)
    )


def test_allows_a_day_without_the_quorum() -> None:
    late = rows_of([config(), visit(1), visit(2, SECOND + 60 + 86_400)])
    later = rows_of([config(), visit(1), visit(2, SECOND + 61 + 86_400)])
    signed = [GOOD[0], Signed(size=3)]

    assert check(members_of(late, signed), TRUST_FILE).holds
    assert found(check(members_of(later, signed), TRUST_FILE)) == [("quorum", None)]


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        pytest.param(SECOND + 60 - 900, True, id="as-late-as-may-be"),
        pytest.param(SECOND + 60 - 901, False, id="back-dated"),
        pytest.param(SECOND + HOUR + 60 + 120, True, id="as-early-as-may-be"),
        pytest.param(SECOND + HOUR + 60 + 121, False, id="post-dated"),
    ],
)
def test_shows_an_arrival_that_a_witness_contradicts(at: int, holds: bool) -> None:  # noqa: FBT001 - a table
    rows = rows_of([config(), visit(1), visit(2, at)])

    report = check(members_of(rows, GOOD[:2]), TRUST_FILE)

    assert found(report) == ([] if holds else [("time", 2)])


def test_shows_a_cosignature_that_does_not_fit() -> None:
    members = members_of(ROWS, GOOD)
    other = members_of(rows_of([config(), visit(9)]), GOOD[:1])
    line = other["checkpoints.json"].split(b"\\n")[-2]
    ours = members["checkpoints.json"].split(b"\\n")
    members["checkpoints.json"] = b"\\n".join([*ours[:5], line, *ours[6:]])

    assert "cosignature" in {code for code, _ in found(check(members, TRUST_FILE))}


def test_lists_tokens_that_are_about_their_checkpoint() -> None:
    notes = json.loads(members_of(ROWS, GOOD)["checkpoints.json"])
    [note] = [note for note in notes if peek_checkpoint(note).size == 3]
    token = a_stamp(split_note(note)[0])
    members = members_of(ROWS, GOOD, others={"anchors/3.tsr": token})

    report = check(members)

    assert report.holds, report.problems
    assert [(one.size, one.says) for one in report.timestamps] == [(3, 1_795_348_800)]
    assert "who signed the timestamps was not checked" in report_text(report)


@pytest.mark.parametrize("token", [b"token", a_stamp("another text")])
def test_shows_a_token_that_is_about_something_else(token: bytes) -> None:
    members = members_of(ROWS, GOOD, others={"anchors/3.tsr": token})

    assert found(check(members)) == [("timestamp", None)]


def test_shows_a_token_over_no_checkpoint() -> None:
    members = members_of(ROWS, GOOD, others={"anchors/4.tsr": b"token"})

    assert found(check(members)) == [("timestamp", None)]
