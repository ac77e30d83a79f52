"""Every attack on a bundle that the format promises to show, carried out."""

import base64
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import MalformedEvidenceError, SettingError
from consent_server.ledger.bundle_format import (
    CHECKPOINTS,
    KEYS,
    LEAVES,
    MANIFEST,
    RECORDS,
)
from consent_server.ledger.caveats import caveats
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.log import sequence
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.problems import ProblemCode
from consent_server.ledger.report import Report
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.tombstone import Tombstone
from tests.unit.ledger.builders import (
    MOMENT,
    NOTICE_DIGEST,
    ORIGIN,
    POLICY_VERSION,
    SECOND,
    a_bundle,
    a_ledger,
    a_signer,
    add_config,
    add_record,
    add_tombstone,
    config_parts,
    pack,
    record_id,
    some_salts,
    time_text,
    unpack,
    verify,
    visitor_parts,
)

Members = dict[str, bytes]
Line = dict[str, Any]

HONEST = unpack(a_bundle())
POLICY_MEMBER = f"policies/{POLICY_VERSION}.json"
NOTICE_MEMBER = f"notices/{NOTICE_DIGEST}.json"


def lines_of(members: Members) -> list[Line]:
    return [json.loads(line) for line in members[RECORDS].splitlines()]


def with_lines(lines: list[Line], members: Members | None = None) -> bytes:
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    return pack({**(members or HONEST), RECORDS: text.encode()})


def flip(text: str, place: int = 0) -> str:
    data = bytearray(base64.b64decode(text))
    data[place] ^= 1
    return base64.b64encode(data).decode()


def codes(report: Report) -> set[ProblemCode]:
    return {problem.code for problem in report.problems}


def test_holds_when_nothing_was_touched() -> None:
    report = verify(a_bundle())

    assert report.holds
    assert (report.size, report.checkpoints, report.problems) == (13, 3, ())
    assert report.entries == {"config": 1, "visitor": 12}
    assert report.actions == dict.fromkeys(
        ("grant_all", "custom", "withdraw", "refuse_all"), 3
    )
    assert report.purposes == {
        "analytics": {"granted": 6, "refused": 6},
        "marketing": {"granted": 3, "refused": 9},
    }
    assert (report.first_arrival, report.last_arrival) == (SECOND, SECOND)
    assert report.erased == {}
    assert report.first_broken is None


def test_says_that_it_rests_on_the_operator_s_word() -> None:
    assert "rests on the operator's word" in report_caveats(verify(a_bundle()))


def report_caveats(report: Report) -> str:
    return " ".join(caveats(report))


@pytest.mark.parametrize("records", [1, 254, 255, 256, 300])
def test_holds_for_every_shape_of_the_tree(records: int) -> None:
    report = verify(a_bundle(a_ledger(records, batch=100)))

    assert report.holds
    assert report.size == records + 1


class TestOneRecord:
    """One byte of record 5 is another one."""

    @pytest.mark.parametrize("part", [0, 1, 2], ids=["subject", "decision", "context"])
    def test_shows_a_changed_part(self, part: int) -> None:
        lines = lines_of(HONEST)
        lines[5]["p"][part] = lines[5]["p"][part].replace('":', '" :', 1)

        report = verify(with_lines(lines))

        assert codes(report) == {ProblemCode.PART}
        assert report.first_broken is not None
        assert report.first_broken.index == 5
        assert report.first_broken.record_id == str(record_id(5))

    @pytest.mark.parametrize("part", [0, 1, 2], ids=["subject", "decision", "context"])
    def test_shows_a_changed_salt(self, part: int) -> None:
        lines = lines_of(HONEST)
        lines[5]["s"][part] = flip(lines[5]["s"][part])

        report = verify(with_lines(lines))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.PART, 5)
        ]

    def test_shows_a_salt_of_another_length(self) -> None:
        lines = lines_of(HONEST)
        lines[5]["s"][0] = "AA=="

        assert codes(verify(with_lines(lines))) == {ProblemCode.PART}

    @pytest.mark.parametrize("place", range(106))
    def test_shows_every_changed_byte_of_its_entry(self, place: int) -> None:
        lines = lines_of(HONEST)
        lines[5]["e"] = flip(lines[5]["e"], place)

        report = verify(with_lines(lines))

        assert codes(report) == {ProblemCode.ENTRY}
        assert report.first_broken is not None
        assert report.first_broken.index == 5
        assert report.first_broken.record_id == str(record_id(5))

    def test_shows_an_entry_that_was_exchanged_for_another(self) -> None:
        lines = lines_of(HONEST)
        lines[5] = {**lines[6], "i": 5}

        report = verify(with_lines(lines))

        assert report.first_broken is not None
        assert report.first_broken.index == 5
        assert ProblemCode.ENTRY in codes(report)

    def test_shows_changed_spelling_that_means_the_same(self) -> None:
        text = HONEST[RECORDS].replace(b'"i":5,', b'"i": 5,')

        report = verify(pack({**HONEST, RECORDS: text}, honest=False))

        assert codes(report) == {ProblemCode.MEMBER}


class TestPlaces:
    """Records are not where they were signed."""

    def test_shows_a_removed_record(self) -> None:
        lines = lines_of(HONEST)
        del lines[5]

        report = verify(with_lines(lines))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.MISSING, 5)
        ]

    def test_shows_a_removed_record_whose_followers_were_renumbered(self) -> None:
        lines = lines_of(HONEST)
        del lines[5]
        for index, line in enumerate(lines):
            line["i"] = index

        report = verify(with_lines(lines))

        assert report.first_broken is not None
        assert report.first_broken.index == 5
        assert codes(report) == {ProblemCode.ENTRY, ProblemCode.MISSING}

    def test_shows_two_swapped_records(self) -> None:
        lines = lines_of(HONEST)
        lines[5], lines[6] = lines[6], lines[5]

        report = verify(with_lines(lines))

        assert report.first_broken is not None
        assert report.first_broken.index == 5
        assert report.first_broken.record_id == str(record_id(5))
        assert codes(report) == {ProblemCode.MISSING, ProblemCode.OUT_OF_PLACE}

    def test_shows_two_swapped_records_that_were_renumbered(self) -> None:
        lines = lines_of(HONEST)
        lines[5], lines[6] = {**lines[6], "i": 5}, {**lines[5], "i": 6}

        report = verify(with_lines(lines))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.ENTRY, 5),
            (ProblemCode.ENTRY, 6),
        ]

    def test_shows_a_duplicated_record(self) -> None:
        lines = lines_of(HONEST)
        lines.insert(6, lines[5])

        report = verify(with_lines(lines))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.OUT_OF_PLACE, 5)
        ]

    def test_shows_an_inserted_record(self) -> None:
        stranger = lines_of(unpack(a_bundle(a_ledger(20))))[20]
        lines = lines_of(HONEST)
        lines.insert(5, {**stranger, "i": 5})
        for index, line in enumerate(lines):
            line["i"] = index

        report = verify(with_lines(lines))

        assert report.first_broken is not None
        assert report.first_broken.index == 5
        assert {ProblemCode.ENTRY, ProblemCode.OUT_OF_PLACE} <= codes(report)

    def test_shows_an_appended_record(self) -> None:
        stranger = lines_of(unpack(a_bundle(a_ledger(20))))[13]

        report = verify(with_lines([*lines_of(HONEST), stranger]))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.OUT_OF_PLACE, 13)
        ]

    def test_shows_a_renumbered_record(self) -> None:
        lines = lines_of(HONEST)
        lines[5]["i"] = 2**53 - 1

        report = verify(with_lines(lines))

        assert report.first_broken is not None
        assert report.first_broken.index == 5

    def test_shows_a_cut_tail(self) -> None:
        report = verify(with_lines(lines_of(HONEST)[:-3]))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.MISSING, 10)
        ]

    def test_shows_that_all_records_are_gone(self) -> None:
        report = verify(with_lines([]))

        assert ProblemCode.MISSING in codes(report)


def without_last_checkpoint(members: Members) -> Members:
    notes = json.loads(members[CHECKPOINTS])[:-1]
    return {**members, CHECKPOINTS: canonical_json(notes)}


def cut_to(members: Members, size: int) -> Members:
    """Cut a bundle to an older checkpoint as a careful forger would."""
    cut = without_last_checkpoint(members)
    manifest = json.loads(cut[MANIFEST]) | {"size": size}
    return {
        **cut,
        MANIFEST: canonical_json(manifest),
        LEAVES: cut[LEAVES][: size * 32],
        RECORDS: b"".join(cut[RECORDS].splitlines(keepends=True)[:size]),
    }


class TestCheckpoints:
    """What was signed was changed, left out or taken from elsewhere."""

    def test_shows_that_the_newest_checkpoint_was_left_out(self) -> None:
        report = verify(pack(without_last_checkpoint(HONEST)))

        assert ProblemCode.CUT_OFF in codes(report)
        assert not report.holds

    def test_shows_a_rollback_only_against_a_checkpoint_kept_elsewhere(self) -> None:
        newest = json.loads(HONEST[CHECKPOINTS])[-1]
        rolled_back = pack(cut_to(HONEST, 10))

        alone = verify(rolled_back)
        compared = verify(rolled_back, trusted=[newest])

        assert alone.holds
        assert "Not anchored" in report_caveats(alone)
        assert codes(compared) == {ProblemCode.CUT_OFF}

    def test_shows_a_rewritten_log_only_against_a_checkpoint_kept_elsewhere(
        self,
    ) -> None:
        store = MemoryLedgerStore()
        add_config(store)
        for number in range(1, 13):
            add_record(store, number, parts=visitor_parts(number, action="grant_all"))
        sequence(store, a_signer(), MOMENT)
        rewritten = a_bundle(store)

        alone = verify(rewritten)
        same_size = verify(rewritten, trusted=[json.loads(HONEST[CHECKPOINTS])[-1]])
        smaller = verify(rewritten, trusted=[json.loads(HONEST[CHECKPOINTS])[0]])

        assert alone.holds
        assert ProblemCode.FORK in codes(same_size)
        assert ProblemCode.TREE in codes(smaller)

    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda note: note.replace("\n13\n", "\n14\n"), id="size"),
            pytest.param(lambda note: note[:-3] + "A=\n", id="signature"),
            pytest.param(lambda note: note.replace("shop", "chop"), id="origin"),
            pytest.param(lambda _: "", id="empty"),
            pytest.param(lambda _: "\ud800", id="half-a-surrogate"),
            pytest.param(lambda _: 7, id="a-number"),
        ],
    )
    def test_shows_an_altered_checkpoint(
        self, damage: Callable[[str], str | int]
    ) -> None:
        notes = json.loads(HONEST[CHECKPOINTS])
        notes[-1] = damage(notes[-1])

        report = verify(pack({**HONEST, CHECKPOINTS: json.dumps(notes).encode()}))

        assert codes(report) & {ProblemCode.CHECKPOINT, ProblemCode.UNREADABLE}

    @pytest.mark.parametrize(
        "signer",
        [
            pytest.param(a_signer(seed=b"\x01" * 32), id="another-key"),
            pytest.param(a_signer(name="other.example/log"), id="another-log"),
        ],
    )
    def test_does_not_judge_with_the_key_of_another_log(
        self, signer: NoteSigner
    ) -> None:
        with pytest.raises(SettingError, match="bundle of another ledger"):
            verify(a_bundle(), signer=signer)

    def test_shows_a_checkpoint_of_another_log_with_the_same_key(self) -> None:
        other = NoteSigner("other.example/log", b"\x07" * 32)
        store = MemoryLedgerStore()
        add_config(store)
        done = sequence(store, other, MOMENT)
        assert done is not None
        notes = [*json.loads(HONEST[CHECKPOINTS]), done.note]

        report = verify(pack({**HONEST, CHECKPOINTS: canonical_json(notes)}))

        assert codes(report) == {ProblemCode.CHECKPOINT}

    def test_shows_another_origin_in_the_manifest(self) -> None:
        manifest = json.loads(HONEST[MANIFEST]) | {"origin": "other.example"}

        report = verify(pack({**HONEST, MANIFEST: canonical_json(manifest)}))

        assert codes(report) == {ProblemCode.CHECKPOINT}

    def test_does_not_hold_without_any_checkpoint(self) -> None:
        empty: Members = {
            MANIFEST: canonical_json({**json.loads(HONEST[MANIFEST]), "size": 0}),
            CHECKPOINTS: b"[]",
            KEYS: b"[]",
            LEAVES: b"",
            RECORDS: b"",
        }

        assert codes(verify(pack(empty))) == {ProblemCode.CHECKPOINT}

    def test_refuses_more_checkpoints_than_a_bundle_may_have(self) -> None:
        notes = ["x"] * 10_001

        report = verify(pack({**HONEST, CHECKPOINTS: canonical_json([*notes])}))

        assert ProblemCode.UNREADABLE in codes(report)

    @pytest.mark.parametrize(
        "leaves",
        [
            pytest.param(lambda data: data[:-32], id="cut"),
            pytest.param(lambda data: data + bytes(32), id="longer"),
            pytest.param(lambda data: data[:-1], id="cut-inside-a-hash"),
            pytest.param(lambda data: bytes(32) + data[32:], id="first-changed"),
            pytest.param(lambda data: data[:-1] + b"\0", id="last-changed"),
        ],
    )
    def test_shows_changed_leaf_hashes(self, leaves: Callable[[bytes], bytes]) -> None:
        report = verify(pack({**HONEST, LEAVES: leaves(HONEST[LEAVES])}))

        assert ProblemCode.TREE in codes(report)

    def test_narrows_a_changed_leaf_to_the_entries_of_one_step(self) -> None:
        leaves = bytearray(HONEST[LEAVES])
        leaves[7 * 32] ^= 1

        report = verify(pack({**HONEST, LEAVES: bytes(leaves)}))

        tree = next(one for one in report.problems if one.code is ProblemCode.TREE)
        assert "entries 5 to 9" in tree.message


class TestErasure:
    """Parts are gone; a tombstone must say why."""

    def bury(
        self, lines_to_blank: dict[int, list[int]], tombstone: Tombstone | None
    ) -> Report:
        store = a_ledger(6)
        if tombstone:
            add_tombstone(store, tombstone)
            sequence(store, a_signer(), MOMENT)
        members = unpack(a_bundle(store))
        lines = lines_of(members)
        for index, parts in lines_to_blank.items():
            for part in parts:
                lines[index]["s"][part] = lines[index]["p"][part] = None
        return verify(with_lines(lines, members))

    @pytest.mark.parametrize("part", [0, 1, 2], ids=["subject", "decision", "context"])
    def test_shows_a_blanked_part_without_tombstone(self, part: int) -> None:
        report = self.bury({3: [part]}, None)

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.PART_MISSING, 3)
        ]

    def test_accepts_an_erasure_with_its_tombstone(self) -> None:
        report = self.bury(
            {3: [0, 2], 4: [0, 2]},
            Tombstone(
                positions=[(3, 5)], parts=frozenset({"subject", "context"}), reason="r"
            ),
        )

        assert report.holds
        assert report.erased == {"subject": 2, "context": 2}
        assert report.overdue == 0

    def test_shows_a_part_that_the_tombstone_does_not_cover(self) -> None:
        report = self.bury(
            {3: [0, 1]},
            Tombstone(positions=[(3, 4)], parts=frozenset({"subject"}), reason="r"),
        )

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.PART_MISSING, 3)
        ]

    def test_warns_of_an_erasure_that_was_not_carried_out(self) -> None:
        report = self.bury(
            {3: [2]},
            Tombstone(positions=[(0, 5)], parts=frozenset({"context"}), reason="r"),
        )

        assert report.holds
        assert report.overdue == 3
        assert "3 erased parts are still in the bundle" in report_caveats(report)

    def test_accepts_a_purge_over_an_erasure(self) -> None:
        store = a_ledger(6)
        parts = frozenset({"context"})
        add_tombstone(store, Tombstone(positions=[(2, 3)], parts=parts, reason="r"))
        add_tombstone(
            store,
            Tombstone(positions=[(0, 7)], parts=parts, reason="retention"),
            kind=EntryKind.PURGE,
            number=-3,
        )
        sequence(store, a_signer(), MOMENT)
        members = unpack(a_bundle(store))
        lines = lines_of(members)
        for line in lines[1:7]:
            line["s"][2] = line["p"][2] = None

        report = verify(with_lines(lines, members))

        assert report.holds
        assert report.entries == {"config": 1, "visitor": 6, "erase": 1, "purge": 1}
        assert report.overdue == 0

    @pytest.mark.parametrize("stop", [8, 100], ids=["itself", "after-it"])
    def test_shows_a_tombstone_that_points_forward(self, stop: int) -> None:
        report = self.bury(
            {},
            Tombstone(positions=[(3, stop)], parts=frozenset({"context"}), reason="r"),
        )

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.TOMBSTONE, 7)
        ]

    def test_shows_an_erased_part_that_was_filled_again(self) -> None:
        store = a_ledger(6)
        members = unpack(a_bundle(store))
        lines = lines_of(members)
        lines[3]["p"][2] = '{"page":null}'

        assert codes(verify(with_lines(lines, members))) == {ProblemCode.PART}

    def test_shows_an_entry_of_the_ledger_itself_that_was_blanked(self) -> None:
        report = self.bury({0: [1]}, None)

        assert report.first_broken is not None
        assert report.first_broken.index == 0


def a_log_of(*records: Any) -> bytes:  # noqa: ANN401 - arguments of store.add
    store = MemoryLedgerStore()
    for number, (kind, parts) in enumerate(records):
        store.add(record_id(number), kind, SECOND, parts, some_salts(number))
    sequence(store, a_signer(), MOMENT)
    return a_bundle(store)


class TestHonestlySignedNonsense:
    """The operator signed it; the auditor still sees that it cannot be true."""

    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            pytest.param(
                visitor_parts(1, recorded_at=SECOND - 901), "time", id="back-dated"
            ),
            pytest.param(
                visitor_parts(1, recorded_at=SECOND + 901), "time", id="post-dated"
            ),
            pytest.param(
                visitor_parts(1, policy_version="a" * 64),
                "not_published",
                id="policy-never-published",
            ),
            pytest.param(
                visitor_parts(1, notice_digest="a" * 64),
                "not_published",
                id="notice-never-published",
            ),
        ],
    )
    def test_shows(self, parts: Any, code: str) -> None:  # noqa: ANN401
        report = verify(
            a_log_of((EntryKind.CONFIG, config_parts()), (EntryKind.VISITOR, parts))
        )

        assert [(one.code.value, one.index) for one in report.problems] == [(code, 1)]

    @pytest.mark.parametrize("apart", [-900, 900])
    def test_allows_a_queued_click_of_a_quarter_of_an_hour(self, apart: int) -> None:
        parts = visitor_parts(1, recorded_at=SECOND + apart)

        assert verify(
            a_log_of((EntryKind.CONFIG, config_parts()), (EntryKind.VISITOR, parts))
        ).holds

    def test_shows_a_notice_that_was_published_too_late(self) -> None:
        report = verify(
            a_log_of(
                (EntryKind.VISITOR, visitor_parts(1)),
                (EntryKind.CONFIG, config_parts()),
            )
        )

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.NOT_PUBLISHED, 0)
        ]

    def test_shows_a_record_that_was_sequenced_twice(self) -> None:
        report = verify(
            a_log_of(
                (EntryKind.CONFIG, config_parts()),
                (EntryKind.VISITOR, visitor_parts(1)),
                (EntryKind.VISITOR, visitor_parts(2, record=record_id(1))),
            )
        )

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.REPEATED, 2)
        ]

    def test_counts_heartbeats(self) -> None:
        report = verify(a_log_of((EntryKind.HEARTBEAT, config_parts())))

        assert report.holds
        assert report.entries == {"heartbeat": 1}

    @pytest.mark.parametrize(
        "decision",
        [
            pytest.param(b"", id="nothing"),
            pytest.param(b"[]", id="a-list"),
            pytest.param(b"{}", id="no-fields"),
            pytest.param(b"\xff", id="not-utf-8"),
            pytest.param(b'{"recorded_at":"yesterday"}', id="time-in-words"),
            pytest.param(b'{"recorded_at":"9999-12-31T23:59:59-23:59"}', id="far-time"),
            pytest.param(
                b'{"recorded_at":"2026-09-21T14:13:20"}', id="time-without-zone"
            ),
            pytest.param(
                canonical_json({"action": 1, "recorded_at": time_text(SECOND)}),
                id="action-not-text",
            ),
            pytest.param(
                canonical_json(
                    {"action": "a", "purposes": [], "recorded_at": time_text(SECOND)}
                ),
                id="purposes-a-list",
            ),
        ],
    )
    @pytest.mark.parametrize(
        "kind",
        [EntryKind.VISITOR, EntryKind.CONFIG, EntryKind.ERASE, EntryKind.PURGE],
        ids=lambda kind: kind.name,
    )
    def test_shows_a_decision_that_says_nothing(
        self, kind: EntryKind, decision: bytes
    ) -> None:
        good = visitor_parts(1)
        parts = type(good)(subject=good.subject, decision=decision, context=b"{}")

        report = verify(a_log_of((EntryKind.CONFIG, config_parts()), (kind, parts)))

        assert report.first_broken is not None
        assert report.first_broken.index == 1

    @pytest.mark.parametrize("subject", [b"{}", b"x", b'{"record_id":7}'])
    def test_shows_a_record_without_id(self, subject: bytes) -> None:
        good = visitor_parts(1)
        parts = type(good)(subject=subject, decision=good.decision, context=b"{}")

        report = verify(
            a_log_of((EntryKind.CONFIG, config_parts()), (EntryKind.VISITOR, parts))
        )

        assert [(one.code, one.index, one.record_id) for one in report.problems] == [
            (ProblemCode.UNREADABLE, 1, None)
        ]


class TestDocuments:
    """Policies and notices beside the records."""

    @pytest.mark.parametrize("name", [POLICY_MEMBER, NOTICE_MEMBER])
    def test_shows_a_changed_document(self, name: str) -> None:
        report = verify(pack({**HONEST, name: HONEST[name] + b" "}))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.DOCUMENT, 0)
        ]

    @pytest.mark.parametrize("name", [POLICY_MEMBER, NOTICE_MEMBER])
    def test_shows_a_lost_document(self, name: str) -> None:
        members = {key: data for key, data in HONEST.items() if key != name}

        assert codes(verify(pack(members))) == {ProblemCode.DOCUMENT}

    def test_shows_a_document_that_nothing_published(self) -> None:
        report = verify(pack({**HONEST, f"notices/{'a' * 64}.json": b"{}"}))

        assert codes(report) == {ProblemCode.DOCUMENT}


class TestManifest:
    """It proves nothing and still must fit."""

    def test_shows_a_member_that_is_not_listed(self) -> None:
        manifest = json.loads(HONEST[MANIFEST])
        del manifest["members"][RECORDS]
        members = {**HONEST, MANIFEST: canonical_json(manifest)}

        assert codes(verify(pack(members, honest=False))) == {ProblemCode.MEMBER}

    def test_shows_a_listed_member_that_is_not_there(self) -> None:
        manifest = json.loads(HONEST[MANIFEST])
        manifest["members"]["notices/lost.json"] = "a" * 64
        members = {**HONEST, MANIFEST: canonical_json(manifest)}

        assert codes(verify(pack(members, honest=False))) == {ProblemCode.MEMBER}

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"format": "zip"}, id="other-format"),
            pytest.param({"version": 3}, id="newer-version"),
            pytest.param({"version": 0}, id="no-version"),
            pytest.param({"selection": []}, id="selection-a-list"),
            pytest.param({"withheld": ["name"]}, id="withheld-no-part"),
            pytest.param({"version": "1"}, id="version-as-text"),
            pytest.param({"size": -1}, id="negative-size"),
            pytest.param({"origin": None}, id="no-origin"),
            pytest.param({"members": []}, id="members-a-list"),
            pytest.param({"members": {"a": 1}}, id="digest-a-number"),
        ],
    )
    def test_refuses_another_manifest(self, change: dict[str, Any]) -> None:
        manifest = json.loads(HONEST[MANIFEST]) | change
        members = {**HONEST, MANIFEST: json.dumps(manifest).encode()}

        with pytest.raises(MalformedEvidenceError):
            verify(pack(members, honest=False))


class TestHostileLines:
    """Lines that no export of ours writes."""

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(b"", id="empty"),
            pytest.param(b"{", id="cut-json"),
            pytest.param(b"\xff\xfe", id="not-utf-8"),
            pytest.param(b"[" * 10_000, id="deep"),
            pytest.param(b'{"i":1,"i":1,"e":"","s":[],"p":[]}', id="repeated-key"),
        ],
    )
    @pytest.mark.parametrize("place", ["instead", "between"])
    def test_names_the_place_of_a_bad_line(self, place: str, line: bytes) -> None:
        lines = HONEST[RECORDS].splitlines()
        lines[5 : 6 if place == "instead" else 5] = [line]
        members = {**HONEST, RECORDS: b"\n".join(lines) + b"\n"}

        report = verify(pack(members))

        assert ProblemCode.UNREADABLE in codes(report)
        assert report.first_broken is not None
        assert report.first_broken.index == 5

    def test_refuses_a_line_without_end(self) -> None:
        report = verify(pack({**HONEST, RECORDS: HONEST[RECORDS][:-1]}))

        assert report.first_broken is not None
        assert report.first_broken.index == 12

    def test_refuses_an_endless_line(self) -> None:
        records = HONEST[RECORDS] + b'"' * (3 * 1024 * 1024)

        assert ProblemCode.UNREADABLE in codes(
            verify(pack({**HONEST, RECORDS: records}))
        )

    def test_stops_after_enough_problems(self) -> None:
        records = HONEST[RECORDS] + b"\n" * 200_000

        report = verify(pack({**HONEST, RECORDS: records}))

        assert report.problem_count < 1_010
        assert len(report.problems) == 20


def test_lists_the_first_problems_and_counts_all() -> None:
    lines = lines_of(unpack(a_bundle(a_ledger(60))))
    for line in lines[1:]:
        line["s"][0] = flip(line["s"][0])

    report = verify(with_lines(lines, unpack(a_bundle(a_ledger(60)))))

    assert (report.problem_count, len(report.problems)) == (60, 20)


SMALL = unpack(a_bundle(a_ledger(3)))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_never_holds_after_one_byte_of_a_member_changed(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SMALL)))
    place = data.draw(st.integers(0, len(SMALL[name]) - 1))
    value = data.draw(st.integers(0, 255))
    changed = SMALL[name][:place] + bytes([value]) + SMALL[name][place + 1 :]
    if changed == SMALL[name]:
        return

    try:
        holds = verify(pack({**SMALL, name: changed}, honest=False)).holds
    except (MalformedEvidenceError, SettingError):
        return
    # Nobody signs the manifest: its serial number or recipient may be anything.
    assert not holds or name == MANIFEST


def test_reads_record_ids_as_they_are_written() -> None:
    report = verify(with_lines([*lines_of(HONEST), lines_of(HONEST)[1]]))

    assert report.first_broken is not None
    assert UUID(report.first_broken.record_id or "") == record_id(1)
    assert report.origin == ORIGIN
