"""Every attack on a bundle that the format promises to show: entries and places."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError, SettingError
from consent_server.ledger.bundle_format import (
    MANIFEST,
    RECORDS,
)
from consent_server.ledger.problems import ProblemCode
from tests.unit.ledger.builders import (
    ORIGIN,
    SECOND,
    a_bundle,
    a_ledger,
    pack,
    record_id,
    unpack,
    verify,
)
from tests.unit.ledger.tampered import (
    HONEST,
    codes,
    flip,
    lines_of,
    report_caveats,
    with_lines,
)


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
