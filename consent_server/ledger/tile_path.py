"""Where a tile or a bundle of entries stands in a log's addresses (C2SP tlog-tiles).

``0/x001/x234/067`` is tile 1234067 of level 0, ``entries/005.p/12`` are the first
twelve entries of bundle 5.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.checkpoint import MAX_SIZE
from consent_server.ledger.tiles import TILE_WIDTH, Tile

ENTRIES = "entries"
MAX_LEVEL = 63
MAX_NUMBER = MAX_SIZE // TILE_WIDTH

_PATH = re.compile(
    r"(?P<kind>entries|[0-9]{1,2})/(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[0-9]{1,3}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TilePath:
    """``width`` hashes of a tile, or as many entries where ``level`` is none."""

    level: int | None
    number: int
    width: int

    @property
    def tile(self) -> Tile:
        """The tile that holds the hashes, or those of the entries."""
        return Tile(level=self.level or 0, number=self.number)


def parse_tile_path(path: str) -> TilePath:
    """Read a path below ``<prefix>/tile/``, in its one spelling.

    Raises:
        MalformedEvidenceError: It is none.
    """
    found = _PATH.fullmatch(path)
    if found is not None:
        kind, width = found["kind"], found["width"]
        parsed = TilePath(
            level=None if kind == ENTRIES else int(kind),
            number=int(re.sub("[x/]", "", found["number"])),
            width=TILE_WIDTH if width is None else int(width),
        )
        in_range = (parsed.level or 0) <= MAX_LEVEL and 0 < parsed.width <= TILE_WIDTH
        in_range = in_range and parsed.number <= MAX_NUMBER
        if in_range and format_tile_path(parsed) == path:
            return parsed
    raise MalformedEvidenceError(f"not the path of a tile: {path!r:.80}")


def format_tile_path(path: TilePath) -> str:
    """Write the path below ``<prefix>/tile/``."""
    digits = f"{path.number:,}".split(",")
    elements = [element.zfill(3) for element in digits]
    number = "/".join([*(f"x{one}" for one in elements[:-1]), elements[-1]])
    kind = ENTRIES if path.level is None else str(path.level)
    partial = "" if path.width == TILE_WIDTH else f".p/{path.width}"
    return f"{kind}/{number}{partial}"


def format_entries(entries: Sequence[bytes]) -> bytes:
    """Write a bundle of entries: each with its length before it, as two bytes."""
    return b"".join(len(one).to_bytes(2, "big") + one for one in entries)
