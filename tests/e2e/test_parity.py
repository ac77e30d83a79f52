"""Granting and refusing, measured: neither is larger, clearer, nearer or quicker."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from consent_server.notice.model import Texts
from tests.e2e.contrast import CONTRAST
from tests.e2e.strict_site import (
    act,
    asked,
    open_second_layer,
    serve_strict,
)
from tests.e2e.visited import VisitedSite, texts_in

pytestmark = pytest.mark.browser

TEXTS = texts_in("en")
LOOKS = """(element) => {
  const style = getComputedStyle(element);
  const names = ["color", "backgroundColor", "fontFamily", "fontSize", "fontWeight",
    "fontStyle", "textTransform", "textDecorationLine", "letterSpacing", "opacity",
    "borderColor", "borderStyle", "borderWidth", "borderRadius", "boxShadow",
    "outlineStyle", "paddingBlock", "paddingInline", "minHeight", "cursor", "filter"];
  return Object.fromEntries(names.map((name) => [name, style[name]]));
}"""
# A constructed sheet, since the page's policy lets no other in.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
WINDOWS = {"wide": (1280, 800), "320 pixels": (320, 640), "zoomed": (640, 400)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VisitedSite]:
    with serve_strict(tmp_path_factory.mktemp("parity")) as served:
        yield served


@pytest.fixture
def page(browser: Browser, site: VisitedSite) -> Iterator[Page]:
    with asked(site, browser) as opened:
        yield opened


def pair(page: Page, texts: Texts = TEXTS) -> tuple[Locator, Locator]:
    return act(page, texts.accept_all), act(page, texts.reject_all)


def box(button: Locator) -> FloatRect:
    found = button.bounding_box()
    assert found is not None
    return found


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("layer", ["first", "second"])
def test_both_have_the_same_size_side_by_side(
    page: Page, window: str, layer: str
) -> None:
    """Rules C5, C7, D5: on both layers, and the order stays."""
    width, height = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})
    if layer == "second":
        open_second_layer(page, TEXTS)
    accept, reject = (box(it) for it in pair(page))

    assert accept["width"] == pytest.approx(reject["width"], abs=1)
    assert accept["height"] == pytest.approx(reject["height"], abs=1)
    assert accept["y"] == pytest.approx(reject["y"], abs=1)
    assert accept["x"] < reject["x"]


@pytest.mark.parametrize("window", WINDOWS)
def test_refusing_is_in_sight_whenever_granting_is(page: Page, window: str) -> None:
    """Rules AC7, C5: in the first view, without scrolling."""
    width, height = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})
    page.reload()
    accept, reject = pair(page)
    expect(accept).to_be_visible()

    expect(reject).to_be_in_viewport(ratio=1)
    expect(accept).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("window", WINDOWS)
def test_both_are_there_for_who_reads_with_wide_spacing(
    page: Page, window: str
) -> None:
    """Rule AC7: WCAG 2.2, 1.4.12; nothing is cut off, and refusing stays in sight."""
    width, height = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(SPACE_OUT)

    for button in pair(page):
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["still", "pointed at", "focused"])
def test_both_look_the_same(page: Page, scheme: str, state: str) -> None:
    """Rules C6, C7, D3: font, weight, colours, border, also under the mouse."""
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    seen: list[dict[str, Any]] = []
    for button in pair(page):
        if state == "pointed at":
            button.hover()
        if state == "focused":
            button.focus()
        seen.append(button.evaluate(LOOKS))

    assert seen[0] == seen[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_are_read_as_easily(page: Page, scheme: str) -> None:
    """Rules AC5, C7: 4.5 to 1 at least, and no more for one than for the other."""
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    accept, reject = (it.evaluate(CONTRAST) for it in pair(page))

    assert accept >= 4.5
    assert reject == pytest.approx(accept, rel=0.1)


def test_refusing_is_the_next_stop_of_the_tab_key(page: Page) -> None:
    """Rules C6, D4: a button beside a button, with nothing in between."""
    accept, reject = pair(page)
    accept.focus()
    page.keyboard.press("Tab")

    expect(reject).to_be_focused()


@pytest.mark.parametrize("nth", [0, 1], ids=["accept", "reject"])
def test_one_click_is_all_it_takes(page: Page, site: VisitedSite, nth: int) -> None:
    """Rule D4."""
    before = site.acts()
    pair(page)[nth].click()
    expect(pair(page)[nth]).to_be_hidden()

    assert site.acts() == [*before, ["grant_all", "refuse_all"][nth]]


def test_nothing_is_ticked_beforehand(page: Page) -> None:
    """Rules C1, D2, G20: on neither layer."""
    open_second_layer(page, TEXTS)
    boxes = page.get_by_role("checkbox").all()

    assert len(boxes) >= 2
    assert [it for it in boxes if it.is_checked()] == []


def test_the_page_can_be_read_without_an_answer(page: Page) -> None:
    """Rules C2, C3: scrolling decides nothing and the banner is no wall."""
    page.get_by_role("link", name="Link 29").click()
    page.mouse.wheel(0, 2_000)

    expect(act(page, TEXTS.accept_all)).to_be_visible()
    assert page.context.cookies() == []
