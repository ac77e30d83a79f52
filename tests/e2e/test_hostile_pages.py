"""Rows 1, 6 and 28 of the threats, in the browser that they are about."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from consent_server.web.embedded import embed
from tests.e2e.guarded_shop import (
    VENDOR,
    ShopApp,
    contacted,
    serve_shop,
)
from tests.e2e.site_server import serve
from tests.recorded import decisions

pytestmark = pytest.mark.browser

NAMES = (
    *("visitorChoices", "choices", "consent", "form", "forms", "act", "policy"),
    *("purpose", "service", "language", "click", "cookie", "location", "origin"),
    *("body", "head", "documentElement", "currentScript", "defaultView", "domain"),
    *("querySelector", "querySelectorAll", "getElementById", "createElement"),
    *("addEventListener", "dispatchEvent", "readyState", "elements", "submitter"),
    *("attributes", "children", "parentNode", "dataset", "fetch", "JSON", "Object"),
)
CLOBBERED = "".join(
    f"<form id={name} name={name}><input name={name} value=granted></form>"
    f"<a id={name} href=cid:granted>x</a><img name={name} alt>"
    for name in NAMES
)
POLLUTED = """
for (const [name, value] of Object.entries({
  act: 'grant_all', granted: true, clear: true, value: 'grant_all', key: 'x',
  purposes: { marketing: 'granted' }, services: { 'meta.pixel': 'granted' },
  'meta.pixel': 'granted', marketing: 'granted', analytics: 'granted',
  policy: 'x', language: 'x', surface: 'x', page: '/polluted', click: 'x',
  headers: {}, method: 'GET', mode: 'no-cors', redirect: 'follow', status: 201,
  ok: true, state: { services: { 'meta.pixel': 'granted' } }, cookies: [], ended: [],
})) Object.prototype[name] = value;
"""
FILLS_THE_JAR = """() => {
  for (let n = 0; n < 200; n++) document.cookie = `n${Math.random()}=1`;
}"""
PIXEL = f"<img src={VENDOR}?via=markup alt>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def recorded(folder: Path) -> list[tuple[str, str]]:
    """Return act and marketing of every choice, oldest first."""
    found = decisions(folder / "data")
    return [(it["action"], it["purposes"]["marketing"]) for it in found]


def test_a_hostile_page_neither_grants_nor_hinders_a_refusal(
    browser: Browser, folder: Path
) -> None:
    """Row 6: what the visitor chose is what is recorded and what applies."""
    app = ShopApp(head=f"</head><body>{CLOBBERED}{PIXEL}", script=POLLUTED)
    with serve_shop(folder, app) as shop, shop.visit(browser) as visit:
        page = visit.open()
        banner = shop.banner(page, visit)
        expect(banner.accept_button).to_be_visible()
        assert contacted(visit) == []
        banner.reject()
        expect(banner.accept_button).to_be_hidden()
        visit.open("/", page)

        assert contacted(visit) == []
        assert not banner.is_shown
        assert recorded(folder) == [("refuse_all", "refused")]


def test_a_hostile_page_does_not_keep_a_grant_from_being_one(
    browser: Browser, folder: Path
) -> None:
    """Row 6."""
    app = ShopApp(head=f"</head><body>{CLOBBERED}{PIXEL}", script=POLLUTED)
    with serve_shop(folder, app) as shop, shop.visit(browser) as visit:
        page = visit.open()
        banner = shop.banner(page, visit)
        banner.accept()
        expect(banner.accept_button).to_be_hidden()

        assert contacted(visit) == ["markup"]
        assert recorded(folder) == [("grant_all", "granted")]


@pytest.mark.parametrize("late", ["**/-/choices/", "**/assets/acts*"])
def test_a_refusal_counts_although_a_grant_is_under_way(
    browser: Browser, folder: Path, late: str
) -> None:
    """Whoever thinks better of it is heard, whatever has not come yet (GDPR 7(3))."""
    app = ShopApp(head=f"</head><body>{PIXEL}", script="")
    with serve_shop(folder, app) as shop, shop.visit(browser) as visit:
        page = visit.context.new_page()
        waiting: list[Route] = []
        # Playwright marks what it calls, which a built-in method does not let it.
        page.route(late, lambda route: waiting.append(route), times=1)  # noqa: PLW0108
        page.goto(shop.origin)
        banner = shop.banner(page, visit)
        banner.accept_button.click()
        while not waiting:
            page.evaluate("")
        page.get_by_role("button", name=banner.texts.reject_all).click()
        waiting[0].continue_()
        expect(banner.accept_button).to_be_hidden()
        visit.open("/", page)

        assert recorded(folder)[-1] == ("refuse_all", "refused")
        assert contacted(visit) == []


def test_a_page_that_fills_the_cookie_jar_only_has_its_visitor_asked_again(
    browser: Browser, folder: Path
) -> None:
    """Row 28: without its cookie a choice is none, so nothing is won by losing it."""
    app = ShopApp(head=f"</head><body>{PIXEL}", script="")
    with serve_shop(folder, app) as shop, shop.visit(browser) as visit:
        page = visit.open()
        banner = shop.banner(page, visit)
        banner.accept()
        expect(banner.accept_button).to_be_hidden()
        for _ in range(20):
            page.evaluate(FILLS_THE_JAR)
            if "choice" not in visit.cookies():
                break
        assert "choice" not in visit.cookies()
        visit.log.clear()
        visit.open("/", page)

        assert banner.is_shown
        assert contacted(visit) == []


PAYLOAD = (
    "\"'></script></style></title></textarea></template><img src=x onerror=ran=1>"
    "<svg/onload=ran=1> javascript:ran=1 {{7*7}} ${7*7} &lt;img src=x onerror=ran=1&gt;"
)
QUOTED = json.dumps(PAYLOAD)
CATALOG = f"""
extends: cookie_catalog
site: {{id: texts, domains: [texts.localhost], languages: [en], jurisdiction: "NO"}}
controller:
  name: {QUOTED}
  country: "NO"
  email: privacy@shop.example
  address: {QUOTED}
  organisation_number: {QUOTED}
  data_protection_officer: {QUOTED}
services:
  - site.choice
  - {{id: youtube.embed, name: {QUOTED}, description: {QUOTED}}}
  - meta.pixel
own:
  providers:
    - {{id: mill, name: {QUOTED}, country: DK}}
  purposes:
    - id: hiring
      texts: {{en: {{title: {QUOTED}, description: {QUOTED}}}}}
  services:
    - id: mill.jobs
      name: {QUOTED}
      provider: mill
      purposes: [hiring]
      cookies: [{{name: "_mill<img>", life: 1 day}}]
"""
EMBED = "</head><body><iframe src=https://www.youtube.com/embed/x></iframe>"


@pytest.fixture
def texts(folder: Path) -> Iterator[str]:
    path = folder / "catalog.yaml"
    path.write_text(CATALOG, encoding="utf-8")
    app = embed(ShopApp(head=EMBED, script=""), path, folder / "data", secure=False)
    with serve(app) as server:
        yield server.address("texts")


def scripted(page: Page) -> object:
    return page.evaluate("typeof ran")


def test_no_text_of_a_catalog_runs_with_every_policy_switched_off(
    browser: Browser, texts: str
) -> None:
    """Row 1: names, purposes and addresses are text, in every place they stand."""
    context = browser.new_context(bypass_csp=True)
    with closing(context):
        page = context.new_page()
        page.goto(texts + "/")
        page.get_by_text("Choose", exact=True).click()
        expect(page.get_by_role("checkbox").first).to_be_visible()
        seen = [scripted(page)]
        for path in ("", "declaration", "erase", "receipts/check", "nowhere"):
            page.goto(f"{texts}/-/choices/{path}")
            seen.append(scripted(page))
        page.goto(f"{texts}/-/choices/declaration")

        assert set(seen) == {"undefined"}
        assert "<svg/onload=ran=1>" in page.inner_text("body")
