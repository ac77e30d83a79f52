import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.canonical import (
    Json,
    canonical_json,
    canonical_members,
    join_members,
)
from consent_server.kernel.errors import MalformedEvidenceError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcXYZ09_-", max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(value=VALUES)
def test_reads_back_as_the_same_value(value: Json) -> None:
    assert json.loads(canonical_json(value)) == value


@given(members=st.dictionaries(st.text("abcXYZ09_", min_size=1), VALUES, max_size=4))
def test_joins_members_to_the_bytes_of_the_whole(members: dict[str, Json]) -> None:
    assert join_members(canonical_members(members)) == canonical_json(members)


def test_sorts_keys_and_leaves_no_space() -> None:
    """RFC 8785 section 3.2.3."""
    assert canonical_json({"b": [1, "é\n"], "a": None}) == (
        '{"a":null,"b":[1,"é\\n"]}'.encode()
    )


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1.5, id="float"),
        pytest.param(2**53, id="integer-JavaScript-cannot-keep"),
        pytest.param({"é": 1}, id="key-not-ascii"),
        pytest.param({1: 1}, id="key-not-text"),
        pytest.param("\ud800", id="half-a-surrogate-pair"),
        pytest.param(b"bytes", id="bytes"),
    ],
)
def test_refuses_what_has_no_one_spelling(value: object) -> None:
    with pytest.raises(MalformedEvidenceError):
        canonical_json(value)  # type: ignore[arg-type] # wrong on purpose
