"""What must hold of markup, whatever its bytes and however it is cut.

The first two bytes of an input choose what is held and how it is cut; the rest is the
page. So every input can be read in an editor.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random

from consent_server.enforcement.edits import unsplice
from consent_server.enforcement.landing import Insertions
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.plans import PagePlans, Rewritten
from consent_server.enforcement.scan import MAX_HELD_BYTES, Scanner
from tests.unit.enforcement.fragments import damage, fragment
from tests.unit.enforcement.real_pages import real_pages
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER
from tests.unit.enforcement.tree import compare

HOST = "www.site.test"
INSERTIONS = Insertions(head=b"[HEAD]", body=b"[BODY]")
MAX_PAGE_BYTES = 1 << 14
LONG_BYTES = 1 << 14
SMALL_LIMIT = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One input, taken apart."""

    page: bytes
    held: frozenset[str]
    cuts: tuple[int, int]
    max_held: int
    secret: str

    @classmethod
    def read(cls, data: bytes) -> "Case":
        """Take an input apart; one without two bytes in front has zeros there."""
        options, cuts = (*data[:2], 0, 0)[:2]
        services = sorted(EVERYTHING)
        return cls(
            page=data[2:MAX_PAGE_BYTES],
            held=frozenset(
                one for bit, one in enumerate(services) if options >> bit & 1
            ),
            cuts=(1 + cuts % 16, 1 + cuts // 16),
            max_held=SMALL_LIMIT if options & 8 else MAX_HELD_BYTES,
            secret="5ec7e7" if options & 16 else "",
        )


def rewrite(case: Case, chunks: Iterator[bytes]) -> Rewritten:
    """Rewrite the page as a stream."""
    rewriter = MarkupRewriter(
        MATCHER,
        case.held,
        HOST,
        (lambda _: INSERTIONS) if case.held else None,
        secret=case.secret,
        max_held=case.max_held,
    )
    output = b"".join(map(rewriter.feed, chunks)) + rewriter.close()
    return Rewritten(
        output,
        rewriter.insertions,
        rewriter.held_counts,
        rewriter.oversize,
        frozenset(rewriter.unknown_hosts),
    )


def cut(page: bytes, sizes: tuple[int, ...]) -> Iterator[bytes]:
    """Cut a page into chunks of these sizes, over and over."""
    at = 0
    for size in cycle(sizes):
        if at >= len(page):
            return
        yield page[at : at + size]
        at += size


def check_rewriting(data: bytes) -> None:
    """One output for every chunking, and for the plan; insertions and nothing else."""
    case = Case.read(data)
    whole = rewrite(case, iter([case.page]))
    assert rewrite(case, cut(case.page, case.cuts)) == whole
    assert unsplice(whole.output, whole.insertions) == case.page
    if not case.held:
        assert whole.output == case.page
    if case.max_held == MAX_HELD_BYTES:
        planned = PagePlans(MATCHER, EVERYTHING, secret=case.secret).rewrite(
            case.page,
            case.held,
            HOST,
            (lambda _: INSERTIONS) if case.held else None,
        )
        assert planned == whole


def check_steps(data: bytes) -> None:
    """Work in proportion to the page: a long one, made of the input again and again."""
    page = (data * (LONG_BYTES // max(1, len(data))))[:LONG_BYTES]
    scanner = Scanner(prologue=True)
    for chunk in cut(page, (2048,)):
        scanner.feed(chunk)
        scanner.take()
    scanner.close()
    assert scanner.scanned_bytes <= 4 * len(page)
    assert scanner._foreign.steps <= page.count(b"<")
    assert scanner._modes.open_tags.counted_bytes <= len(page)


def check_generated(data: bytes) -> None:
    """The same of a made-up fragment; the input only says which one."""
    page = fragment(Random(int.from_bytes(data)))
    check_elements(page)
    check_rewriting(b"\x17" + data[:1] + page)


def check_damaged(data: bytes) -> None:
    """The same of a page that an accident happened to."""
    chance = Random(int.from_bytes(data))
    check_elements(damage(chance, chance.choice(real_pages())))


def check_elements(data: bytes) -> None:
    """No element that a tree builder finds is missed."""
    page = data[:MAX_PAGE_BYTES]
    for scripting in (True, False):
        assert compare(page, scripting=scripting) == []
