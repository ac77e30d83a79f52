"""Where raw text ends: the same answer for every chunking."""

import enum
import re
from typing import NamedTuple

from consent_server.enforcement.syntax import RAW_TEXT, WS, fold

_AFTER = rb"(?=[" + WS + rb"/>])"
_SCRIPT = fold(b"script") + _AFTER
SCRIPT_TAIL = len(b"</script")
"""Bytes at the end of the input that the next ones may still give a meaning."""

_SCRIPT_TAG = re.compile(rb"</?" + _SCRIPT)

_ENDS = {
    name: re.compile(rb"</" + fold(name) + _AFTER) for name in (*RAW_TEXT, b"noscript")
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
    return ScriptScan(max(at, len(buffer) - SCRIPT_TAIL), state)


def find_script_end(
    buffer: bytes, at: int, *, is_html: bool, ended: bool
) -> int | None:
    """Find where the text of a script ends; ``None`` when that is not known yet."""
    if is_html:
        return scan_script(buffer, ScriptScan(at)).end
    # Nested ones bound each other, so that no byte is judged twice.
    found = _SCRIPT_TAG.search(buffer, at)
    if found is None:
        return len(buffer) if ended else None  # what follows is markup, closed or not
    return found.start()
