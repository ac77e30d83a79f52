"""Counts arrive as they were sent, and nothing else arrives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.consent.state import Reason
from consent_server.enforcement.evidence import Sighting, Surface, Taken, Tally
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.sdk.connected.batch import (
    MAX_LINES,
    Batch,
    parse_batch,
    write_batch,
)
from tests.unit.sdk.connected.vectors import VECTORS

NAMES = st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=20)
TIMES = st.integers(1, 2**40)
TAKEN = st.builds(
    Taken,
    held=st.dictionaries(
        st.builds(Tally, NAMES, st.sampled_from(Surface), st.sampled_from(Reason)),
        TIMES,
    ),
    seen=st.dictionaries(
        st.builds(Sighting, st.sampled_from(Surface), NAMES, NAMES), TIMES
    ),
    signals=st.dictionaries(st.just("gpc"), TIMES),
    asked=st.dictionaries(st.sampled_from(["en", "nb", "pt-BR"]), TIMES),
)
EXAMPLE = json.loads(VECTORS["batch"])
LINE = ["google.analytics", "markup", "refused", 1]


@given(taken=TAKEN)
def test_gives_back_what_was_written(taken: Taken) -> None:
    batch = Batch(id="0" * 32, policy_version="a" * 64, taken=taken)

    assert parse_batch(write_batch(batch)) == batch


def test_is_written_as_specified() -> None:
    text = VECTORS["batch"].encode()

    assert write_batch(parse_batch(text)) == text


WRONG: dict[str, dict[str, object]] = {
    "a short id": {"batch": "1"},
    "a version of other letters": {"policy": "x" * 64},
    "no list": {"held": {}},
    "a line that is cut": {"held": [LINE[:3]]},
    "an unknown place": {"held": [["a", "nowhere", "refused", 1]]},
    "an unknown reason": {"held": [["a", "markup", "because", 1]]},
    "a list for a reason": {"held": [["a", "markup", [], 1]]},
    "a long name": {"held": [["a" * 254, "markup", "refused", 1]]},
    "a line break": {"held": [["a\n", "markup", "refused", 1]]},
    "no times": {"held": [["a", "markup", "refused", 0]]},
    "a truth for a number": {"held": [["a", "markup", "refused", True]]},
    "a fraction": {"held": [["a", "markup", "refused", 1.5]]},
    "too many lines": {"held": [LINE] * (MAX_LINES + 1)},
    "a number for a directive": {"seen": [["markup", "x.example", 7, 1]]},
    "an unknown signal": {"signals": {"dnt": 1}},
    "a list of signals": {"signals": []},
    "too many languages": {"asked": {str(it): 1 for it in range(101)}},
    "a language that was never asked in": {"asked": {"en": 0}},
}


@pytest.mark.parametrize("members", WRONG.values(), ids=WRONG)
def test_refuses_another_body(members: dict[str, object]) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_batch(json.dumps(EXAMPLE | members).encode())


@given(data=st.binary(max_size=100) | st.just(b"[]") | st.just(b"{}"))
def test_refuses_any_bytes(data: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_batch(data)
