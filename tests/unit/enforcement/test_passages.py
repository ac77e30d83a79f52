from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import UNKNOWN
from consent_server.enforcement.landing import Insertions
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.passages import PASSAGE_BYTES, Passages
from consent_server.enforcement.plans import PagePlans
from consent_server.enforcement.verdicts import Verdicts
from tests.unit.enforcement.fragments import fragment
from tests.unit.enforcement.real_pages import real_pages
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER, SEARCH

HOST = "www.site.test"
SECRET = "5e"
SERVICES = EVERYTHING | {UNKNOWN}
ENDINGS = (b">\n", b"<b>\n", b"<i><b>", b"</svg></template></noscript></script>\n")
MARKUP = (
    b"<!doctype html>|<html lang=en>|<head>|<body>|<frameset>|<base href=//x.test/>"
    b"|<script>|</script>|spy('x')|<!--|-->|<template>|</template>|<col>|<noscript>"
    b"|</noscript>|<svg>|</svg>|<foreignObject>|<table>|</table>|<tr>|<td>|<style>"
    b"|</style>|<title>|</title>|<script src=//spy.test>|<img src=//spy.test/p>"
    b"|<img src=/stats.js>|<iframe src=https://map.test/embed/1>|</iframe>|<p>"
).split(b"|")
PIECES = st.tuples(
    st.integers(min_value=0).map(lambda seed: fragment(Random(seed)))
    | st.lists(st.sampled_from(MARKUP), max_size=4).map(b"".join),
    st.sampled_from(ENDINGS),
).map(b"".join)
PAGES = st.lists(PIECES, min_size=2, max_size=8).flatmap(
    lambda pool: st.lists(
        st.lists(st.sampled_from(pool), min_size=1, max_size=10).map(b"".join),
        min_size=2,
        max_size=4,
    )
)
ROW = b"<p>" + b"words " * (PASSAGE_BYTES // 8) + b"</p>\n"
"""Two of them are more than a passage."""


def insertions(language: str | None) -> Insertions:
    return Insertions(
        head=b"<H>",
        body=(language or "").encode(),
        end=b"<E>",
        placeholder=lambda embed: repr(embed[1:]).encode(),
    )


def expect_what_a_scan_gives(
    plans: PagePlans, page: bytes, held: frozenset[str] = SERVICES
) -> None:
    rewriter = MarkupRewriter(MATCHER, held, HOST, insertions, secret=SECRET)
    expected = rewriter.feed(page) + rewriter.close()

    rewritten = plans.rewrite(page, held, HOST, insertions)

    assert rewritten.output == expected
    assert rewritten.held_counts == rewriter.held_counts
    assert rewritten.insertions == rewriter.insertions
    assert rewritten.unknown_hosts == rewriter.unknown_hosts


@given(PAGES, st.sampled_from([1, 8, 60]))
@SEARCH
def test_pages_that_share_pieces_are_read_as_if_they_did_not(
    pages: list[bytes], passage_bytes: int
) -> None:
    plans = PagePlans(MATCHER, SERVICES, secret=SECRET, passage_bytes=passage_bytes)

    for page in pages:
        expect_what_a_scan_gives(plans, page)
        expect_what_a_scan_gives(plans, page, frozenset({"spy.pixel"}))


@pytest.mark.parametrize(
    ("known", "page"),
    [
        pytest.param(
            b"<p>\n<svg><g></table><style><img src=//spy.test></style>\n",
            b"<table>\n<svg><g></table><style><img src=//spy.test></style>\n",
            id="a table that is open decides what ends a drawing",
        ),
        pytest.param(
            b"<p>\n<img src=stats.js>\n",
            b"<base href=//spy.test>\n<img src=stats.js>\n",
            id="a base moves what comes behind it",
        ),
        pytest.param(
            b"<body>\n<p>\n",
            b"<body>\n<frameset>\n<title><img src=//spy.test></title>\n",
            id="a frameset behind a body is none",
        ),
        pytest.param(
            b"<p>\n<img src=//spy.test>\n",
            b"<script>'</p>\n<img src=//spy.test>\n'</script>",
            id="in a script there are no tags",
        ),
        pytest.param(
            b"<img src=//spy.test>\n<p>\n<img src=//spy.test>\n",
            b"<p>\n<img src=//spy.test>\n",
            id="what comes first has the banner",
        ),
    ],
)
def test_what_is_known_counts_only_where_it_means_the_same(
    known: bytes, page: bytes
) -> None:
    plans = PagePlans(MATCHER, SERVICES, secret=SECRET, passage_bytes=1)

    for it in (b"<!doctype html>\n" + known, known, b"<!doctype html>\n" + page, page):
        expect_what_a_scan_gives(plans, it)


def test_reads_of_a_page_only_what_changed() -> None:
    pages = real_pages()
    plans = PagePlans(MATCHER, SERVICES, secret=SECRET)
    for page in pages:
        plans.rewrite(page, SERVICES, HOST)
    chance = Random(4)
    before = plans.scanned_bytes

    for page in pages:
        at = page.find(b"</p>", chance.randrange(len(page)))
        changed = page[:at] + b" and more" + page[at:]
        expect_what_a_scan_gives(plans, changed)

    assert plans.scanned_bytes - before < 4 * PASSAGE_BYTES * len(pages)


def test_finds_as_one_what_pages_have_alike() -> None:
    passages = new_passages()
    rows = [b"<p>%d" % number + ROW + ROW for number in range(40)]
    pages = [
        b"".join([*rows[:at], b"<p>%d" % at + ROW + ROW, *rows[at + 1 :]])
        for at in (10, 20, 30)
    ]

    for page in pages * 3:
        reading = passages.read(page, HOST)

    assert len(reading.passages) < len(rows) // 4
    assert sum(passage.length for _, passage in reading.passages) == len(page)


@pytest.mark.parametrize("text", [b"<p>a</p>", b"<p>a</p>\r\n"], ids=["one", "CRLF"])
def test_finds_passages_without_line_feeds_behind_tags(text: bytes) -> None:
    passages = new_passages()
    page = text * PASSAGE_BYTES

    passages.read(page, HOST)
    passages.read(b"<h1>" + page, HOST)

    assert passages.scanned_bytes < len(page) + 3 * PASSAGE_BYTES


def test_reads_a_page_that_never_rests_in_time_that_is_linear() -> None:
    passages = new_passages()
    page = b"<template>" + b"<p>words</p>\n" * 40_000

    passages.read(page, HOST)

    assert passages.scanned_bytes == len(page)


def test_remembers_no_more_than_it_may() -> None:
    passages = new_passages(max_bytes=100_000)
    page = ROW * 8 + b"<script src=//spy.test/%d></script>\n" + ROW * 8

    for number in range(300):
        passages.read(page % number, HOST)
        assert passages.size <= 100_000

    before = passages.scanned_bytes
    passages.read(page % 299, HOST)
    assert passages.scanned_bytes == before


def test_keeps_what_is_used() -> None:
    passages = new_passages(max_bytes=100_000)
    passages.read(ROW * 6, HOST)

    for number in range(300):
        before = passages.scanned_bytes
        passages.read(ROW * 6 + b"<p>%d</p>" % number + ROW * 4, HOST)
        assert passages.scanned_bytes - before < 4 * PASSAGE_BYTES


def test_reads_the_same_bytes_anew_for_another_host() -> None:
    plans = PagePlans(MATCHER, EVERYTHING)
    page = ROW + ROW + b"<img src=//www.site.test/stats.js>\n" + ROW + ROW

    assert b"data-held=" in plans.rewrite(page, EVERYTHING, HOST).output
    scanned = plans.scanned_bytes
    plans.rewrite(page, EVERYTHING, "other.test")

    assert plans.scanned_bytes == 2 * scanned


def new_passages(max_bytes: int = 1 << 20) -> Passages:
    return Passages(MATCHER, SERVICES, Verdicts(), max_bytes=max_bytes)
