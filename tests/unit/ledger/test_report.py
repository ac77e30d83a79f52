"""What an auditor reads."""

import dataclasses
import json

import pytest

from consent_server.kernel.canonical import canonical_json
from consent_server.ledger.caveats import caveats
from consent_server.ledger.counting import NAMES_COUNTED, OTHERS
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.heartbeat import heartbeat_parts
from consent_server.ledger.log import sequence
from consent_server.ledger.report import count_of
from consent_server.ledger.report_json import report_json
from consent_server.ledger.report_text import report_text
from tests.unit.ledger.builders import (
    MOMENT,
    SECOND,
    a_bundle,
    a_ledger,
    a_signer,
    add_record,
    pack,
    record_id,
    some_salts,
    unpack,
    verify,
    visitor_parts,
)


def broken() -> bytes:
    members = unpack(a_bundle())
    records = members["records.jsonl"].replace(b"/\xc3\xa5/5", b"/\xc3\xa5/6")
    return pack({**members, "records.jsonl": records})


def test_tells_that_everything_holds_and_what_that_rests_on() -> None:
    text = report_text(verify(a_bundle()))

    assert "Entries   13 (1 config, 12 visitor)" in text
    assert "Period    2026-09-21T14:13:20Z to" in text
    assert "Purpose   marketing: 3 granted, 9 refused" in text
    assert "HOLDS" in text
    assert "Not anchored: rests on the operator's word." in text


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")]
)
def test_counts_one_thing_as_one(number: int, said: str) -> None:
    assert count_of(number, "entry", "entries") == said


def test_does_not_grow_with_names_that_nobody_expects() -> None:
    """Whoever wrote the ledger chose the names of acts, purposes and signals."""
    store = a_ledger(0)
    for number in range(NAMES_COUNTED + 50):
        name = f"name {number}"
        parts = visitor_parts(number, action=name)
        decision = json.loads(parts.decision or b"") | {"purposes": {name: "granted"}}
        add_record(
            store,
            number,
            parts=dataclasses.replace(parts, decision=canonical_json(decision)),
        )
    signals = {f"name {number}": 1 for number in range(NAMES_COUNTED + 50)}
    store.add(
        record_id(-9),
        EntryKind.HEARTBEAT,
        SECOND,
        heartbeat_parts(signals, MOMENT),
        some_salts(-9),
    )
    while sequence(store, a_signer(), MOMENT):
        pass
    report = verify(a_bundle(store))

    assert report.holds
    for counted in (report.actions, report.purposes, report.signals):
        assert len(counted) == NAMES_COUNTED + 1
    assert report.actions[OTHERS] == report.signals[OTHERS] == 50
    assert report.purposes[OTHERS] == {"granted": 50}


def test_names_the_first_broken_record() -> None:
    text = report_text(verify(broken()))

    assert f"The first broken one is entry 5 (record {record_id(5)})" in text
    assert "[part] entry 5" in text
    assert "BROKEN: 1 problem. " in text
    assert "HOLDS" not in text


def test_gives_the_same_to_programs() -> None:
    good = report_json(verify(a_bundle()))
    bad = json.loads(canonical_json(report_json(verify(broken()))))

    assert (good["holds"], good["first_broken"]) == (True, None)
    assert bad["holds"] is False
    assert bad["anchored"] is False
    assert bad["first_broken"]["index"] == 5
    assert bad["first_broken"]["record_id"] == str(record_id(5))
    assert bad["problems"] == [bad["first_broken"]]


def test_counts_what_it_does_not_list() -> None:
    members = unpack(a_bundle())
    report = verify(pack({**members, "records.jsonl": b"\n" * 30}))

    assert "and 13 more" in report_text(report)


@pytest.mark.parametrize(
    ("size", "reach"),
    [
        (0, "Reaches no entry. "),
        (1, "Reaches as far as 1 entry, the last of "),
        (2, "Reaches as far as 2 entries, the last of "),
    ],
)
def test_says_how_far_it_reaches(size: int, reach: str) -> None:
    report = dataclasses.replace(verify(a_bundle()), size=size)

    assert caveats(report)[0].startswith(reach)


def test_writes_a_report_of_nothing_readable() -> None:
    members = unpack(a_bundle())
    text = report_text(verify(pack({**members, "records.jsonl": b""})))

    assert "Period    unknown to unknown" in text
    assert "Acts      none" in text
