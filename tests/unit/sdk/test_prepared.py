"""Answers out of memory are those that would have been made, for every visitor."""

import gzip
import random
import re
import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.catalog.load import load_site
from consent_server.consent.state import RecordedChoice
from consent_server.enforcement.evidence import Evidence, Taken
from consent_server.enforcement.remembered import Remembered
from consent_server.kernel.clock import ManualClock
from consent_server.notice.policy import compile_policy
from consent_server.sdk.exchange import Exchange
from consent_server.sdk.making import prepare
from consent_server.sdk.prepared import matters
from consent_server.sdk.requests import RequestHead
from consent_server.sdk.site import EnforcedSite
from consent_server.storage.catalog_files import read_library
from consent_server.token.codec import TokenCodec
from consent_server.token.cookie import set_cookies
from consent_server.token.keys import TokenSigner
from tests.site import CATALOG, PAGE, START
from tests.unit.enforcement.rewriting import SEARCH

POLICY = compile_policy(load_site(CATALOG, "shop.yaml", read_library()))
SIGNER = TokenSigner.from_seed(1, b"a secret of a test, of 32 bytes!")
CODEC = TokenCodec(policy=POLICY, keys=SIGNER.public())
FEW = settings(SEARCH, max_examples=40)
KEY = re.compile(rb"[0-9a-f]{32}")

CHOICES = {
    "all": frozenset({"google.analytics", "meta.pixel"}),
    "one": frozenset({"google.analytics"}),
    "none": frozenset[str](),
}


def make_site(*, pages: bool = True, frames: bool = True) -> EnforcedSite:
    """Make a site that draws the same secrets as every other one of these."""
    site = EnforcedSite(
        CODEC,
        ManualClock(START),
        random.Random(7).randbytes,
        Evidence(),
        since=date(2026, 3, 1),
        secure=True,
    )
    if not pages:
        site.prepared = Remembered(0, 0)
    if not frames:
        site.frames = Remembered(0, 0)
    return site


def cookie_of(choice: str, number: int) -> str:
    recorded = RecordedChoice(
        record_id=uuid.UUID(int=number),
        issued_at=START - timedelta(days=number),
        purposes=frozenset({"analytics"} if CHOICES[choice] else ()),
        services=CHOICES[choice],
    )
    token = CODEC.issue(recorded, SIGNER)
    cookies = set_cookies(recorded, token, POLICY, START, secure=True)
    return "; ".join(one.partition(";")[0] for one in cookies)


COOKIES = [cookie_of(choice, number) for choice in CHOICES for number in (1, 2)]
PAGES = (
    PAGE,
    PAGE.replace(b'lang="en"', b'lang="nb"'),
    PAGE.decode().encode("utf-16"),
    PAGE.replace(b"Hello", b"\x1b$B<!--$3$s\x1b(B"),
    PAGE.replace(b"Hello", b'<img src="//nobody.test/x">MARK-OF-THIS-RESPONSE'),
    b"<li>a part</li>",
    b"",
)
HTML = ("Content-Type", "text/html; charset=utf-8")
FIELDS = (
    ("Cache-Control", "public, max-age=60"),
    ("Cache-Control", "no-store"),
    ("Cache-Control", "max-age=60, no-transform"),
    ("CDN-Cache-Control", "max-age=60"),
    ("X-LiteSpeed-Cache-Control", "public"),
    ("Content-Encoding", "compress"),
    ("Content-Language", "nb"),
    ("Content-Length", "12"),
    ("Content-Security-Policy", "style-src 'nonce-abc'"),
    ("Content-Security-Policy", "require-trusted-types-for 'script'"),
    ("Content-Type", "text/html; charset=utf-32"),
    ("Date", "Sun, 01 Mar 2026 12:00:00 GMT"),
    ("ETag", '"a"'),
    ("ETag", '"b"'),
    ("Expires", "Mon, 02 Mar 2026 12:00:00 GMT"),
    ("Expires", "0"),
    ("Last-Modified", "Sun, 01 Feb 2026 00:00:00 GMT"),
    ("Link", "<https://connect.facebook.net/x.js>; rel=preload, </a>; rel=next"),
    ("Refresh", "3; url=https://www.facebook.com/tr?id=1"),
    ("Repr-Digest", "sha-256=:AAAA:"),
    ("Report-To", '{"endpoints":[{"url":"https://www.facebook.com/r"}]}'),
    ("Set-Cookie", "_ga=1"),
    ("Set-Cookie", "session=1; HttpOnly"),
    ("Speculation-Rules", '"https://www.googletagmanager.com/r.json"'),
    ("Surrogate-Control", "max-age=60"),
    ("Vary", "Origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Request-Id", "17"),
)


class Visit(NamedTuple):
    """One request, and what the application answers."""

    cookie: str = ""
    gpc: bool = False
    language: str = "en"
    coding: str = "identity"
    host: str = "shop.example"
    body: bytes = PAGE
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200
    asks: bool = False


VISITS = st.builds(
    Visit,
    cookie=st.sampled_from(["", "_ga=1; a=2", *COOKIES, f"{COOKIES[0]}; _fbp=1"]),
    gpc=st.booleans(),
    language=st.sampled_from(["en", "nb, en;q=0.5", "fr"]),
    coding=st.sampled_from(["identity", "gzip"]),
    host=st.sampled_from(["shop.example", "www.facebook.com"]),
    body=st.sampled_from(PAGES),
    headers=st.lists(st.sampled_from(FIELDS), max_size=4, unique=True).map(tuple),
    status=st.sampled_from([200, 404, 500]),
    asks=st.booleans(),
)


class Given(NamedTuple):
    """What a visitor got."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def visit(site: EnforcedSite, one: Visit, *, whole: bool = True) -> Given:
    headers = {"accept": "text/html", "accept-language": one.language}
    headers |= {"accept-encoding": one.coding, "host": one.host}
    headers |= {"cookie": one.cookie} if one.cookie else {}
    headers |= {"sec-gpc": "1"} if one.gpc else {}
    request = RequestHead(method="GET", host=one.host, secure=True, headers=headers)
    exchange = Exchange(site, request)
    exchange.changes_for_application()
    if one.asks:
        exchange.asked.allows("google.analytics")
    fields = [HTML, *one.headers]
    status, said, body = exchange.start(one.status, fields, one.body, whole=whole)
    return Given(status, said, body if whole else body + exchange.close())


def counted(site: EnforcedSite) -> Taken:
    return site.evidence.take()


@given(st.lists(VISITS, max_size=8).flatmap(lambda some: st.permutations(some * 3)))
@FEW
def test_are_what_would_have_been_made(visits: list[Visit]) -> None:
    """Byte for byte, and counted alike, whoever came before."""
    forgetful = make_site(pages=False, frames=False)
    knowing = make_site(), make_site(pages=False)

    for one in visits:
        made = visit(forgetful, one)
        assert [visit(site, one) for site in knowing] == [made, made]

    counts = counted(forgetful)
    assert [counted(site) for site in knowing] == [counts, counts]


@given(st.lists(VISITS, max_size=4).map(lambda some: some * 3))
@FEW
def test_are_what_a_stream_comes_to(visits: list[Visit]) -> None:
    """Nothing is remembered of streams."""
    knowing, streaming = make_site(), make_site()
    plain = [it._replace(coding="identity") for it in visits]

    for one in plain:
        for site in (knowing, streaming):
            site.random = random.Random(9).randbytes
        assert visit(knowing, one).body == visit(streaming, one, whole=False).body

    assert counted(knowing) == counted(streaming)


@given(VISITS)
@FEW
def test_depend_on_no_field_that_does_not_matter(one: Visit) -> None:
    site = make_site()
    request = RequestHead(method="GET", host=one.host, secure=True, headers={})
    made_of = Exchange(site, request).ingredients(one.status, [HTML, *one.headers])
    some = [it for it in made_of.headers if matters(it[0])]
    others = [it for it in made_of.headers if not matters(it[0])]

    of_all = prepare(site, made_of._replace(body=one.body))
    of_some = prepare(site, made_of._replace(body=one.body, headers=tuple(some)))

    assert sorted(of_all.headers) == sorted([*of_some.headers, *others])
    assert of_all._replace(headers=()) == of_some._replace(headers=())


def marks_in(body: bytes) -> set[bytes]:
    return set(KEY.findall(body.replace(b"\0", b"")))


@pytest.mark.parametrize("page", PAGES[:5], ids=["en", "nb", "utf-16", "jp", "word"])
@pytest.mark.parametrize("cookie", ["", COOKIES[0]], ids=["undecided", "decided"])
def test_have_secrets_of_their_own(page: bytes, cookie: str) -> None:
    """What was used once, and what stands in for it, is in no other answer."""
    site = make_site()
    stand_ins = {it.encode() for it in site.stand_ins}
    constant = marks_in(page) | {POLICY.version.encode()[:32]}

    marks = [marks_in(visit(site, Visit(body=page, cookie=cookie)).body) for _ in "abc"]

    same = marks[0] & marks[1] & marks[2]
    assert all(len(it - same) == (1 if cookie else 2) for it in marks)
    assert not (marks[0] - same) & (marks[1] - same)
    assert not stand_ins & (marks[0] | marks[1] | marks[2])
    assert constant >= marks_in(page)


def remembered(visits: Iterable[Visit]) -> int:
    site = make_site()
    for one in visits:
        visit(site, one)
    return len(site.prepared)


@pytest.mark.parametrize(
    ("visits", "count"),
    [
        pytest.param([Visit()], 0, id="seen once"),
        pytest.param([Visit()] * 2, 1, id="seen twice"),
        pytest.param(
            [Visit(headers=(("Date", f"{it}"),)) for it in "abc"], 1, id="other date"
        ),
        pytest.param(
            [Visit(headers=(("Set-Cookie", f"session={it}"),)) for it in "abc"],
            1,
            id="other session",
        ),
        pytest.param([Visit(cookie=it) for it in COOKIES[:2]] * 2, 1, id="same choice"),
        pytest.param([Visit(cookie=it) for it in COOKIES] * 2, 3, id="three choices"),
        pytest.param([Visit(), Visit(gpc=True)] * 2, 2, id="signal"),
        pytest.param([Visit(), Visit(language="nb")] * 2, 2, id="language"),
        pytest.param([Visit(), Visit(coding="gzip")] * 2, 1, id="coding"),
        pytest.param([Visit(), Visit(host="a.example")] * 2, 2, id="host"),
        pytest.param([Visit(), Visit(status=404)] * 2, 2, id="status"),
    ],
)
def test_are_shared_by_all_who_get_the_same(visits: list[Visit], count: int) -> None:
    assert remembered(visits) == count


OTHERS = [PAGE + it.encode() for it in "abcdef"]
CSP = "Content-Security-Policy"


@pytest.mark.parametrize(
    ("visits", "count"),
    [
        pytest.param([Visit(body=it) for it in OTHERS], 1, id="other bytes"),
        pytest.param(
            [Visit(headers=(("Content-Length", it),)) for it in "123"],
            1,
            id="other length",
        ),
        pytest.param([Visit(cookie=it) for it in COOKIES] * 2, 3, id="three choices"),
        pytest.param([Visit(), Visit(asks=True)] * 2, 2, id="about the visitor"),
        pytest.param([Visit(), Visit(gpc=True)] * 2, 2, id="signal"),
        pytest.param([Visit(), Visit(host="a.example")] * 2, 2, id="host"),
        pytest.param([Visit(headers=((CSP, it),)) for it in "abab"], 2, id="policy"),
        pytest.param(
            [
                Visit(body=it, headers=(("Content-Encoding", "gzip"),))
                for it in (b"no gzip", gzip.compress(PAGE))
            ]
            * 2,
            2,
            id="cannot be read",
        ),
    ],
)
def test_share_what_does_not_depend_on_their_bytes(
    visits: list[Visit], count: int
) -> None:
    """And not what a decision takes part in: that is asked for each time."""
    site = make_site(pages=False)
    for one in visits:
        visit(site, one)
    assert len(site.frames) == count


def test_say_how_long_they_are_if_nobody_can_read_them() -> None:
    unreadable = (("Content-Encoding", "compress"), ("Content-Length", "12"))
    given = visit(make_site(), Visit(body=b"what is this?", headers=unreadable))

    assert given.body == b"what is this?"
    assert [it for it in given.headers if it[0] == "Content-Length"] == [
        ("Content-Length", "13")
    ]


def test_take_no_more_memory_than_they_may() -> None:
    """Whatever is asked for, as long as one asks for it twice."""
    site = make_site()
    site.prepared = Remembered(50, 300_000)

    for number in range(100):
        for _ in range(2):
            visit(site, Visit(body=PAGE + b"<p>%d" % number))

    memory = site.prepared
    size_of_one = len(PAGE) + len(visit(site, Visit()).body)
    assert 5 < len(memory) < 50
    assert len(memory) * size_of_one < memory.size <= 300_000


LONG = 8_000


@pytest.mark.parametrize(
    "long",
    [
        Visit(host="a" * 2 * LONG),
        Visit(headers=(("Content-Security-Policy", "style-src a" + " b" * LONG),)),
        Visit(headers=(("ETag", f'"{"a" * LONG}"'),)),
    ],
    ids=["host", "policy", "tag"],
)
def test_count_what_somebody_else_makes_long(long: Visit) -> None:
    """Hosts are as long as visitors like, fields as applications do."""
    sites = make_site(), make_site()
    for site, one in zip(sites, (Visit(), long), strict=True):
        for _ in range(2):
            visit(site, one)

    for sizes in ([it.prepared.size for it in sites], [it.frames.size for it in sites]):
        assert sizes[1] - sizes[0] > LONG
