"""Accept and Reject are alike in every layout and theme, and nothing hides the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from consent_server.catalog.looks import TEXT_CONTRAST, contrast
from tests.e2e.example_site import ExampleSite, serve_wrapped

pytestmark = pytest.mark.browser

LOOKS = {
    "bar": "",
    "corner": '{layout: corner, colours: {accent: "#0b5c3b", background: "#fffdf8"}}',
    "dialog": '{layout: dialog, dark_colours: {accent: "#8fd6b4"}, floating: false}',
}
WINDOWS = {"wide": (1280, 800), "narrow": (320, 640), "zoomed": (640, 400)}

MEASURE = """(button) => {
  const { width, height } = button.getBoundingClientRect();
  const style = getComputedStyle(button);
  const names = ["color", "backgroundColor", "borderColor", "borderWidth", "fontSize",
    "fontWeight", "fontFamily", "opacity", "visibility", "position", "cursor"];
  return {
    width, height, tabIndex: button.tabIndex,
    ...Object.fromEntries(names.map((name) => [name, style[name]])),
  };
}"""

ON_TOP = """(button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""

# The part of what has the focus that the banner lies on.
COVERED = """() => {
  const banner = document.querySelector(".visitor-choices").getBoundingClientRect();
  const focused = document.activeElement.getBoundingClientRect();
  return focused.bottom > banner.top && focused.top < banner.bottom
    && focused.right > banner.left && focused.left < banner.right;
}"""


LARGEST_IS_OURS = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(!!list.getEntries().at(-1).element.closest(".visitor-choices")),
).observe({ type: "largest-contentful-paint", buffered: true }))"""


@pytest.fixture(scope="module")
def wrapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleSite]:
    with serve_wrapped("omnium", tmp_path_factory.mktemp("looks")) as site:
        yield site


def colour(written: str) -> str:
    red, green, blue = written.removeprefix("rgb(").rstrip(")").split(", ")
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def assert_alike(page: Page) -> None:
    accept = page.get_by_role("button", name="Accept all", exact=True)
    reject = page.get_by_role("button", name="Reject all", exact=True)
    measured = accept.evaluate(MEASURE)

    assert reject.evaluate(MEASURE) == measured
    for button in (accept, reject):
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate(ON_TOP)
    shown = contrast(colour(measured["color"]), colour(measured["backgroundColor"]))
    assert shown >= TEXT_CONTRAST


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
def test_accept_and_reject_measure_the_same(
    browser: Browser, tmp_path: Path, looks: str
) -> None:
    """Rules C5, C6, C7: box, font, contrast, tab stop; in sight together, one click."""
    with serve_wrapped("omnium", tmp_path, looks) as site:
        for scheme in ("light", "dark"):
            with site.visit(browser, color_scheme=scheme) as visit:
                page = visit.open()
                for width, height in WINDOWS.values():
                    page.set_viewport_size({"width": width, "height": height})
                    assert_alike(page)


def test_no_layout_hides_what_has_the_focus(browser: Browser, tmp_path: Path) -> None:
    """WCAG 2.2, 2.4.11: the dialog steps aside while somebody works in the page."""
    with (
        serve_wrapped("omnium", tmp_path, LOOKS["dialog"]) as site,
        site.visit(browser) as visit,
    ):
        page = visit.open()
        page.locator("header a").first.focus()
        reached = 0
        while page.evaluate("() => document.activeElement !== document.body"):
            assert not page.evaluate(COVERED)
            page.keyboard.press("Tab")
            reached += 1

        assert reached == page.locator("header a, main a, footer a").count()


def test_nothing_moves_once_the_page_is_seen(
    browser: Browser, wrapped: ExampleSite
) -> None:
    """The whole stylesheet comes later than the first part, and changes nothing."""
    with wrapped.visit(browser) as visit:
        page = visit.open()
        shifts = page.evaluate(
            """() => new Promise((done) => new PerformanceObserver((list) =>
              done(list.getEntries().map((entry) => entry.value)),
            ).observe({ type: "layout-shift", buffered: true })
            || requestAnimationFrame(() => requestAnimationFrame(() => done([]))))"""
        )

        assert sum(shifts) == 0


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 800), (390, 844)], ids=["desktop", "phone"]
)
def test_the_largest_paint_is_the_page_s_own(
    browser: Browser, wrapped: ExampleSite, width: int, height: int
) -> None:
    """Largest Contentful Paint tells of a heading or an introduction, not of us."""
    with wrapped.visit(browser, viewport={"width": width, "height": height}) as visit:
        page = visit.open()
        expect(page.locator(".visitor-choices")).to_be_visible()

        assert not page.evaluate(LARGEST_IS_OURS)


def test_the_largest_paint_is_the_page_s_own_where_words_are_longer(
    browser: Browser, tmp_path: Path
) -> None:
    """On a phone, in Norwegian: each sentence about permission has a paragraph."""
    screen = {"width": 390, "height": 844}
    with (
        serve_wrapped("webstep", tmp_path) as site,
        site.visit(browser, viewport=screen) as visit,
    ):
        page = visit.open()
        expect(page.locator(".visitor-choices")).to_be_visible()

        assert not page.evaluate(LARGEST_IS_OURS)


def test_a_banner_that_is_still_being_read_is_not_seen(
    browser: Browser, wrapped: ExampleSite
) -> None:
    """On a slow line it would be painted in part, and grow."""
    with wrapped.visit(browser) as visit:
        page = visit.open()
        last = page.locator(".visitor-choices > form + form")
        last.evaluate("form => { window.last = form; form.remove(); }")
        expect(page.locator(".visitor-choices")).to_be_hidden()

        page.locator(".visitor-choices").evaluate(
            "banner => banner.append(window.last)"
        )
        expect(page.locator(".visitor-choices")).to_be_visible()
