"""ERASE and PURGE entries, and CONFIG entries beside them."""

import pytest

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.publication import parse_publication
from consent_server.ledger.tombstone import (
    Tombstone,
    parse_tombstone,
    tombstone_parts,
)
from tests.unit.ledger.builders import MOMENT, PUBLICATION, config_parts

GOOD: dict[str, Json] = {"positions": [[1, 2]], "parts": ["context"], "reason": "r"}


def test_reads_back_a_tombstone() -> None:
    tombstone = Tombstone(
        positions=((1, 2), (5, 9)),
        parts=frozenset({"subject", "context"}),
        reason="erasure_request",
    )
    parts = tombstone_parts(tombstone, MOMENT)

    assert parse_tombstone(parts.decision) == tombstone
    assert parts.subject == parts.context == b"{}"


def test_reads_back_of_which_log_the_positions_are() -> None:
    tombstone = Tombstone(
        positions=((1, 2),),
        parts=frozenset({"context"}),
        reason="retention",
        origin="shop.example/shop",
    )

    assert parse_tombstone(tombstone_parts(tombstone, MOMENT).decision) == tombstone


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"positions": None}, id="no-positions"),
        pytest.param({"positions": [[2, 2]]}, id="empty-run"),
        pytest.param({"positions": [[3, 2]]}, id="backward-run"),
        pytest.param({"positions": [[1, 2, 3]]}, id="three-ends"),
        pytest.param({"positions": [[-1, 2]]}, id="negative"),
        pytest.param({"parts": []}, id="no-part"),
        pytest.param({"parts": ["all"]}, id="unknown-part"),
        pytest.param({"parts": [1]}, id="part-not-text"),
        pytest.param({"reason": None}, id="no-reason"),
        pytest.param({"origin": 1}, id="origin-not-text"),
    ],
)
def test_refuses_a_tombstone(change: dict[str, Json]) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_tombstone(canonical_json(GOOD | change))


def test_reads_back_a_publication() -> None:
    parts = config_parts()

    assert parse_publication(parts.decision) == PUBLICATION
    assert parts.subject == parts.context == b"{}"


@pytest.mark.parametrize(
    "decision",
    [
        pytest.param(b"{}", id="nothing"),
        pytest.param(b'{"policy_version":"x","notices":{}}', id="version-no-digest"),
        pytest.param(
            canonical_json({"policy_version": "a" * 64, "notices": {"en": "../x"}}),
            id="notice-no-digest",
        ),
        pytest.param(
            canonical_json({"policy_version": "a" * 64, "notices": []}),
            id="notices-not-by-language",
        ),
    ],
)
def test_refuses_a_publication(decision: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_publication(decision)
