"""Which records an export holds."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.entry import EntryKind, make_entry
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.selection import Selection, parse_selection
from tests.unit.ledger.builders import (
    SECOND,
    some_salts,
    subject_id,
    visitor_parts,
)

OWN = str(subject_id(1))


def a_row(
    action: str = "custom", kind: EntryKind = EntryKind.VISITOR, without: str = ""
) -> LedgerRow:
    """A record of subject 1 that grants analytics and refuses marketing."""
    parts, salts = visitor_parts(1, action=action), some_salts(1)
    row = LedgerRow(
        index=1,
        entry=make_entry(kind, SECOND, parts, salts),
        subject=EvidencePart(salt=salts.subject, part=parts.subject),
        decision=EvidencePart(salt=salts.decision, part=parts.decision),
        context=EvidencePart(salt=salts.context, part=parts.context),
    )
    lost: dict[str, Any] = dict.fromkeys(without.split())
    return dataclasses.replace(row, **lost)


@pytest.mark.parametrize(
    ("selection", "fits"),
    [
        pytest.param(Selection(), True, id="everything"),
        pytest.param(Selection(since=SECOND), True, id="since-this-second"),
        pytest.param(Selection(since=SECOND + 1), False, id="since-the-next"),
        pytest.param(Selection(until=SECOND), True, id="until-this-second"),
        pytest.param(Selection(until=SECOND - 1), False, id="until-the-one-before"),
        pytest.param(Selection(subject=OWN), True, id="own-subject"),
        pytest.param(Selection(subject=str(subject_id(2))), False, id="other-subject"),
        pytest.param(Selection(action="custom"), True, id="own-action"),
        pytest.param(Selection(action="withdraw"), False, id="other-action"),
        pytest.param(Selection(purpose="marketing"), True, id="was-asked-for"),
        pytest.param(Selection(purpose="scoring"), False, id="was-not-asked-for"),
        pytest.param(Selection(purpose="analytics=granted"), True, id="granted"),
        pytest.param(Selection(purpose="marketing=granted"), False, id="refused"),
        pytest.param(
            Selection(since=SECOND, subject=OWN, action="custom"), True, id="all-fit"
        ),
        pytest.param(
            Selection(since=SECOND, subject=OWN, action="withdraw"),
            False,
            id="one-does-not",
        ),
    ],
)
def test_takes_a_record_that_fits_in_everything(
    selection: Selection, *, fits: bool
) -> None:
    assert selection.matches(a_row()) is fits


NOTHING_FITS = Selection(
    since=SECOND + 1, subject=str(subject_id(2)), action="withdraw"
)


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind >= 16])
def test_takes_every_entry_of_the_ledger_itself(kind: EntryKind) -> None:
    assert NOTHING_FITS.matches(a_row(kind=kind))


@pytest.mark.parametrize(
    ("selection", "erased", "fits"),
    [
        pytest.param(Selection(subject=OWN), "subject", False, id="subject"),
        pytest.param(Selection(action="custom"), "decision", False, id="action"),
        pytest.param(Selection(purpose="marketing"), "decision", False, id="purpose"),
        pytest.param(Selection(since=SECOND), "subject decision", True, id="time"),
    ],
)
def test_leaves_out_what_no_longer_shows_that_it_fits(
    selection: Selection, erased: str, *, fits: bool
) -> None:
    assert selection.matches(a_row(without=erased)) is fits


def test_takes_what_cannot_be_read() -> None:
    damaged = EvidencePart(salt=b"", part=b"\xff")
    row = dataclasses.replace(a_row(), subject=damaged)

    assert Selection(subject=OWN).matches(row)
    assert NOTHING_FITS.matches(dataclasses.replace(row, entry=b"damaged"))


LAST_SECOND = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
SECONDS = st.none() | st.integers(0, LAST_SECOND)
WORDS = st.none() | st.text(min_size=1)


@given(st.builds(Selection, since=SECONDS, until=SECONDS, subject=WORDS, purpose=WORDS))
def test_reads_what_it_wrote(selection: Selection) -> None:
    assert parse_selection(selection.to_json()) == selection


def test_is_nothing_in_a_manifest_when_it_takes_everything() -> None:
    assert Selection().to_json() is None
    assert Selection(since=SECOND).to_json() == {"since": "2026-09-21T14:13:20Z"}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([], id="no-object"),
        pytest.param({"since": 5}, id="number"),
        pytest.param({"until": "2026-13-01T00:00:00Z"}, id="no-time"),
        pytest.param({"colour": "red"}, id="unknown"),
    ],
)
def test_refuses_what_is_no_selection(value: object) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_selection(value)
