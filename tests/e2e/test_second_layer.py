"""The banner's second layer: what opens is seen, and its button stays readable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.example_site import ExampleSite, serve_wrapped

pytestmark = pytest.mark.browser

COLOURS = """(element) => {
  const style = getComputedStyle(element);
  return [style.color, style.backgroundColor];
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ExampleSite]:
    with serve_wrapped("omnium", tmp_path) as wrapped:
        yield wrapped


def test_what_opens_in_a_small_window_comes_into_sight(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, viewport={"width": 320, "height": 640}) as visit:
        page = visit.open()
        page.get_by_text(site.banner(page, visit).texts.choose, exact=True).click()

        expect(page.get_by_text("Always on", exact=True)).to_be_in_viewport()


def test_the_opened_summary_is_readable_under_the_mouse(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, reduced_motion="reduce") as visit:
        page = visit.open()
        summary = page.get_by_text(site.banner(page, visit).texts.choose, exact=True)
        summary.click()
        summary.hover()
        under_the_mouse = summary.evaluate(COLOURS)
        page.mouse.move(0, 0)

        assert under_the_mouse == summary.evaluate(COLOURS)
