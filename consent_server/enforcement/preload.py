"""What a preload scanner reads in SVG and MathML, where a tree builder reads nothing.

It knows no foreign content (F8): ``<svg><style>`` is raw text to it, and
``<![CDATA[`` a comment that ends at the next ``>``. So it finds tags in comments and
sections that are none to the tree, and requests what they name.
"""

from consent_server.enforcement.declarations import Declaration
from consent_server.enforcement.plain import PlainTag
from consent_server.enforcement.rawtext import ScriptScan, find_raw_end, scan_script
from consent_server.enforcement.syntax import RAW_TEXT, SKIP, TAG

_RAW = RAW_TEXT | {b"noscript"}


class PreloadView:
    """The other reading of foreign content; ``raw_name`` is the raw text it is in."""

    def __init__(self) -> None:
        self.raw_name = b""

    def start(self, name: bytes) -> None:
        """Take a foreign start tag into account; a last slash means nothing to it."""
        if not self.raw_name and (name in _RAW or name == b"script"):
            self.raw_name = name

    def end(self, name: bytes) -> None:
        """Take an end tag into account."""
        if name == self.raw_name:
            self.raw_name = b""

    def hides(self, kind: Declaration) -> bool:
        """Tell whether what is no tag to the tree may hold some in this reading."""
        return kind is Declaration.CDATA or (
            kind is Declaration.COMMENT and bool(self.raw_name)
        )

    def read(self, buffer: bytes, start: int, upto: int) -> list[PlainTag]:
        """List the tags in the content of a comment or section."""
        hidden = buffer[start:upto]
        at = hidden.find(b">") + 1 or len(hidden)
        if self.raw_name:
            at = _end_of(self.raw_name, hidden, 0)
            self.raw_name = b"" if at < len(hidden) else self.raw_name
        tags: list[PlainTag] = []
        while (at := SKIP.match(hidden, at).end()) < len(hidden):  # type: ignore[union-attr]  # matches nothing, too
            found = TAG.match(hidden, at)
            if found is None:
                break
            name, at = found[2].lower(), found.end()
            if not found[1]:
                end = _end_of(name, hidden, at)
                is_whole = name == b"style" and end < len(hidden)
                text = hidden[at:end] if is_whole else None
                tags.append(PlainTag(name, start + found.start(), found[0], text))
                at = end
                if at == len(hidden) and (name in _RAW or name == b"script"):
                    self.raw_name = name  # goes on behind the comment or section
        return tags


def _end_of(name: bytes, text: bytes, at: int) -> int:
    """Return where the raw text of an element ends; ``at`` when it has none."""
    if name == b"script":
        end = scan_script(text, ScriptScan(at)).end
        return len(text) if end is None else end
    if name not in _RAW:
        return at
    end, is_found = find_raw_end(name, text, at)
    return end if is_found else len(text)
