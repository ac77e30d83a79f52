"""What is wrong in a catalog file, said so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from consent_server.kernel.errors import CatalogError

Path: TypeAlias = tuple[str | int, ...]
"""The keys and positions that lead from the top of a file to a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake: where it is, what was expected and what came.

    ``line`` counts from 1. ``path`` reads ``services[3].cookies[0].life`` and is empty
    for the file as a whole.
    """

    file: str
    line: int
    path: str
    expected: str
    found: str
    hint: str | None = None

    def format(self) -> str:
        """Return the mistake as one line of text."""
        place = f"{self.file}:{self.line}:" + (f" {self.path}:" if self.path else "")
        return f"{place} {self.explain()}"

    def explain(self) -> str:
        """Return what is wrong, without the place."""
        text = f"expected {self.expected}, got {self.found}"
        return f"{text}; {self.hint}" if self.hint else text


class CatalogMistakesError(CatalogError):
    """A catalog file with mistakes, all of them, in the order of its lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda it: (it.line, it.path)))
        super().__init__("\n".join(mistake.format() for mistake in self.mistakes))


def format_path(path: Path) -> str:
    """Write a path as ``services[3].cookies[0].life``."""
    text = "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in path
    )
    return text.removeprefix(".")
