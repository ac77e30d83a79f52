"""What an answer gets whatever its bytes are."""

from typing import NamedTuple

from consent_server.enforcement.evidence import Surface
from consent_server.enforcement.link_header import FilteredHeaders
from consent_server.enforcement.treatment import Treatment
from consent_server.sdk.counting import HeldCounts
from consent_server.sdk.insertions import Audience
from consent_server.sdk.prepared import Ingredients, size_of

Headers = list[tuple[str, str]]

MAX_FRAMES = 1024
MAX_BYTES = 4 << 20
"""What the frames of a policy may take together, about."""


class Judged(NamedTuple):
    """An answer's headers, which obey the decision; ``links`` are those that it had."""

    headers: Headers
    shared: bool
    private: bool
    treatment: Treatment
    links: FilteredHeaders

    def tell(self, counts: HeldCounts, it: Ingredients) -> None:
        """Count what was held in the headers, or with a body that cannot be read."""
        counts.add_links(self.links)
        if self.treatment is Treatment.CONFINE:
            counts.add(it.ruling.plan.shared_held, Surface.UNREADABLE)


class Banner(NamedTuple):
    """Which banner a page gets, but for the page's own language."""

    audience: Audience
    content_language: str | None
    wanted: str | None
    nonce: str | None
    reloads: bool


class Frame(NamedTuple):
    """What a page gets whatever its bytes are."""

    judged: Judged
    headers: Headers
    codings: tuple[str, ...]
    packs: bool
    banner: Banner

    @property
    def size(self) -> int:
        """About what it takes in memory."""
        return 2 * size_of([*self.judged.headers, *self.headers])
