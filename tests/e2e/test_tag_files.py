"""What a page of the script-tag mode loads, and how often."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, expect

from consent_server.web.tags import serve_tags
from tests.e2e.site_server import serve
from tests.e2e.tag_site import CATALOG

pytestmark = pytest.mark.browser

ACTS_ARE_THERE = """() => performance.getEntriesByType("resource")
  .some(({ name }) => name.includes("/acts-"))"""


@contextmanager
def serve_counted(folder: Path, server: str) -> Iterator[tuple[str, list[str]]]:
    """Serve a page with its script from ``server``; also lists what was asked for."""
    path = folder / "catalog.yaml"
    path.write_text(CATALOG, encoding="utf-8")
    choices = serve_tags([path], folder / "data", secure=False)
    asked: list[str] = []

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/-/choices/"):
            asked.append(environ["PATH_INFO"])
            return choices(environ, start_response)
        port = environ["SERVER_PORT"]
        script = f"http://{server}.localhost:{port}/-/choices/sites/tagged.js"
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [f'<!doctype html><script src="{script}"></script><p>Shop'.encode()]

    with serve(answer) as listening:
        yield listening.address("tagged"), asked


@pytest.mark.parametrize("server", ["tagged", "choices"], ids=["own-origin", "another"])
def test_a_touched_screen_loads_what_an_act_needs_once(
    tmp_path: Path, browser: Browser, server: str
) -> None:
    """It is fetched ahead, and imported out of the browser's cache at the touch."""
    with serve_counted(tmp_path, server) as (origin, asked):
        page = browser.new_page(has_touch=True, locale="en")
        page.goto(origin)
        page.wait_for_function(ACTS_ARE_THERE)
        reject = page.get_by_role("button", name="Reject all")
        reject.tap()
        expect(reject).to_be_hidden()
        page.context.close()

    assert len([path for path in asked if "/acts-" in path]) == 1
