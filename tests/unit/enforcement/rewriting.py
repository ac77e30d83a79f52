"""A small policy and a rewriter around it, for every test of enforcement."""

from collections.abc import Callable

from hypothesis import settings

from consent_server.catalog.match import compile_matcher
from consent_server.catalog.model import (
    Cookie,
    Marker,
    MatchKind,
    NamePattern,
    Resource,
    ResourceKind,
    Service,
)
from consent_server.enforcement.edits import Insertion, unsplice
from consent_server.enforcement.embeds import Embed
from consent_server.enforcement.landing import Insertions
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.scan import MAX_HELD_BYTES

SEARCH = settings(max_examples=150, deadline=None, derandomize=True)
EVERYTHING = frozenset({"spy.pixel", "map.embed", "own.stats"})

ANY_KIND = frozenset(ResourceKind)


MATCHER = compile_matcher(
    [
        Service(
            id="spy.pixel",
            name="Spy",
            provider="spy",
            purposes=("marketing",),
            cookies=(
                Cookie(pattern=NamePattern(text="_spy")),
                Cookie(pattern=NamePattern(text="_sp_", kind=MatchKind.PREFIX)),
            ),
            resources=(
                Resource(host="spy.test", kinds=ANY_KIND),
                Resource(host="*.spy.test", kinds=ANY_KIND),
            ),
            markers=(Marker(tokens=("spy(",)),),
        ),
        Service(
            id="map.embed",
            name="Map",
            provider="map",
            purposes=("functional",),
            resources=(Resource(host="map.test", path="/embed/", kinds=ANY_KIND),),
        ),
        Service(
            id="own.stats",
            name="Own statistics",
            provider="own",
            purposes=("analytics",),
            cookies=(Cookie(pattern=NamePattern(text="_own")),),
            resources=(Resource(host="*", path="/stats.js", kinds=ANY_KIND),),
        ),
    ]
)


class Rewritten:
    def __init__(self, rewriter: MarkupRewriter, page: bytes, size: int) -> None:
        chunks = [page[at : at + size] for at in range(0, len(page), size)]
        self.output = b"".join(map(rewriter.feed, chunks)) + rewriter.close()
        self.counts = rewriter.held_counts
        self.insertions: list[Insertion] = rewriter.insertions
        self.oversize = rewriter.oversize
        self.original = unsplice(self.output, self.insertions)


def rewrite(
    page: bytes | str,
    *,
    held: frozenset[str] = EVERYTHING,
    head: bytes = b"",
    body: bytes = b"",
    end: bytes = b"",
    placeholder: Callable[[Embed], bytes] | None = None,
    size: int = 1 << 30,
    max_held: int = MAX_HELD_BYTES,
) -> Rewritten:
    data = page.encode() if isinstance(page, str) else page
    rewriter = MarkupRewriter(
        MATCHER,
        held,
        "www.site.test",
        lambda _: Insertions(head=head, body=body, end=end, placeholder=placeholder),
        max_held=max_held,
    )
    return Rewritten(rewriter, data, size)
