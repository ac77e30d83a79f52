"""Third parties and cookies that nobody declares: observe, report, strict."""

import json
import re
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.catalog.model import UNKNOWN
from consent_server.enforcement.evidence import MAX_LINES, Sighting, Surface, Tally
from consent_server.sdk.counting import UNDECLARED
from tests.integration.test_asgi import App as AsgiApp
from tests.integration.test_asgi import ask, make_site
from tests.site import BASE, CATALOG, PAGE, App, Shop, make_shop

MODES = ("observe", "report", "strict")
ENFORCED = "Content-Security-Policy"
REPORTED = "Content-Security-Policy-Report-Only"
NEW = b'<script src="https://new.test/a.js"></script><img src="https://new.test/b.png">'
UNDECLARED_PAGE = PAGE.replace(b"<p>", NEW + b'<form action="https://pay.test/">')
HTML = ("Content-Type", "text/html; charset=utf-8")
SHARED = ("Cache-Control", "public, max-age=60")
REPORTS = "/-/choices/reports"
BLOCKED = {
    "csp-report": {
        "document-uri": "https://shop.example/order/4711?name=Kari",
        "effective-directive": "img-src",
        "blocked-uri": "https://tracker.test/p?uid=4711",
    }
}


def catalog_for(mode: str) -> str:
    return CATALOG.replace("languages:", f"unknown: {mode}\n  languages:")


def open_shop(tmp_path: Path, mode: str, *headers: tuple[str, str]) -> tuple[Shop, App]:
    app = App(body=[UNDECLARED_PAGE], headers=[HTML, *headers])
    return make_shop(tmp_path, app, catalog_for(mode)), app


def sources(policy: str, directive: str) -> str:
    found = re.search(rf"(?:\A|; ){directive} ([^;]*)", policy)
    return found[1] if found else ""


def report(
    shop: Shop, body: object = BLOCKED, kind: str = "application/csp-report"
) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    browser = Client(shop.middleware)
    answer = browser.post(REPORTS, base_url=BASE, data=data, content_type=kind)
    assert "Set-Cookie" not in answer.headers
    return answer.status_code


def in_reports(shop: Shop) -> dict[Sighting, int]:
    seen = shop.middleware.site.evidence.read_sightings()
    return {one: times for one, times in seen.items() if one.surface is Surface.BROWSER}


def test_observing_is_what_a_site_gets_that_says_nothing(tmp_path: Path) -> None:
    shop = make_shop(tmp_path, App(body=[UNDECLARED_PAGE]))
    response = shop.get()

    assert NEW in response.data
    assert ENFORCED not in response.headers
    assert REPORTED not in response.headers
    assert b"data-reloads" not in response.data


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_counts_hosts_and_names_and_nothing_else(
    tmp_path: Path, mode: str
) -> None:
    shop, _ = open_shop(
        tmp_path,
        mode,
        ("Set-Cookie", "basket=4711"),
        ("Set-Cookie", "session=1"),
        ("Link", "<https://fonts.test/a.woff2>; rel=preload"),
    )
    shop.get()
    shop.get("/order/4711?name=Kari")

    assert shop.middleware.site.evidence.read_sightings() == {
        Sighting(Surface.LINK_HEADER, "fonts.test"): 2,
        Sighting(Surface.MARKUP, "new.test"): 2,
        Sighting(Surface.SET_COOKIE, "basket"): 2,
    }


@pytest.mark.parametrize("mode", ["observe", "report"])
def test_only_strict_holds_what_nobody_declares(tmp_path: Path, mode: str) -> None:
    shop, app = open_shop(tmp_path, mode, ("Set-Cookie", "basket=1"))
    response = shop.get(Cookie="basket=1")

    assert NEW in response.data
    assert response.headers.getlist("Set-Cookie") == ["basket=1"]
    assert app.seen[-1]["HTTP_COOKIE"] == "basket=1"


def test_strict_holds_what_nobody_declares_even_from_who_granted_everything(
    tmp_path: Path,
) -> None:
    """Rules E11, NO4."""
    shop, app = open_shop(
        tmp_path,
        "strict",
        ("Set-Cookie", "basket=1"),
        ("Set-Cookie", "old=; Max-Age=0"),
    )
    shop.choose("grant_all")
    shop.client.set_cookie("basket", "1", domain="shop.example")
    response = shop.get()
    page = response.get_data(as_text=True)

    assert page.count('data-held="unknown"') == 2
    assert ' src="https://new.test' not in page
    assert ' src="https://www.googletagmanager.com' in page
    assert 'action="https://pay.test/"' in page
    assert response.headers.getlist("Set-Cookie") == ["old=; Max-Age=0"]
    assert "basket" not in app.seen[-1]["HTTP_COOKIE"]


def test_strict_says_what_it_held(tmp_path: Path) -> None:
    shop, _ = open_shop(tmp_path, "strict", ("Set-Cookie", "basket=1"))
    shop.get(Cookie="basket=1")
    held = shop.middleware.site.evidence.read()

    assert {
        tally: times for tally, times in held.items() if tally.service == UNKNOWN
    } == {
        Tally(UNKNOWN, Surface.MARKUP, UNDECLARED): 2,
        Tally(UNKNOWN, Surface.REQUEST_COOKIE, UNDECLARED): 1,
        Tally(UNKNOWN, Surface.SET_COOKIE, UNDECLARED): 1,
    }


def test_strict_confines_a_page_that_cannot_be_read(tmp_path: Path) -> None:
    only_exempt = catalog_for("strict").partition("  - google.analytics")[0]
    app = App(headers=[("Content-Type", "text/html; charset=utf-7")])
    response = make_shop(tmp_path, app, only_exempt).get()

    [policy] = response.headers.getlist(ENFORCED)
    assert policy.startswith("default-src 'self'")
    assert "shop.example" not in policy


@pytest.mark.parametrize(
    ("mode", "header", "other"),
    [("report", REPORTED, ENFORCED), ("strict", ENFORCED, REPORTED)],
)
def test_the_source_policy_follows_the_choice(
    tmp_path: Path, mode: str, header: str, other: str
) -> None:
    shop, _ = open_shop(tmp_path, mode)
    before = shop.get()
    shop.choose("grant_all")
    after = shop.get()

    assert sources(before.headers[header], "script-src") == ""
    assert "googletagmanager.com" in sources(after.headers[header], "script-src")
    for response in (before, after):
        assert other not in response.headers
        assert "*.shop.example:*" in sources(response.headers[header], "default-src")
        assert "new.test" not in response.headers[header]
        assert sources(response.headers[header], "report-uri") == REPORTS
        assert b"data-reloads" in response.data


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_source_policy_of_a_shared_page_is_the_same_for_everybody(
    tmp_path: Path, method: str
) -> None:
    shop, _ = open_shop(tmp_path, "strict", SHARED)
    before = shop.client.open("/", base_url=BASE, method=method)
    shop.choose("grant_all")
    after = shop.client.open("/", base_url=BASE, method=method)

    assert before.headers[ENFORCED] == after.headers[ENFORCED]
    assert "googletagmanager.com" in sources(after.headers[ENFORCED], "script-src")
    assert b"data-reloads" not in before.data
    assert 'data-held="unknown"' in before.text or method == "HEAD"


def test_the_site_s_own_policy_stays_as_it_is(tmp_path: Path) -> None:
    own = "script-src 'nonce-abc' 'strict-dynamic'; report-uri /csp"
    shop, _ = open_shop(tmp_path, "strict", (ENFORCED, own), (REPORTED, own))
    response = shop.get()

    assert response.headers.getlist(ENFORCED)[0] == own
    assert len(response.headers.getlist(ENFORCED)) == 2
    assert response.headers.getlist(REPORTED) == [own]


def test_what_is_no_page_has_no_source_policy(tmp_path: Path) -> None:
    app = App(body=[b"{}"], headers=[("Content-Type", "application/json")])
    response = make_shop(tmp_path, app, catalog_for("strict")).get()

    assert ENFORCED not in response.headers


@pytest.mark.parametrize(
    "kind",
    ["application/csp-report", "application/json", "application/csp-report; charset=x"],
)
def test_a_report_is_counted_by_directive_and_host(tmp_path: Path, kind: str) -> None:
    shop, _ = open_shop(tmp_path, "strict")

    assert report(shop, kind=kind) == 204
    assert in_reports(shop) == {Sighting(Surface.BROWSER, "tracker.test", "img-src"): 1}


def test_reports_of_the_reporting_api_are_counted(tmp_path: Path) -> None:
    shop, _ = open_shop(tmp_path, "report")
    body = {"effectiveDirective": "script-src-elem", "blockedURL": "https://a.test/x"}
    posted = [{"type": "csp-violation", "body": body}] * 3 + [{"type": "crash"}]

    assert report(shop, posted, "application/reports+json") == 204
    assert in_reports(shop) == {Sighting(Surface.BROWSER, "a.test", "script-src"): 1}


@pytest.mark.parametrize(
    "blocked",
    [
        pytest.param("https://img.shop.example/a.png", id="subdomain"),
        pytest.param("https://shop.example:8443/", id="domain"),
        pytest.param("chrome-extension://abcdef/a.js", id="extension"),
        pytest.param("inline", id="inline"),
        pytest.param("https://<script>.test/", id="no-host-name"),
    ],
)
def test_a_report_about_no_third_party_is_taken_and_not_counted(
    tmp_path: Path, blocked: str
) -> None:
    shop, _ = open_shop(tmp_path, "strict")
    body = {"csp-report": {**BLOCKED["csp-report"], "blocked-uri": blocked}}

    assert report(shop, body) == 204
    assert in_reports(shop) == {}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        pytest.param(b"{", "application/csp-report", 400, id="no-json"),
        pytest.param(b"\xff", "application/csp-report", 400, id="no-text"),
        pytest.param(b"{}", "application/csp-report", 400, id="no-report"),
        pytest.param(b"[" * 30_000, "application/json", 400, id="deep"),
        pytest.param(b"{}", "text/plain", 415, id="other-type"),
        pytest.param(b"a=1", "application/x-www-form-urlencoded", 415, id="form"),
        pytest.param(b" " * 40_000, "application/csp-report", 413, id="large"),
    ],
)
def test_what_is_no_report_is_refused(
    tmp_path: Path, body: bytes, kind: str, status: int
) -> None:
    shop, _ = open_shop(tmp_path, "strict")

    assert report(shop, body, kind) == status
    assert in_reports(shop) == {}


def test_a_report_as_long_as_browsers_make_them_is_taken(tmp_path: Path) -> None:
    shop, _ = open_shop(tmp_path, "strict")
    body = {"csp-report": {**BLOCKED["csp-report"], "original-policy": "x" * 20_000}}

    assert report(shop, body) == 204
    assert len(in_reports(shop)) == 1


def test_a_flood_of_reports_takes_bounded_memory(tmp_path: Path) -> None:
    shop, _ = open_shop(tmp_path, "strict")
    for start in range(0, 4 * MAX_LINES, 64):
        posted = [
            {
                "type": "csp-violation",
                "body": {
                    "effectiveDirective": "img-src",
                    "blockedURL": f"https://h{number}.test/",
                },
            }
            for number in range(start, start + 64)
        ]
        assert report(shop, posted, "application/reports+json") == 204

    assert len(in_reports(shop)) == MAX_LINES + 1


def test_a_report_from_another_site_is_taken_and_changes_no_choice(
    tmp_path: Path,
) -> None:
    shop, _ = open_shop(tmp_path, "strict")
    shop.choose("refuse_all")
    answer = shop.client.post(
        REPORTS,
        base_url=BASE,
        json={"act": "grant_all", **BLOCKED},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"},
    )

    assert answer.status_code == 204
    assert "Set-Cookie" not in answer.headers
    assert b'data-held="google.analytics"' in shop.get().data


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.usefixtures("socket_enabled")  # the event loop's own pipe
def test_asgi_does_the_same(tmp_path: Path, mode: str) -> None:
    site = make_site(
        tmp_path,
        AsgiApp(headers=[(b"content-type", b"text/html")], chunks=[UNDECLARED_PAGE]),
        catalog_for(mode),
    )
    answer = ask(site)
    body = json.dumps(BLOCKED | {"padding": "x" * 9_000}).encode()
    kind = (b"content-type", b"application/csp-report")
    length = (b"content-length", str(len(body)).encode())
    reported = ask(site, REPORTS, kind, length, body=body)

    assert (b'data-held="unknown"' in answer.body) == (mode == "strict")
    assert len(answer.values(ENFORCED.lower().encode())) == (mode == "strict")
    assert len(answer.values(REPORTED.lower().encode())) == (mode == "report")
    assert reported.status == 204
    assert site.site.evidence.read_sightings() == {
        Sighting(Surface.BROWSER, "tracker.test", "img-src"): 1,
        Sighting(Surface.MARKUP, "new.test"): 1,
    }
