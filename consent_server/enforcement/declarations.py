"""Comments, CDATA sections and the rest that is neither tag nor text (T5, T6, F4)."""

import enum
import re

from consent_server.enforcement.syntax import COMMENT_END

_CDATA = b"<![CDATA["


class Declaration(enum.Enum):
    """What it is: the bytes it starts with, its end, and the most of an end cut off."""

    COMMENT = (b"<!--", COMMENT_END, len("--!"))
    EMPTY_COMMENT = (b"<!--", re.compile(rb">"), 0)
    CDATA = (_CDATA, re.compile(rb"\]\]>"), len("]]"))
    BOGUS = (b"<!", re.compile(rb">"), 0)

    def __init__(self, start: bytes, end: re.Pattern[bytes], tail: int) -> None:
        self.start_bytes = len(start)
        self._end = end
        self._tail = tail

    def find(
        self, buffer: bytes, at: int, *, ended: bool = False
    ) -> tuple[int, int | None]:
        """Find the end, from behind the first bytes or from an earlier answer.

        Returns:
            Where the content ends and what is behind it, or up to where the content
            certainly goes on and None; all of it when the input has ``ended``.
        """
        if found := self._end.search(buffer, at):
            return found.start(), found.end()
        if ended:
            return len(buffer), len(buffer)
        return max(at, len(buffer) - self._tail), None


def is_declaration(buffer: bytes, at: int) -> bool:
    """Tell whether something starts here that is neither tag nor text."""
    head = buffer[at : at + 3]
    return head[:2] in {b"<!", b"<?"} or (head[:2] == b"</" and not head[2:].isalpha())


def read_declaration(
    buffer: bytes, at: int, *, in_foreign: bool, in_prologue: bool
) -> Declaration | None:
    """Tell what starts here; ``None`` when that takes more bytes."""
    head = buffer[at : at + len(_CDATA)]
    waits = head in {b"<!", b"<!-", b"<!--", b"<!---", b"</"} or (
        in_prologue and b"<!doctype".startswith(head.lower())
    )
    if waits or (in_foreign and head != _CDATA and _CDATA.startswith(head)):
        return None
    if head.startswith(b"<!--"):
        is_empty = head.startswith((b"<!-->", b"<!--->"))
        return Declaration.EMPTY_COMMENT if is_empty else Declaration.COMMENT
    return Declaration.CDATA if in_foreign and head == _CDATA else Declaration.BOGUS
