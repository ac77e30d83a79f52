"""Tiles against the definition in C2SP tlog-tiles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.kernel.errors import BrokenEvidenceError
from consent_server.ledger.merkle import leaf_hash, root_at, root_of
from consent_server.ledger.tiles import (
    Tile,
    extend_tiles,
    overlay,
    subtrees_in,
)

LEAVES = [leaf_hash(number.to_bytes(3)) for number in range(70_000)]


def grow(batches: list[int]) -> dict[Tile, bytes]:
    tiles: dict[Tile, bytes] = {}
    size = 0
    for count in batches:
        tiles |= extend_tiles(size, LEAVES[size : size + count], reader(tiles))
        size += count
    return tiles


def reader(tiles: dict[Tile, bytes]):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return lambda tile: tiles.get(tile, b"")


@pytest.fixture(scope="module")
def large() -> dict[Tile, bytes]:
    return grow([70_000])


def test_cuts_seventy_thousand_leaves_as_the_specification_says(
    large: dict[Tile, bytes],
) -> None:
    widths = {
        level: [len(large[tile]) // 32 for tile in sorted(large) if tile.level == level]
        for level in range(3)
    }

    assert widths == {0: [256] * 273 + [112], 1: [256, 17], 2: [1]}


def test_holds_the_leaf_hashes_in_order_at_level_zero(large: dict[Tile, bytes]) -> None:
    bottom = b"".join(large[tile] for tile in sorted(large) if tile.level == 0)

    assert bottom == b"".join(LEAVES)


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 70_000])
def test_serves_every_older_size_from_the_same_tiles(
    size: int, large: dict[Tile, bytes]
) -> None:
    assert root_at(size, subtrees_in(reader(large))) == root_of(LEAVES[:size])


@pytest.mark.parametrize("size", [255, 256, 257])
def test_grows_a_level_when_a_tile_is_full(size: int) -> None:
    tiles = grow([size])

    assert sorted(tiles) == [
        Tile(level=0, number=number) for number in range((size + 255) // 256)
    ] + ([Tile(level=1, number=0)] if size >= 256 else [])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(min_value=1, max_value=400), max_size=6))
def test_does_not_depend_on_how_leaves_were_batched(batches: list[int]) -> None:
    tiles = grow(batches)

    assert tiles == grow([sum(batches)])
    assert all(0 < len(data) <= 256 * 32 for data in tiles.values())
    assert root_at(sum(batches), subtrees_in(reader(tiles))) == root_of(
        LEAVES[: sum(batches)]
    )


def test_cuts_a_tile_that_another_step_has_already_widened() -> None:
    wider = grow([5])

    changed = extend_tiles(3, LEAVES[3:4], reader(wider))

    assert changed[Tile(level=0, number=0)] == b"".join(LEAVES[:4])


@pytest.mark.parametrize("width", [0, 2], ids=["missing", "too-short"])
def test_refuses_to_build_on_a_damaged_tile(width: int) -> None:
    tiles = {Tile(level=0, number=0): b"".join(LEAVES[:width])}

    with pytest.raises(BrokenEvidenceError, match="damaged"):
        extend_tiles(3, LEAVES[3:4], reader(tiles))
    with pytest.raises(BrokenEvidenceError, match="damaged"):
        root_at(3, subtrees_in(reader(tiles)))


def test_reads_changed_tiles_before_stored_ones() -> None:
    tile = Tile(level=0, number=0)
    read = overlay({tile: b"new"}, reader({tile: b"old"}))

    assert read(tile) == b"new"
    assert read(Tile(level=0, number=1)) == b""
