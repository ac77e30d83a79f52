"""The threat table, attack by attack: what is detected, where, and what is not.

The rows are those of ``docs/explanation/what-a-ledger-proves.md``. Attacks on what a
database holds are made with SQL on a real one; attacks on an export, on its members.
The high-water mark and live witnesses have tests of their own.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.ledger.checkpoint import Checkpoint, peek_checkpoint
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.merkle import ReadSubtree, consistency_proof, root_of
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.report import Report
from consent_server.ledger.tombstone import Tombstone, tombstone_parts
from consent_server.ledger.trust import Trust, parse_trust
from consent_server.ledger.verify import verify_bundle
from consent_server.ledger.witness import Refusal, Refused, Submission, examine
from consent_server.web.export_request import Source, Wanted
from consent_server.web.exporting import export
from tests.recorded import change
from tests.site import Shop, make_shop
from tests.unit.ledger.assembled import (
    AUDITOR,
    HOST,
    STRANGER,
    TRUST_FILE,
    Said,
    Signed,
    check,
    config,
    entry_leaves,
    found,
    members_of,
    note_of,
    rows_of,
    visit,
)
from tests.unit.ledger.builders import (
    SECOND,
    a_signer,
    pack,
    unpack,
    visitor_parts,
)

HOUR = 3_600

# --- A database: rows are changed with SQL, then the evidence is exported. ---


@dataclass(frozen=True, slots=True)
class Stored:
    """A site's data folder, with its key."""

    folder: Path
    trust: Trust

    def spoil(self, statement: str) -> None:
        change(self.folder, statement)

    def export(self, out: Path) -> Report:
        export(Source(data_dir=self.folder, site_id="shop"), out, Wanted())
        with out.open("rb") as file:
            return verify_bundle(file, self.trust)


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    """A CONFIG entry at position 0 and six choices behind it, all signed."""
    shop: Shop = make_shop(tmp_path)
    for act in ("grant_all", "refuse_all", "grant_all", "withdraw", "refuse_all"):
        shop.choose(act)
    shop.choose("grant_all", client=Client(shop.middleware))
    key = shop.key.read_text("ascii")
    before = Stored(shop.data_dir, Trust.of_key(key))
    assert before.export(tmp_path / "before.zip").holds
    return before


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param(
            "UPDATE record SET decision = CAST(replace(CAST(decision AS TEXT), "
            "'granted', 'refused') AS BLOB) WHERE record_id = "
            "(SELECT record_id FROM leaf WHERE position = 3)",
            [("part", 3)],
            id="T1-decision-changed",
        ),
        pytest.param(
            "UPDATE record SET subject = NULL, subject_salt = NULL WHERE record_id = "
            "(SELECT record_id FROM leaf WHERE position = 3)",
            [("part_missing", 3)],
            id="T2-part-blanked",
        ),
        pytest.param(
            "DELETE FROM record WHERE record_id = "
            "(SELECT record_id FROM leaf WHERE position = 3)",
            [("part_missing", 3)] * 3,
            id="T3a-record-deleted",
        ),
        pytest.param(
            "DELETE FROM leaf WHERE position = 3",
            [("missing", 3)],
            id="T3b-entry-deleted",
        ),
    ],
)
def test_shows_what_was_changed_in_the_database(
    stored: Stored,
    tmp_path: Path,
    statement: str,
    expected: list[tuple[str, int]],
) -> None:
    stored.spoil(statement)

    assert found(stored.export(tmp_path / "after.zip")) == expected


# --- A bundle: what a careful forger does to its members. ---

ENTRIES = [
    config(),
    visit(1),
    visit(2, SECOND + HOUR),
    visit(3, SECOND + 2 * HOUR),
    visit(4, SECOND + 2 * HOUR),
    visit(5, SECOND + 2 * HOUR),
]
ROWS = rows_of(ENTRIES)
SEEN = [
    Signed(size=2, seen=[(AUDITOR, SECOND + 60), (HOST, SECOND + 61)]),
    Signed(size=3, seen=[(AUDITOR, SECOND + HOUR + 60), (HOST, SECOND + HOUR + 61)]),
    Signed(
        size=6,
        seen=[(AUDITOR, SECOND + 2 * HOUR + 60), (HOST, SECOND + 2 * HOUR + 61)],
    ),
]
GOOD = members_of(ROWS, SEEN)


def test_holds_before_any_attack() -> None:
    assert check(GOOD, TRUST_FILE).holds


def subtrees(leaves: list[bytes]) -> ReadSubtree:
    def read(level: int, number: int) -> bytes:
        return root_of(leaves[number << level : (number + 1) << level])

    return read


def changed(entries: list[Said], *, place: int = 3) -> list[Said]:
    """The same log with another choice at one place."""
    kind, at, _ = entries[place]
    other = visitor_parts(77, action="grant_all", recorded_at=at)
    return [*entries[:place], (kind, at, other), *entries[place + 1 :]]


def test_t4_shows_entries_that_were_deleted_and_renumbered() -> None:
    rest = [*ROWS[:3], *(replace(row, index=row.index - 1) for row in ROWS[4:])]
    report = check(members_of(ROWS, SEEN, shown=rest), TRUST_FILE)

    assert found(report)[0] == ("entry", 3)
    assert ("missing", 5) in found(report)


def test_t5_shows_two_entries_that_were_swapped() -> None:
    swapped = [*ROWS]
    swapped[3], swapped[4] = replace(ROWS[4], index=3), replace(ROWS[3], index=4)

    report = check(members_of(ROWS, SEEN, shown=swapped), TRUST_FILE)

    assert found(report) == [("entry", 3), ("entry", 4)]


class TestRebuilt:
    """T6: the owner writes another history and signs it with the real key."""

    forged = members_of(rows_of(changed(ENTRIES)), [Signed(size=6)])

    def test_holds_for_whoever_trusts_the_operator_alone(self) -> None:
        # The limit of a log without witnesses; the report says so.
        report = check(self.forged)

        assert report.holds
        assert report.anchor is None

    def test_is_refused_where_witnesses_are_asked_for(self) -> None:
        assert found(check(self.forged, TRUST_FILE)) == [("quorum", None)]

    def test_is_contradicted_by_old_cosigned_checkpoints(self) -> None:
        """T7b: to please the quorum, what witnesses saw is put beside the forgery."""
        seen = [note_of(entry_leaves(ROWS), one) for one in SEEN]
        newest = json.loads(self.forged["checkpoints.json"])
        mixed = json.dumps([*seen, *newest]).encode()

        report = check({**self.forged, "checkpoints.json": mixed}, TRUST_FILE)
        assert ("fork", None) in found(report)
        assert ("tree", None) in found(report)

    def test_is_cosigned_by_no_witness_that_saw_the_first(self) -> None:
        """T7b: a witness asks for a proof that the second history cannot give."""
        more = visit(6, SECOND + 3 * HOUR)
        seen = peek_checkpoint(note_of(entry_leaves(ROWS), Signed(size=6)))
        keys = [NoteVerifier(a_signer().vkey)]

        def ask(entries: list[Said]) -> Checkpoint | Refused:
            leaves = entry_leaves(rows_of([*entries, more]))
            proof = consistency_proof(6, 7, subtrees(leaves))
            note = note_of(leaves, Signed(size=7))
            asked = Submission(old=6, proof=tuple(proof), note=note)
            return examine(asked, keys, seen)

        assert isinstance(ask(ENTRIES), Checkpoint)
        refused = ask(changed(ENTRIES))
        assert isinstance(refused, Refused)
        assert refused.refusal is Refusal.INCONSISTENT

    def test_is_contradicted_by_a_visitor_s_receipt(self) -> None:
        """T8: the checkpoint of a receipt is one that the bundle must contain."""
        kept = note_of(entry_leaves(ROWS), Signed(size=5))

        assert [code for code, _ in found(check(self.forged, None, [kept]))] == ["tree"]


class TestCut:
    """T9, T20: the end is missing and the rest is signed, or was."""

    cut = members_of(ROWS[:4], [*SEEN[:2], Signed(size=4)])

    def test_is_shown_by_a_checkpoint_that_was_kept(self) -> None:
        newest = note_of(entry_leaves(ROWS), Signed(size=6))

        assert check(self.cut).holds
        assert found(check(self.cut, None, [newest])) == [("cut_off", 4)]

    def test_is_shown_where_the_last_checkpoint_alone_is_left_out(self) -> None:
        notes = json.loads(GOOD["checkpoints.json"])[:-1]
        members = {**GOOD, "checkpoints.json": json.dumps(notes).encode()}

        assert "cut_off" in {code for code, _ in found(check(members))}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(
            visit(9, SECOND + HOUR // 2), [("time", 3)], id="T10-clock-turned-back"
        ),
        pytest.param(
            (
                EntryKind.VISITOR,
                SECOND + 2 * HOUR,
                visitor_parts(9, recorded_at=SECOND),
            ),
            [("time", 3)],
            id="T11-payload-back-dated",
        ),
        pytest.param(
            (
                EntryKind.VISITOR,
                SECOND + 2 * HOUR,
                visitor_parts(9, recorded_at=SECOND + 2 * HOUR, notice_digest="c" * 64),
            ),
            [("not_published", 3)],
            id="T12-banner-never-published",
        ),
        pytest.param(
            (
                EntryKind.ERASE,
                SECOND + 2 * HOUR,
                tombstone_parts(
                    Tombstone(
                        positions=[(4, 5)], parts=frozenset({"context"}), reason="r"
                    ),
                    datetime.fromtimestamp(SECOND + 2 * HOUR, UTC),
                ),
            ),
            [("tombstone", 3)],
            id="T24-tombstone-forward",
        ),
    ],
)
def test_shows_what_was_signed_and_cannot_be_true(
    entry: Said, expected: list[tuple[str, int]]
) -> None:
    rows = rows_of([*ENTRIES[:3], entry, *ENTRIES[4:]])

    assert found(check(members_of(rows, SEEN), TRUST_FILE)) == expected


def with_lines(change: Callable[[list[bytes]], list[bytes]]) -> dict[str, bytes]:
    lines = change(GOOD["records.jsonl"].splitlines(keepends=True))
    return unpack(pack({**GOOD, "records.jsonl": b"".join(lines)}))


def blanked(line: bytes) -> bytes:
    fields = json.loads(line)
    fields["s"][2] = fields["p"][2] = None
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def refilled(line: bytes) -> bytes:
    fields = json.loads(line)
    fields["p"][2] = '{"page":null}'
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda lines: lines[:3] + lines[4:], [("missing", 3)], id="T15-removed"
        ),
        pytest.param(
            lambda lines: [*lines[:4], *lines[3:]],
            [("out_of_place", 3)],
            id="T16-duplicated",
        ),
        pytest.param(
            lambda lines: [*lines[:3], blanked(lines[3]), *lines[4:]],
            [("part_missing", 3)],
            id="T17-blanked",
        ),
        pytest.param(
            lambda lines: [*lines[:3], refilled(lines[3]), *lines[4:]],
            [("part", 3)],
            id="T22-refilled",
        ),
        pytest.param(
            lambda lines: [
                *lines[:3],
                lines[4].replace(b'"i":4', b'"i":3'),
                *lines[4:],
            ],
            [("entry", 3)],
            id="T23-overwritten",
        ),
    ],
)
def test_shows_what_was_done_to_the_lines_of_an_export(
    change: Callable[[list[bytes]], list[bytes]], expected: list[tuple[str, int]]
) -> None:
    assert found(check(with_lines(change), TRUST_FILE)) == expected


def test_t18_shows_another_arrival() -> None:
    other = rows_of([*ENTRIES[:3], visit(3, SECOND + 2 * HOUR + 1), *ENTRIES[4:]])[3]
    shown = [*ROWS[:3], other, *ROWS[4:]]

    assert found(check(members_of(ROWS, SEEN, shown=shown), TRUST_FILE)) == [
        ("entry", 3)
    ]


def test_t19_shows_the_checkpoint_of_another_log() -> None:
    other_log = a_signer(name="other.example/log")
    other = note_of(entry_leaves(ROWS), Signed(size=3, by=[other_log]))
    notes = [*json.loads(GOOD["checkpoints.json"]), other]
    members = {**GOOD, "checkpoints.json": json.dumps(notes).encode()}

    assert "checkpoint" in {code for code, _ in found(check(members, TRUST_FILE))}


def test_t21_shows_false_leaf_hashes_beside_a_selection() -> None:
    """Of what a selection leaves out there are leaf hashes alone; each is signed for.

    The manifest has the digests of what was forged, and the records are good ones.
    """
    members = members_of(
        ROWS, SEEN, shown=ROWS[:3], manifest={"selection": {"action": "custom"}}
    )
    before, leaves = check(members, TRUST_FILE), bytearray(members["leaves.bin"])
    leaves[4 * 32] ^= 1
    forged = unpack(pack({**members, "leaves.bin": bytes(leaves)}))

    assert (before.holds, before.left_out) == (True, 3)
    assert found(check(forged, TRUST_FILE)) == [("tree", None)]


def test_t25_shows_two_signed_trees_of_one_size() -> None:
    other = note_of(entry_leaves(rows_of(changed(ENTRIES))), Signed(size=6))

    assert "fork" in {code for code, _ in found(check(GOOD, TRUST_FILE, [other]))}


def test_t26_counts_no_unknown_witness() -> None:
    members = members_of(
        ROWS, [Signed(size=6, seen=[(STRANGER, SECOND + 2 * HOUR + 60)])]
    )
    report = check(members, TRUST_FILE)

    assert found(report) == [("quorum", None)]
    assert [name.partition("+")[0] for name in report.strangers] == [STRANGER.name]


def test_cannot_show_a_consent_that_the_operator_invents() -> None:
    # Not detectable by any log: the page on what a ledger proves says so.
    invented = rows_of([*ENTRIES, visit(66, SECOND + 2 * HOUR)])
    seen = [*SEEN[:2], replace(SEEN[2], size=7)]

    assert check(members_of(invented, seen), parse_trust(TRUST_FILE)).holds
