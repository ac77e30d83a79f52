"""Plain values that remember where in the file they stand.

Numbers and dates stay text as written; only nothing and ``true`` and ``false``, in all
spellings of YAML 1.1, are not text.
"""

import difflib
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

import yaml

from consent_server.catalog.mistakes import (
    CatalogMistakesError,
    Mistake,
    Path,
    format_path,
)
from consent_server.catalog.positions import Positions
from consent_server.catalog.yaml_text import compose_text

Plain: TypeAlias = "str | bool | list[Plain] | dict[str, Plain] | None"

_LONGEST_QUOTE = 60

# A comparison takes long for what it says: a stranger's file could ask for millions.
_MOST_GUESSES = 20
_MOST_COMPARED = 500
_LONGEST_GUESS = 40
_FURTHEST_LENGTH = 8


class _Place(NamedTuple):
    line: int
    written: str | None = None  # as in the file, for scalars


class Source:
    """A file's value, the line of each of its parts, and the mistakes found so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Plain = None
        self.mistakes: list[Mistake] = []
        self._mistaken: set[Path] = set()
        self._places: dict[Path, _Place] = {(): _Place(1)}

    def add_mistake(
        self, path: Path, expected: str, *, hint: str | None = None
    ) -> None:
        """Note a mistake in a value; what came is described from the file."""
        self._add(path, expected, self._describe(path), hint or self._name_trap(path))

    def add_wrong_key(self, path: Path, expected: str, *, hint: str) -> None:
        """Note a mistake in the key at the end of a path."""
        self._add(path, expected, _quote(str(path[-1])), hint)

    def guess(self, word: str, known: Collection[str]) -> str:
        """Return a hint that names the nearest of the known words, or nothing.

        Only the first mistakes of a file get one, and only short words.
        """
        if len(self.mistakes) >= _MOST_GUESSES or len(word) > _LONGEST_GUESS:
            return ""
        alike = (it for it in known if abs(len(it) - len(word)) <= _FURTHEST_LENGTH)
        near = difflib.get_close_matches(word, islice(alike, _MOST_COMPARED), n=1)
        return f"did you mean {near[0]}?" if near else ""

    def raise_mistakes(self) -> None:
        """Raise what was noted.

        Raises:
            CatalogMistakesError: There is at least one mistake.
        """
        if self.mistakes:
            raise CatalogMistakesError(self.mistakes)

    def positions(self) -> Positions:
        """Return the line of every value."""
        lines = {path: place.line for path, place in self._places.items()}
        return Positions(file=self.file, lines=lines)

    def find(self, *steps: str) -> Iterator[tuple[Path, Plain]]:
        """Yield every value on a path, in which ``*`` stands for each item of a list.

        Parts of another shape are passed over: the schema reports them.
        """
        yield from self.find_in(((), self.value), *steps)

    def find_in(
        self, part: tuple[Path, Plain], *steps: str
    ) -> Iterator[tuple[Path, Plain]]:
        """Yield as :meth:`find` does, from a part of the file on."""
        found = [part]
        for step in steps:
            found = [pair for item in found for pair in _children(*item, step)]
        yield from found

    def read_node(
        self, node: yaml.Node, path: Path = (), line: int | None = None
    ) -> Plain:
        """Turn a composed node into a plain value, noting lines and doubled keys.

        ``line`` is that of its key, if it has one.
        """
        line = line or node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            self._places[path] = _Place(line, str(node.value))
            return _read_scalar(node)
        self._places[path] = _Place(line)
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node.value, path)
        return [self.read_node(it, (*path, i)) for i, it in enumerate(node.value)]

    def _read_mapping(
        self, pairs: list[tuple[yaml.Node, yaml.Node]], path: Path
    ) -> Plain:
        value: dict[str, Plain] = {}
        for key_node, value_node in pairs:
            line = key_node.start_mark.line + 1
            scalar = isinstance(key_node, yaml.ScalarNode)
            key = str(key_node.value) if scalar else "?"
            place = (*path, key)
            self._places[place] = _Place(line)
            if not scalar or not isinstance(_read_scalar(key_node), str):
                self.add_wrong_key(place, "a key that is text", hint="put it in quotes")
            elif key in value:
                self.add_wrong_key(place, "each key once", hint="remove one of the two")
            value[key] = self.read_node(value_node, place, line)
        return value

    def _add(self, path: Path, expected: str, found: str, hint: str | None) -> None:
        if path in self._mistaken:  # the first word about a value says enough
            return
        self._mistaken.add(path)
        self.mistakes.append(
            Mistake(
                file=self.file,
                line=self._line(path),
                path=format_path(path),
                expected=expected,
                found=found,
                hint=hint or None,
            )
        )

    def _line(self, path: Path) -> int:
        while path not in self._places:  # a missing key has the line of its parent
            path = path[:-1]
        return self._places[path].line

    def _get(self, path: Path) -> Plain:
        value = self.value
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
        return value

    def _describe(self, path: Path) -> str:
        match self._get(path) if path in self._places else None:
            case dict():
                return "a mapping"
            case list() as items:
                return "a list" if items else "an empty list"
            case bool() as flag:
                return str(flag).lower()
            case str() as text:
                return _quote(text)
        return "nothing"

    def _name_trap(self, path: Path) -> str | None:
        """Name the trap that turns Norway's country code into a boolean."""
        if path not in self._places or not isinstance(self._get(path), bool):
            return None
        written = str(self._places[path].written)
        if written.lower() in {"true", "false"}:
            return None
        return (
            f"YAML reads a bare {written} as true or false, as it does with yes, no, "
            f'on, off and Norway\'s NO: write "{written}"'
        )


def read_source(text: str, file: str) -> Source:
    """Read YAML text; doubled keys and the like are among the source's mistakes.

    Raises:
        CatalogMistakesError: The text is not YAML, or not of the kind we read.
    """
    source = Source(file)
    node = compose_text(text, file)
    if node is not None:
        source.value = source.read_node(node)
    return source


def _read_scalar(node: yaml.Node) -> str | bool | None:
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return str(node.value).lower() in {"true", "yes", "on"}
        case _:
            return str(node.value)


def _children(path: Path, value: Plain, step: str) -> Iterator[tuple[Path, Plain]]:
    if step == "*" and isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value))
    elif isinstance(value, dict) and step in value:
        yield (*path, step), value[step]


def _quote(text: str) -> str:
    shown = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    return f"'{shown}'"
