"""The same with scripting off: the banner is a form, the server does the rest."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.declared import gated_services
from tests.e2e.example_site import ExampleSite
from tests.e2e.traces import NO_TRACES

pytestmark = pytest.mark.browser


def test_nothing_gated_happens_before_a_choice(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        site.tour(visit, page)
        visit.open("/", page)

        assert visit.traces(page) == NO_TRACES
        assert site.banner(page, visit).is_shown


def test_a_refusal_is_recorded_and_remembered(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.reject()
        site.tour(visit, page)
        visit.open("/", page)

        assert visit.traces(page) == NO_TRACES
        assert not banner.is_shown
        assert site.acts() == ["refuse_all"]


def test_a_full_grant_is_recorded_and_takes_effect(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        site.banner(page, visit).accept()
        site.tour(visit, page)

        assert visit.traces(page).cookies
        assert site.acts() == ["grant_all"]
        assert site.granted_services() == {s.id for s in gated_services(site.catalog)}


def test_a_withdrawal_holds_everything_again(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser, java_script_enabled=False) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.accept()
        visit.open("/campaign", page)
        banner.withdraw()
        visit.log.clear()
        site.tour(visit, page)

        assert visit.traces(page) == NO_TRACES
        assert site.acts() == ["grant_all", "withdraw"]
