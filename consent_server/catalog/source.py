"""YAML text to plain values that remember their lines.

Files hold a small, safe part of YAML: mappings, lists and scalars. Anchors, aliases and
tags are refused, so a short file cannot grow into a large value. Numbers and dates stay
text as written; only ``true``/``false`` (in all spellings of YAML 1.1) and nothing are
special.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml
from yaml.reader import Reader

from consent_server.catalog.mistakes import (
    CatalogMistakesError,
    Mistake,
    Path,
    format_path,
)

Plain: TypeAlias = "str | bool | list[Plain] | dict[str, Plain] | None"

MAX_CHARACTERS = 1_000_000
"""The shipped library has about a tenth; a larger file is not a catalog."""

MAX_DEPTH = 20
"""Levels of nesting; the deepest value of a catalog is at level 8."""

_LONGEST_QUOTE = 60

# libyaml where the wheel has it, for its speed; both give the same events and nodes.
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    line: int
    written: str | None = None  # as in the file, for scalars


class Source:
    """A file's value, the line of each of its parts, and the mistakes found so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Plain = None
        self.mistakes: list[Mistake] = []
        self._places: dict[Path, _Place] = {(): _Place(line=1)}

    def add_mistake(
        self, path: Path, expected: str, *, found: str | None = None, hint: str = ""
    ) -> None:
        """Note a mistake; what was found is described from the file unless given."""
        self.mistakes.append(
            Mistake(
                file=self.file,
                line=self._line(path),
                path=format_path(path),
                expected=expected,
                found=found or self._describe(path),
                hint=hint or self._trap(path),
            )
        )

    def raise_mistakes(self) -> None:
        """Raise what was noted.

        Raises:
            CatalogMistakesError: There is at least one mistake.
        """
        if self.mistakes:
            raise CatalogMistakesError(self.mistakes)

    def find(self, *steps: str) -> Iterator[tuple[Path, Plain]]:
        """Yield every value on a path, in which ``*`` stands for each item of a list.

        Parts of another shape are passed over: the schema reports them.
        """
        found: list[tuple[Path, Plain]] = [((), self.value)]
        for step in steps:
            found = [pair for item in found for pair in _children(*item, step)]
        yield from found

    def read_node(self, node: yaml.Node, path: Path = ()) -> Plain:
        """Turn a composed node into a plain value, noting lines and doubled keys."""
        self._places[path] = _Place(line=node.start_mark.line + 1)
        match node:
            case yaml.SequenceNode(value=items):
                return [self.read_node(it, (*path, i)) for i, it in enumerate(items)]
            case yaml.MappingNode(value=pairs):
                return self._read_mapping(pairs, path)
        self._places[path] = _Place(
            line=node.start_mark.line + 1, written=str(node.value)
        )
        return _read_scalar(node)

    def _read_mapping(
        self, pairs: list[tuple[yaml.Node, yaml.Node]], path: Path
    ) -> Plain:
        value: dict[str, Plain] = {}
        for key_node, value_node in pairs:
            line = key_node.start_mark.line + 1
            key = _read_scalar(key_node)
            if not isinstance(key, str):
                key = str(key_node.value)
                self._add_key_mistake(
                    line, (*path, key), "a key that is text", "put it in quotes"
                )
            elif key in value:
                self._add_key_mistake(
                    line, (*path, key), "each key once", "remove one of the two"
                )
            value[key] = self.read_node(value_node, (*path, key))
            place = self._places[(*path, key)]
            self._places[(*path, key)] = _Place(line=line, written=place.written)
        return value

    def _add_key_mistake(self, line: int, path: Path, expected: str, hint: str) -> None:
        self.mistakes.append(
            Mistake(
                file=self.file,
                line=line,
                path=format_path(path),
                expected=expected,
                found=_quote(str(path[-1])),
                hint=hint,
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

    def _trap(self, path: Path) -> str | None:
        """Name the trap that turns Norway's country code into a boolean."""
        if path not in self._places or not isinstance(self._get(path), bool):
            return None
        written = self._places[path].written
        return (
            f"YAML reads a bare {written} as true or false, as it does with yes, no, "
            f'on, off and Norway\'s NO: write "{written}"'
        )


def read_source(text: str, file: str) -> Source:
    """Read YAML text; mistakes that leave its meaning open are in the result.

    Raises:
        CatalogMistakesError: The text is too long, is not YAML, or uses anchors,
            aliases, tags or deep nesting.
    """
    source = Source(file)
    try:
        _require_readable(text)
        _require_simple(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mistake = Mistake(
            file=file,
            line=mark.line + 1 if mark else 1,
            path="",
            expected=error.context or "valid YAML",
            found=error.problem or "something else",
            hint=error.note,
        )
        raise CatalogMistakesError([mistake]) from error
    if node is not None:
        source.value = source.read_node(node)
    return source


def _refuse(expected: str, found: str, line: int, hint: str | None = None) -> None:
    mark = yaml.Mark("", 0, line, 0, None, 0)
    raise yaml.MarkedYAMLError(expected, None, found, mark, hint)


def _require_readable(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        expected = f"at most {MAX_CHARACTERS} characters"
        _refuse(expected, f"{len(text)} characters", line=0)
    if odd := Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, odd.start())
        _refuse("printable characters", ascii(odd.group()), line=line)


def _require_simple(text: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            _refuse(f"at most {MAX_DEPTH} levels of nesting", "more", line=line)
        if documents > 1:
            _refuse("one document", "a second one after ---", line=line)
        _require_written_out(event, line)


def _require_written_out(event: yaml.Event, line: int) -> None:
    anchor = getattr(event, "anchor", None)
    if anchor is not None:
        found = ("*" if isinstance(event, yaml.AliasEvent) else "&") + str(anchor)
        hint = "anchors and aliases are not read; quote text that starts with & or *"
        _refuse("values written out", _quote(found), line, hint)
    tag = getattr(event, "tag", None)
    if tag is not None:
        hint = "tags are not read; quote text that starts with !"
        _refuse("values without a tag", _quote(str(tag)), line, hint)


def _read_scalar(node: yaml.Node) -> Plain:
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
