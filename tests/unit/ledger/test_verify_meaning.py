"""What entries say: erasures that are not explained, and signed nonsense."""

from typing import Any

import pytest

from consent_server.kernel.canonical import canonical_json
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.log import sequence
from consent_server.ledger.memory import MemoryLedgerStore
from consent_server.ledger.problems import ProblemCode
from consent_server.ledger.report import Report
from consent_server.ledger.tombstone import Tombstone
from tests.unit.ledger.builders import (
    MOMENT,
    SECOND,
    a_bundle,
    a_ledger,
    a_signer,
    add_tombstone,
    config_parts,
    record_id,
    some_salts,
    time_text,
    unpack,
    verify,
    visitor_parts,
)
from tests.unit.ledger.tampered import (
    codes,
    lines_of,
    report_caveats,
    with_lines,
)


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
