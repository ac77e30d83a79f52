"""The part of YAML that catalog files are written in.

Mappings, lists and scalars in one document. Anchors, aliases and tags are refused, so
that a short file cannot grow into a large value or make an object.
"""

from typing import NoReturn

import yaml
from yaml.reader import Reader

from consent_server.catalog.mistakes import CatalogMistakesError, Mistake

MAX_CHARACTERS = 1_000_000
"""Four times the shipped library; what is longer is not a catalog."""

MAX_DEPTH = 20
TABS = "indent with spaces, not with tabs"
"""Levels of nesting; a catalog needs 8."""

# libyaml where the wheel has it: seven times as fast. It accepts a little more than
# pure Python does, such as a bare "?" in {}; a test holds the shipped files to both.
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)


def compose_text(text: str, file: str) -> yaml.Node | None:
    """Parse text into a tree of nodes with their lines; ``None`` when it is empty.

    Args:
        text: The YAML.
        file: How the mistake names it.

    Raises:
        CatalogMistakesError: The text is too long, is not YAML, or goes beyond the part
            of YAML that we read.
    """
    if len(text) > MAX_CHARACTERS:
        found = f"{len(text)} characters"
        _refuse(file, 0, f"at most {MAX_CHARACTERS} characters", found)
    if odd := Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, odd.start())
        _refuse(file, line, "printable characters", ascii(odd.group()))
    try:
        _require_small(text, file)
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        found = f"a mistake in its writing ({error.problem or error.context})"
        hint = TABS if _is_tabbed(text, line) else error.context
        _refuse(file, line, "YAML", found, hint)


def _is_tabbed(text: str, line: int) -> bool:
    """Tell whether a line is indented by a tab, which YAML does not take."""
    written = "".join(text.split("\n")[line : line + 1])
    return "\t" in written[: len(written) - len(written.lstrip())]


def _require_small(text: str, file: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            _refuse(file, line, f"at most {MAX_DEPTH} levels of nesting", "more")
        if documents > 1:
            _refuse(file, line, "one document", "a second one after ---")
        if beyond := _name_beyond(event):
            hint = f"{beyond[0]} is not read; put text that starts with it in quotes"
            _refuse(file, line, "values written out", repr(beyond), hint)


def _name_beyond(event: yaml.Event) -> str | None:
    """Return an alias, anchor or tag as it may stand in the file."""
    anchor = getattr(event, "anchor", None)
    if anchor is not None:
        return ("*" if isinstance(event, yaml.AliasEvent) else "&") + str(anchor)
    tag = getattr(event, "tag", None)
    return None if tag is None else "!" + str(tag).rpartition(":")[2].lstrip("!")


def _refuse(
    file: str, line: int, expected: str, found: str, hint: str | None = None
) -> NoReturn:
    mistake = Mistake(
        file=file, line=line + 1, path="", expected=expected, found=found, hint=hint
    )
    raise CatalogMistakesError([mistake])
