"""The tree cut into tiles of 256 hashes (C2SP tlog-tiles).

Tile ``(level, number)`` holds the hashes of the complete subtrees of 256^level leaves
from ``number * 256`` on. A partial tile is a prefix of the full one, so one stored row
serves every size that the tree ever had.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from consent_server.kernel.errors import BrokenEvidenceError
from consent_server.ledger.merkle import HASH_BYTES, ReadSubtree, root_of_complete

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
REMEMBERED_SUBTREES = 64


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tile:
    """Where a tile is: its level above the leaves and its number in that level."""

    level: int
    number: int


ReadTile: TypeAlias = Callable[[Tile], bytes]
"""Gives the hashes of a tile; no bytes for one that does not exist yet."""


def extend_tiles(
    size: int, leaves: Sequence[bytes], read: ReadTile
) -> dict[Tile, bytes]:
    """Append leaf hashes to a tree of ``size`` leaves.

    ``read`` is asked for tiles on the right edge only; one that is wider than ``size``
    needs is cut. Returns every tile that changed, whole.

    Raises:
        BrokenEvidenceError: A tile on the edge is missing or too short.
    """
    changed: dict[Tile, bytes] = {}
    level, added = 0, list(leaves)
    while added:
        count = size >> (TILE_HEIGHT * level)
        full = list[bytes]()
        while added:
            tile = Tile(level=level, number=count // TILE_WIDTH)
            width = count % TILE_WIDTH
            taken, added = added[: TILE_WIDTH - width], added[TILE_WIDTH - width :]
            changed[tile] = _prefix(tile, width, read) + b"".join(taken)
            count += len(taken)
            if count % TILE_WIDTH == 0:
                full.append(_root_of(changed[tile]))
        level, added = level + 1, full
    return changed


def overlay(changed: Mapping[Tile, bytes], read: ReadTile) -> ReadTile:
    """Read changed tiles first, the others as before."""

    def read_changed(tile: Tile) -> bytes:
        data = changed.get(tile)
        return read(tile) if data is None else data

    return read_changed


def subtrees_in(read: ReadTile) -> ReadSubtree:
    """Find the hash of any complete subtree in tiles, each tile read once.

    The reader raises BrokenEvidenceError when a tile is missing or too short.
    """
    seen: dict[Tile, bytes] = {}

    def read_subtree(level: int, number: int) -> bytes:
        tile_level, height = divmod(level, TILE_HEIGHT)
        first = number << height
        tile = Tile(level=tile_level, number=first >> TILE_HEIGHT)
        if tile not in seen:
            seen[tile] = read(tile)
        start = first % TILE_WIDTH
        end = start + (1 << height)
        _require_width(tile, end, seen[tile])
        return _root_of(seen[tile][start * HASH_BYTES : end * HASH_BYTES])

    return read_subtree


# A step reads the edge that the step before it has hashed and stored.
_root_of = lru_cache(REMEMBERED_SUBTREES)(root_of_complete)


def _prefix(tile: Tile, width: int, read: ReadTile) -> bytes:
    if width == 0:
        return b""
    data = read(tile)
    _require_width(tile, width, data)
    return data[: width * HASH_BYTES]


def _require_width(tile: Tile, width: int, data: bytes) -> None:
    if len(data) < width * HASH_BYTES:
        raise BrokenEvidenceError(
            f"tile {tile.number} of level {tile.level} should hold {width} hashes "
            f"and holds {len(data) // HASH_BYTES}: the stored tree is damaged"
        )
