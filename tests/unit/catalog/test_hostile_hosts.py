"""Row 5 of the threats: a host in a catalog never writes another header or directive.

What gets past the reader would still meet ``enforcement.csp``, which has a table and a
search of its own.
"""

import json

import pytest

from tests.unit.catalog.files import (
    LIBRARY,
    SITE,
    mistakes_in_library,
    mistakes_in_site,
    replaced,
)

HOSTILE = [
    "x.test; script-src *",
    "x.test;script-src",
    "x.test, default-src *",
    "x.test,y.test",
    "x.test *",
    "x.test 'unsafe-inline'",
    "x.test\r\nSet-Cookie: a=1",
    "x.test\nX: y",
    "x.test\rX: y",
    "x.test\u2028y.test",
    "x.test\u0085y.test",
    "x.test\0",
    "x.test\ty.test",
    "x.test\x0by.test",
    "x.test\u00a0y.test",
    "'self'",
    "'none'",
    "'nonce-YWJj'",
    "'strict-dynamic'",
    "data:",
    "https:",
    "*",
    "*.*",
    "*.com",
    "**.x.test",
    "x.*.test",
    "//x.test",
    "https://x.test",
    "javascript://x.test/%0aalert(1)",
    "user@x.test",
    "x.test@y.test",
    "x.test#y",
    "x.test\\y.test",
    'x.test"onload=',
    "x.test>",
    "<script>.test",
    "x..test",
    "x.test..",
    ".x.test",
    "b\u00fccher.test",
    "\uff58.test",
    "x\u200b.test",
    "x\u3002test",
    "%78.test",
    "x.test:443",
    "[::1]",
    "",
]


def quoted(text: str) -> str:
    return json.dumps(text)  # JSON is YAML


@pytest.mark.parametrize("host", HOSTILE, ids=ascii)
def test_is_no_domain_of_a_site(host: str) -> None:
    text = replaced(SITE, "[shop.example, www.shop.example]", f"[{quoted(host)}]")

    assert [it.path for it in mistakes_in_site(text)] == ["site.domains[0]"]


@pytest.mark.parametrize("host", HOSTILE, ids=ascii)
def test_is_no_domain_of_a_cookie(host: str) -> None:
    text = replaced(LIBRARY, "domain: acme.example", f"domain: {quoted(host)}")
    [mistake] = mistakes_in_library(text)

    assert mistake.path == "services[0].cookies[1].domain"


# "*" with a path is a path on whatever host; no source policy can name it.
@pytest.mark.parametrize("host", [it for it in HOSTILE if it != "*"], ids=ascii)
def test_is_no_address_of_a_service(host: str) -> None:
    text = replaced(
        LIBRARY, '"stats.acme.example/tag/*.js?id=A-"', quoted(host + "/tag.js")
    )
    [mistake] = mistakes_in_library(text)

    assert mistake.path == "services[0].resources[0].url"


@pytest.mark.parametrize(
    "host", [it for it in HOSTILE if it != "https://x.test"], ids=ascii
)
def test_is_no_source_of_a_policy(host: str) -> None:
    text = replaced(LIBRARY, '["https://stats.acme.example"]', f"[{quoted(host)}]")
    [mistake] = mistakes_in_library(text)

    assert mistake.path == "services[0].csp.script-src[0]"
