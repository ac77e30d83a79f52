"""The container: zip files that a hostile sender would make."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.bundle_format import CHECKPOINTS, MANIFEST, RECORDS
from consent_server.ledger.bundle_reader import MAX_SMALL_BYTES
from tests.unit.ledger.builders import a_bundle, a_ledger, pack, unpack, verify

BUNDLE = a_bundle()
MEMBERS = unpack(BUNDLE)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../manifest.json",
        "/etc/passwd",
        "policies/../../x.json",
        "policies\\x.json",
        "policies/",
        f"policies/{'A' * 64}.json",
        f"policies/{'a' * 64}.json/x",
        f"notices/{'a' * 63}.json",
        "manifest.json\n",
        "RECORDS.JSONL",
        "verify.pyc",
        "anchors/07.tsr",
        "anchors/.tsr",
        "",
    ],
)
def test_refuses_a_member_of_another_name(name: str) -> None:
    with pytest.raises(MalformedEvidenceError, match="no member of ours"):
        verify(zipped(*MEMBERS.items(), (name, b"x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [RECORDS, CHECKPOINTS, MANIFEST])
def test_refuses_a_name_that_is_there_twice(name: str) -> None:
    with pytest.raises(MalformedEvidenceError, match="twice"):
        verify(zipped(*MEMBERS.items(), (name, MEMBERS[name])))


@pytest.mark.parametrize("name", [name for name in MEMBERS if "/" not in name])
def test_refuses_a_bundle_without(name: str) -> None:
    rest = [item for item in MEMBERS.items() if item[0] != name]

    with pytest.raises(MalformedEvidenceError, match=f"no {name}"):
        verify(zipped(*rest))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_refuses_another_compression(method: int) -> None:
    with pytest.raises(MalformedEvidenceError, match="another way"):
        verify(zipped(*MEMBERS.items(), method=method))


def test_refuses_too_many_members() -> None:
    many = [(f"notices/{number:064x}.json", b"") for number in range(20_001)]

    with pytest.raises(MalformedEvidenceError, match="members"):
        verify(zipped(*many))


@pytest.mark.parametrize("name", [MANIFEST, CHECKPOINTS])
def test_does_not_unpack_a_bomb(name: str) -> None:
    bomb = pack({**MEMBERS, name: b"[" + b" " * MAX_SMALL_BYTES}, honest=False)

    assert len(bomb) < 100_000
    if name == MANIFEST:
        with pytest.raises(MalformedEvidenceError, match="larger"):
            verify(bomb)
    else:
        assert any("larger" in problem.message for problem in verify(bomb).problems)


def test_does_not_unpack_a_bomb_that_lies_about_its_size() -> None:
    member = b'{"format":"consent-bundle"}' + b" " * MAX_SMALL_BYTES
    bomb = bytearray(
        zipped(
            (MANIFEST, member),
            *[item for item in MEMBERS.items() if item[0] != MANIFEST],
        )
    )
    claimed = struct.pack("<L", len(member))
    for _ in range(2):  # in the local and in the central header
        place = bomb.index(claimed)
        bomb[place : place + 4] = struct.pack("<L", 27)

    with pytest.raises(MalformedEvidenceError):
        verify(bytes(bomb))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"PK\x05\x06" + bytes(18), id="no-members"),
        pytest.param(lambda _: b"{}" * 100, id="not-a-zip"),
        pytest.param(lambda data: data[:-1], id="one-byte-short"),
        pytest.param(lambda data: data[: len(data) // 2], id="half"),
    ],
)
def test_refuses_what_is_not_a_whole_zip(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(MalformedEvidenceError):
        verify(damage(BUNDLE))


def test_reports_a_member_that_lost_its_start() -> None:
    report = verify(BUNDLE[200:])

    assert any("cut off" in problem.message for problem in report.problems)


def test_refuses_an_encrypted_member() -> None:
    data = bytearray(BUNDLE)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.rindex(signature)
        data[place + flags] |= 1

    with pytest.raises(MalformedEvidenceError):
        verify(bytes(data))


SMALL = a_bundle(a_ledger(2))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.integers(1, 255))
def test_fails_with_our_error_or_says_what_broke(place: int, change: int) -> None:
    damaged = bytearray(SMALL)
    damaged[place] ^= change

    try:
        report = verify(bytes(damaged))
    except MalformedEvidenceError:
        return
    # Dates and other labels of the container carry nothing.
    assert not report.holds or unpack(bytes(damaged)) == unpack(SMALL)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_refuses_any_other_bytes(data: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        verify(data)
