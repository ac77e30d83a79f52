"""The browser, once for all tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.chromium import ChromiumMissingError, launch_chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            chromium = launch_chromium(playwright)
        except ChromiumMissingError as error:
            pytest.fail(str(error), pytrace=False)
        yield chromium
        chromium.close()
