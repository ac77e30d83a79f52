"""Bundles that hold a selection, or not all parts: what is missing is said."""

from dataclasses import replace

import pytest

from consent_server.kernel.canonical import Json
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.caveats import SELECTION, caveats
from consent_server.ledger.ports import LedgerRow
from consent_server.ledger.report_text import report_text
from tests.unit.ledger.assembled import (
    Signed,
    check,
    config,
    found,
    members_of,
    rows_of,
    visit,
)

ROWS = rows_of([config(), *(visit(number) for number in range(1, 9))])
SIGNED = [Signed(size=9)]
ASKED: Json = {"action": "custom"}


def test_counts_what_a_selection_left_out() -> None:
    shown = [ROWS[0], ROWS[2], ROWS[6]]
    report = check(members_of(ROWS, SIGNED, shown=shown, manifest={"selection": ASKED}))

    assert report.holds, report.problems
    assert (report.left_out, report.entries) == (6, {"config": 1, "visitor": 2})
    assert SELECTION in caveats(report)
    assert "6 entries by selection (action custom)" in report_text(report)


@pytest.mark.parametrize("asked", [{}, {"mood": "good"}], ids=["empty", "unknown"])
def test_refuses_a_selection_that_would_explain_any_gap(asked: Json) -> None:
    members = members_of(ROWS, SIGNED, shown=ROWS[:3], manifest={"selection": asked})

    with pytest.raises(MalformedEvidenceError, match="a selection"):
        check(members)


def test_shows_a_gap_that_no_selection_explains() -> None:
    report = check(members_of(ROWS, SIGNED, shown=[*ROWS[:3], *ROWS[4:]]))

    assert found(report) == [("missing", 3)]


def test_shows_an_exchanged_record_in_a_selection() -> None:
    shown = [ROWS[0], replace(ROWS[2], index=6)]
    report = check(members_of(ROWS, SIGNED, shown=shown, manifest={"selection": ASKED}))

    assert found(report) == [("entry", 6)]


def test_counts_parts_that_were_withheld() -> None:
    shown = [ROWS[0], *(replace(row, context=None) for row in ROWS[1:])]
    members = members_of(ROWS, SIGNED, shown=shown, manifest={"withheld": ["context"]})
    report = check(members)

    assert report.holds, report.problems
    assert (report.withheld, report.erased) == ({"context": 8}, {})
    assert "on purpose: 8 context" in report_text(report)


def test_shows_a_missing_part_that_is_not_among_the_withheld() -> None:
    shown = [*ROWS[:4], replace(ROWS[4], subject=None), *ROWS[5:]]
    members = members_of(ROWS, SIGNED, shown=shown, manifest={"withheld": ["context"]})

    assert found(check(members)) == [("part_missing", 4)]


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("subject", replace(ROWS[4], subject=None)),
        ("decision", replace(ROWS[4], decision=None)),
        ("context", replace(ROWS[4], context=None)),
    ],
    ids=["subject", "decision", "context"],
)
def test_shows_a_part_that_is_withheld_from_one_record_alone(
    name: str, hidden: LedgerRow
) -> None:
    shown = [*ROWS[:4], hidden, *ROWS[5:]]
    members = members_of(ROWS, SIGNED, shown=shown, manifest={"withheld": [name]})

    assert found(check(members)) == [("part_missing", 4)]


def test_shows_an_entry_of_the_ledger_that_lost_a_withheld_part() -> None:
    shown = [replace(row, context=None) for row in ROWS]
    members = members_of(ROWS, SIGNED, shown=shown, manifest={"withheld": ["context"]})

    assert found(check(members)) == [("part_missing", 0)]
