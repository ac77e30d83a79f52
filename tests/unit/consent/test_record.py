import json
import uuid
from datetime import UTC, datetime

from consent_server.consent.choice import parse_choice
from consent_server.consent.record import (
    Agent,
    ConsentRecord,
    Page,
    decision_members,
    record_parts,
)
from consent_server.consent.signals import Signals
from consent_server.kernel.parts import RecordParts
from tests.builders import make_policy, make_raw_choice

POLICY = make_policy()


def make_record() -> ConsentRecord:
    return ConsentRecord(
        record_id=uuid.UUID(int=1),
        subject_id=uuid.UUID(int=2),
        previous_record_id=None,
        recorded_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        expires_at=datetime(2026, 8, 30, 12, tzinfo=UTC),
        choice=parse_choice(make_raw_choice(POLICY, "refuse_all"), POLICY),
        signals=Signals(gpc=True),
        page=Page(origin="https://shop.example", path="/a"),
        agent=Agent(family="Firefox", major="140", system="Linux", device="desktop"),
        software="0.1.0",
    )


def parts_of(record: ConsentRecord) -> RecordParts:
    return record_parts(record, decision_members(record.choice, POLICY))


def test_keeps_refusals_as_well_as_grants() -> None:
    """Rule P1: the state per purpose and per service, granted and refused."""
    decision = json.loads(parts_of(make_record()).decision)

    assert decision["purposes"] == {
        "analytics": "refused",
        "marketing": "refused",
        "scoring": "refused",
    }
    assert decision["services"]["ads"] == "refused"
    assert decision["legal_basis"]["necessary"] == "strictly_necessary"
    assert decision["notice_digest"] == POLICY.notices["en"].digest
    assert decision["recorded_at"] == "2026-03-01T12:00:00.000000Z"


def test_names_the_visitor_in_the_subject_part_only() -> None:
    """Erasing one part must leave the others anonymous (ADR 0004)."""
    parts = parts_of(make_record())
    subject_id = str(uuid.UUID(int=2)).encode()

    assert subject_id in parts.subject
    assert subject_id not in parts.decision + parts.context
    assert str(uuid.UUID(int=1)).encode() not in parts.decision + parts.context


def test_keeps_no_more_of_the_browser_than_four_words() -> None:
    """Rule P5: minimised."""
    context = json.loads(parts_of(make_record()).context)

    assert set(context) == {"page", "agent"}
    assert set(context["agent"]) == {"family", "major", "system", "device"}
