"""Chromium as judge: made-up pages, bare and with everything refused.

Each page is a frame of a tour, so that few navigations show all of them.
"""

import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from playwright.sync_api import BrowserContext, Playwright

from consent_server.web.embedded import embed
from tests.e2e.chromium import FLAGS
from tests.e2e.loading_markup import (
    GATED,
    NAMES,
    NEED_SCRIPTING,
    OTHER,
    make_pages,
)
from tests.e2e.recording_proxy import RecordingProxy, listen
from tests.e2e.request_log import RequestLog
from tests.e2e.site_server import serve

pytestmark = pytest.mark.browser
WALK = Path(__file__).with_name("document_walk.js").read_text(encoding="utf-8")
CATALOG = f"""
extends: cookie_catalog
site: {{id: shop, domains: [shop.localhost], languages: [en], jurisdiction: "NO"}}
controller:
  name: Shop AS
  country: "NO"
  address: Eksempelgata 1, 0001 Oslo
  email: post@shop.example
  privacy_policy_url: https://shop.example/privacy
services:
  - site.choice
  - id: meta.pixel
    resources: [{{url: "*.{GATED}", kinds: [script, img, iframe, link, connect]}}]
"""
PAGES = make_pages()
TOUR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What became of all pages: hosts asked for, and each page as a visitor has it."""

    hosts: frozenset[str]
    own_paths: frozenset[str]
    pages: Mapping[int, Any]

    def under(self, domain: str) -> set[str]:
        return {host for host in self.hosts if host.endswith(f".{domain}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same pages without and with the middleware."""

    scripting: bool
    bare: Seen
    wrapped: Seen


def make_site(asked: set[str]) -> Flask:
    """Serve each page, and tours that show several as frames."""
    site = Flask(__name__)

    @site.get("/page/<int:number>")
    def page(number: int) -> bytes:
        return PAGES[number]

    @site.get("/tour/<int:start>")
    def tour(start: int) -> str:
        numbers = range(start, min(start + TOUR, len(PAGES)))
        frames = (f"<iframe src=/page/{number}></iframe>" for number in numbers)
        return "<!doctype html><title>Tour</title>" + "".join(frames)

    @site.get("/own/<path:name>")
    def own(name: str) -> Response:
        asked.add(name)
        return Response(status=404, content_type="image/gif")

    return site


@pytest.fixture(scope="module", params=[True, False], ids=["scripting", "no scripting"])
def comparison(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
) -> Comparison:
    data = tmp_path_factory.mktemp("shop")
    catalog = data / "site.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    asked: set[str] = set()
    site = make_site(asked)
    wrapped = embed(site.wsgi_app, catalog, data / "data", secure=False)

    def look(app: Any) -> Seen:  # noqa: ANN401 - any WSGI application
        asked.clear()
        with listen() as proxy, serve(app) as server:
            options = {"java_script_enabled": request.param}
            with browse(playwright, proxy, data / "profile", **options) as context:
                pages = take_tours(context, server.address("shop"))
        return Seen(
            hosts=frozenset(proxy.hosts), own_paths=frozenset(asked), pages=pages
        )

    return Comparison(
        scripting=request.param, wrapped=look(wrapped), bare=look(site.wsgi_app)
    )


@contextmanager
def browse(
    playwright: Playwright,
    proxy: RecordingProxy,
    profile: Path,
    **options: Any,  # noqa: ANN401 - as Playwright types them
) -> Iterator[BrowserContext]:
    """Start a browser as visitors have it: a private one would not preconnect."""
    program = shutil.which("chromium")
    assert program, "these tests drive a real browser: apt-get install chromium"
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=program,
        args=[
            *FLAGS[:-1],
            f"--proxy-server=127.0.0.1:{proxy.port}",
            "--proxy-bypass-list=*.localhost",
        ],
        **options,
    )
    try:
        yield context
    finally:
        context.close()


def take_tours(context: BrowserContext, origin: str) -> dict[int, Any]:
    """Look at all pages and describe each, once nothing more is asked for."""
    log = RequestLog()
    context.on("request", log.add)
    context.on("requestfinished", log.end)
    context.on("requestfailed", log.end)
    page = context.new_page()
    found: dict[int, Any] = {}
    for start in range(0, len(PAGES), TOUR):
        page.goto(f"{origin}/tour/{start}")
        log.settle(page)
        for frame in page.frames:
            if at := re.search(r"/page/(\d+)$", frame.url):
                found[int(at[1])] = frame.evaluate(WALK)
    return found


def forms_of(hosts: Collection[str]) -> set[str]:
    return {host.split(".")[0].rpartition("-")[0] for host in hosts}


def test_nothing_reaches_a_gated_host(comparison: Comparison) -> None:
    assert comparison.wrapped.under(GATED) == set()


def test_no_other_load_is_lost(comparison: Comparison) -> None:
    assert comparison.wrapped.under(OTHER) == comparison.bare.under(OTHER)
    # A picture without its source shows the fallback, so there may be more.
    assert comparison.wrapped.own_paths >= comparison.bare.own_paths


def test_a_page_is_to_a_visitor_what_it_was(comparison: Comparison) -> None:
    assert len(comparison.bare.pages) == len(PAGES)
    for number, bare in comparison.bare.pages.items():
        wrapped = comparison.wrapped.pages[number]
        assert wrapped["tree"] == bare["tree"]
        assert wrapped["text"] == bare["text"]


def test_without_the_middleware_each_form_loads(comparison: Comparison) -> None:
    silent = {"noscript"} if comparison.scripting else NEED_SCRIPTING

    assert NAMES - forms_of(comparison.bare.under(GATED)) == silent
