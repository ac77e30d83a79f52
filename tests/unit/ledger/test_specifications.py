"""The examples in the specifications are what the code reads and writes."""

import json
import re
from pathlib import Path

import pytest

from consent_server.kernel.parts import RecordParts
from consent_server.ledger.anchoring import MAX_AHEAD, MAX_LATE, MAX_UNSEEN
from consent_server.ledger.bundle_format import MAX_CHECKPOINTS, RECORDS
from consent_server.ledger.bundle_reader import MAX_LINE_BYTES, MAX_SMALL_BYTES
from consent_server.ledger.checkpoint import open_checkpoint, peek_checkpoint
from consent_server.ledger.entry import (
    ENTRY_BYTES,
    EntryKind,
    Salts,
    entry_hash,
    make_entry,
)
from consent_server.ledger.epoch import parse_epoch
from consent_server.ledger.log import MAX_AHEAD_SECONDS, prove
from consent_server.ledger.note import MAX_NOTE_CHARACTERS, NoteVerifier
from consent_server.ledger.publication import parse_publication
from consent_server.ledger.record_facts import MAX_TIME_APART
from consent_server.ledger.succession import parse_succession
from consent_server.ledger.tlog_proof import parse_proof
from consent_server.ledger.tombstone import parse_tombstone
from consent_server.ledger.trust import parse_trust
from consent_server.ledger.witness import (
    MAX_REQUEST_BYTES,
    examine,
    parse_submission,
)
from consent_server.web.posting import MAX_REPLY_BYTES
from tests.unit.ledger.builders import (
    PUBLICATION,
    SECOND,
    a_bundle,
    a_ledger,
    a_signer,
    unpack,
)

SPEC = Path(__file__).parents[3] / "docs" / "spec"
LEDGER = (SPEC / "ledger.md").read_text()
CHECKPOINT = (SPEC / "checkpoint.md").read_text()
ANCHORS = (SPEC / "anchors.md").read_text()
BUNDLE = (SPEC / "bundle.md").read_text()


def blocks(page: str) -> list[str]:
    return re.findall(r"```[a-z]+\n(.*?)```", page, re.DOTALL)


def test_the_example_entry_is_made_of_the_example_parts() -> None:
    entry, leaf = blocks(LEDGER)[0].split()
    example = json.loads(blocks(LEDGER)[1])
    parts = RecordParts(**{name: one["part"].encode() for name, one in example.items()})
    salts = Salts(**{name: bytes.fromhex(one["salt"]) for name, one in example.items()})

    made = make_entry(EntryKind.VISITOR, SECOND, parts, salts)

    assert made.hex() == entry
    assert entry_hash(made).hex() == leaf


def test_the_example_publication_and_tombstone_can_be_read() -> None:
    publication, tombstone = blocks(LEDGER)[3:5]

    assert parse_publication(publication.encode()) == PUBLICATION
    assert parse_tombstone(tombstone.encode()).positions == ((3, 5),)


def test_the_example_proof_is_the_one_of_a_ledger() -> None:
    inclusion = prove(a_ledger(2, batch=2), 1)

    assert inclusion is not None
    [proof] = [it for it in blocks(LEDGER) if it.startswith("c2sp.org/tlog-proof")]
    assert parse_proof(proof) == inclusion


def test_the_example_change_of_keys_and_epoch_can_be_read() -> None:
    [key] = [it for it in blocks(LEDGER) if it.startswith('{"next"')]
    [epoch] = [it for it in blocks(LEDGER) if it.startswith('{"epoch"')]

    assert parse_succession(key.encode()).previous == a_signer().vkey
    assert parse_epoch(epoch.encode()).known.size == 5


def test_the_example_checkpoint_verifies_with_the_example_key() -> None:
    note, vkey = blocks(CHECKPOINT)[:2]

    assert open_checkpoint(note, NoteVerifier(vkey)).size == 3
    assert vkey.strip() == a_signer().vkey
    assert a_ledger(2, batch=2).head().note == note


def test_the_example_anchor_is_trusted_by_the_example_trust_file() -> None:
    note, trusted = blocks(ANCHORS)[:2]
    trust = parse_trust(trusted)

    assert trust.open(note).size == 3
    assert trust.cosigned(note) == {"auditor": SECOND}
    assert trust.quorum_met({"auditor"})


def test_the_example_request_is_cosigned() -> None:
    note = a_ledger(2, batch=1).checkpoints(9)[1]
    submission = parse_submission(blocks(ANCHORS)[3].encode())
    key = NoteVerifier(a_signer().vkey)

    answer = examine(submission, [key], peek_checkpoint(note))
    assert answer == peek_checkpoint(submission.note)


def test_the_example_line_and_names_are_those_of_a_bundle() -> None:
    pages = {"summary.html": b"", "verify.py": b""}
    store = a_ledger(2, batch=2)
    members = unpack(a_bundle(store, anchors={3: b""}, pages=pages))
    names, line = blocks(BUNDLE)[:2]

    assert line.encode() == members[RECORDS].splitlines(keepends=True)[1]
    assert [row.split()[0] for row in names.splitlines()] == [
        re.sub("[0-9a-f]{64}", "<digest>", name).replace("3.tsr", "<size>.tsr")
        for name in members
    ]


@pytest.mark.parametrize("kind", EntryKind, ids=lambda kind: kind.name)
def test_every_kind_is_listed(kind: EntryKind) -> None:
    assert f"| {kind.value} | {kind.name} |" in LEDGER


@pytest.mark.parametrize(
    ("page", "number"),
    [
        pytest.param(LEDGER, ENTRY_BYTES, id="entry"),
        pytest.param(LEDGER, MAX_AHEAD_SECONDS, id="ahead"),
        pytest.param(CHECKPOINT, MAX_NOTE_CHARACTERS, id="note"),
        pytest.param(ANCHORS, MAX_REQUEST_BYTES, id="request"),
        pytest.param(ANCHORS, MAX_REPLY_BYTES, id="answer"),
        pytest.param(BUNDLE, MAX_CHECKPOINTS, id="checkpoints"),
        pytest.param(BUNDLE, MAX_LINE_BYTES, id="line"),
        pytest.param(BUNDLE, MAX_SMALL_BYTES, id="member"),
        pytest.param(BUNDLE, MAX_TIME_APART, id="time"),
        pytest.param(BUNDLE, MAX_AHEAD, id="ahead-of-a-witness"),
        pytest.param(BUNDLE, MAX_LATE, id="late-for-a-witness"),
        pytest.param(BUNDLE, MAX_UNSEEN, id="unseen"),
    ],
)
def test_every_limit_is_the_one_in_the_code(page: str, number: int) -> None:
    assert f"{number:,}" in page
