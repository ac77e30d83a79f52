"""Paths of tiles against C2SP tlog-tiles."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.tile_path import (
    MAX_NUMBER,
    TilePath,
    format_entries,
    format_tile_path,
    parse_tile_path,
)
from consent_server.ledger.tiles import Tile


@pytest.mark.parametrize(
    ("path", "level", "number", "width"),
    [
        ("0/x001/x234/067", 0, 1_234_067, 256),  # the specification's example
        ("0/000", 0, 0, 256),
        ("0/999", 0, 999, 256),
        ("0/x001/000", 0, 1_000, 256),
        ("2/000.p/1", 2, 0, 1),
        ("63/005.p/255", 63, 5, 255),
        ("entries/005.p/12", None, 5, 12),
        ("entries/x003/906", None, 3_906, 256),
    ],
)
def test_a_path_has_one_spelling(
    path: str, level: int | None, number: int, width: int
) -> None:
    parsed = parse_tile_path(path)

    assert parsed == TilePath(level=level, number=number, width=width)
    assert parsed.tile == Tile(level=level or 0, number=number)
    assert format_tile_path(parsed) == path


@pytest.mark.parametrize(
    "path",
    [
        *("", "0", "0/", "/000", "0/00", "0/0000", "0/x000/001", "0/001/002"),
        *("00/000", "64/000", "-1/000", "x/000", "0/000.p/", "0/000.p/0"),
        *("0/000.p/01", "0/000.p/256", "0/000.p/300", "entries/x/000", "0/000/.p/1"),
        *("0/\u0660\u0660\u0660", "entries/000/", "data/000"),
    ],
)
def test_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_tile_path(path)


@given(
    st.none() | st.integers(min_value=0, max_value=63),
    st.integers(min_value=0, max_value=MAX_NUMBER),
    st.integers(min_value=1, max_value=256),
)
def test_reads_back_what_was_written(
    level: int | None, number: int, width: int
) -> None:
    path = TilePath(level=level, number=number, width=width)

    assert parse_tile_path(format_tile_path(path)) == path


@given(st.text() | st.from_regex(r"\A(entries|[0-9]+)/[x0-9/]*(\.p/[0-9]*)?\Z"))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    with suppress(MalformedEvidenceError):
        assert format_tile_path(parse_tile_path(text)) == text


def test_entries_have_their_length_before_them() -> None:
    assert format_entries([b"ab", b""]) == b"\x00\x02ab\x00\x00"


@pytest.mark.parametrize("kind", ["0", "63", "entries"])
def test_no_log_is_so_large(kind: str) -> None:
    with pytest.raises(MalformedEvidenceError):
        parse_tile_path(f"{kind}/x999/x999/x999/x999/x999/999")
