"""A tree builder of the HTML standard beside our scanner, tag by tag.

``compare`` says where they differ. The tree is turbohtml's; its offsets count CR LF as
one. What the scanner reports beyond the tree must belong to a class named here.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import turbohtml

from consent_server.enforcement.edits import rename_tag, splice
from consent_server.enforcement.elements import ANY_ELEMENT
from consent_server.enforcement.foreign import ROOTS
from consent_server.enforcement.references import decode_value
from consent_server.enforcement.scan import Scanner
from consent_server.enforcement.syntax import OF_INTEREST, parse_attributes
from consent_server.enforcement.tokens import StartTag, Token

# A drawing that holds nothing of interest is passed as a whole.
_WANTED = OF_INTEREST - ROOTS
# These start tags are ignored these start tags where they do not fit.
IGNORED_IN_PLACE = frozenset(
    b"html head body frameset frame form table caption colgroup col tbody td tfoot th "
    b"thead tr select".split()
)
# Later ones of these give their attributes to the first.
MERGED = frozenset(("html", "body"))
_FRAMES = re.compile(rb"<frameset[\s/>]", re.IGNORECASE)
_NOSCRIPT = re.compile(rb"noscript", re.IGNORECASE)
_COLUMNS = re.compile(rb"<template[\s/>].*<col[\s/>]", re.IGNORECASE | re.DOTALL)
_FOREIGN = re.compile(rb"<(?:svg|math)[\s/>]", re.IGNORECASE)


class Tag(NamedTuple):
    """An element as both sides see it; ``at`` counts CR LF as one."""

    at: int
    name: str
    is_html: bool
    attributes: tuple[tuple[str, str], ...]
    text: str | None = None


def compare(page: bytes, *, scripting: bool = True) -> list[str]:
    """List the differences between the tree and the scanner; none is expected.

    Tags that the scanner has renamed (S3) are read as the browser will read them. What
    is scanned without scripting is the inside of a ``<noscript>``, so it has none.
    """
    if not scripting:
        page = _NOSCRIPT.sub(b"other", page)
    page = without_ignored(page, scripting=scripting)
    tree = {tag.at: tag for tag in tags_of_tree(page, scripting=scripting)}
    reported = list(tags_of_scan(page, scripting=scripting))
    ours = {at: tag for at, tag, _ in reported}
    for at in tree.keys() & ours.keys():
        if ours[at].name in MERGED:
            ours[at] = ours[at]._replace(attributes=tree[at].attributes)
    differences = [
        f"tree {tag}, scanner {ours.get(at)}"
        for at, tag in tree.items()
        if tag != ours.get(at) and not (at not in ours and never_runs(tag, page))
    ]
    extras = [(tag, raw) for at, tag, raw in reported if at not in tree]
    return differences + [
        f"only the scanner: {tag}" for tag, raw in extras if not may_be_extra(page, raw)
    ]


def without_ignored(page: bytes, *, scripting: bool) -> bytes:
    """Make other elements of the start tags that must be none."""
    scanner = Scanner(scripting=scripting)
    tokens = [*scanner.feed(page), *scanner.close()]
    return splice(
        page,
        0,
        [
            rename_tag(tag)
            for tag in tokens
            if isinstance(tag, StartTag) and tag.ignored
        ],
    )


def never_runs(tag: Tag, page: bytes) -> bool:
    """T4: an inline script that is still open at the end of the page."""
    if tag.text is None:
        return False
    rest = page.replace(b"\r\n", b"\n")[tag.at :]
    says = _value(page.decode("latin-1"))
    return says.endswith(f">{tag.text}") and (tag.text != "" or b"</" not in rest)


def tags_of_tree(page: bytes, *, scripting: bool) -> Iterator[Tag]:
    """List the elements of interest, contents of templates and shadow roots too."""
    # One character a byte: structure is ASCII, so offsets are those of the bytes.
    document = turbohtml.parse(
        page.decode("latin-1"), scripting=scripting, source_locations=True
    )
    waiting: list[turbohtml.Node] = [document]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        if not isinstance(node, turbohtml.Element):
            continue
        if node.shadow_root is not None:
            waiting.append(node.shadow_root)
        place = node.source_location
        start = place.start_tag if place else None
        if start and _is_wanted(_lower(node.tag), node.attrs):
            yield _of_element(node, start.start_offset)


def _is_wanted(name: str, attributes: Iterable[str]) -> bool:
    return name.encode() in _WANTED or any(
        attribute.startswith("on") or attribute.encode() in ANY_ELEMENT
        for attribute in attributes
    )


def _of_element(node: turbohtml.Element, at: int) -> Tag:
    is_html = node.namespace is turbohtml.Namespace.HTML or node.tag == "frame"
    attributes = tuple(
        (_lower(name), _value(node.attr(name) or "")) for name in node.attrs
    )
    text = None
    if node.tag == "script" and is_html and "src" not in node.attrs:
        text = _value(node.text)
    return Tag(at, _lower(node.tag), is_html, attributes, text)


def _lower(name: str) -> str:
    """Undo the capitals of SVG's names; letters beyond ASCII keep theirs."""
    return name.encode().lower().decode()


def tags_of_scan(
    page: bytes, *, scripting: bool
) -> Iterator[tuple[int, Tag, StartTag]]:
    """List what the scanner reports, with the offset as the tree counts it."""
    scanner = Scanner(scripting=scripting)
    tokens: list[Token] = [*scanner.feed(page), *scanner.close()]
    for tag in tokens:
        # S2: what is in <noscript> is no element where scripts run.
        if isinstance(tag, StartTag) and not (scripting and tag.in_noscript):
            at = tag.at - page.count(b"\r\n", 0, tag.at)
            seen = _of_tag(tag, at)
            if _is_wanted(seen.name, dict(seen.attributes)):
                yield at, seen, tag


def _of_tag(tag: StartTag, at: int) -> Tag:
    attributes: dict[str, str] = {}
    for attribute in parse_attributes(tag.raw):
        name = attribute.name.decode("latin-1").replace("\0", "\ufffd")
        value = attribute.value.decode("latin-1").encode()
        attributes.setdefault(name, _value(decode_value(value)))
    name = tag.name.decode("latin-1").replace("\0", "\ufffd")
    text = None
    if name == "script" and not tag.foreign and tag.text is not None:
        text = _value(tag.text.decode("latin-1"))
    is_html = (not tag.foreign and tag.name not in ROOTS) or tag.name == b"frame"
    if name == "image" and is_html:
        name = "img"  # "Don't ask" (HTML standard, "in body")
    return Tag(at, name, is_html, (*attributes.items(),), text)


def _value(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def may_be_extra(page: bytes, tag: StartTag) -> bool:
    """Tell whether the scanner reports on purpose what is no element to the tree."""
    before = page[: tag.at]
    return (
        tag.name in IGNORED_IN_PLACE
        or (tag.name == b"template" and b"shadowrootmode" in tag.raw.lower())
        # Every tag token counts as real: preload scanners know no insertion modes.
        or _FRAMES.search(page) is not None  # frames displace the body before them
        or _COLUMNS.search(before) is not None
        or _is_hidden(before)
    )


def _is_hidden(before: bytes) -> bool:
    """F8: in a comment or section of foreign content, where preload scanners look."""
    is_open = any(
        before.rfind(start) > before.rfind(end)
        for start, end in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"))
    )
    return is_open and _FOREIGN.search(before) is not None
