"""Without the middleware every tracker fires; so the other tests prove something."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.declared import gated_services
from tests.e2e.example_site import ExampleSite
from tests.e2e.traces import full_traces, unrequested

pytestmark = pytest.mark.browser


def test_a_bare_site_lets_every_service_do_all_it_declares_and_nothing_else(
    browser: Browser, bare_site: ExampleSite
) -> None:
    gated = gated_services(bare_site.catalog)
    with bare_site.visit(browser) as visit:
        page = visit.open()
        bare_site.tour(visit, page)

        assert unrequested(gated, visit.log.urls) == []
        assert visit.traces(page) == full_traces(gated)
        assert visit.undeclared_urls() == []
