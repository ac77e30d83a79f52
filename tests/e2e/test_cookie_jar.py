"""Row 32 of the threats: a ``Set-Cookie`` is read as the browser reads it.

Each shape goes to Chromium as it is, with nothing in front. What Chromium then sends
back says what it stored; the filter has to have dropped every header that leaves a
cookie of a held service behind, and none that leaves another.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser

from consent_server.enforcement.set_cookie import filter_set_cookie
from consent_server.notice.policy import Policy, compile_policy
from consent_server.storage.catalog_files import read_catalog
from tests.e2e.site_server import serve
from tests.site import CATALOG

pytestmark = pytest.mark.browser

HELD = frozenset({"google.analytics"})
NOW = datetime.now(UTC)  # noqa: TID251 - the browser's clock is the machine's
LONG = "x" * 1_030
YEAR = NOW.year + 1
SHAPES = [
    *("_ga=1", "_ga=", "_ga", "=_ga", "=_ga=1", "_ga==1", " _ga=1", "_ga =1", "_ga= 1"),
    *("\t_ga=1", "_ga\t=1", "_ga=1\t", "_ga=\t1", '_ga="1"', '"_ga"=1', "'_ga'=1"),
    *("_GA=1", "_gA=1", "__Host-_ga=1", "__Secure-_ga=1; Secure", "$_ga=1", "_ga;=1"),
    *(";_ga=1", "; _ga=1", "=;_ga=1", ";;;_ga=1", "x=1;_ga=1", "x=1; _ga=1; Path=/"),
    *("_ga=1, x=2", "x=2, _ga=1", "x=2,_ga=1; Path=/", "_ga=1,", ",_ga=1", ", _ga=1"),
    *("_ga=1; Path=/", "_ga=1; path=/; PATH=/jar", "_ga=1; Path=", "_ga=1; Path=jar"),
    *("_ga=1; Domain=shop.localhost", "_ga=1; Domain=.shop.localhost"),
    *("_ga=1; Domain=evil.example", "_ga=1; Domain=localhost", "_ga=1; Domain="),
    *("_ga=1; Domain=shop.localhost; Domain=", "_ga=1; Domain=shop.localhost."),
    *("_ga=1; Max-Age=60", "_ga=1; Max-Age=0", "_ga=1; Max-Age=-1", "_ga=1; Max-Age="),
    *("_ga=1; Max-Age=60; Max-Age=0", "_ga=1; Max-Age=0; Max-Age=60"),
    *("_ga=1; Max-Age=+60", "_ga=1; Max-Age=1e3", "_ga=1; Max-Age=00", "_ga=1;max-age"),
    *(
        '_ga=1; Max-Age="0"',
        "_ga=1; Max-Age=0x",
        "_ga=1; Max-Age =0",
        "_ga=1; Max-Age=-",
    ),
    f"_ga=1; Max-Age=0{LONG}",
    f"_ga=1; Expires=Thu, 01 Jan {YEAR} 00:00:00 GMT",
    "_ga=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    f"_ga=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Expires=Thu, 1-Jan-{YEAR} 1:2:3",
    "_ga=1; Expires=0",
    "_ga=1; Expires=-1",
    "_ga=1; Expires=yesterday",
    "_ga=1; Expires=01 Jan 1970",
    "_ga=1; Expires=1 1 1970 00:00:00",
    "_ga=1; Expires=Thu, 32 Jan 1970 00:00:00 GMT",
    "_ga=1; Expires=Thu, 01 Jan 1600 00:00:00 GMT",
    "_ga=1; Expires=Thu, 01 Jan 70 00:00:00 GMT",
    f"_ga=1; Expires=Thu, 01 Jan {YEAR % 100:02} 00:00:00 GMT",
    "_ga=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60",
    f"_ga=1; Max-Age=0; Expires=Thu, 01 Jan {YEAR} 00:00:00 GMT",
    f"_ga=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT{LONG}",
    *("_ga=1; Secure", "_ga=1; HttpOnly", "_ga=1; SameSite=None; Secure"),
    *("_ga=1; SameSite=None", "_ga=1; SameSite=evil", "_ga=1; SameSite=Strict"),
    *("_ga=1; Secure; Partitioned; Path=/", "_ga=1; Priority=High", "_ga=1; Unknown=x"),
    *("_ga=\u00e9", "_ga\u00e9=1", "_ga=1\x7f", "_g\x01a=1", "_ga=1\x0b", "_ga\x0c=1"),
    *("_ga=\U0001f36a".encode().decode("latin-1"), "_ga%3D1=2", "%5Fga=1", "_ga=a=b=c"),
    f"_ga={'x' * 4_090}",
    f"_ga={'x' * 4_097}",
    *("_ga_ABC123=1", "_ga_=1", "_gat=1", "_gac_UA-1=1", "x_ga=1", "session=1"),
    *("session=_ga=1", "session=1; _ga", "session=_ga; Path=/", "session"),
]


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Set the cookie of a number, or say which cookies came."""
    headers = [("Content-Type", "text/plain")]
    if number := parse_qs(environ["QUERY_STRING"]).get("n"):
        headers.append(("Set-Cookie", SHAPES[int(number[0])]))
    start_response("200 OK", headers)
    return [environ.get("HTTP_COOKIE", "").encode("latin-1")]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    path: Path = tmp_path_factory.mktemp("jar") / "catalog.yaml"
    path.write_text(CATALOG.replace("shop.example", "shop.localhost"), "utf-8")
    return compile_policy(read_catalog(path))


@pytest.fixture(scope="module")
def stored(browser: Browser) -> Iterator[list[str]]:
    """For each shape, the ``Cookie`` header that Chromium sends from then on."""
    context = browser.new_context()
    with serve(application) as server, closing(context):
        page = context.new_page()
        page.goto(server.address("shop") + "/jar/")
        found = []
        for number in range(len(SHAPES)):
            found.append(page.evaluate(SETS_AND_READS, number))
            context.clear_cookies()
        yield found


SETS_AND_READS = """async (number) => {
  await fetch(`/jar/set?n=${number}`);
  return (await fetch('/jar/')).text();
}"""


def is_gated(cookies: str, policy: Policy) -> bool:
    """Tell whether a server would find a cookie of the held service there."""
    names = [pair.partition("=")[0].strip() for pair in cookies.split(";")]
    host = "shop.localhost"
    return any(policy.matcher.match_cookie(name, host) & HELD for name in names)


def test_what_chromium_stores_is_what_the_filter_judges(
    stored: list[str], policy: Policy
) -> None:
    matcher = policy.matcher
    kept = [
        bool(filter_set_cookie([shape], matcher, HELD, "shop.localhost", NOW).kept)
        for shape in SHAPES
    ]
    gated = [is_gated(cookies, policy) for cookies in stored]
    found = [*zip(SHAPES, stored, kept, gated, strict=True)]

    assert [(shape, it) for shape, it, is_kept, bad in found if bad and is_kept] == []
    assert [
        (shape, it) for shape, it, is_kept, bad in found if it and not bad | is_kept
    ] == []
    assert sum(gated) > 35, "or these would say little"
    assert sum(bool(it) and not bad for _, it, _, bad in found) > 10
    assert stored.count("") > 10
