"""The browser, once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from examples.company_sites import COMPANIES
from tests.e2e.chromium import ChromiumMissingError, launch_chromium
from tests.e2e.example_site import ExampleSite, serve_bare, serve_wrapped

expect.set_options(timeout=30_000)  # what a busy machine may take, not what we expect


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    try:
        chromium = launch_chromium(playwright)
    except ChromiumMissingError as error:
        pytest.fail(str(error), pytrace=False)
    yield chromium
    chromium.close()


@pytest.fixture(params=COMPANIES)
def bare_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ExampleSite]:
    """Each company's site, as its company built it."""
    with serve_bare(request.param, tmp_path) as site:
        yield site


@pytest.fixture(params=COMPANIES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ExampleSite]:
    """Each company's site, with the middleware around it."""
    with serve_wrapped(request.param, tmp_path) as wrapped:
        yield wrapped
