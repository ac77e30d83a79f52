"""Rows of a copy that several processes share."""

import pytest

from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.entry import EntryKind, make_entry
from consent_server.ledger.flat import CsvFormat, JsonLinesFormat
from consent_server.ledger.stored_row import StoredRow
from consent_server.web.export_rows import FlatRows, write_rows
from tests.unit.ledger.builders import SECOND, some_salts, visitor_parts

HEAD = Checkpoint(origin="shop.example/shop", size=400, root=bytes(32))


def a_row(position: int) -> StoredRow:
    """Every seventh is erased, every eleventh damaged, every thirteenth restricted."""
    parts, salts = visitor_parts(position), some_salts(position)
    subject = parts.subject + (b" " if position % 11 == 0 else b"")
    return (
        position,
        make_entry(EntryKind.VISITOR, SECOND, parts, salts),
        salts.subject if position % 7 else None,
        subject if position % 7 else None,
        salts.decision,
        parts.decision,
        salts.context,
        parts.context,
        SECOND if position % 13 == 0 else None,
    )


@pytest.mark.parametrize(
    ("form", "compress"),
    [
        pytest.param(JsonLinesFormat(HEAD), False, id="json-lines"),
        pytest.param(JsonLinesFormat(HEAD), True, id="compressed"),
        pytest.param(CsvFormat(HEAD, ["analytics"]), False, id="csv"),
    ],
)
def test_are_the_same_as_those_of_one(
    form: CsvFormat | JsonLinesFormat, *, compress: bool
) -> None:
    fetches = [
        ([a_row(position) for position in range(first, first + 10)], first + 10)
        for first in range(0, 400, 10)
    ]
    alone = FlatRows(form, ["context"], compress=compress)
    shared = FlatRows(form, ["context"], compress=compress)

    expected = list(write_rows(alone, fetches, 1))

    assert list(write_rows(shared, fetches, 3)) == expected
    assert shared.records == alone.records == 400 - 31
    assert expected[-1][1] == 400
