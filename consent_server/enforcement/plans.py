"""What to do to a page that was seen before: no scan, a look-up and a splice.

A plan keeps, of a page's tags, those that matter to any decision, and per decision
where something goes in. Nothing of a visitor is in it: the banner is put in each time,
and the secret stands for those of the responses.
"""

from collections.abc import Iterable
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ResourceKind, ServiceId
from consent_server.enforcement.claims import MAX_UNKNOWN
from consent_server.enforcement.edits import Insertion, splice
from consent_server.enforcement.embeds import Embed
from consent_server.enforcement.holds import HeldTags
from consent_server.enforcement.known_passages import OVERHEAD, Holds, Placed
from consent_server.enforcement.landing import ChooseInsertions, Landing
from consent_server.enforcement.passages import (
    MAX_DECISIONS,
    PASSAGE_BYTES,
    Passages,
    Services,
)
from consent_server.enforcement.remembered import Remembered
from consent_server.enforcement.tokens import Token
from consent_server.enforcement.verdicts import Verdicts

MAX_ENTRIES = 1024
MAX_BYTES = 16 << 20
_PLACE = itemgetter(0)


class Rewritten(NamedTuple):
    """A whole page that obeys a decision; ``insertions`` are in order."""

    output: bytes
    insertions: list[Insertion]
    held_counts: HeldTags
    oversize: int
    unknown_hosts: frozenset[str]


class _Page(NamedTuple):
    landing: tuple[Token, ...]
    passages: tuple[Placed, ...]  # those in which something may be held
    end: int | None
    unknown_hosts: frozenset[str]
    by_held: dict[Services, Holds]
    size: int


class PagePlans:
    """The plans of one policy's pages, by their bytes; thread-safe.

    ``verdicts`` remembers single tags, also for pages that come as streams.

    Args:
        matcher: The compiled patterns of the policy.
        services: Every service that a decision could hold.
        secret: What is written into every prefix, see ``mark``.
        max_entries: Pages that are remembered; the least used go first.
        max_bytes: What they may take together, about.
        passage_bytes: How long the pieces are that pages share.
    """

    def __init__(
        self,
        matcher: Matcher,
        services: Services,
        *,
        secret: str = "",
        max_entries: int = MAX_ENTRIES,
        max_bytes: int = MAX_BYTES,
        passage_bytes: int = PASSAGE_BYTES,
    ) -> None:
        self.verdicts = Verdicts()
        self._passages = Passages(
            matcher,
            services,
            self.verdicts,
            secret=secret,
            passage_bytes=passage_bytes,
        )
        self._pages = Remembered[tuple[bytes, str], _Page](max_entries, max_bytes)

    @property
    def scanned_bytes(self) -> int:
        """What was not known, the work done."""
        return self._passages.scanned_bytes

    def rewrite(
        self,
        body: bytes,
        held: Services,
        page_host: str,
        insertions: ChooseInsertions | None = None,
    ) -> Rewritten:
        """Return what ``MarkupRewriter`` makes of a whole page, see there."""
        key = (body, page_host)
        page = self._pages.find(key)
        if page is None:
            page = self._read(body, page_host)
            self._pages.keep(key, page, len(body) + len(page_host) + page.size)
        holds = page.by_held.get(held)
        if holds is None:
            holds = self._hold(page, held, page_host)
            if len(page.by_held) < MAX_DECISIONS:
                page.by_held[held] = holds
        landed = _land(page, holds.embeds, insertions)
        edits = sorted([*landed, *holds.insertions], key=_PLACE)
        output = splice(body, 0, edits)
        return Rewritten(
            output, edits, holds.counts, holds.oversize, page.unknown_hosts
        )

    def _read(self, body: bytes, page_host: str) -> _Page:
        reading = self._passages.read(body, page_host)
        landing: list[Token] = []
        unknown: dict[str, None] = {}
        size = OVERHEAD
        for at, passage in reading.passages:
            landing += passage.landing_behind(at)
            if passage.unknown_hosts:
                unknown |= dict.fromkeys(passage.unknown_hosts)
            size += passage.size
        return _Page(
            tuple(landing),
            tuple(it for it in reading.passages if it[1].tags),
            reading.end,
            frozenset(islice(unknown, MAX_UNKNOWN)),
            {},
            size + OVERHEAD * len(landing),
        )

    def _hold(self, page: _Page, held: Services, page_host: str) -> Holds:
        """Put together what a decision holds in the passages of a page."""
        insertions: list[Insertion] = []
        embeds: list[Embed] = []
        counts: dict[tuple[ServiceId, ResourceKind], int] = {}
        oversize = 0
        for at, passage in page.passages:
            holds = self._passages.hold(passage, held, page_host).behind(at)
            insertions += holds.insertions
            embeds += holds.embeds
            oversize += holds.oversize
            for what, times in holds.counts.items():
                counts[what] = counts.get(what, 0) + times
        return Holds(insertions, embeds, counts, oversize)


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
