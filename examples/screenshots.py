"""Pictures of what a visitor sees on an example site, for the documentation.

Run with ``make screenshots``; the argument is the folder that receives them.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.chromium import launch_chromium
from tests.e2e.example_site import ExampleSite, serve_wrapped

WIDE: Mapping[str, Any] = {"viewport": {"width": 1000, "height": 700}}
DARK: Mapping[str, Any] = {**WIDE, "color_scheme": "dark"}
NARROW: Mapping[str, Any] = {"viewport": {"width": 320, "height": 640}}
# Twice the zoom is half the CSS pixels on the same screen (WCAG 2.2, 1.4.4).
FORCED: Mapping[str, Any] = {**WIDE, "forced_colors": "active"}
ZOOMED: Mapping[str, Any] = {"viewport": {"width": 640, "height": 400}}


def look(page: Page) -> None:
    """Do nothing: the first layer stands in the page."""


def choose(page: Page) -> None:
    """Open the second layer, and the services of marketing."""
    button = page.locator("[data-layer]")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.locator(".visitor-choices-purpose summary").nth(1).click()


def go_to_my_choices(page: Page) -> None:
    """Refuse, and look at what applies."""
    page.locator("[value=refuse_all]").click()
    page.locator(".visitor-choices-link").click()
    page.wait_for_url("**/-/choices/**")


def look_back(page: Page) -> None:
    """Refuse, and look at what was recorded."""
    go_to_my_choices(page)
    page.locator("h2").nth(2).evaluate("(heading) => heading.scrollIntoView()")


def ask_to_erase(page: Page) -> None:
    """Refuse, and ask for the records to be erased."""
    go_to_my_choices(page)
    page.locator("a[href*='/erase']").click()
    page.wait_for_url("**/erase**")


def bring_a_receipt(page: Page) -> None:
    """Have a text checked that is no receipt."""
    page.goto("/-/choices/receipts/check?language=en")
    page.locator("textarea").fill("{}")
    page.locator("main button").click()
    expect(page.get_by_role("status")).to_be_visible()


def fail(page: Page) -> None:
    """Accept while the server is away."""
    page.route("**/-/choices/", lambda route: route.abort())
    page.locator("[value=grant_all]").click()
    expect(page.get_by_role("alert")).to_be_visible()


def go_to_declaration(page: Page) -> None:
    """Follow the link behind the count of companies."""
    page.locator(".visitor-choices p a").first.click()
    page.wait_for_url("**/declaration**")


def refuse(page: Page) -> None:
    """Refuse, and look at what is held."""
    page.locator("[value=refuse_all]").click()
    held = page.locator(".visitor-choices-embed").first
    held.evaluate("(placeholder) => placeholder.scrollIntoView({ block: 'center' })")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: its name, the window, and what is done before it is taken."""

    name: str
    window: Mapping[str, Any] = field(default_factory=lambda: WIDE)
    act: Callable[[Page], None] = look
    path: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Pictures of one site; ``languages`` in place of its own, if any."""

    site: str
    looks: str = ""
    languages: str = ""
    pictures: tuple[Picture, ...]


SERIES = (
    Series(
        site="omnium",
        pictures=(
            Picture(name="banner"),
            Picture(name="banner-dark", window=DARK),
            Picture(name="banner-320", window=NARROW),
            Picture(name="banner-zoomed", window=ZOOMED),
            Picture(name="second-layer", act=choose),
            Picture(name="second-layer-dark", window=DARK, act=choose),
            Picture(name="second-layer-320", window=NARROW, act=choose),
            Picture(name="failure", act=fail),
            Picture(name="forced-colours", window=FORCED),
            Picture(name="second-layer-forced-colours", window=FORCED, act=choose),
            Picture(name="my-choices", act=go_to_my_choices),
            Picture(name="my-choices-320", window=NARROW, act=go_to_my_choices),
            Picture(name="history", act=look_back),
            Picture(name="erasure", act=ask_to_erase),
            Picture(name="receipt-check", act=bring_a_receipt),
            Picture(name="declaration", act=go_to_declaration),
        ),
    ),
    Series(
        site="omnium",
        looks="{layout: corner}",
        pictures=(
            Picture(name="corner"),
            Picture(name="corner-dark", window=DARK),
        ),
    ),
    Series(
        site="omnium",
        looks="{layout: dialog, floating: false}",
        pictures=(
            Picture(name="dialog"),
            Picture(name="dialog-dark", window=DARK),
        ),
    ),
    Series(
        site="omnium",
        languages="ar",
        pictures=(
            Picture(name="right-to-left"),
            Picture(name="right-to-left-second-layer", act=choose),
        ),
    ),
    Series(
        site="onwork",
        pictures=(Picture(name="placeholder", act=refuse, path="/"),),
    ),
)


def take_pictures(
    browser: Browser, site: ExampleSite, series: Series, to: Path
) -> None:
    """Write the pictures of a series into a folder that exists."""
    for picture in series.pictures:
        window = {"base_url": site.origin, **picture.window}
        with site.visit(browser, reduced_motion="reduce", **window) as visit:
            page = visit.open(picture.path)
            picture.act(page)
            visit.log.settle(page)
            page.mouse.move(0, 0)
            page.screenshot(path=to / f"{picture.name}.png")


def main() -> int:
    """Take the pictures; return the exit code."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and one argument
        sys.stderr.write("usage: python -m examples.screenshots FOLDER\n")
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for series in SERIES:
            with (
                tempfile.TemporaryDirectory() as data,
                serve_wrapped(
                    series.site,
                    Path(data),
                    series.looks,
                    languages=series.languages,
                ) as site,
            ):
                take_pictures(browser, site, series, folder)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
