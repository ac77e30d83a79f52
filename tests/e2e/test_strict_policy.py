"""The notice under ``default-src 'none'`` and what the manual asks to allow."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.guarded_shop import ShopApp, serve_shop
from tests.e2e.strict_site import (
    POLICY,
    act,
    open_second_layer,
    serve_strict,
)
from tests.e2e.visited import VisitedSite, texts_in

pytestmark = pytest.mark.browser

TEXTS = texts_in("en")
MANUAL = Path(__file__).parents[2] / "docs" / "reference" / "headers.md"
COLLECT = """() => {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective,
    blockedURI, sourceFile }) => {
    window.refused.push([violatedDirective, blockedURI, sourceFile]);
    window.noteRefused(window.refused.at(-1));
  });
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[VisitedSite]:
    with serve_strict(tmp_path) as served:
        yield served


def placeholder_button(page: Page) -> None:
    page.get_by_role("group", name="YouTube videos").get_by_role("button").click()


def expect_refused(page: Page) -> None:
    """Show that what is refused would have been seen."""
    page.wait_for_function("window.refused.length > 0")


def test_the_manual_says_what_is_needed() -> None:
    needed = POLICY.partition("; frame-src")[0]

    assert needed in MANUAL.read_text(encoding="utf-8")


def test_nothing_of_the_notice_is_refused_or_complains(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser, base_url=site.origin) as visit:
        page = visit.context.new_page()
        said: list[str] = []
        refused: list[object] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        # Told at once, since a choice may load the page again.
        page.expose_function("noteRefused", lambda it: refused.append(it))  # noqa: PLW0108 - it marks what it is given
        page.add_init_script(f"({COLLECT})()")

        page.goto("/")
        placeholder_button(page)
        expect(page.frame_locator("iframe").locator("body")).to_be_attached()
        open_second_layer(page, TEXTS).check()
        act(page, TEXTS.save).click()
        expect(act(page, TEXTS.save)).to_be_hidden()

        page.get_by_role("link", name=TEXTS.link).click()
        act(page, TEXTS.page.withdraw_all).click()
        expect(page.get_by_text(TEXTS.page.actions["withdraw"])).to_be_visible()

        assert site.acts() == ["grant_services", "custom", "withdraw"]
        assert refused == []
        assert said == []
        page.evaluate("document.body.append(document.createElement('style'))")
        page.evaluate("document.body.lastChild.textContent = 'p { color: red }'")
        expect_refused(page)


def test_a_grant_runs_what_was_held_where_no_script_may_make_another(
    browser: Browser, tmp_path: Path
) -> None:
    """Trusted Types: loaded again, the page comes with what is granted."""
    app = ShopApp(
        head="<script>ran = 1; gtag = () => 1; gtag('config', 'G-1')</script>",
        script="",
        headers=(("Content-Security-Policy", "require-trusted-types-for 'script'"),),
    )
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = visit.open()
        assert page.evaluate("window.ran") is None
        shop.banner(page, visit).accept()

        page.wait_for_function("window.ran")
        expect(page.locator("[data-held]")).to_have_count(0)
