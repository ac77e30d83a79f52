"""The banner's second layer: asked for once, seen, searched, and saved as it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.example_site import ExampleSite, serve_wrapped
from tests.e2e.visit import Visit

pytestmark = pytest.mark.browser

LATER = re.compile(r"/acts-|/layer-|/choices-\w+\.css")
STARTED_BEFORE_LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return performance.getEntriesByType("resource")
    .filter((it) => it.name.includes("/-/choices/") && it.startTime < page.loadEventEnd)
    .map((it) => it.initiatorType);
}"""
LOADED_SINCE = """(time) => performance.getEntriesByType("resource")
  .filter((it) => it.startTime > time && it.transferSize > 0)
  .map((it) => it.initiatorType)"""
COLOURS = """(element) => {
  const style = getComputedStyle(element);
  return [style.color, style.backgroundColor];
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ExampleSite]:
    with serve_wrapped("omnium", tmp_path) as wrapped:
        yield wrapped


def open_layer(site: ExampleSite, visit: Visit, page: Page) -> Locator:
    """Press the button and wait for what it opens."""
    button = page.get_by_text(site.banner(page, visit).texts.choose, exact=True)
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    return button


def services_of(page: Page, purpose: str) -> Locator:
    return page.locator(".visitor-choices-purpose").filter(has_text=purpose)


def test_what_opens_in_a_small_window_comes_into_sight(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, viewport={"width": 320, "height": 640}) as visit:
        page = visit.open()
        open_layer(site, visit, page)

        expect(page.get_by_text("Always on", exact=True)).to_be_in_viewport()


def test_the_button_that_opened_it_is_readable_under_the_mouse(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        button = open_layer(site, visit, page)
        button.hover()
        under_the_mouse = button.evaluate(COLOURS)
        page.mouse.move(0, 0)

        assert under_the_mouse == button.evaluate(COLOURS)


def later(visit: Visit) -> list[str]:
    """Name what was asked for beside the page and its script, from a cache too."""
    found = {url for url in visit.log.urls if LATER.search(url)}
    return sorted(url.rpartition("/")[2].split("-")[0] for url in found)


def test_is_fetched_once_and_only_when_it_is_wanted(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        before = later(visit)
        button = open_layer(site, visit, page)
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()
        open_layer(site, visit, page)

        assert before == []
        assert later(visit) == ["acts", "choices", "layer"]
        assert site.decisions() == []


def test_what_acts_need_comes_after_the_page_and_before_the_first_touch(
    browser: Browser, site: ExampleSite
) -> None:
    """Who has touched nothing before waits for the server's answer alone."""
    with site.visit(browser, vendors=False, has_touch=True) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        assert page.evaluate(STARTED_BEFORE_LOADED) == ["script"]
        assert later(visit) == ["acts"]
        now = page.evaluate("performance.now()")
        reject = page.get_by_role("button", name=banner.texts.reject_all)
        reject.dispatch_event("click")
        expect(reject).to_be_hidden()
        assert page.evaluate(LOADED_SINCE, now) == ["fetch"]

        visit.log.clear()
        visit.open(page=page)

        assert later(visit) == []


def test_where_what_acts_need_never_comes_the_form_is_sent_without_it(
    browser: Browser, site: ExampleSite
) -> None:
    """A lost file takes nobody's choice away."""
    with site.visit(browser) as visit:
        page = visit.context.new_page()
        page.route("**/acts-*.js", lambda route: route.abort())
        visit.open(page=page)
        banner = site.banner(page, visit)
        with page.expect_navigation():
            banner.reject()

        assert not banner.is_shown
        assert site.acts() == ["refuse_all"]


def test_nothing_in_it_is_on_before_somebody_puts_it_on(
    browser: Browser, site: ExampleSite
) -> None:
    """Rule C1."""
    with site.visit(browser) as visit:
        page = visit.open()
        open_layer(site, visit, page)

        expect(page.get_by_role("checkbox")).to_have_count(4)
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_a_service_is_decided_against_its_purpose(
    browser: Browser, site: ExampleSite
) -> None:
    """Rule G6; a service that stands twice says the same in both places."""
    with site.visit(browser) as visit:
        page = visit.open()
        open_layer(site, visit, page)
        page.get_by_role("checkbox", name="Marketing").check()
        marketing = services_of(page, "Marketing")
        marketing.get_by_text("Services and what they keep").click()
        marketing.get_by_role("combobox", name="Meta").select_option("refused")
        twice = page.locator("[name='service:newsletter.pixel']")
        twice.first.select_option("granted")
        expect(twice.last).to_have_value("granted")
        page.get_by_role("button", name="Save choices").click()
        expect(page.locator(".visitor-choices")).to_be_hidden()

        assert "meta.pixel" not in site.granted_services()
        assert {"newsletter.pixel", "linkedin.insight"} <= site.granted_services()
        assert site.decisions()[-1]["surface"] == "preferences"


def test_finds_a_cookie_by_its_name(browser: Browser, site: ExampleSite) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        open_layer(site, visit, page)
        search = page.get_by_role("searchbox")
        search.fill("visitor_SCORE")

        shown = page.locator(".visitor-choices-service:visible")
        expect(shown).to_have_count(1)
        search.fill("no such thing")
        expect(page.get_by_text("Nothing found.")).to_be_visible()
        search.fill("")
        expect(page.get_by_role("checkbox")).to_have_count(4)


def test_my_choices_copies_the_number_of_a_record(
    browser: Browser, site: ExampleSite
) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    with site.visit(browser, permissions=rights) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.reject()
        banner.open_my_choices()
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        number = page.evaluate("() => navigator.clipboard.readText()")

        expect(page.get_by_text(number)).to_be_visible()


def test_without_scripting_the_same_is_chosen_on_a_page_of_its_own(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        page.get_by_role("button", name="Choose", exact=True).click()
        page.get_by_role("checkbox", name="Statistics").check()
        services_of(page, "Scoring").get_by_text("Services and what").click()
        page.locator("[name='service:scoring.visitor']").select_option("granted")
        page.get_by_role("button", name="Save choices").click()
        expect(page.get_by_text("Chose by purpose")).to_be_visible()

        assert site.granted_purposes() == {"analytics"}
        assert "scoring.visitor" in site.granted_services()
        assert site.acts() == ["custom"]
