"""Soft navigation, a slow network, no storage, frames, paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.strict_site import (
    act,
    asked,
    open_second_layer,
    serve_strict,
)
from tests.e2e.visited import VisitedSite, texts_in

pytestmark = pytest.mark.browser

TEXTS = texts_in("en")
CHOICES = "**/-/choices/"
WITHOUT_COOKIES = """Object.defineProperty(Document.prototype, "cookie", {
  get: () => "", set: () => {},
})"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[VisitedSite]:
    with serve_strict(tmp_path) as served:
        yield served


@pytest.fixture
def page(browser: Browser, site: VisitedSite) -> Iterator[Page]:
    with asked(site, browser) as opened:
        yield opened


def test_a_soft_navigation_asks_on_and_asks_no_second_time(
    page: Page, site: VisitedSite
) -> None:
    """Rules C12, D1: what a page shows follows the choice, not the address."""
    page.evaluate("history.pushState({}, '', '/elsewhere')")
    asked_on = act(page, TEXTS.accept_all).is_visible()
    act(page, TEXTS.reject_all).click()
    expect(act(page, TEXTS.reject_all)).to_be_hidden()
    page.evaluate("history.pushState({}, '', '/again'); history.back()")
    page.wait_for_url("**/elsewhere")

    assert asked_on
    expect(act(page, TEXTS.accept_all)).to_be_hidden()
    expect(page.get_by_role("link", name=TEXTS.link)).to_be_visible()
    assert site.acts() == ["refuse_all"]


def test_a_slow_answer_is_waited_for_and_said(page: Page, site: VisitedSite) -> None:
    """Rules G2, AC10: nothing is granted while it is not recorded."""
    waiting: list[Route] = []
    # Playwright marks what it calls, which a built-in method does not let it.
    page.route(CHOICES, lambda route: waiting.append(route))  # noqa: PLW0108
    accept = act(page, TEXTS.accept_all)
    accept.click()
    expect(page.get_by_role("status").filter(has_text=TEXTS.saving)).to_be_attached()
    accept.click()
    still_asked = accept.is_visible()
    placeholder = page.get_by_role("group", name="YouTube videos")
    expect(placeholder).to_be_visible()
    [route] = waiting
    route.continue_()

    expect(accept).to_be_hidden()
    expect(placeholder).to_be_hidden()
    assert still_asked
    assert site.acts() == ["grant_all"]


def test_a_browser_that_keeps_nothing_is_told_so_and_granted_nothing(
    browser: Browser, site: VisitedSite
) -> None:
    """Rules C14, G20: a grant that is not kept is none; a refusal needs no keeping."""
    with site.visit(browser, base_url=site.origin) as visit:
        page = visit.context.new_page()
        page.add_init_script(WITHOUT_COOKIES)
        page.goto("/")
        act(page, TEXTS.accept_all).click()
        message = page.get_by_role("alert").filter(has_text=TEXTS.not_saved)
        expect(message).to_be_visible()
        page.set_viewport_size({"width": 320, "height": 640})
        expect(message).to_be_in_viewport(ratio=1)
        open_second_layer(page, TEXTS).check()
        act(page, TEXTS.save).click()
        expect(message).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("group", name="YouTube videos")).to_be_visible()
        act(page, TEXTS.reject_all).click()

        expect(act(page, TEXTS.reject_all)).to_be_hidden()


def test_a_page_and_its_frame_are_answered_once(page: Page, site: VisitedSite) -> None:
    """Rules C12, D1: both ask, as either may be seen alone; one answer is enough."""
    page.goto("/frame")
    framed = page.frame_locator("iframe").get_by_role("button", name=TEXTS.reject_all)
    expect(framed).to_be_visible()
    act(page, TEXTS.reject_all).click()

    expect(act(page, TEXTS.reject_all)).to_be_hidden()
    expect(framed).to_be_hidden()
    assert site.acts() == ["refuse_all"]


def test_nothing_of_the_notice_is_printed(page: Page) -> None:
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Shop")).to_be_visible()
    expect(act(page, TEXTS.accept_all)).to_be_hidden()
    expect(page.get_by_role("link", name=TEXTS.link)).to_be_hidden()
    expect(page.get_by_role("group", name="YouTube videos")).to_be_hidden()
    room = page.evaluate("getComputedStyle(document.documentElement).paddingBlockEnd")
    assert room == "0px"


def test_my_choices_are_printed_in_full_with_nothing_to_press(page: Page) -> None:
    page.goto("/-/choices/")
    services = page.locator(".visitor-choices-service")
    visible = "(all) => all.map((it) => it.checkVisibility())"
    on_screen = services.evaluate_all(visible)
    page.emulate_media(media="print")

    assert not any(on_screen)
    assert all(services.evaluate_all(visible))
    expect(page.get_by_role("button")).to_have_count(0)


def test_in_forced_colours_nothing_scrolls_by_behind_the_button_that_saves(
    page: Page,
) -> None:
    """Shadows are not drawn then: an outline keeps text from touching the button."""
    open_second_layer(page, TEXTS)
    page.emulate_media(forced_colors="active")

    expect(act(page, TEXTS.save)).to_be_in_viewport(ratio=1)
    expect(act(page, TEXTS.save)).to_have_css("outline-width", "12px")
