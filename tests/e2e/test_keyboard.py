"""Without a mouse: what can be reached, in which order, and what a key never does."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.strict_site import (
    LINKS,
    act,
    asked,
    open_second_layer,
    serve_strict,
)
from tests.e2e.visited import VisitedSite, texts_in

pytestmark = pytest.mark.browser

TEXTS = texts_in("en")
ENOUGH = 60  # presses; the page has fewer places to go
FOCUSED = "it => it === document.activeElement"
WORDS = "document.activeElement.textContent.trim()"
SEEN = """() => {
  const it = document.activeElement;
  const { left, right, top, bottom } = it.getBoundingClientRect();
  const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return it.contains(at) || !!at?.contains(it);
}"""
MARKED = 'getComputedStyle(document.activeElement).outlineStyle !== "none"'
# The page has taken note of how high the banner is in this window.
MADE_ROOM = """() => document.documentElement.style
  .getPropertyValue("--visitor-choices-height")
  === `${document.querySelector(".visitor-choices").offsetHeight}px`"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
  "a[href], button, summary, select, textarea, input:not([type=hidden])",
)].filter((it) => it.checkVisibility({ visibilityProperty: true }))
  .filter((it) => !it.matches("p a, li a"))
  .map((it) => it.closest("label") ?? it)
  .map((it) => [it.textContent.trim(), it.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([words]) => words)"""
MOVING = """() => document.getAnimations().length + [...document.querySelectorAll("*")]
  .filter((it) => parseFloat(getComputedStyle(it).transitionDuration) > 0).length"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VisitedSite]:
    with serve_strict(tmp_path_factory.mktemp("keys")) as served:
        yield served


@pytest.fixture
def page(browser: Browser, site: VisitedSite) -> Iterator[Page]:
    with asked(site, browser) as opened:
        yield opened


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press a key until what is wanted has the focus."""
    for _ in range(ENOUGH):
        page.keyboard.press(key)
        if wanted.evaluate(FOCUSED):
            return
    raise AssertionError(f"{wanted} was not reached")


def choose(page: Page) -> Locator:
    return page.get_by_text(TEXTS.choose, exact=True)


def box(page: Page, purpose: str) -> Locator:
    return page.get_by_role("checkbox", name=TEXTS.purposes[purpose].title)


def expect_no_banner(page: Page) -> None:
    expect(act(page, TEXTS.accept_all)).to_be_hidden()


def is_expanded(page: Page, name: str) -> bool:
    """Ask the browser what it tells assistive technology about a control."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    [expanded] = {
        bool(state["value"]["value"])
        for node in tree["nodes"]
        if node.get("name", {}).get("value") == name
        for state in node.get("properties", ())
        if state["name"] == "expanded"
    }
    return expanded


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize(
    ("name", "recorded"),
    [(TEXTS.accept_all, "grant_all"), (TEXTS.reject_all, "refuse_all")],
    ids=["accept", "reject"],
)
def test_grants_and_refuses(
    page: Page, site: VisitedSite, name: str, recorded: str, key: str
) -> None:
    """Rule AC2."""
    tab_to(page, act(page, name))
    page.keyboard.press(key)
    expect_no_banner(page)

    assert site.acts()[-1] == recorded


def test_chooses_and_withdraws(page: Page, site: VisitedSite) -> None:
    """Rules AC2, W1: the way back has no step that needs a mouse."""
    tab_to(page, choose(page))
    page.keyboard.press("Enter")
    expect(box(page, "analytics")).to_be_visible()
    tab_to(page, box(page, "analytics"))
    page.keyboard.press("Space")
    expect(box(page, "analytics")).to_be_checked()
    tab_to(page, act(page, TEXTS.save))
    page.keyboard.press("Enter")
    expect_no_banner(page)

    tab_to(page, page.get_by_role("link", name=TEXTS.link))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXTS.page.title)
    expect(box(page, "analytics")).to_be_checked()
    tab_to(page, act(page, TEXTS.page.withdraw_all))
    page.keyboard.press("Enter")
    expect(box(page, "analytics")).not_to_be_checked()

    assert site.acts()[-2:] == ["custom", "withdraw"]


def test_is_asked_in_the_order_in_which_it_is_read(page: Page) -> None:
    """Rules AC4, D5: before the page, and refusing is no farther than granting."""
    wanted = [TEXTS.accept_all, TEXTS.reject_all, TEXTS.choose]
    order = []
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        order.append(page.evaluate(WORDS))
        if order[-1] == f"Link {LINKS - 1}":
            break
    at = order.index(TEXTS.accept_all)

    assert order[at : at + 3] == wanted
    assert order.index("Link 0") > at + 2
    assert len(order) < ENOUGH


def test_is_no_trap(page: Page) -> None:
    """Rule AC2: the page behind is reached, and so is the way back, both ways."""
    tab_to(page, choose(page))
    open_second_layer(page, TEXTS)
    tab_to(page, page.get_by_role("link", name="Link 0"))
    tab_to(page, act(page, TEXTS.reject_all), "Shift+Tab")


def test_nothing_has_the_focus_before_the_visitor_moves_it(page: Page) -> None:
    """Rule AC9: nobody grants with a key that was meant for the page."""
    focused = page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Enter")

    assert focused
    expect(act(page, TEXTS.accept_all)).to_be_visible()


def test_escape_closes_the_second_layer_and_decides_nothing(
    page: Page, site: VisitedSite
) -> None:
    """Rules AC2, AC4: the focus goes back to what opened it."""
    before = site.acts()
    tab_to(page, choose(page))
    page.keyboard.press("Enter")
    expect(box(page, "analytics")).to_be_visible()
    tab_to(page, box(page, "analytics"))
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(box(page, "analytics")).to_be_hidden()
    expect(choose(page)).to_be_focused()
    page.keyboard.press("Escape")

    expect(act(page, TEXTS.accept_all)).to_be_visible()
    assert site.acts() == before


def test_enter_in_a_box_saves_nothing(page: Page, site: VisitedSite) -> None:
    before = site.acts()
    first = open_second_layer(page, TEXTS)
    first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()

    expect(act(page, TEXTS.accept_all)).to_be_visible()
    assert site.acts() == before


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 800), (640, 400), (320, 640)], ids=str
)
def test_what_has_the_focus_is_in_sight_and_marked(
    page: Page, width: int, height: int
) -> None:
    """Rules AC1, AC5: also behind an open banner, forwards and backwards."""
    page.set_viewport_size({"width": width, "height": height})
    page.keyboard.press("Shift")
    page.wait_for_function(MADE_ROOM)
    hidden = []
    for key in ["Tab"] * (LINKS + 8) + ["Shift+Tab"] * (LINKS + 4):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            continue  # between the page and the browser's own controls
        if not (page.evaluate(SEEN) and page.evaluate(MARKED)):
            hidden.append((key, page.evaluate(WORDS)))

    assert hidden == []


def test_every_target_is_large_enough(page: Page) -> None:
    """Rule AC6: 24 pixels both ways, but for links in sentences."""
    small = []
    open_second_layer(page, TEXTS)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 640})
        small += page.evaluate(SMALL_TARGETS)
    act(page, TEXTS.accept_all).click()
    expect_no_banner(page)
    small += page.evaluate(SMALL_TARGETS)

    assert small == []


def test_nothing_moves_for_who_wants_no_motion(page: Page) -> None:
    """Rule AC10."""
    page.emulate_media(reduced_motion="reduce")
    open_second_layer(page, TEXTS)

    assert page.evaluate(MOVING) == 0


def test_a_screen_reader_is_told_what_everything_is(page: Page) -> None:
    """Rule AC3: a region with a name, a state for the layer, what a box is about."""
    region = page.get_by_role("region", name=TEXTS.title)
    expect(region).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    analytics = TEXTS.purposes["analytics"]
    closed = is_expanded(page, TEXTS.choose)
    first = open_second_layer(page, TEXTS)

    assert (closed, is_expanded(page, TEXTS.choose)) == (False, True)
    expect(first).not_to_be_checked()
    expect(box(page, "analytics")).to_have_accessible_description(analytics.description)


def test_a_saved_choice_is_said(page: Page) -> None:
    """Rule AC10: it was seen to vanish, and it is heard."""
    act(page, TEXTS.reject_all).click()

    expect(page.get_by_role("status").filter(has_text=TEXTS.saved)).to_be_attached()
