"""A site in PHP, behind nginx, behind the gateway, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from consent_server.notice.texts import TEXTS
from consent_server.storage.catalog_files import read_catalog
from tests.e2e.banner import Banner
from tests.e2e.visit import visit
from tests.gateway_process import running_gateway
from tests.php_shop import FILES
from tests.web_servers import nginx_with_php

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("socket_enabled")]

GTAG = "https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"


def test_holds_a_php_sites_tracker_until_it_is_granted(
    browser: Browser, tmp_path: Path
) -> None:
    """Rule E1, with a cookie that no script could hold or see."""
    with (
        nginx_with_php(tmp_path, FILES) as port,
        running_gateway(tmp_path, f"http://127.0.0.1:{port}") as gateway,
        visit(
            browser,
            f"http://{gateway.host}",
            read_catalog(tmp_path / "site.yaml"),
        ) as visitor,
    ):
        page = visitor.open()
        banner = Banner(page, TEXTS["en"], visitor.log)
        expect(banner.accept_button).to_be_visible()
        assert GTAG not in visitor.log.urls
        assert visitor.cookies() == {"PHPSESSID": "abc"}

        with page.expect_request(GTAG):
            banner.accept()
        expect(banner.accept_button).to_be_hidden()

        visitor.open(page=page)
        visitor.open(page=page)

        assert visitor.cookies()["_ga"] == "from-php"
        expect(page.locator("#seen")).to_contain_text("_ga")

        with page.expect_response(lambda it: it.request.method == "POST"):
            banner.withdraw()
        visitor.open(page=page)

        expect(page.locator("#seen")).not_to_contain_text("_ga")
        assert "_ga" not in visitor.cookies()
