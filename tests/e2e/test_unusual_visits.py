"""Tabs, double clicks, forged cookies, loaded pieces, a database that is locked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.example_site import ExampleSite, serve_wrapped
from tests.e2e.traces import NO_TRACES
from tests.recorded import FILE

pytestmark = pytest.mark.browser


@pytest.fixture
def omnium(tmp_path: Path) -> Iterator[ExampleSite]:
    with serve_wrapped("omnium", tmp_path) as site:
        yield site


def test_a_double_click_is_one_record(browser: Browser, omnium: ExampleSite) -> None:
    with omnium.visit(browser) as visit:
        page = visit.open()
        omnium.banner(page, visit).accept_button.dblclick()
        visit.log.settle(page)

        assert omnium.acts() == ["grant_all"]


def test_a_double_click_without_scripting_is_one_record(
    browser: Browser, omnium: ExampleSite
) -> None:
    with omnium.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        omnium.banner(page, visit).accept_button.dblclick()
        visit.log.settle(page)

        assert omnium.acts() == ["grant_all"]


def test_a_choice_counts_in_every_tab(browser: Browser, omnium: ExampleSite) -> None:
    with omnium.visit(browser) as visit:
        first, second = visit.open(), visit.open("/product")
        omnium.banner(first, visit).accept()
        visit.log.clear()
        visit.open("/product", second)

        assert visit.traces(second).requests
        assert not omnium.banner(second, visit).is_shown


def test_a_choice_in_one_tab_is_followed_by_the_others_at_once(
    browser: Browser, omnium: ExampleSite
) -> None:
    with omnium.visit(browser) as visit:
        first, second = visit.open(), visit.open("/product")
        omnium.banner(first, visit).accept()
        visit.log.settle(second)

        assert not omnium.banner(second, visit).is_shown
        assert visit.traces(second).requests

        omnium.banner(second, visit).withdraw()
        visit.log.settle(first)
        visit.log.clear()
        visit.open("/", first)

        assert visit.traces(first) == NO_TRACES
        assert omnium.acts() == ["grant_all", "withdraw"]


def test_a_locked_database_grants_nothing_and_says_so(
    browser: Browser, omnium: ExampleSite
) -> None:
    with omnium.visit(browser) as visit, closing(_locked(omnium)):
        page = visit.open()
        banner = omnium.banner(page, visit)
        banner.accept()
        message = banner.message()
        visit.open("/product", page)

        assert message == banner.texts.not_saved
        assert banner.is_shown
        assert visit.traces(page) == NO_TRACES


def test_a_locked_database_without_scripting_grants_nothing_and_says_so(
    browser: Browser, omnium: ExampleSite
) -> None:
    with (
        omnium.visit(browser, java_script_enabled=False) as visit,
        closing(_locked(omnium)),
    ):
        page = visit.open()
        banner = omnium.banner(page, visit)
        banner.accept()
        text = page.inner_text("body")
        visit.open("/product", page)

        assert banner.texts.not_saved in text
        assert banner.is_shown
        assert visit.traces(page) == NO_TRACES


def _locked(site: ExampleSite) -> sqlite3.Connection:
    """Take the database's write lock; it is free again when this is closed."""
    connection = sqlite3.connect(site.data_dir / FILE, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="empty"),
        pytest.param("granted", id="not-a-token"),
        pytest.param("A" * 3_000, id="long"),
    ],
)
def test_a_forged_token_counts_as_no_choice(
    browser: Browser, omnium: ExampleSite, value: str
) -> None:
    with omnium.visit(browser) as visit:
        visit.set_cookie("choice", value)
        page = visit.open()

        assert omnium.banner(page, visit).is_shown
        assert visit.traces(page) == NO_TRACES


def test_a_forged_mirror_is_read_by_no_server(
    browser: Browser, omnium: ExampleSite
) -> None:
    with omnium.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        omnium.banner(page, visit).accept()
        mirror = visit.cookies()["choice-state"]
    with omnium.visit(browser, java_script_enabled=False) as visit:
        visit.set_cookie("choice-state", mirror)
        page = visit.open()

        assert omnium.banner(page, visit).is_shown
        assert visit.traces(page) == NO_TRACES


def test_the_site_never_reads_a_gated_cookie_that_was_refused(
    browser: Browser, omnium: ExampleSite
) -> None:
    with omnium.visit(browser) as visit:
        omnium.banner(visit.open(), visit).reject()
        visit.set_cookie("visitor_score", "99")
        visit.set_cookie("session", "1")
        page = visit.open("/what-the-site-sees")

        assert "visitor_score" not in page.inner_text("body")
        assert "session" in page.inner_text("body")


def test_a_piece_of_a_page_is_held_like_a_page(
    browser: Browser, omnium: ExampleSite
) -> None:
    with omnium.visit(browser) as visit:
        page = visit.open("/news")
        omnium.banner(page, visit).reject()
        page.get_by_role("button", name="Show the latest news").click()
        page.get_by_role("heading", name="Shorter meetings").wait_for()
        visit.log.settle(page)

        assert visit.traces(page) == NO_TRACES


def test_a_piece_of_a_page_loads_what_was_granted(
    browser: Browser, omnium: ExampleSite
) -> None:
    with omnium.visit(browser) as visit:
        page = visit.open()
        omnium.banner(page, visit).accept()
        visit.open("/news", page)
        visit.log.clear()
        page.get_by_role("button", name="Show the latest news").click()
        page.get_by_role("heading", name="Shorter meetings").wait_for()
        visit.log.settle(page)

        assert visit.traces(page).requests == {"linkedin.insight"}
