"""Embeds that a person would look at: held, named, and shown by one press."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.contrast import CONTRAST
from tests.e2e.embed_site import FILM, serve_embeds
from tests.e2e.visit import Visit
from tests.e2e.visited import VisitedSite

pytestmark = pytest.mark.browser

SHOWN = ("YouTube videos", "Google Maps", "Vimeo videos", "HubSpot forms")
SHOWN_BY_SCRIPT = (*SHOWN, "Reels")
"""In front of a film's <source> nobody would see a placeholder."""

PAINTED = """(button) => {
  const box = button.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return at === button;
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VisitedSite]:
    with serve_embeds(tmp_path_factory.mktemp("embeds")) as site:
        yield site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[VisitedSite]:
    with serve_embeds(tmp_path) as site:
        yield site


def button(page: Page, name: str = "YouTube videos") -> Locator:
    label = f"Show content from {name}"
    return page.get_by_role("button", name=label, exact=True)


def show(visit: Visit, page: Page, name: str = "YouTube videos") -> None:
    button(page, name).click()
    visit.log.settle(page)


def hosts(visit: Visit) -> set[str]:
    return {request.url.split("/")[2] for request in visit.log.leaving}


def reject(site: VisitedSite, visit: Visit, page: Page) -> None:
    site.banner(page, visit).reject()


@pytest.mark.parametrize("scripting", [True, False])
def test_names_each_embed_and_requests_none(
    browser: Browser, served: VisitedSite, *, scripting: bool
) -> None:
    with served.visit(browser, java_script_enabled=scripting) as visit:
        page = visit.open()
        reject(served, visit, page)
        groups = page.get_by_role("group")
        shown = SHOWN_BY_SCRIPT if scripting else SHOWN

        assert visit.log.leaving == ()
        for name in shown:
            expect(button(page, name)).to_be_visible()
            expect(groups.filter(has=button(page, name))).to_have_attribute(
                "aria-label", name
            )
        assert groups.filter(visible=True).count() == len(shown)


def test_stays_within_the_paragraph_of_the_embed(
    browser: Browser, served: VisitedSite
) -> None:
    with served.visit(browser) as visit:
        page = visit.open()
        paragraph = page.locator("p", has=page.locator("iframe[title=Office]"))

        expect(paragraph).to_contain_text("See the office:")
        expect(paragraph).to_contain_text("Show content from YouTube videos")
        expect(paragraph).to_contain_text("and then come by.")


def test_a_press_shows_that_service_in_place_and_the_banner_still_asks(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        visit.log.clear()
        show(visit, page)
        [record] = site.decisions()

        assert record["surface"] == "placeholder"
        assert [name for name, it in record["services"].items() if it == "granted"] == [
            "youtube.embed"
        ]
        assert set(record["purposes"].values()) == {"undecided"}
        assert "www.youtube.com" in hosts(visit)
        assert "www.googletagmanager.com" not in hosts(visit)
        assert [r for r in visit.log.all if r.url == page.url] == [], "no reload"
        expect(page.locator("iframe[title=Office]")).to_be_visible()
        expect(button(page)).to_have_count(0)
        expect(button(page, "Google Maps")).to_be_visible()
        assert site.banner(page, visit).is_shown


def test_a_film_of_several_sources_is_loaded_once_it_is_granted(
    browser: Browser, site: VisitedSite
) -> None:
    """A browser that has found no source does not look again by itself."""
    with site.visit(browser) as visit:
        page = visit.open()
        film = page.locator("video").first
        page.wait_for_function("document.querySelector('video').networkState === 3")
        expect(film).to_be_hidden()
        with page.expect_request(FILM):
            button(page, "Reels").click()
        expect(film).to_be_focused()
        expect(button(page, "Reels")).to_have_count(0)


def test_a_press_after_a_refusal_asks_nothing_again(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        reject(site, visit, page)
        show(visit, page, "Google Maps")
        shown_then = site.banner(page, visit).is_shown
        visit.open("/", page)

        assert not shown_then
        assert not site.banner(page, visit).is_shown
        assert "www.google.com" in hosts(visit)
        expect(button(page, "Google Maps")).to_have_count(0)
        expect(button(page)).to_be_visible()


def test_a_script_shows_its_content_where_it_stands(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        show(visit, page, "HubSpot forms")

        assert page.locator("div > #form").inner_text() == "The form"
        assert "js.hsforms.net" in hosts(visit)
        expect(button(page, "HubSpot forms")).to_have_count(0)


def test_works_by_reload_without_scripting(browser: Browser, site: VisitedSite) -> None:
    with site.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        show(visit, page)

        assert page.url == f"{site.origin}/"
        assert "www.youtube.com" in hosts(visit)
        expect(button(page)).to_have_count(0)
        expect(button(page, "Vimeo videos")).to_be_visible()
        assert site.banner(page, visit).is_shown


def test_works_by_keyboard_alone(browser: Browser, site: VisitedSite) -> None:
    """Rules AC2, AC4, AC5: reached, seen, pressed, and the focus goes on."""
    with site.visit(browser) as visit:
        page = visit.open()
        reject(site, visit, page)
        for _ in range(20):
            page.keyboard.press("Tab")
            if button(page).evaluate("it => it === document.activeElement"):
                break
        outline = button(page).evaluate("it => getComputedStyle(it).outlineStyle")
        page.keyboard.press("Enter")
        visit.log.settle(page)

        assert outline == "solid"
        expect(button(page)).to_have_count(0)
        assert page.evaluate("document.activeElement.title") == "Office"


def test_a_page_that_caches_may_share_shows_what_was_granted(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        show(visit, page)
        visit.log.clear()
        visit.open("/shared", page)

        assert "www.youtube.com" in hosts(visit)
        expect(button(page)).to_have_count(0)
        expect(button(page, "Google Maps")).to_be_visible()
        assert site.banner(page, visit).is_shown


def test_a_press_counts_in_the_other_tabs_at_once(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        first, second = visit.open(), visit.open("/shared")
        show(visit, first)
        visit.log.settle(second)

        expect(button(second)).to_have_count(0)
        expect(second.locator("iframe[title=Office]")).to_be_visible()


def test_a_button_that_somebody_wrote_into_the_page_grants_nothing(
    browser: Browser, site: VisitedSite
) -> None:
    """It cannot know the secret that ties a button to the form."""
    with site.visit(browser) as visit:
        page = visit.open()
        page.evaluate("""() => {
          const real = document.querySelector("button[name=service]");
          const fake = real.cloneNode(true);
          fake.setAttribute("form", "embeds-");
          fake.textContent = "Read more";
          document.querySelector("main").prepend(fake);
        }""")
        page.get_by_role("button", name="Read more").click()
        visit.log.settle(page)

        assert site.decisions() == []


def test_a_field_that_somebody_wrote_into_the_page_grants_nothing_more(
    browser: Browser, site: VisitedSite
) -> None:
    """Whoever writes into a page that a cache keeps can know its secret."""
    with site.visit(browser) as visit:
        page = visit.open()
        page.evaluate("""() => {
          const { form } = document.querySelector("button[name=service]");
          const field = (name, value) => `<input type=hidden form=${form.id}
            name="${name}" value="${value}">`;
          const more = field("act", "grant_all") + field("service", "google.analytics")
            + field("service:google.analytics", "granted");
          document.querySelector("main").insertAdjacentHTML("afterbegin", more);
        }""")
        show(visit, page)
        [decided] = site.decisions()

        assert decided["action"] == "grant_services"
        assert decided["services"]["youtube.embed"] == "granted"
        assert decided["services"]["google.analytics"] == "undecided"


def test_says_so_when_a_grant_cannot_be_saved(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        page.route("**/-/choices/", lambda route: route.abort())
        show(visit, page)

        assert (
            "could not be saved"
            in page.get_by_role("alert").filter(has_text="could").inner_text()
        )
        expect(button(page)).to_be_visible()
        assert hosts(visit) == set()


def test_a_withdrawal_puts_the_placeholder_back(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        show(visit, page)
        reject(site, visit, page)

        expect(button(page)).to_be_visible()
        assert site.decisions()[-1]["services"]["youtube.embed"] == "refused"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640, 320])
def test_is_readable_and_large_enough(
    browser: Browser, served: VisitedSite, scheme: str, width: int
) -> None:
    """Rules AC5, AC6, AC7, also at twice the zoom and in a frame of fixed ratio."""
    screen = {"width": width, "height": 900}
    with served.visit(browser, viewport=screen, color_scheme=scheme) as visit:
        page = visit.open()
        reject(served, visit, page)
        for name in SHOWN_BY_SCRIPT:
            it = button(page, name)
            it.scroll_into_view_if_needed()
            box = it.bounding_box()
            words = it.locator("xpath=..").locator("span").first

            assert box is not None
            assert box["width"] >= 24
            assert box["height"] >= 24
            assert it.evaluate(PAINTED), f"{name} is covered"
            assert it.evaluate(CONTRAST) >= 4.5
            assert words.evaluate(CONTRAST) >= 4.5
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keeps_the_size_of_the_embed(browser: Browser, served: VisitedSite) -> None:
    with served.visit(browser) as visit:
        page = visit.open()
        reject(served, visit, page)
        for name, size in (("YouTube videos", (562, 317)), ("Reels", (480, 270))):
            box = page.get_by_role("group", name=name, exact=True).bounding_box()

            assert box is not None
            assert (round(box["width"]), round(box["height"])) == size


def test_clears_storage_and_keeps_cookies_where_a_visitor_asks(
    browser: Browser, site: VisitedSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        page.evaluate("localStorage.setItem('draft', 'x')")
        visit.set_cookie("session", "1")
        visit.open("/-/choices/", page)
        page.get_by_label("Also clear what this site has stored").check()
        page.get_by_role("button", name="Withdraw all").click()
        visit.log.settle(page)

        assert page.evaluate("localStorage.length") == 0
        assert {"session", "choice", "choice-state"} <= visit.cookies().keys()
        assert site.decisions()[-1]["action"] == "withdraw"


@pytest.mark.parametrize(("label", "grants"), [("Play", 0), ("", 1)])
def test_a_button_that_came_later_grants_only_if_it_says_the_same(
    browser: Browser, served: VisitedSite, label: str, grants: int
) -> None:
    """A text in a cached page may know its mark; but not name a button as it likes."""
    with served.visit(browser) as visit:
        page = visit.open()
        posted: list[str] = []
        page.on("request", lambda it: posted.append(it.method))
        button(page).evaluate(
            """(ours, label) => {
              const theirs = ours.cloneNode(true);
              theirs.id = 'theirs';
              if (label) theirs.textContent = label;
              document.body.prepend(theirs);
            }""",
            label,
        )
        page.locator("#theirs").evaluate("it => it.click()")
        visit.log.settle(page)

        assert posted.count("POST") == grants
