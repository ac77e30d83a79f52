"""Copies of records for tables and programs."""

import csv
import io
import json

import pytest

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.entry import EntryKind, make_entry
from consent_server.ledger.flat import CsvFormat, JsonLinesFormat, flat_rows
from consent_server.ledger.stored_row import StoredRow
from tests.unit.ledger.builders import SECOND, some_salts, time_text, visitor_parts

HEAD = Checkpoint(origin="shop.example/shop", size=13, root=bytes(32))
PURPOSES = ["analytics", "marketing"]


def a_row(
    kind: EntryKind = EntryKind.VISITOR, parts: RecordParts | None = None
) -> StoredRow:
    parts, salts = parts or visitor_parts(1), some_salts(1)
    return (
        1,
        make_entry(kind, SECOND, parts, salts),
        salts.subject,
        parts.subject,
        salts.decision,
        parts.decision,
        salts.context,
        parts.context,
        None,
    )


def table(*rows: StoredRow, withheld: tuple[str, ...] = ()) -> list[dict[str, str]]:
    form = CsvFormat(HEAD, PURPOSES)
    data = form.heading + form.format(flat_rows(rows, withheld))
    return [*csv.DictReader(io.StringIO(data.decode(), newline=""))]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=cmd|" /C calc"!A0']


@pytest.mark.parametrize("formula", FORMULAS, ids=repr)
def test_lets_no_text_of_a_record_act_as_a_formula(formula: str) -> None:
    """Whoever sends a click chooses its path; whoever has a database, the rest."""
    names = [
        "action",
        "surface",
        "policy_version",
        "notice_digest",
        "language",
        "software",
    ]
    decision: dict[str, Json] = dict.fromkeys(names, formula)
    agent: dict[str, Json] = dict.fromkeys(
        ["family", "major", "system", "device"], formula
    )
    parts = RecordParts(
        subject=canonical_json(dict.fromkeys(("record_id", "subject_id"), formula)),
        decision=canonical_json(
            {
                **decision,
                "recorded_at": formula,
                "expires_at": formula,
                "purposes": {"analytics": formula},
                "services": {},
                "regime": {"kind": formula, "jurisdiction": formula},
            }
        ),
        context=canonical_json(
            {
                "page": {"origin": formula, "path": formula},
                "agent": agent,
            }
        ),
    )
    [row] = table(a_row(parts=parts))

    assert [*row.values()].count(f"'{formula}") == 19
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()
    )


def test_has_one_row_for_each_record_and_none_for_the_ledger_s_own() -> None:
    rows = table(a_row(), a_row(EntryKind.CONFIG), a_row(EntryKind.HEARTBEAT))

    assert [row["position"] for row in rows] == ["1"]
    assert rows[0]["not_evidence_copy_of"] == "shop.example/shop 13"
    assert rows[0]["arrived_at"] == "2026-09-21T14:13:20Z"
    assert rows[0]["recorded_at"] == time_text(SECOND)
    assert rows[0]["purpose_analytics"] == "granted"


def test_leaves_out_what_is_not_what_was_signed() -> None:
    row = [*a_row()]
    row[5] = b'{"action":"grant_all"}'
    [cells] = table(tuple(row))  # type: ignore[arg-type] # a row with another part
    [line] = JsonLinesFormat(HEAD).format(flat_rows([tuple(row)])).splitlines()  # type: ignore[list-item]

    assert (cells["damaged"], cells["action"]) == ("decision", "")
    assert json.loads(line)["damaged"] == ["decision"]
    assert json.loads(line)["decision"] is None


def test_tells_what_is_erased_from_what_is_withheld() -> None:
    row = [*a_row()]
    row[6] = row[7] = None
    [cells] = table(tuple(row), withheld=("subject",))  # type: ignore[arg-type]

    assert cells["erased"] == "context"
    assert (cells["record_id"], cells["page_path"]) == ("", "")
    assert cells["action"] == "grant_all"


def test_writes_the_exact_parts_into_json_lines() -> None:
    [line] = JsonLinesFormat(HEAD).format(flat_rows([a_row()])).splitlines()
    parts = visitor_parts(1)

    for part in (parts.subject, parts.decision, parts.context):
        assert part in line
    assert json.loads(line)["position"] == 1


def test_copies_nothing_that_may_only_be_stored() -> None:
    row = [*a_row()]
    row[8] = SECOND

    assert list(flat_rows([tuple(row), a_row()])) == list(flat_rows([a_row()]))  # type: ignore[list-item]
