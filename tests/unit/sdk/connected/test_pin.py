"""A pinned policy is the one that was written, or none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError, SettingError
from consent_server.kernel.ids import system_random
from consent_server.sdk.connected.pin import PinFile

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DOCUMENT = b'{"format":"consent-policy/v1"}'


@pytest.fixture(scope="module")
def pin(tmp_path_factory: pytest.TempPathFactory) -> PinFile:
    return PinFile(tmp_path_factory.mktemp("pins"), "shop", system_random)


def test_gives_back_what_was_written_and_when(pin: PinFile) -> None:
    pin.write(DOCUMENT, MOMENT)

    assert pin.read() == DOCUMENT
    assert pin.checked_at() == MOMENT
    assert pin.path.stat().st_mode & 0o777 == 0o600


def test_leaves_nothing_else_in_the_folder(pin: PinFile) -> None:
    pin.write(b"1", MOMENT)
    pin.write(b"2", MOMENT)

    assert list(pin.folder.iterdir()) == [pin.path]


def test_is_none_before_the_first(tmp_path: Path) -> None:
    pin = PinFile(tmp_path / "new", "shop", system_random)

    assert pin.read() is None
    assert pin.checked_at() is None
    pin.touch(MOMENT)  # nothing to say, and no error


def test_refuses_a_file_that_was_cut_anywhere(pin: PinFile) -> None:
    """Reliability: the configuration on the disk is truncated."""
    pin.write(DOCUMENT, MOMENT)
    whole = pin.path.read_bytes()
    for length in range(len(whole)):
        pin.path.write_bytes(whole[:length])
        with pytest.raises(MalformedEvidenceError):
            pin.read()


@given(data=st.data())
def test_refuses_a_file_with_a_byte_that_changed(
    pin: PinFile, data: st.DataObject
) -> None:
    pin.write(DOCUMENT, MOMENT)
    damaged = bytearray(pin.path.read_bytes())
    at = data.draw(st.integers(0, len(damaged) - 1))
    damaged[at] ^= data.draw(st.integers(1, 255))
    pin.path.write_bytes(damaged)

    with pytest.raises(MalformedEvidenceError):
        pin.read()


@given(damaged=st.binary(max_size=200))
def test_refuses_any_bytes(pin: PinFile, damaged: bytes) -> None:
    pin.path.write_bytes(damaged)

    with pytest.raises(MalformedEvidenceError):
        pin.read()


def test_refuses_a_folder_in_its_place(tmp_path: Path) -> None:
    pin = PinFile(tmp_path, "shop", system_random)
    pin.path.mkdir()

    with pytest.raises(MalformedEvidenceError, match="cannot be read"):
        pin.read()


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingError, match="cannot be made"):
        PinFile(tmp_path / "file" / "pins", "shop", system_random)
