"""Where raw text ends: the same answer for every chunking."""

import enum
import re
from typing import NamedTuple

from consent_server.enforcement.syntax import (
    END_OF_NAME,
    OPEN_COMMENT,
    RAW_TEXT,
    fold,
    parse_attributes,
)

_SCRIPT = fold(b"script") + END_OF_NAME
TAIL = len(b"</script")
"""Bytes at the end of the input that the next ones may still give a meaning."""

_SCRIPT_TAG = re.compile(rb"</?" + _SCRIPT)
_STYLE_TAG = fold(b"style") + END_OF_NAME
# The text of a style in SVG, where comments and sections are what they are in markup.
_STYLE_MARKUP = re.compile(
    rb"(?>(?:[^<]++|" + OPEN_COMMENT + rb"|<!\[CDATA\[(?>(?:[^\]]++|\](?!\]>))*)"
    rb"(?:\]\]>|\Z)|<(?!/?" + _STYLE_TAG + rb"))*)(?:<" + _STYLE_TAG + rb")?"
)

_ENDS = {
    name: re.compile(rb"</" + fold(name) + END_OF_NAME)
    for name in (*RAW_TEXT, b"noscript")
}


class ScriptState(enum.Enum):
    """The states of script data (S1)."""

    DATA = re.compile(rb"<(?:!--|/" + _SCRIPT + rb")")
    ESCAPED = re.compile(rb"-->|</?" + _SCRIPT)
    DOUBLE_ESCAPED = re.compile(rb"-->|</" + _SCRIPT)


class ScriptScan(NamedTuple):
    """How far a script was read; ``end`` is where its end tag starts, once seen."""

    at: int
    state: ScriptState = ScriptState.DATA
    end: int | None = None


def find_raw_end(name: bytes, buffer: bytes, at: int) -> tuple[int, bool]:
    """Find the end tag of a raw text element.

    Returns:
        The offset of the end tag and True, or the offset up to which there certainly
        is none and False.
    """
    found = _ENDS[name].search(buffer, at)
    if found:
        return found.start(), True
    return max(at, len(buffer) - len(name) - 2), False


def scan_script(buffer: bytes, scan: ScriptScan) -> ScriptScan:
    """Read on in the text of a script, up to its end tag or the end of the buffer."""
    at, state = scan.at, scan.state
    while found := state.value.search(buffer, at):
        at, token = found.end(), found[0]
        if token == b"<!--":
            at, state = (
                at - 2,
                ScriptState.ESCAPED,
            )  # its dashes count: "<!-->" is whole
        elif token == b"-->":
            state = ScriptState.DATA
        elif state is ScriptState.DOUBLE_ESCAPED:
            state = ScriptState.ESCAPED
        elif token.startswith(b"</"):
            return ScriptScan(found.start(), state, found.start())
        else:
            state = ScriptState.DOUBLE_ESCAPED
    return ScriptScan(max(at, len(buffer) - TAIL), state)


def has_source(name: bytes, raw: bytes, *, is_html: bool) -> bool:
    """Tell whether a script is a file, so that its text says nothing."""
    sources = {b"src"} if is_html else {b"href", b"xlink:href"}
    attributes = {attribute.name for attribute in parse_attributes(raw)}
    return name == b"script" and not attributes.isdisjoint(sources)


def find_text_end(
    name: bytes, buffer: bytes, at: int, *, is_html: bool, ended: bool
) -> int | None:
    """Find where the text of a script or style ends; ``None`` while not known.

    An unclosed style applies at the end of the input, an unclosed script does not run.
    In foreign content, where markup may be inside, the next tag of that name ends it:
    so they bound each other, and no byte is judged twice. A start tag there ends the
    text of a style with ``<style``.
    """
    if is_html and name == b"script":
        return scan_script(buffer, ScriptScan(at)).end
    if name == b"script":
        found = _SCRIPT_TAG.search(buffer, at)
        end = found.start() if found else len(buffer)
    elif is_html:
        end, is_found = find_raw_end(name, buffer, at)
        end = end if is_found else len(buffer)
    else:
        found = _STYLE_MARKUP.match(buffer, at)
        end = found.end() if found else at
    return end if ended or end < len(buffer) else None
