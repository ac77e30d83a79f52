"""Pages out of the browser's own caches obey the choice that counts now."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.e2e.chromium import launch_chromium
from tests.e2e.example_site import ExampleSite, serve_wrapped
from tests.e2e.traces import NO_TRACES
from tests.e2e.visit import Visit

pytestmark = pytest.mark.browser

NOTE_RETURNS = "addEventListener('pageshow', (e) => { window.kept = e.persisted; })"
BYTES_LOADED = "performance.getEntriesByType('navigation')[0].transferSize"


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The whole browser: the headless shell has no back/forward cache."""
    chromium = launch_chromium(playwright, whole=True)
    yield chromium
    chromium.close()


@pytest.fixture
def promark(tmp_path: Path) -> Iterator[ExampleSite]:
    with serve_wrapped("promark", tmp_path) as site:
        yield site


@pytest.fixture
def visit(browser: Browser, promark: ExampleSite) -> Iterator[Visit]:
    with promark.visit(browser, vendors=False) as started:
        started.context.add_init_script(NOTE_RETURNS)
        yield started


def _is_out_of_the_page_cache(page: Page) -> bool:
    return bool(page.evaluate("window.kept"))


def _follow_to_guide(visit: Visit, page: Page) -> None:
    page.get_by_role("link", name="Veiledning").click()
    visit.log.settle(page)


def test_going_back_after_a_grant_does_not_ask_again_and_loads_what_was_granted(
    promark: ExampleSite, visit: Visit
) -> None:
    page = visit.open()
    visit.open("/produkt", page)
    promark.banner(page, visit).accept()
    visit.log.clear()
    visit.go_back(page)

    assert _is_out_of_the_page_cache(page)
    assert not promark.banner(page, visit).is_shown
    assert visit.traces(page).requests == {"site.statistics"}


def test_going_back_after_a_refusal_does_not_ask_again_and_loads_nothing(
    promark: ExampleSite, visit: Visit
) -> None:
    page = visit.open()
    visit.open("/produkt", page)
    promark.banner(page, visit).reject()
    visit.go_back(page)

    assert _is_out_of_the_page_cache(page)
    assert not promark.banner(page, visit).is_shown
    assert visit.traces(page) == NO_TRACES


def test_going_back_after_a_withdrawal_loads_nothing(
    promark: ExampleSite, visit: Visit
) -> None:
    page = visit.open()
    banner = promark.banner(page, visit)
    banner.accept()
    visit.open("/produkt", page)
    banner.withdraw()
    visit.log.clear()
    visit.go_back(page)

    assert visit.traces(page) == NO_TRACES


def test_a_page_cached_before_a_grant_loads_what_was_granted(
    promark: ExampleSite, visit: Visit
) -> None:
    page = visit.open("/guide")
    visit.open("/", page)
    promark.banner(page, visit).accept()
    visit.log.clear()
    _follow_to_guide(visit, page)

    assert page.evaluate(BYTES_LOADED) == 0
    assert visit.traces(page).requests == {"site.statistics"}


def test_a_page_cached_under_a_grant_loads_nothing_after_the_withdrawal(
    promark: ExampleSite, visit: Visit
) -> None:
    page = visit.open()
    banner = promark.banner(page, visit)
    banner.accept()
    visit.open("/guide", page)
    banner.withdraw()
    visit.open("/", page)
    visit.log.clear()
    _follow_to_guide(visit, page)

    assert page.evaluate(BYTES_LOADED) == 0
    assert visit.traces(page) == NO_TRACES


def test_a_page_that_caches_may_share_is_the_same_for_everybody(
    promark: ExampleSite, visit: Visit
) -> None:
    read_guide = "async () => (await fetch('/guide', { cache: 'reload' })).text()"
    page = visit.open()
    undecided = page.evaluate(read_guide)
    promark.banner(page, visit).accept()

    assert _unmarked(page.evaluate(read_guide)) == _unmarked(undecided)


def _unmarked(page: str) -> str:
    """Leave out the secret that every response marks its own things with."""
    mark = page.partition('data-mark="')[2].partition('"')[0]
    assert len(mark) == 32
    return page.replace(mark, "")
