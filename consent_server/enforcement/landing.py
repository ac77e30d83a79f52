"""Where banner, gate and placeholders go into a page (R8)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from consent_server.catalog.model import EmbedKind
from consent_server.enforcement.edits import Insertion
from consent_server.enforcement.embeds import Embed
from consent_server.enforcement.syntax import parse_attributes
from consent_server.enforcement.tokens import Landmark, StartTag, Token

DOCUMENT_TAGS = frozenset((b"html", b"head", b"body"))
_USUAL_BYTES = 1024
"""A longer tag is not remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertions:
    """What to add to a document: ASCII, so that no encoding matters (E4).

    ``head`` goes right behind ``<head …>``, ``body`` right behind ``<body …>`` or, when
    there is none, at the end, where ``end`` goes; ``placeholder`` gives what goes in
    front of held content. A fragment gets none of them.
    """

    head: bytes = b""
    body: bytes = b""
    end: bytes = b""
    placeholder: Callable[[Embed], bytes] | None = None


ChooseInsertions = Callable[[str | None], Insertions]
"""Gives what to add to a page in a language (its ``<html lang>``, if it has one)."""


class Landing:
    """Finds the places while the tokens of one document pass by."""

    def __init__(self, choose: ChooseInsertions | None) -> None:
        self._choose = choose
        self._language: str | None = None
        self._is_document = False
        self._head = self._body = self._end = b""
        self._placeholder: Callable[[Embed], bytes] | None = None
        # From where on a placeholder may stand, once that is known.
        self._since: dict[EmbedKind, int] = {}

    @property
    def is_waiting(self) -> bool:
        """Something is still to be put in."""
        return bool(self._choose or self._head or self._body)

    def see(self, token: Token) -> list[Insertion]:
        """Take a token into account and return what goes in at it."""
        if isinstance(token, Landmark):
            self._is_document = self._is_document or token.is_doctype
            # Content without <head>: in front of it, but never before the doctype.
            wanted = self._is_document and not token.is_doctype
            return self._place(token.at, head=wanted)
        if token.name not in DOCUMENT_TAGS or not _is_plain(token):
            return []
        self._is_document = True
        if token.name == b"html":
            self._language = self._language or _language_of(token.raw)
            return []
        end = token.at + len(token.raw)
        if token.name == b"body":
            # Before it a script may be in the head, which our elements would end.
            self._since.setdefault(EmbedKind.SCRIPT, end)
        return self._place(end, head=True, body=token.name == b"body")

    def finish(self, at: int | None) -> list[Insertion]:
        """Return what goes in at the end; ``None`` when the page ends inside text."""
        if at is None or not self._is_document:
            return []
        placed = self._place(at, head=True, body=True)
        return [*placed, Insertion(at, self._end)] if self._end else placed

    def stand_in(self, embed: Embed) -> list[Insertion]:
        """Return what goes in front of held content, given what was seen until it."""
        since = self._since.get(embed.kind)
        if self._placeholder is None or since is None or embed.at < since:
            return []
        text = self._placeholder(embed)
        return [Insertion(embed.at, text)] if text else []

    def _place(
        self, at: int, *, head: bool = False, body: bool = False
    ) -> list[Insertion]:
        if (head or body) and self._choose:
            chosen, self._choose = self._choose(self._language), None
            self._head, self._body = chosen.head, chosen.body
            self._end = chosen.end
            self._placeholder = chosen.placeholder
            self._since[EmbedKind.FRAME] = at
        text = b""
        if head:
            text, self._head = self._head, b""
        if body:
            text, self._body = text + self._body, b""
        return [Insertion(at, text)] if text else []


def _is_plain(tag: StartTag) -> bool:
    return not (tag.foreign or tag.oversize or tag.in_noscript)


def _language_of(html: bytes) -> str | None:
    """Read ``lang`` of a tag (HTML section 3.2.6.2); the first of duplicates counts."""
    is_usual = len(html) <= _USUAL_BYTES
    return _known_language(html) if is_usual else _read_language(html)


def _read_language(html: bytes) -> str | None:
    for attribute in parse_attributes(html):
        if attribute.name == b"lang":
            return attribute.value.decode("ascii", "replace").strip()
    return None


_known_language = lru_cache(_read_language)
