"""Reading the parts of many records."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.record_fields import (
    read_context,
    read_decision,
    read_subject,
)
from tests.unit.ledger.builders import record_id, subject_id, visitor_parts

TIME = "2026-09-21T14:13:20.000000Z"
LATER = "2027-03-22T14:13:20.123456Z"


def a_decision(**changes: Json) -> bytes:
    fields: dict[str, Json] = {
        "action": "custom",
        "recorded_at": TIME,
        "expires_at": LATER,
        "purposes": {"analytics": "granted"},
        "services": {"stats": "granted"},
        "regime": {"kind": "opt_in", "jurisdiction": "NO", "reason": "site"},
        "signals": {"gpc": True},
    }
    return canonical_json(fields | changes)


def test_reads_who() -> None:
    subject = read_subject(visitor_parts(1).subject)

    assert subject.record_id == str(record_id(1))
    assert subject.subject_id == str(subject_id(1))
    assert subject.previous_record_id is None


def test_reads_what_was_decided() -> None:
    decided = read_decision(a_decision())

    assert (decided.recorded_at, decided.expires_at) == (TIME, LATER)
    assert decided.decision.action == "custom"
    assert decided.decision.purposes == {"analytics": "granted"}
    assert decided.decision.jurisdiction == "NO"
    assert decided.decision.signals == {"gpc": True}


def test_reads_decisions_that_differ_in_their_times_once() -> None:
    one, other = (
        read_decision(a_decision()),
        read_decision(a_decision(recorded_at=LATER)),
    )

    assert one.decision is other.decision
    assert (one.recorded_at, other.recorded_at) == (TIME, LATER)


@given(
    st.dictionaries(
        st.sampled_from(["action", "recorded_at", "expires_at", "software", "b"]),
        st.sampled_from(
            [
                TIME,
                LATER,
                "",
                f'"recorded_at":"{TIME}',
                f'x","expires_at":"{LATER}","recorded_at":"{TIME}',
                "\\",
                '"',
            ]
        ),
    )
)
def test_reads_no_time_out_of_another_field(changes: dict[str, Json]) -> None:
    part = a_decision(**changes)
    plain = json.loads(part)

    decided = read_decision(part)

    assert decided.recorded_at == plain["recorded_at"]
    assert decided.expires_at == plain["expires_at"]
    assert decided.decision.action == plain["action"]
    assert decided.decision.software == plain.get("software", "")


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(
            b'{"a":{"expires_at":"%b","recorded_at":"%b"},"action":"custom",'
            b'"purposes":{},"recorded_at":"%b","services":{}}'
            % (TIME.encode(), TIME.encode(), LATER.encode()),
            id="nested",
        ),
        pytest.param(
            b'{"action":"custom","x\\"expires_at":"%b","purposes":{},"recorded_at":"%b",'
            b'"services":{}}' % (TIME.encode(), LATER.encode()),
            id="in-a-key",
        ),
    ],
)
def test_is_not_misled_by_a_time_elsewhere(part: bytes) -> None:
    decided = read_decision(part)

    assert (decided.recorded_at, decided.expires_at) == (LATER, "")


def test_reads_where() -> None:
    context = read_context(visitor_parts(7).context)

    assert (context.page.origin, context.page.path) == ("https://shop.example", "/å/7")
    assert context.agent.family == ""


@pytest.mark.parametrize("part", [b"", b"[]", b"\xff", b'{"action":1}', b'{"page":1}'])
def test_refuses_what_is_no_part(part: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        read_subject(part)
    with pytest.raises(MalformedEvidenceError):
        read_decision(part)
    if part != b'{"action":1}':
        with pytest.raises(MalformedEvidenceError):
            read_context(part)
