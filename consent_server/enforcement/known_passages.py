"""The memory of passages: what matters in a piece of a page, by its bytes."""

from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

from consent_server.catalog.model import ServiceId
from consent_server.enforcement.edits import Insertion
from consent_server.enforcement.embeds import Embed
from consent_server.enforcement.holds import HeldTags
from consent_server.enforcement.tokens import StartTag, Token

OVERHEAD = 400  # bytes of the objects around a tag, an insertion or a passage
_LINES = (b">\n", b">\r")
_ONE_LINE = b"><"
_SEVERAL = 2
_SAMPLE_BYTES = 8192
"""How much of a page tells how its lines end."""

_Key = tuple[bytes, str, bool]  # the bytes, the page's host, whether they come first


class Holds(NamedTuple):
    """What one decision holds in a page; ``embeds`` is what people would look at."""

    insertions: Sequence[Insertion]
    embeds: Sequence[Embed]
    counts: HeldTags
    oversize: int

    def behind(self, at: int) -> "Holds":
        """Return them at offsets of a page in which the piece starts there."""
        if at == 0:
            return self
        return self._replace(
            insertions=[Insertion(at + it, text) for it, text in self.insertions],
            embeds=[Embed(at + it.at, *it[1:]) for it in self.embeds],
        )


class Passage(NamedTuple):
    """Of a piece of a page, what matters to any decision; offsets are from its start.

    ``size`` is about what it takes in memory. A run is a passage ``of_several``.
    """

    length: int
    landing: tuple[Token, ...]
    tags: tuple[StartTag, ...]
    unknown_hosts: frozenset[str]
    by_held: dict[frozenset[ServiceId], Holds]
    size: int
    of_several: bool = False

    def landing_behind(self, at: int) -> Sequence[Token]:
        """Return its places for insertions in a page in which it starts there."""
        if at == 0:
            return self.landing
        return [it._replace(at=it.at + at) for it in self.landing]


class _Run(NamedTuple):
    """Passages that came one after another, as one; ``first`` is what begins it."""

    text: bytes
    passage: Passage
    first: Passage | int


Placed = tuple[int, Passage]
_Known = Passage | _Run | int  # a length leads to the passage of so many bytes


class CutPage:
    """A page in pieces of some length, which end with tags as far as one can see.

    Args:
        body: All of it.
        host: The page's own.
        passage_bytes: A piece ends at the first tag behind so many bytes.
    """

    def __init__(self, body: bytes, host: str, passage_bytes: int) -> None:
        self.body = body
        self.host = host
        self._bytes = passage_bytes
        beginning = body[:_SAMPLE_BYTES]
        self._mark = next(filter(beginning.__contains__, _LINES), _ONE_LINE)

    def end_of(self, start: int, length: int = 0) -> int:
        """Return where the piece ends that starts there, if it has some length."""
        found = self.body.find(self._mark, start + (length or self._bytes))
        return len(self.body) if found < 0 else found + 1

    def key(self, start: int, end: int) -> _Key:
        """Return what the meaning of a part depends on, if it stands by itself."""
        return (self.body[start:end], self.host, start == 0)


class KnownPassages:
    """What was found in passages before; thread-safe.

    Two generations: what is used moves to the young one, and when that is full, the old
    one is dropped. Passages that came together are found by the first of them: where
    pages of a site are alike, one look tells all.

    Args:
        max_bytes: What both may take together, about.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes // 2
        self._young: dict[_Key, _Known] = {}
        self._old: dict[_Key, _Known] = {}
        self._young_bytes = self._old_bytes = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """What they take, about."""
        return self._young_bytes + self._old_bytes

    def recall(self, page: CutPage, start: int) -> list[Placed]:
        """Return what is known of the passages that stand there, one behind another.

        Next time they are one. A run takes the place of a longer one, which was not
        the same to its end, and is not joined again: so it soon ends where pages
        differ.
        """
        found: list[Placed] = []
        alike: list[Placed] = []
        while known := self._recall(page, start):
            found.append((start, known))
            if known.of_several:
                self._keep_run(page, alike)
                alike = []
            else:
                alike.append((start, known))
            start += known.length
        self._keep_run(page, alike)
        return found

    def keep(self, page: CutPage, start: int, passage: Passage) -> None:
        """Remember a passage; one of several pieces is found by the first of them."""
        end = page.end_of(start)
        if start + passage.length != end:
            self._keep(page.key(start, end), passage.length)
        self._keep(page.key(start, start + passage.length), passage)

    def _recall(self, page: CutPage, start: int) -> Passage | None:
        key = page.key(start, page.end_of(start))
        known = self._young.get(key) or self._recall_old(key)
        if isinstance(known, _Run):
            if page.body.startswith(known.text, start):
                return known.passage
            known = known.first
        if isinstance(known, int):
            key = page.key(start, start + known)
            known = self._young.get(key) or self._recall_old(key)
        return known if isinstance(known, Passage) else None

    def _keep_run(self, page: CutPage, placed: Sequence[Placed]) -> None:
        if len(placed) < _SEVERAL:
            return
        start = placed[0][0]
        key = page.key(start, page.end_of(start))
        known = self._young.get(key)
        first = known.first if isinstance(known, _Run) else known
        if first is not None:
            run = _join([passage for _, passage in placed])
            self._keep(key, _Run(page.body[start : start + run.length], run, first))

    def _recall_old(self, key: _Key) -> _Known | None:
        known = self._old.get(key)
        if known is not None:
            self._keep(key, known)
        return known

    def _keep(self, key: _Key, known: _Known) -> None:
        size = _size_of(key, known)
        if size > self._max_bytes:
            return
        with self._lock:
            if self._young_bytes + size > self._max_bytes:
                self._old, self._old_bytes = self._young, self._young_bytes
                self._young, self._young_bytes = {}, 0
            if (before := self._young.get(key)) is not None:
                self._young_bytes -= _size_of(key, before)
            self._young_bytes += size
            self._young[key] = known


def _size_of(key: _Key, known: _Known) -> int:
    size = len(key[0]) + OVERHEAD
    match known:
        case _Run(text, passage, first):
            return size + len(text) + passage.size + _size_of(key, first)
        case Passage():
            return size + known.size
        case _:
            return size


def _join(passages: Sequence[Passage]) -> Passage:
    landing: list[Token] = []
    tags: list[StartTag] = []
    at = 0
    for passage in passages:
        landing += passage.landing_behind(at)
        tags += [it._replace(at=it.at + at) for it in passage.tags]
        at += passage.length
    return Passage(
        length=at,
        landing=tuple(landing),
        tags=tuple(tags),
        unknown_hosts=frozenset().union(*(it.unknown_hosts for it in passages)),
        by_held={},
        size=sum(it.size for it in passages),
        of_several=True,
    )
