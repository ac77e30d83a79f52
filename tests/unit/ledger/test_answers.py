"""What is counted of a record."""

import json
from typing import Any

import pytest

from consent_server.consent.statistics import Cell, Times
from consent_server.ledger.answers import add_up, answer_mark, day_of, read_answer

DECISION: dict[str, Any] = {
    "action": "custom",
    "purposes": {"analytics": "granted", "marketing": "refused"},
    "services": {"stats": "granted", "map": "undecided"},
    "policy_version": "v1",
    "language": "nb",
    "surface": "banner",
    "recorded_at": "2026-03-01T12:00:00.000000Z",
}
CONTEXT = {"agent": {"device": "phone", "family": "", "major": "", "system": ""}}


def part(fields: object) -> bytes:
    return json.dumps(fields).encode()


def cells(
    context: bytes | None = part(CONTEXT), **changes: object
) -> dict[tuple[str, str], Times]:
    answer = read_answer(part(DECISION | changes), context)
    assert answer is not None
    return {
        (cell.dimension, cell.value): times
        for cell, times in add_up([(answer, "2026-03-01", 3)]).items()
    }


def test_counts_each_purpose_and_service_and_the_whole_by_the_rest() -> None:
    yes, no = Times(3, 0), Times(0, 3)

    assert cells() == {
        ("device", "phone"): yes,
        ("language", "nb"): yes,
        ("purpose", "analytics"): yes,
        ("purpose", "marketing"): no,
        ("service", "stats"): yes,
        ("surface", "banner"): yes,
    }


def test_an_answer_that_grants_nothing_is_a_refusal() -> None:
    found = cells(
        purposes={"analytics": "refused"}, services={"map": "undecided", "a": "refused"}
    )

    assert found["language", "nb"] == Times(0, 3)


def test_one_granted_service_is_no_refusal() -> None:
    found = cells(purposes={"analytics": "refused"}, services={"map": "granted"})

    assert found["language", "nb"] == Times(3, 0)


def test_a_record_without_its_context_counts_by_an_unknown_device() -> None:
    assert cells(context=None)["device", "unknown"] == Times(3, 0)


@pytest.mark.parametrize("decision", [b"", b"{}", b"\xff", b'{"action":1}'])
def test_a_damaged_record_counts_nowhere(decision: bytes) -> None:
    assert read_answer(decision, None) is None


def test_adds_up_within_a_day_and_a_version() -> None:
    one = read_answer(part(DECISION), part(CONTEXT))
    other = read_answer(part(DECISION | {"purposes": {}, "services": {}}), None)
    assert one is not None
    assert other is not None
    found = add_up([(one, "2026-03-01", 1), (other, "2026-03-01", 2), (one, "x", 4)])

    assert found[Cell("2026-03-01", "v1", "language", "nb")] == Times(1, 2)
    assert found[Cell("x", "v1", "language", "nb")] == Times(4, 0)
    assert list(found) == sorted(found)


def test_marks_differ_by_everything_that_is_counted() -> None:
    marks = [
        answer_mark(b"a", "banner", "phone"),
        answer_mark(b"b", "banner", "phone"),
        answer_mark(b"a", "my_choices", "phone"),
        answer_mark(b"a", "banner", "desktop"),
    ]

    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize(
    ("second", "day"),
    [(0, "1970-01-01"), (86_400, "1970-01-02"), (2**64 - 1, "9999-12-31")],
)
def test_names_the_day_of_an_arrival(second: int, day: str) -> None:
    assert day_of(second.to_bytes(8, "big")) == day
