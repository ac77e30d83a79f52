"""Lines of records.jsonl."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.record_line import parse_line
from consent_server.ledger.stored_row import format_line, stored_row

parts = st.none() | st.builds(
    EvidencePart,
    salt=st.binary(min_size=16, max_size=16),
    part=st.text().map(str.encode),
)


@given(
    st.builds(
        LedgerRow,
        index=st.integers(0, 2**53 - 1),
        entry=st.binary(max_size=106),
        subject=parts,
        decision=parts,
        context=parts,
    )
)
def test_reads_back_the_exact_bytes(row: LedgerRow) -> None:
    line = format_line(stored_row(row))

    assert line.count(b"\n") == 1
    assert parse_line(line[:-1]) == row


def test_writes_damaged_bytes_so_that_the_damage_shows() -> None:
    damaged = EvidencePart(salt=b"s" * 16, part=b'{"a":"\xff"}')
    row = LedgerRow(index=0, entry=b"e", subject=damaged, decision=None, context=None)

    read = parse_line(format_line(stored_row(row))[:-1])

    assert read.subject is not None
    assert read.subject.part != damaged.part


def a_line(**changes: Any) -> bytes:  # noqa: ANN401 - any JSON
    line = {"i": 1, "e": "ZQ==", "s": [None] * 3, "p": [None] * 3} | changes
    return json.dumps(
        {key: value for key, value in line.items() if value != ...}
    ).encode()


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(a_line(i=...), id="no-index"),
        pytest.param(a_line(x=1), id="another-key"),
        pytest.param(a_line(i=-1), id="negative-index"),
        pytest.param(a_line(i="1"), id="index-as-text"),
        pytest.param(a_line(e="ZQ"), id="entry-not-base64"),
        pytest.param(a_line(s=[None] * 2), id="two-salts"),
        pytest.param(a_line(p=[None] * 4), id="four-parts"),
        pytest.param(a_line(p={}), id="parts-not-a-list"),
        pytest.param(a_line(s=["ZQ==", None, None]), id="salt-without-part"),
        pytest.param(a_line(p=["{}", None, None]), id="part-without-salt"),
        pytest.param(
            a_line(s=["ZQ==", None, None], p=[{}, None, None]), id="part-not-text"
        ),
        pytest.param(
            a_line(s=["ZQ==", None, None], p=["\ud800", None, None]),
            id="half-a-surrogate",
        ),
    ],
)
def test_refuses_a_line(line: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_line(line)
