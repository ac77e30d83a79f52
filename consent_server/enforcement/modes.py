"""Where a tree builder ignores start tags, so that no raw text begins (S3).

In a template that starts with ``<col>``, and after ``<frameset>``, a ``<textarea>`` or
``<script>`` is no element, and what follows is markup. A preload scanner does not know
that: to it the raw text goes on. Such tags are renamed, so that both read the same.
"""

import enum

from consent_server.enforcement.opentags import OpenTags
from consent_server.enforcement.syntax import RAW_TEXT

_SWITCHES = RAW_TEXT | {b"script", b"noscript", b"plaintext"}
# A template takes these as a head does and stays undecided (HTML 13.2.6.4.22).
_HEAD = frozenset(
    b"base basefont bgsound link meta noframes script style title".split()
)


class Mode(enum.Enum):
    """What the start tags in a template decided so far."""

    FRESH = "in template"
    COLUMN = "in column group: everything but columns is ignored"
    OTHER = "whatever else; nothing is ignored"


class Modes:
    """The open templates, and whether the page may be a frameset.

    ``open_tags`` are those of the innermost template: what is open outside of it no
    end tag in it can close. ``looked_back`` says that they were asked for.
    """

    def __init__(self) -> None:
        self.open_tags = OpenTags()
        self.looked_back = False
        self._outer: list[OpenTags] = []
        self._templates: list[Mode] = []
        self._has_body = False
        self._in_frames = False

    @property
    def is_fresh(self) -> bool:
        """Every start tag must be seen: the next one decides."""
        return self._templates[-1:] == [Mode.FRESH]

    @property
    def sees_all(self) -> bool:
        """No tag may be passed unread: each may decide, or be ignored."""
        return self._in_frames or self.is_fresh or self.in_columns

    @property
    def are_special(self) -> bool:
        """What comes next is not read as in the body of a page."""
        return self._in_frames or bool(self._templates)

    @property
    def in_columns(self) -> bool:
        """No start tag but those of columns and templates means anything."""
        return self._templates[-1:] == [Mode.COLUMN]

    @property
    def in_template(self) -> bool:
        """An end tag of a template closes one."""
        return bool(self._templates)

    def is_open(self, name: bytes) -> bool:
        """Tell whether an end tag closes an HTML element outside of foreign content."""
        self.looked_back = True
        return self.open_tags.is_open(name)

    def ignores(self, name: bytes) -> bool:
        """Tell whether a start tag must not switch to raw text."""
        return name in _SWITCHES and (self.in_columns or self._in_frames)

    def ignores_end(self, name: bytes) -> bool:
        """Tell whether an end tag closes nothing here."""
        return name != b"template" and (self.is_fresh or self.in_columns)

    def start(self, name: bytes) -> None:
        """Take a start tag under HTML rules into account."""
        if name == b"template":
            self._templates.append(Mode.FRESH)
            self._outer.append(self.open_tags)
            self.open_tags = OpenTags(in_template=True)
        elif self.is_fresh and name not in _HEAD:
            self._templates[-1] = Mode.COLUMN if name == b"col" else Mode.OTHER
        elif name == b"body" and not self._templates:
            self._has_body = True  # frames come instead of a body, never after it
        if name == b"frameset" and not self._has_body and not self.in_columns:
            self._in_frames = True

    def end_template(self) -> None:
        """Close the innermost template, if there is one."""
        if self._templates:
            self._templates.pop()
            self.open_tags = self._outer.pop()
