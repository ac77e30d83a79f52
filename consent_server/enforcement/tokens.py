"""What the scanner reports."""

from typing import NamedTuple


class StartTag(NamedTuple):
    """A start tag of interest; a tuple because a page has hundreds.

    ``at`` is the offset of its ``<`` in the response, ``raw`` the whole tag (of one
    that is ``oversize`` only ``<`` and name), ``name`` in lower case. ``text`` is what
    an inline script says; ``None`` where there is none or it is oversize. One that is
    ``ignored`` is no element, but would switch a preload scanner to raw text (S3).
    """

    name: bytes
    at: int
    raw: bytes
    foreign: bool = False
    text: bytes | None = None
    oversize: bool = False
    oversize_text: bool = False
    in_noscript: bool = False
    ignored: bool = False


class Landmark(NamedTuple):
    """A place that matters for insertions: the doctype, or where content begins."""

    at: int
    is_doctype: bool


Token = StartTag | Landmark
