"""What a timestamp says, read with Python alone."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    MalformedEvidenceError,
)
from consent_server.ledger.stamp import read_stamp
from tests.unit.ledger.stamps import SHA256, a_stamp, der

TEXT = "ledger.example/shop\n3\nroot\n"
SECOND = 1_795_348_800  # 2026-11-22T12:00:00Z


def test_names_its_second() -> None:
    assert read_stamp(a_stamp(TEXT), TEXT) == SECOND


def test_drops_the_fraction_of_a_second() -> None:
    assert read_stamp(a_stamp(TEXT, time=b"20261122120000.25Z"), TEXT) == SECOND


def test_reads_another_digest_of_sha_2() -> None:
    name = SHA256[:-1] + b"\x03"
    digest = hashlib.sha512(TEXT.encode()).digest()

    assert read_stamp(a_stamp(TEXT, name=name, digest=digest), TEXT) == SECOND


def test_is_about_one_text_only() -> None:
    with pytest.raises(BrokenEvidenceError, match="about another text"):
        read_stamp(a_stamp(TEXT), TEXT.replace("3", "4"))


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"nonsense", id="no-der"),
        pytest.param(der(0x30, der(0x30, b"")), id="refused-by-the-authority"),
        pytest.param(a_stamp(TEXT)[:-9], id="cut-off"),
        pytest.param(b"\x30\x80\x00\x00", id="indefinite-length"),
        pytest.param(a_stamp(TEXT, time=b"yesterday"), id="no-time"),
        pytest.param(a_stamp(TEXT, tag=0x17), id="another-kind-of-time"),
        pytest.param(a_stamp(TEXT, name=b"\x2b\x0e\x03\x02\x1a"), id="sha-1"),
        pytest.param(a_stamp(TEXT, content=b"\x2a\x03"), id="another-content"),
    ],
)
def test_refuses_what_is_no_answer(response: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        read_stamp(response, TEXT)


@given(st.integers(min_value=0), st.integers(0, 255))
def test_raises_nothing_but_our_errors(place: int, byte: int) -> None:
    changed = bytearray(a_stamp(TEXT))
    changed[place % len(changed)] = byte

    try:
        found = read_stamp(bytes(changed), TEXT)
    except EvidenceError:
        return
    assert isinstance(found, int)
