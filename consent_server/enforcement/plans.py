"""What to do to a page that was seen before: no scan, a look-up and a splice.

A plan keeps, of a page's tags, those that matter to any decision, and per decision
where something goes in. Nothing of a visitor is in it: banner and secret are each
response's own.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ResourceKind, ServiceId
from consent_server.enforcement.claims import Claims
from consent_server.enforcement.edits import (
    Insertion,
    hold_tag,
    mark,
    rename_tag,
    splice,
)
from consent_server.enforcement.embeds import Embed, find_embed
from consent_server.enforcement.judge import Judge
from consent_server.enforcement.landing import DOCUMENT_TAGS, ChooseInsertions, Landing
from consent_server.enforcement.scan import Scanner
from consent_server.enforcement.tokens import StartTag, Token
from consent_server.enforcement.verdicts import Verdicts

MAX_ENTRIES = 1024
MAX_BYTES = 16 << 20
MAX_DECISIONS = 8
"""Decisions per page that are remembered; others are made of the page's tags."""

_OVERHEAD = 400  # bytes of the objects around a tag or an insertion

Services = frozenset[ServiceId]


class Holds(NamedTuple):
    """What one decision holds in a page; ``embeds`` is what people would look at."""

    insertions: tuple[Insertion, ...]
    embeds: tuple[Embed, ...]
    counts: Counter[tuple[ServiceId, ResourceKind]]
    oversize: int


class Rewritten(NamedTuple):
    """A whole page that obeys a decision; ``insertions`` are in order."""

    output: bytes
    insertions: list[Insertion]
    held_counts: Counter[tuple[ServiceId, ResourceKind]]
    oversize: int
    unknown_hosts: frozenset[str]


class _Page(NamedTuple):
    landing: tuple[Token, ...]
    tags: tuple[StartTag, ...]
    end: int | None
    unknown_hosts: frozenset[str]
    by_held: dict[Services, Holds]
    size: int


class PagePlans:
    """The plans of one policy's pages, by the digest of their bytes; thread-safe.

    ``verdicts`` remembers single tags, also for pages that come as streams.

    Args:
        matcher: The compiled patterns of the policy.
        services: Every service that a decision could hold.
        max_entries: Pages that are remembered; the least used go first.
        max_bytes: What they may take together, about.
    """

    def __init__(
        self,
        matcher: Matcher,
        services: Services,
        *,
        max_entries: int = MAX_ENTRIES,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.size = 0
        self.verdicts = Verdicts()
        self._matcher = matcher
        self._services = services
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._pages: OrderedDict[tuple[bytes, str], _Page] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def rewrite(
        self,
        body: bytes,
        held: Services,
        page_host: str,
        insertions: ChooseInsertions | None = None,
        *,
        secret: str = "",
    ) -> Rewritten:
        """Return what ``MarkupRewriter`` makes of a whole page, see there."""
        key = (sha256(body).digest(), page_host)
        page = self._find(key)
        if page is None:
            page = self._read(body, page_host)
            self._keep(key, page)
        holds = page.by_held.get(held)
        if holds is None:
            holds = self._hold(page.tags, held, page_host)
            if len(page.by_held) < MAX_DECISIONS:
                page.by_held[held] = holds
        landed = _land(page, holds.embeds, insertions)
        edits = sorted((*landed, *mark(holds.insertions, secret)), key=_place)
        output = splice(body, 0, edits)
        counts = holds.counts.copy()
        return Rewritten(output, edits, counts, holds.oversize, page.unknown_hosts)

    def _find(self, key: tuple[bytes, str]) -> _Page | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def _keep(self, key: tuple[bytes, str], page: _Page) -> None:
        with self._lock:
            known = self._pages.pop(key, None)
            self.size += page.size - (known.size if known else 0)
            self._pages[key] = page
            while len(self._pages) > self._max_entries or self.size > self._max_bytes:
                self.size -= self._pages.popitem(last=False)[1].size

    def _read(self, body: bytes, page_host: str) -> _Page:
        claims = Claims(self._matcher, self._services, page_host)
        scanner = Scanner(prologue=True, may_be_local=claims.clues.may_be_local)
        tokens = [*scanner.feed(body), *scanner.close()]
        landing = tuple(
            token
            for token in tokens
            if not isinstance(token, StartTag) or token.name in DOCUMENT_TAGS
        )
        judge = Judge(claims, verdicts=self.verdicts)
        tags = tuple(
            token
            for token in tokens
            if isinstance(token, StartTag) and _matters(token, judge)
        )
        size = _size_of(tags) + _OVERHEAD * (1 + len(landing))
        unknown = frozenset(claims.unknown_hosts)
        return _Page(landing, tags, scanner.end_of_markup, unknown, {}, size)

    def _hold(self, tags: Iterable[StartTag], held: Services, page_host: str) -> Holds:
        """Judge the tags that matter again, for the services of one decision.

        What all services together do not claim, some of them do not either.
        """
        claims = Claims(self._matcher, held, page_host)
        judge = Judge(claims, verdicts=self.verdicts)
        insertions: list[Insertion] = []
        embeds: list[Embed] = []
        counts: Counter[tuple[ServiceId, ResourceKind]] = Counter()
        oversize = 0
        for tag in tags if held else ():
            if tag.oversize or tag.ignored:
                oversize += tag.oversize
                insertions.append(rename_tag(tag))
            elif hold := judge.judge(tag):
                insertions += hold_tag(tag, hold)
                if embed := find_embed(tag, hold):
                    embeds.append(embed)
                counts.update((service, hold.kind) for service in hold.services)
        return Holds(tuple(insertions), tuple(embeds), counts, oversize)


def _matters(tag: StartTag, judge: Judge) -> bool:
    if tag.oversize or tag.ignored:
        return True
    return judge.judge(tag) is not None or tag.name == b"base"


def _land(
    page: _Page, embeds: Iterable[Embed], choose: ChooseInsertions | None
) -> list[Insertion]:
    landing = Landing(choose)
    found: list[Insertion] = []
    for token in page.landing:
        if landing.is_waiting:
            found += landing.see(token)
    found += landing.finish(page.end)
    for embed in embeds:
        found += landing.stand_in(embed)
    return found


def _size_of(tags: Iterable[StartTag]) -> int:
    """Estimate what the tags and their edits for some decisions take."""
    return sum(
        len(tag.raw) + len(tag.text or b"") + _OVERHEAD * (1 + MAX_DECISIONS)
        for tag in tags
    )


def _place(insertion: Insertion) -> int:
    return insertion.at
