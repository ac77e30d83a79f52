"""Cosignatures and timestamps beside the checkpoints they are about."""

import pytest

from consent_server.ledger.checkpoint import open_checkpoint, peek_checkpoint
from consent_server.ledger.cosignature import WitnessVerifier
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.log import sequence
from consent_server.ledger.note import NoteVerifier
from consent_server.storage.anchors import AnchorStore
from tests.unit.ledger.builders import MOMENT, SECOND, a_signer
from tests.unit.storage.builders import SITE, Opened, new_record

FIRST = WitnessSigner("auditor.example/w1", b"\x01" * 32)
OTHER = WitnessSigner("host.example/w1", b"\x02" * 32)


@pytest.fixture
def anchors(site: Opened) -> AnchorStore:
    for number in range(3):
        site.records.append(new_record(number))
        sequence(site.ledger, a_signer(), MOMENT)
    return AnchorStore(site.engine, SITE)


def note_of(site: Opened, size: int) -> str:
    return {peek_checkpoint(one).size: one for one in site.ledger.checkpoints(9)}[size]


def add(site: Opened, anchors: AnchorStore, size: int, by: WitnessSigner) -> None:
    line = by.cosign(note_of(site, size), SECOND + size)
    anchors.add_cosignature(size, by.name, line, MOMENT)


def test_puts_the_line_into_the_checkpoint(site: Opened, anchors: AnchorStore) -> None:
    add(site, anchors, 2, FIRST)
    add(site, anchors, 2, OTHER)
    note = note_of(site, 2)

    assert WitnessVerifier(FIRST.vkey).cosigned_at(note) == SECOND + 2
    assert WitnessVerifier(OTHER.vkey).cosigned_at(note) == SECOND + 2
    assert open_checkpoint(note, NoteVerifier(a_signer().vkey)).size == 2
    assert len(note_of(site, 1).splitlines()) == len(note_of(site, 3).splitlines()) == 5


def test_keeps_the_first_line_of_a_witness(site: Opened, anchors: AnchorStore) -> None:
    add(site, anchors, 2, FIRST)
    again = FIRST.cosign(note_of(site, 2), SECOND + 99)
    anchors.add_cosignature(2, FIRST.name, again, MOMENT)

    verifier = WitnessVerifier(FIRST.vkey)
    assert verifier.cosigned_at(note_of(site, 2)) == SECOND + 2


def test_gives_the_newest_cosigned_checkpoints(
    site: Opened, anchors: AnchorStore
) -> None:
    assert site.ledger.cosigned(9) == []
    for size, by in ((1, FIRST), (3, FIRST), (3, OTHER)):
        add(site, anchors, size, by)

    assert site.ledger.cosigned(9) == [note_of(site, 3), note_of(site, 1)]
    assert site.ledger.cosigned(1) == [note_of(site, 3)]


def test_knows_what_each_witness_saw_last(site: Opened, anchors: AnchorStore) -> None:
    add(site, anchors, 1, FIRST)
    add(site, anchors, 3, FIRST)
    add(site, anchors, 2, OTHER)

    assert anchors.last_size(FIRST.name) == 3
    assert anchors.last_size(OTHER.name) == 2
    assert anchors.last_size("stranger") == 0


def test_takes_no_anchors_of_another_log(site: Opened, anchors: AnchorStore) -> None:
    add(site, anchors, 2, FIRST)
    later = anchors.at(2)
    line = OTHER.cosign(note_of(site, 2), SECOND)
    later.add_cosignature(2, OTHER.name, line, MOMENT)

    assert site.ledger.at(2).cosigned(9) == []
    assert anchors.last_size(OTHER.name) == 0
    assert WitnessVerifier(OTHER.vkey).cosigned_at(note_of(site, 2)) is None


def test_keeps_timestamps_apart_from_cosignatures(
    site: Opened, anchors: AnchorStore
) -> None:
    assert anchors.stamped_at() is None
    anchors.add_token(3, "tsa", b"token", MOMENT)
    add(site, anchors, 1, FIRST)

    assert anchors.tokens(9) == {3: b"token"}
    assert anchors.stamped_at() == SECOND
    assert site.ledger.cosigned(9) == [note_of(site, 1)]
