"""Anchored or not, in words."""

from datetime import timedelta

import pytest

from consent_server.ledger.anchored import anchor_status
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.trust import Trust, parse_trust
from tests.unit.ledger.builders import MOMENT, SECOND, a_ledger, a_signer

FIRST = WitnessSigner("auditor.example/w1", b"\x01" * 32)
SECOND_WITNESS = WitnessSigner("host.example/w1", b"\x02" * 32)
NOTES = a_ledger(12).checkpoints(9)[::-1]
OLDER, NEWER = NOTES[1], NOTES[0]
NOT_ANCHORED = "not anchored: rests on the operator's word"


def trust(group: str = "any") -> Trust:
    return parse_trust(
        f"log {a_signer().vkey}\nwitness auditor {FIRST.vkey}\n"
        f"witness host {SECOND_WITNESS.vkey}\ngroup both {group} auditor host\n"
        "quorum both\n"
    )


def by(note: str, *witnesses: WitnessSigner) -> str:
    return note + "".join(witness.cosign(note, SECOND) for witness in witnesses)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "a moment ago"),
        (0, "a moment ago"),
        (59, "a moment ago"),
        (60, "1 minute ago"),
        (7_199, "1 hour ago"),
        (7_200, "2 hours ago"),
        (86_400 * 3, "3 days ago"),
    ],
)
def test_says_how_long_ago_who_saw_it(seconds: int, words: str) -> None:
    status = anchor_status(
        [by(NEWER, FIRST)], 13, trust(), MOMENT + timedelta(seconds=seconds)
    )

    assert status.anchored
    assert status.words == f"anchored {words} by auditor (auditor.example/w1)"


def test_says_how_many_entries_came_since() -> None:
    status = anchor_status([by(OLDER, FIRST)], 13, trust(), MOMENT)

    assert status.anchored_size == 10
    assert status.words.endswith("(auditor.example/w1); 3 entries since")


def test_takes_the_newest_checkpoint_that_enough_witnesses_saw() -> None:
    notes = [by(NEWER, FIRST), by(OLDER, FIRST, SECOND_WITNESS)]
    status = anchor_status(notes, 13, trust("all"), MOMENT)

    assert status.anchored
    assert status.anchored_size == 10
    assert "auditor (auditor.example/w1) and host (host.example/w1)" in status.words


def test_says_that_too_few_witnesses_are_no_anchor() -> None:
    status = anchor_status([by(NEWER, FIRST)], 13, trust("all"), MOMENT)

    assert not status.anchored
    assert status.words.startswith(f"{NOT_ANCHORED}; cosigned a moment ago by auditor")
    assert status.words.endswith("and that is not the quorum")


@pytest.mark.parametrize(
    ("notes", "trusted"),
    [
        ([], trust()),
        ([by(NEWER, FIRST)], None),
        ([by(NEWER, FIRST)], Trust.of_key(a_signer().vkey)),
        ([NEWER], trust()),
    ],
    ids=["never published", "no trust file", "nobody trusted", "nobody cosigned"],
)
def test_rests_on_the_operators_word_without_a_witness(
    notes: list[str], trusted: Trust | None
) -> None:
    status = anchor_status(notes, 13, trusted, MOMENT)

    assert (status.anchored, status.words) == (False, NOT_ANCHORED)


def test_tells_of_a_timestamp_beside_the_witnesses() -> None:
    status = anchor_status([], 13, None, MOMENT, stamped_at=SECOND - 120)

    assert status.words == f"{NOT_ANCHORED}; timestamped 2 minutes ago"
