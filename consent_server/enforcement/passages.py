"""What a site's pages share: a passage that was read before is not read again.

Two pages of a site differ in a story, a number, a nonce, and are alike in the rest. So
a page is cut at the beginnings of lines, some way apart, and what matters in each piece
is remembered by its bytes. Behind a change the cuts soon fall where they fell before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from consent_server.catalog.match import Matcher
from consent_server.catalog.model import ResourceKind, ServiceId
from consent_server.enforcement.claims import Claims
from consent_server.enforcement.edits import Insertion, hold_tag, mark, rename_tag
from consent_server.enforcement.embeds import Embed, find_embed
from consent_server.enforcement.judge import Judge
from consent_server.enforcement.known_passages import (
    OVERHEAD,
    CutPage,
    Holds,
    KnownPassages,
    Passage,
    Placed,
)
from consent_server.enforcement.landing import DOCUMENT_TAGS
from consent_server.enforcement.passage_scan import PassageScanner
from consent_server.enforcement.tokens import StartTag, Token
from consent_server.enforcement.verdicts import Verdicts

MAX_BYTES = 16 << 20
MAX_DECISIONS = 8
"""Decisions per page or passage that are remembered; others are made of its tags."""

PASSAGE_BYTES = 512
"""A passage ends at the first cut behind so many bytes."""

_CONTINUED_BY = 8
_REACHING = frozenset((b"base", b"frameset"))
"""What everything behind these means depends on them."""

Services = frozenset[ServiceId]


class Reading(NamedTuple):
    """A whole page: its passages, each with the offset at which it starts.

    ``end`` is where markup could be added at the end; ``None`` inside text.
    """

    passages: list[Placed]
    end: int | None


class Passages:
    """Reads whole pages of one policy, and remembers their passages; thread-safe.

    ``scanned_bytes`` is the work done.

    Args:
        matcher: The compiled patterns of the policy.
        services: Every service that a decision could hold.
        verdicts: What was said of single tags.
        secret: What is written into every prefix, see ``mark``.
        max_bytes: What the memory may take, about.
        passage_bytes: See ``PASSAGE_BYTES``.
    """

    def __init__(
        self,
        matcher: Matcher,
        services: Services,
        verdicts: Verdicts,
        *,
        secret: str = "",
        max_bytes: int = MAX_BYTES,
        passage_bytes: int = PASSAGE_BYTES,
    ) -> None:
        self.scanned_bytes = 0
        self._matcher = matcher
        self._services = services
        self._verdicts = verdicts
        self._secret = secret
        self._known = KnownPassages(max_bytes)
        self._passage_bytes = passage_bytes

    @property
    def size(self) -> int:
        """What the memory takes, about."""
        return self._known.size

    def read(self, body: bytes, page_host: str) -> Reading:
        """Read a page, as much of it as is not known."""
        found = self._read_in_passages(body, page_host)
        return found or self._read_at_once(body, page_host)

    def hold(self, passage: Passage, held: Services, page_host: str) -> Holds:
        """Return what a decision holds in a passage; offsets are from its start."""
        holds = passage.by_held.get(held)
        if holds is None:
            holds = self._hold(passage.tags, held, page_host)
            if len(passage.by_held) < MAX_DECISIONS:
                passage.by_held[held] = holds
        return holds

    def _read_in_passages(self, body: bytes, page_host: str) -> Reading | None:
        """Read what is unknown of a page; nothing if its parts depend on each other."""
        page = CutPage(body, page_host, self._passage_bytes)
        reader = _Reader(self._matcher, self._services, page_host, self._verdicts)
        scanner = reader.scanner
        passages: list[Placed] = []
        begin, tokens = 0, list[Token]()  # of what the scanner is in the middle of
        at = 0
        while at < len(body):
            if at == begin and (known := self._known.recall(page, at)):
                passages += known
                begin = at = known[-1][0] + known[-1][1].length
                continue
            if scanner.settled < begin:
                scanner.skip_to(begin)
            # A piece that ends in the middle of something is continued by short ones.
            start, at = at, page.end_of(at, (at - begin) // _CONTINUED_BY)
            found = scanner.feed(body[start:at])
            self.scanned_bytes += at - start
            scanner.take()
            if scanner.looked_back or not _REACHING.isdisjoint(_names_of(found)):
                return None
            tokens += found
            if scanner.rests:
                passage = reader.passage(tokens, begin, at)
                self._known.keep(page, begin, passage)
                passages.append((begin, passage))
                begin, tokens = at, []
        if scanner.settled < begin:
            scanner.skip_to(begin)
        if tokens := tokens + scanner.close():
            passages.append((begin, reader.passage(tokens, begin, at)))
        return Reading(passages, scanner.end_of_markup)

    def _read_at_once(self, body: bytes, page_host: str) -> Reading:
        reader = _Reader(self._matcher, self._services, page_host, self._verdicts)
        scanner = reader.scanner
        self.scanned_bytes += len(body)
        tokens = [*scanner.feed(body), *scanner.close()]
        passage = reader.passage(tokens, 0, len(body))
        return Reading([(0, passage)], scanner.end_of_markup)

    def _hold(self, tags: Iterable[StartTag], held: Services, page_host: str) -> Holds:
        """Judge the tags that matter again, for the services of one decision.

        What all services together do not claim, some of them do not either.
        """
        judge = Judge(Claims(self._matcher, held, page_host), verdicts=self._verdicts)
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
        return Holds(mark(insertions, self._secret), embeds, counts, oversize)


class _Reader:
    """Reads what is unknown of one page."""

    def __init__(
        self, matcher: Matcher, services: Services, page_host: str, verdicts: Verdicts
    ) -> None:
        self._claims = Claims(matcher, services, page_host)
        self._judge = Judge(self._claims, verdicts=verdicts)
        may_be_local = self._claims.clues.may_be_local
        self.scanner = PassageScanner(prologue=True, may_be_local=may_be_local)

    def passage(self, tokens: Iterable[Token], begin: int, end: int) -> Passage:
        """Keep of the tokens between two offsets what matters to any decision."""
        self._claims.unknown_hosts = set()
        landing: list[Token] = []
        tags: list[StartTag] = []
        size = 0
        for token in tokens:
            if not isinstance(token, StartTag) or token.name in DOCUMENT_TAGS:
                landing.append(token._replace(at=token.at - begin))
            if isinstance(token, StartTag) and _matters(token, self._judge):
                tags.append(token._replace(at=token.at - begin))
                size += len(token.raw) + len(token.text or b"")
        size += OVERHEAD * (len(landing) + len(tags) * (1 + MAX_DECISIONS))
        unknown_hosts = frozenset(self._claims.unknown_hosts)
        return Passage(
            end - begin, tuple(landing), tuple(tags), unknown_hosts, {}, size
        )


def _names_of(tokens: Iterable[Token]) -> Iterator[bytes]:
    return (token.name for token in tokens if isinstance(token, StartTag))


def _matters(tag: StartTag, judge: Judge) -> bool:
    if tag.oversize or tag.ignored:
        return True
    return judge.judge(tag) is not None or tag.name == b"base"
