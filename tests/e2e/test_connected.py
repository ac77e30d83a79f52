"""A visitor of a connected site: the banner is the site's, the record the server's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consent_server.sdk.connect import connect
from consent_server.storage.catalog_files import read_catalog
from examples.company_sites import COMPANIES, create_site
from tests.central import KEY, Central
from tests.e2e.example_site import ExampleSite, catalog_path
from tests.e2e.site_server import serve
from tests.e2e.traces import NO_TRACES
from tests.recorded import count_records

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("socket_enabled")]

SITE = "onwork"


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    server = Central(folder=tmp_path, secure=False)
    server.publish(catalog_path(SITE).read_text(encoding="utf-8"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def site(central: Central, tmp_path: Path) -> Iterator[ExampleSite]:
    middleware = connect(
        create_site(SITE).wsgi_app,
        server=central.url,
        site=SITE,
        key=KEY,
        pin_dir=tmp_path / "pins",
        secure=False,
    )
    with serve(middleware) as server:
        yield ExampleSite(
            company=COMPANIES[SITE],
            catalog=read_catalog(catalog_path(SITE)),
            origin=server.address(SITE),
            data_dir=central.data_dir,
            language=COMPANIES[SITE].language,
        )


def test_a_visitor_chooses_and_another_cannot_while_the_server_is_gone(
    browser: Browser, site: ExampleSite, central: Central
) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        assert visit.traces(page) == NO_TRACES
        site.banner(page, visit).accept()
        [token] = [it for it in visit.context.cookies() if it["name"] == "choice"]

        assert visit.traces(page).requests
        assert token["httpOnly"]
        assert token["domain"] == f"{SITE}.localhost"
        assert count_records(site.data_dir) == 1

        central.kill()
        visit.open("/", page)
        assert not site.banner(page, visit).is_shown

    with site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.accept()
        expect(page.get_by_role("alert")).to_have_text(banner.texts.not_saved)

        assert visit.traces(page) == NO_TRACES
        assert count_records(site.data_dir) == 1
