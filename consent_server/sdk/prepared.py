"""Pages that were made before, but for what each response has of its own.

What a page is made of is declared in one place, :class:`Ingredients`, which is all that
the making of one gets to see, and all by which a made one is found again. So a page
cannot depend on anything that would be missing in the key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from consent_server.catalog.model import ServiceId
from consent_server.consent.decide import Decision
from consent_server.enforcement.caching import concerns_caches
from consent_server.enforcement.evidence import NOTHING, Sighting, Tally
from consent_server.enforcement.holds import HeldTags
from consent_server.enforcement.link_header import ACTING
from consent_server.enforcement.plan import EnforcementPlan
from consent_server.enforcement.treatment import FIELDS, Treatment

MAX_PAGES = 1024
MAX_BYTES = 16 << 20
"""What the prepared pages of a policy may take together, about."""

OVERHEAD = 200  # bytes of the objects around a field or a part
REMEMBERED_NAMES = 1024

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """What is decided for a request, and what follows for its response.

    Visitors of whom all the same is decided share one; it equals no other.
    """

    decision: Decision
    plan: EnforcementPlan


class Ingredients(NamedTuple):
    """Everything that an answer is made of, beside the site's own.

    ``language`` is the one of the site's that the visitor likes best, ``signalled``
    says that its browser objects. ``personal`` are responses that are about the visitor
    whatever their page is, ``lasting`` those whose ``Expires`` lies ahead (``None``
    without one). ``headers`` are the application's; of a whole page only those that
    something depends on. ``body`` is what is known of the body.
    """

    ruling: Ruling
    hostname: str
    language: str
    signalled: bool
    personal: bool
    status: int
    treatment: Treatment
    lasting: bool | None
    headers: Fields
    body: bytes

    @property
    def size(self) -> int:
        """About what it takes in memory; some of it is as long as a visitor likes."""
        return len(self.body) + len(self.hostname) + size_of(self.headers)


@lru_cache(REMEMBERED_NAMES)
def matters(name: str) -> bool:
    """Tell whether something depends on a field of this name, or changes it.

    Everything else goes through a page's making as it came.
    """
    name = name.lower()
    return name in FIELDS or name in ACTING or concerns_caches(name)


class Secrets(NamedTuple):
    """What one response has of its own; without them the same page is the same bytes.

    ``mark`` tells the page's script what it may release, ``click`` is the key of the
    record that a click makes.
    """

    mark: str
    click: str


class Template(NamedTuple):
    """A body that lacks its secrets: cut where a click key goes, then where marks go.

    ``codec`` is how the page writes ASCII.
    """

    parts: tuple[tuple[bytes, ...], ...]
    codec: str

    def fill(self, secrets: Secrets) -> bytes:
        """Return the body of one response."""
        mark, click = (it.encode(self.codec) for it in secrets)
        return click.join([mark.join(part) for part in self.parts])


def cut(body: bytes, stand_ins: Secrets, codec: str) -> Template:
    """Cut a body that was made with stand-ins, which nobody but this process knows."""
    mark, click = (it.encode(codec) for it in stand_ins)
    return Template(tuple(tuple(it.split(mark)) for it in body.split(click)), codec)


class Prepared(NamedTuple):
    """An answer that lacks its secrets, its packing, and the fields that do not matter.

    ``private`` and ``links`` say what was done to the headers. Without a ``template``
    the body goes out as it came. ``codings`` are those in which it may go out if it
    came so, then with the fields ``unchanged``; ``packs`` says that it may be packed,
    and ``asks`` in which language it asks its visitor. ``held`` and ``seen`` are what
    each answer counts; ``tags`` is what was held for anybody.
    """

    headers: Fields
    private: bool
    links: frozenset[ServiceId]
    held: Mapping[Tally, int]
    seen: Mapping[Sighting, int]
    template: Template | None = None
    codings: tuple[str, ...] = ()
    unchanged: Fields | None = None
    packs: bool = False
    asks: Mapping[str, int] = NOTHING
    tags: HeldTags | None = None

    @property
    def size(self) -> int:
        """About what it takes in memory."""
        parts = (
            [it for part in self.template.parts for it in part] if self.template else []
        )
        things = len(parts) + len(self.held) + len(self.seen)
        return sum(map(len, parts)) + size_of(self.headers) + OVERHEAD * things


def size_of(fields: Iterable[tuple[str, str]]) -> int:
    """Return about what header fields take in memory."""
    return sum(OVERHEAD + len(value) for _, value in fields)
