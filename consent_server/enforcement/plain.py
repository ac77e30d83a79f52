"""The common run of markup: tags that open nothing, and scripts without surprises."""

from typing import NamedTuple

from consent_server.enforcement.syntax import QUICK, SKIP, SKIP_LOCAL, TOKEN


class PlainTag(NamedTuple):
    """A tag that changes nothing of how the rest is read; ``text`` is a script's."""

    name: bytes
    at: int
    raw: bytes
    text: bytes | None = None


def read_plain(
    buffer: bytes, at: int, max_bytes: int, *, local: bool
) -> tuple[int, list[PlainTag]]:
    """Read on in HTML, as long as nothing needs more than one look.

    Args:
        buffer: What is known of the page.
        at: Where to start.
        max_bytes: Size of a tag or script over which it is left to the caller.
        local: List tags too that load from the page's own host alone.

    Returns:
        The offset of what needs a closer look, or of the end, and the tags before it.
    """
    skip = SKIP if local else SKIP_LOCAL
    tags: list[PlainTag] = []
    while True:
        end = skip.match(buffer, at).end()  # type: ignore[union-attr]  # matches nothing, too
        large = _find_large(buffer, at, end, max_bytes)
        at = end if large is None else large
        found = QUICK.match(buffer, at)
        if found is None or found.end() - at > max_bytes:
            return at, tags
        tag, name, script, text = found.groups()
        if tag:
            tags.append(PlainTag(name.lower(), at, tag))
        elif b"src" in script.lower():
            return at, tags
        else:
            tags.append(PlainTag(b"script", at, script, text))
        at = found.end()


def _find_large(buffer: bytes, at: int, end: int, max_bytes: int) -> int | None:
    """Find a tag that could not be held back, had it come in pieces (P3)."""
    if end - at <= max_bytes:
        return None
    for found in TOKEN.finditer(buffer, at, end):
        if found[1] and found.end() - found.start() > max_bytes:
            return found.start()
    return None
