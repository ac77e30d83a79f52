"""The 106 bytes of an entry."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import (
    ENTRY_BYTES,
    EntryKind,
    Salts,
    commit_part,
    entry_hash,
    make_entry,
    parse_entry,
)
from tests.unit.ledger.builders import SECOND, plain_parts, some_salts


def test_is_version_kind_arrival_and_three_commitments() -> None:
    entry = make_entry(EntryKind.VISITOR, SECOND, plain_parts(1), some_salts(1))

    assert entry[:2] == b"\x01\x01"
    assert entry[2:10] == SECOND.to_bytes(8)
    assert entry[10:42] == commit_part(some_salts(1).subject, plain_parts(1).subject)
    assert entry[42:74] == commit_part(some_salts(1).decision, plain_parts(1).decision)
    assert entry[74:] == commit_part(some_salts(1).context, plain_parts(1).context)
    assert len(entry) == ENTRY_BYTES == 106


def test_commits_to_salt_and_exact_bytes_under_a_prefix_of_its_own() -> None:
    salt = b"s" * 16

    assert commit_part(salt, b"{}") == hashlib.sha256(b"\x02" + salt + b"{}").digest()


def test_hashes_an_entry_as_a_leaf() -> None:
    assert entry_hash(b"e") == hashlib.sha256(b"\x00e").digest()


@given(
    st.sampled_from(EntryKind),
    st.integers(min_value=0, max_value=2**53 - 1),
    st.binary(max_size=40),
)
def test_reads_back_what_was_written(
    kind: EntryKind, arrived_at: int, part: bytes
) -> None:
    parts = RecordParts(subject=part, decision=b"d", context=b"c")

    entry = parse_entry(make_entry(kind, arrived_at, parts, some_salts(0)))

    assert (entry.kind, entry.arrived_at) == (kind, arrived_at)
    assert entry.subject == commit_part(some_salts(0).subject, part)
    assert entry.decision == commit_part(some_salts(0).decision, b"d")
    assert entry.context == commit_part(some_salts(0).context, b"c")


def altered(place: int, value: int) -> bytes:
    entry = bytearray(make_entry(EntryKind.VISITOR, 1, plain_parts(1), some_salts(1)))
    entry[place] = value
    return bytes(entry)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "106 bytes", id="empty"),
        pytest.param(altered(0, 1)[:-1], "106 bytes", id="one-byte-short"),
        pytest.param(altered(0, 1) + b"\0", "106 bytes", id="one-byte-long"),
        pytest.param(altered(0, 2), "version 2", id="other-version"),
        pytest.param(altered(1, 2), "kind 2", id="unknown-kind"),
        pytest.param(altered(2, 0xFF), "arrival", id="arrival-past-any-clock"),
    ],
)
def test_refuses_to_read(data: bytes, message: str) -> None:
    with pytest.raises(MalformedEvidenceError, match=message):
        parse_entry(data)


@given(st.binary(max_size=120))
def test_reads_any_bytes_or_says_that_they_are_no_entry(data: bytes) -> None:
    try:
        entry = parse_entry(data)
    except MalformedEvidenceError:
        return
    assert data[:2] == bytes([1, entry.kind])


@pytest.mark.parametrize("arrived_at", [-1, 2**53])
def test_refuses_an_arrival_that_is_no_time(arrived_at: int) -> None:
    with pytest.raises(MalformedEvidenceError, match="arrival"):
        make_entry(EntryKind.VISITOR, arrived_at, plain_parts(1), some_salts(1))


@pytest.mark.parametrize("length", [0, 15, 17])
def test_refuses_a_salt_of_another_length(length: int) -> None:
    with pytest.raises(MalformedEvidenceError, match="salt"):
        commit_part(b"s" * length, b"{}")


def test_draws_three_salts() -> None:
    drawn = b"1" * 16 + b"2" * 16 + b"3" * 16

    salts = Salts.draw(lambda count: drawn[:count])

    assert salts == Salts(subject=b"1" * 16, decision=b"2" * 16, context=b"3" * 16)
