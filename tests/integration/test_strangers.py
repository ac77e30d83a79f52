"""What answers tell pages, caches and visitors that are not the site's own.

Rows 18, 21, 30 and 34 of the threats.
"""

import re
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.web.visitor.incoming import clean_path
from tests.site import BASE, CATALOG, App, Shop, make_shop

KEYS = re.compile(rb"[0-9a-f]{32}")  # each response has some of its own
PATHS = ("/", "/-/choices/", "/-/choices/declaration", "/-/choices/nowhere")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return make_shop(tmp_path_factory.mktemp("strangers"))


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "https://shop.example.evil.example",
        "https://evilshop.example",
        "https://shop.example",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_no_page_of_another_origin_may_read_an_answer(
    shop: Shop, origin: str, method: str
) -> None:
    """Row 18: the routes beside the site's own pages are for those pages alone."""
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    paths = [*PATHS[1:], "/-/choices/reports", "/-/choices/everything.json"]
    answers = [
        shop.client.open(path, base_url=BASE, method=method, headers=headers)
        for path in paths
    ]

    for answer in answers:
        named = [name.lower() for name, _ in answer.headers]
        assert not [name for name in named if name.startswith("access-control")]


REFERRERS = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "/\\/evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    "/\0/evil.example",
    "/\x7f/evil.example",
    "/ /evil.example",
    "//evil.example@shop.example/",
    "//shop.example@evil.example/",
    "//evil.example:443/",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "//[::1]/",
    "//2130706433/",
    "/.//evil.example",
    "/..//evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "//\u3002evil.example",
    "//evil\u3002example",
    "\ufeff//evil.example",
    "?//evil.example",
    "#//evil.example",
    "//?evil.example",
    "",
]


@pytest.mark.parametrize("path", REFERRERS, ids=ascii)
def test_a_path_of_a_visitor_leads_to_this_site_only(path: str) -> None:
    """Row 21: as browsers read an address, which the standard library does not."""
    cleaned = clean_path(path)

    assert re.fullmatch(r"/(?![/\\])[^\\\x00-\x1f\x7f?#]*", cleaned)


@pytest.mark.parametrize("path", REFERRERS, ids=ascii)
def test_a_form_leads_back_to_this_site_only(shop: Shop, path: str) -> None:
    """Row 21: whatever page says to have sent it."""
    words = {"act": "refuse_all", "policy": shop.version, "language": "en"}
    answer = Client(shop.middleware).post(
        "/-/choices/",
        base_url=BASE,
        data=words | {"surface": "no_js_form"},
        environ_overrides={
            "HTTP_ORIGIN": "https://shop.example",
            "HTTP_REFERER": f"https://shop.example{path}",
        },
    )

    assert answer.status_code == 303
    assert re.match(r"/(?![/\\\t])", answer.headers["Location"])
    assert len(answer.headers.getlist("Location")) == 1


UNKEYED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Scheme": "http",
    "X-Host": "evil.example",
    "X-Original-Host": "evil.example",
    "X-Original-URL": "/-/choices/erase",
    "X-Rewrite-URL": "/-/choices/erase",
    "X-HTTP-Method-Override": "POST",
    "X-Real-IP": "127.0.0.1",
    "X-Wap-Profile": "https://evil.example",
    "Forwarded": "for=127.0.0.1;host=evil.example;proto=http",
    "Front-End-Https": "off",
    "Via": "1.1 evil.example",
    "Referer": "https://evil.example/",
    "Origin": "https://evil.example",
    "User-Agent": "evil",
    "Consent-Debug": "1",
    "Authorization": "Bearer evil",
    "Purpose": "prefetch",
}


@pytest.mark.parametrize("path", PATHS)
def test_no_header_that_a_cache_does_not_know_changes_an_answer(
    shop: Shop, path: str
) -> None:
    """Rows 30 and 31."""
    plain = shop.get(path)
    expected = KEYS.sub(b"", plain.get_data())

    for name, value in UNKEYED.items():
        answer = Client(shop.middleware, use_cookies=False).get(
            path, base_url=BASE, headers={name: value}
        )
        assert answer.status_code == plain.status_code, name
        assert KEYS.sub(b"", answer.get_data()) == expected, name
        assert b"evil" not in str(answer.headers).encode(), name


POLICIES = [
    ("default-src 'none'",),
    ("default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'",),
    ("script-src 'sha256-AAAA'",),
    ("script-src 'self' 'unsafe-inline' 'unsafe-eval' *",),
    ("script-src 'report-sample'; report-uri /csp; report-to csp",),
    ("default-src https:; img-src data: *",),
    ("frame-ancestors 'none'",),
    ("frame-ancestors https://partner.example; form-action 'self'",),
    ("sandbox allow-scripts allow-same-origin",),
    ("upgrade-insecure-requests",),
    ("require-trusted-types-for 'script'; trusted-types a b",),
    ("base-uri 'none'; object-src 'none'",),
    ("worker-src blob:; child-src 'none'; manifest-src 'self'",),
    ("connect-src wss://live.example:8443/path/",),
    ("default-src 'self', script-src 'none'",),
    ("default-src 'self'", "img-src 'none'"),
    ("",),
    (";;; ;",),
    ("DEFAULT-SRC 'NONE'; default-src *",),
    ("script-src\t'self'\x0cx.example",),
    ("not-a-directive a b c",),
]


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, App]:
    folder: Path = tmp_path_factory.mktemp("strict")
    app = App()
    catalog = CATALOG.replace("  id: shop\n", "  id: shop\n  unknown: strict\n")
    return make_shop(folder, app, catalog), app


@pytest.mark.parametrize(
    "name", ["Content-Security-Policy", "Content-Security-Policy-Report-Only"]
)
@pytest.mark.parametrize(
    "policies", POLICIES, ids=lambda policies: ascii(policies)[:40]
)
def test_the_policies_of_the_site_stay_as_they_are(
    strict: tuple[Shop, App], policies: tuple[str, ...], name: str
) -> None:
    """Row 34: ours stands beside them, and another policy can only take away."""
    shop, app = strict
    html = ("Content-Type", "text/html; charset=utf-8")
    app.headers = [html, *((name, policy) for policy in policies)]
    found = shop.get().headers.getlist(name)
    enforced = name == "Content-Security-Policy"

    assert found[: len(policies)] == [*policies]
    assert len(found) == len(policies) + enforced
    assert "'nonce-" not in "".join(found[len(policies) :])
