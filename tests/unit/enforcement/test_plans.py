import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import UNKNOWN
from consent_server.enforcement.landing import Insertions
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.passages import MAX_DECISIONS
from consent_server.enforcement.plans import PagePlans, Rewritten
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER, SEARCH
from tests.unit.enforcement.test_markup import DOCUMENTS

HOST = "www.site.test"
PAGE = b"<!doctype html><head><script src=//spy.test></script><img src=/stats.js><p>"


def new_plans(
    max_entries: int = 8, max_bytes: int = 1 << 20, secret: str = ""
) -> PagePlans:
    return PagePlans(
        MATCHER,
        EVERYTHING,
        secret=secret,
        max_entries=max_entries,
        max_bytes=max_bytes,
    )


def plan_once(plans: PagePlans, page: bytes, held: frozenset[str]) -> Rewritten:
    return plans.rewrite(page, held, HOST, lambda _: Insertions(head=b"<H>", body=b"B"))


def plan_twice(plans: PagePlans, page: bytes, held: frozenset[str]) -> Rewritten:
    """Plan a page that comes again, so that it is remembered."""
    plan_once(plans, page, held)
    return plan_once(plans, page, held)


def insertions(language: str | None) -> Insertions:
    return Insertions(
        head=b"<H>",
        body=(language or "").encode(),
        placeholder=lambda embed: repr(embed[1:]).encode(),
    )


@given(
    DOCUMENTS,
    st.lists(
        st.frozensets(st.sampled_from(sorted(EVERYTHING))), min_size=1, max_size=4
    ),
    st.sampled_from(["", "5ec7e7"]),
)
@SEARCH
def test_makes_of_a_page_what_a_scan_makes_of_it(
    page: bytes, decisions: list[frozenset[str]], secret: str
) -> None:
    plans = new_plans(secret=secret)
    for held in (*decisions, *decisions):
        rewriter = MarkupRewriter(
            MATCHER,
            held,
            HOST,
            insertions,
            secret=secret,
        )
        expected = rewriter.feed(page) + rewriter.close()

        rewritten = plans.rewrite(page, held, HOST, insertions)

        assert rewritten.output == expected
        assert rewritten.held_counts == rewriter.held_counts
        assert rewritten.oversize == rewriter.oversize
        assert rewritten.insertions == rewriter.insertions
        assert rewritten.unknown_hosts == rewriter.unknown_hosts


@pytest.mark.parametrize("held", [frozenset({UNKNOWN}), EVERYTHING, frozenset()])
def test_remembers_the_unknown_hosts_of_a_page(held: frozenset[str]) -> None:
    plans = PagePlans(MATCHER, EVERYTHING | {UNKNOWN})
    page = b'<img src="//a.test/1"><img src="//b.test"><img src="//a.test/2">' + PAGE

    for _ in range(2):
        rewritten = plan_once(plans, page, held)
        assert rewritten.unknown_hosts == {"a.test", "b.test"}
        assert rewritten.output.count(b'data-held="unknown"') == 3 * (UNKNOWN in held)


def test_gives_each_response_a_banner_of_its_own() -> None:
    plans = new_plans()

    first = plans.rewrite(PAGE, EVERYTHING, HOST, lambda _: Insertions(body=b"one"))
    second = plans.rewrite(PAGE, EVERYTHING, HOST, lambda _: Insertions(body=b"two"))

    assert first.output.replace(b"one", b"two") == second.output != first.output


def test_plans_the_same_bytes_for_each_host() -> None:
    plans = new_plans()
    page = b"<img src=/stats.js><img src=p>"

    assert b"held" in plans.rewrite(page, EVERYTHING, HOST).output
    plans.rewrite(page, EVERYTHING, "spy.test")

    assert plans.rewrite(page, EVERYTHING, "spy.test").output.count(b"data-held=") == 2
    assert plans.rewrite(page, EVERYTHING, HOST).output.count(b"data-held=") == 1


def test_forgets_the_page_that_was_used_least() -> None:
    plans = new_plans(max_entries=2)

    for page in (b"<p>1", b"<p>2", b"<p>1", b"<p>3"):
        plan_twice(plans, page, EVERYTHING)

    assert len(plans._pages) == 2
    assert {key[0] for key in plans._pages} == {
        key[0] for key in _keys_of(b"<p>1", b"<p>3")
    }


def _keys_of(*pages: bytes) -> list[tuple[bytes, str]]:
    plans = new_plans()
    for page in pages:
        plan_twice(plans, page, EVERYTHING)
    return list(plans._pages)


def test_keeps_no_more_bytes_than_it_may() -> None:
    plans = new_plans(max_bytes=20_000)

    for number in range(50):
        plan_twice(plans, PAGE + b"%d" % number, EVERYTHING)

    assert 0 < plans._pages.size <= 20_000


def test_plans_a_page_that_is_too_large_to_keep() -> None:
    plans = new_plans(max_bytes=10)

    assert b"data-held" in plan_twice(plans, PAGE, EVERYTHING).output
    assert len(plans._pages) == 0


@pytest.mark.parametrize("times", [1, MAX_DECISIONS + 5])
def test_remembers_some_decisions_of_a_page(times: int) -> None:
    plans = new_plans()
    plan_once(plans, PAGE, frozenset())

    for number in range(times):
        plan_once(plans, PAGE, frozenset({f"service.{number}"}))

    [key] = plans._pages
    page = plans._pages.find(key)
    assert page is not None
    assert len(page.by_held) == min(times, MAX_DECISIONS)
