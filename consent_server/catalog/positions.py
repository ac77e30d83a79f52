"""On which line of a file each value stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from consent_server.catalog.mistakes import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """The lines of a file's values, beside the values themselves.

    ``lines`` count from 1 and hold the empty path, which is the file as a whole.
    """

    file: str
    lines: Mapping[Path, int]

    def nearest(self, path: Path) -> Path:
        """Return the path, or the nearest part of it that stands in the file."""
        while path not in self.lines:
            path = path[:-1]
        return path

    def line(self, path: Path) -> int:
        """Return the line of a value; a missing one has the line of its parent."""
        return self.lines[self.nearest(path)]
