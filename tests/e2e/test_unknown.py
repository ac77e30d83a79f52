"""Strict and observing, as a browser lives them: two walls, each tried by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from consent_server.enforcement.evidence import Evidence, Sighting, Surface
from consent_server.web.embedded import embed
from tests.e2e.request_log import leaves_the_site
from tests.e2e.site_server import serve
from tests.site import CATALOG, App

pytestmark = pytest.mark.browser

TAGS = "www.googletagmanager.com"
UNKNOWN = '<script src="https://new.test/a.js"></script><img src="https://new.test/b">'
FILMS = "https://films.example/"
FILM = (
    '<video controls width="320" height="240"><source src="https://new.test/a.webm">'
    f'<source src="{FILMS}a.mp4"></video>'
)
DECLARES_FILMS = """
own:
  providers:
    - {id: films, name: Films AS, country: "NO"}
  services:
    - id: films.player
      name: Films
      provider: films
      purposes: [functional]
      transfer: none
      resources:
        - {url: films.example, kinds: [media]}
      embeds: [frame]
"""
FRAME = '<p><iframe src="https://new.test/c" width="320" height="240"></iframe></p>'
# By a way that the guard in the page cannot see.
ASSEMBLED = """
const host = ["www", "google" + "tagmanager", "com"].join(".");
const address = `https://${host}/gt${"ag"}/js?id=G-1`;
import(address).catch(() => {});
"""
PAGE = """<!doctype html><html lang="en"><head><title>Shop</title></head><body>
%s<script nonce="abc">%s document.body.dataset.own = "ran";</script>
<script>document.body.dataset.injected = "ran";</script></body></html>"""
HTML = ("Content-Type", "text/html; charset=utf-8")
NONCE = ("Content-Security-Policy", f"script-src 'self' 'nonce-abc' https://{TAGS}")
SHARED = ("Cache-Control", "public, max-age=60")
ROUND_MS = 50
ROUNDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A browser profile that is looking at the shop's page."""

    page: Page
    evidence: Evidence
    asked: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """Answer for every other host, and note which was really asked."""
        self.asked.append(urlsplit(route.request.url).hostname or "")
        route.fulfill(
            body="window.vendor = true",
            content_type="text/javascript",
            headers={"Access-Control-Allow-Origin": "*"},
        )

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def data(self, name: str) -> str | None:
        found: str | None = self.page.evaluate(f"document.body.dataset.{name}")
        return found

    def wait_until(self, holds: Callable[[], bool]) -> None:
        for _ in range(ROUNDS):
            if holds():
                return
            self.page.wait_for_timeout(ROUND_MS)
        raise AssertionError(f"it never came; asked were {self.asked}")

    def wait_for(self, expression: str) -> None:
        """Wait until it is true of the page, which may be loading again."""
        self.page.wait_for_function(expression)

    def is_reported(self, host: str) -> bool:
        return Sighting(Surface.BROWSER, host, "script-src") in (
            self.evidence.read_sightings()
        )


@contextmanager
def look(
    browser: Browser,
    folder: Path,
    mode: str,
    *headers: tuple[str, str],
    unknown: str = "",
    assembled: str = ASSEMBLED,
    own: str = "",
) -> Iterator[Visit]:
    """Open the page of a shop in one mode, in a fresh profile."""
    app = App(body=[(PAGE % (unknown, assembled)).encode()], headers=[HTML, *headers])
    catalog = folder / "catalog.yaml"
    setting = f"[shop.localhost]\n  unknown: {mode}"
    text = CATALOG.replace("[shop.example]", setting) + own
    catalog.write_text(text, encoding="utf-8")
    shop = embed(app, catalog, folder / "data", secure=False)
    with serve(shop) as server, browser.new_context(locale="en") as context:
        visit = Visit(page=context.new_page(), evidence=shop.site.evidence)
        context.route(leaves_the_site, lambda route: visit.answer(route))  # noqa: PLW0108 - it marks what it is given
        visit.page.goto(server.address("shop"))
        yield visit


def test_strict_asks_no_unknown_host_even_when_everything_is_granted(
    browser: Browser, tmp_path: Path
) -> None:
    """Rules E11, B15: what markup names is held."""
    unknown = UNKNOWN + FRAME
    with look(browser, tmp_path, "strict", unknown=unknown, assembled="") as visit:
        # A grant loads the page again: only what ran in the new one counts.
        visit.page.evaluate("window.same = true")
        visit.press("Accept all")
        visit.wait_for("!window.same && document.body?.dataset.own === 'ran'")

        expect(visit.page.locator('[data-held="unknown"]')).to_have_count(3)
        expect(visit.page.get_by_role("button", name="Accept all")).to_be_hidden()
        assert visit.asked == []
        stands = visit.page.get_by_role("group", name="new.test", exact=True)
        expect(stands).to_contain_text("it cannot be allowed here")
        expect(stands.get_by_role("button")).to_have_count(0)
        expect(visit.page.locator("iframe")).to_be_hidden()
        box = stands.bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (322, 242), "as large, with its border"


def test_strict_stops_a_refused_host_that_a_script_assembles_until_it_is_granted(
    browser: Browser, tmp_path: Path
) -> None:
    """Rule E1: the second wall, which also tells."""
    with look(browser, tmp_path, "strict") as visit:
        assert visit.data("own") == "ran"
        visit.wait_until(lambda: visit.is_reported(TAGS))
        assert visit.asked == []

        visit.press("Accept all")
        visit.wait_until(lambda: TAGS in visit.asked)

        visit.wait_for("window.vendor")
        expect(visit.page.get_by_role("button", name="Accept all")).to_be_hidden()


def test_a_refusal_stays_without_loading_the_page_again(
    browser: Browser, tmp_path: Path
) -> None:
    with look(browser, tmp_path, "strict") as visit:
        visit.page.evaluate("window.same = true")
        visit.press("Reject all")
        visit.page.get_by_role("button", name="Reject all").wait_for(state="hidden")

        assert visit.page.evaluate("window.same")
        assert visit.asked == []


def test_a_shared_page_is_released_in_place(browser: Browser, tmp_path: Path) -> None:
    tag = f'<script src="https://{TAGS}/gtag/js?id=G-1"></script>'
    with look(browser, tmp_path, "strict", SHARED, unknown=tag, assembled="") as visit:
        visit.page.evaluate("window.same = true")
        assert visit.asked == []
        visit.press("Accept all")
        visit.wait_until(lambda: visit.asked == [TAGS])

        assert visit.page.evaluate("window.same")


def test_a_film_can_be_shown_though_nobody_declares_one_of_its_addresses(
    browser: Browser, tmp_path: Path
) -> None:
    """Rule E11: one address cannot be allowed, the other by a press."""
    with look(
        browser,
        tmp_path,
        "strict",
        SHARED,
        unknown=FILM,
        assembled="",
        own=DECLARES_FILMS,
    ) as visit:
        film = visit.page.locator("video")
        show = visit.page.get_by_role("button", name="Show content from Films")
        expect(film).to_be_hidden()
        expect(show).to_be_visible()
        assert visit.asked == []

        show.click()
        visit.wait_until(lambda: visit.asked == ["films.example"])
        expect(film).to_be_visible()
        expect(show).to_have_count(0)


@pytest.mark.parametrize("mode", ["report", "strict"])
def test_the_site_s_own_nonce_stays_in_force(
    browser: Browser, tmp_path: Path, mode: str
) -> None:
    with look(browser, tmp_path, mode, NONCE) as visit:
        assert visit.data("own") == "ran"
        assert visit.data("injected") is None


def test_reporting_lets_everything_load_and_tells(
    browser: Browser, tmp_path: Path
) -> None:
    with look(browser, tmp_path, "report", unknown=UNKNOWN) as visit:
        visit.wait_until(lambda: visit.is_reported("new.test"))
        visit.wait_until(lambda: visit.is_reported(TAGS))

        assert set(visit.asked) == {"new.test", TAGS}


def test_observing_sends_no_policy(browser: Browser, tmp_path: Path) -> None:
    """What a script assembles is then stopped by nothing: the docs say so."""
    with look(browser, tmp_path, "observe", unknown=UNKNOWN) as visit:
        visit.wait_until(lambda: set(visit.asked) == {"new.test", TAGS})

        assert visit.data("injected") == "ran"
        assert visit.evidence.read_sightings() == {
            Sighting(Surface.MARKUP, "new.test"): 1
        }
