"""What a visitor's choice does, on each of the five sites, in a real browser."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.declared import gated_purposes, gated_services, services_for
from tests.e2e.example_site import ExampleSite
from tests.e2e.traces import NO_TRACES, full_traces, unrequested

pytestmark = pytest.mark.browser


def test_nothing_gated_happens_before_a_choice(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        site.tour(visit, page)
        visit.open("/", page)

        assert visit.traces(page) == NO_TRACES
        assert site.banner(page, visit).is_shown
        assert site.decisions() == []


def test_a_refusal_is_recorded_and_remembered(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.reject()
        shown_after_refusal = banner.is_shown
        site.tour(visit, page)
        visit.open("/", page)

        assert visit.traces(page) == NO_TRACES
        assert not shown_after_refusal
        assert not banner.is_shown
        assert site.acts() == ["refuse_all"]
        assert site.granted_services() == set()


def test_granting_statistics_lets_nothing_else_through(
    browser: Browser, site: ExampleSite
) -> None:
    wanted = services_for(site.catalog, {"analytics"})
    with site.visit(browser) as visit:
        page = visit.open()
        site.banner(page, visit).choose({"analytics"})
        site.tour(visit, page)

        assert unrequested(wanted, visit.log.urls) == []
        assert visit.traces(page) == full_traces(wanted)
        assert site.acts() == ["custom"]
        assert site.granted_services() == {service.id for service in wanted}
        assert site.granted_purposes() == {"analytics"}


def test_a_grant_takes_effect_without_a_reload(
    browser: Browser, site: ExampleSite
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        visit.log.clear()
        site.banner(page, visit).accept()

        assert visit.traces(page).requests
        assert [r.url for r in visit.log.all if r.url == page.url] == []
        assert page.get_by_role("heading", level=1).is_visible()


def test_a_full_grant_lets_every_service_through_until_it_is_withdrawn(
    browser: Browser, site: ExampleSite
) -> None:
    gated = gated_services(site.catalog)
    with site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.accept()
        site.tour(visit, page)

        assert unrequested(gated, visit.log.urls) == []
        assert visit.traces(page) == full_traces(gated)
        assert site.acts() == ["grant_all"]
        assert site.granted_services() == {service.id for service in gated}
        assert site.granted_purposes() == gated_purposes(site.catalog)

        banner.withdraw()
        visit.log.clear()
        site.tour(visit, page)

        assert visit.traces(page) == NO_TRACES
        assert site.acts() == ["grant_all", "withdraw"]
        assert site.granted_services() == set()
