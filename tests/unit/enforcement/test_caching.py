from datetime import UTC, datetime

import pytest

from consent_server.enforcement.caching import (
    after_rewrite,
    lasts,
    make_private,
    may_be_shared,
    may_be_transformed,
    not_modified,
    of_the_bytes,
    vary_on,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HTML = ("Content-Type", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "headers",
    [
        [("Cache-Control", "public")],
        [("cache-control", "PUBLIC, max-age=0")],
        [("Cache-Control", "s-maxage=60")],
        [("Cache-Control", "max-age=600")],
        [("Cache-Control", 'max-age="600"')],
        [("Cache-Control", "no-cache"), ("Cache-Control", "public")],
        [("Expires", "Sun, 22 Nov 2026 00:00:01 GMT")],
        [("ETag", '"a"')],
        [("Last-Modified", "Sun, 22 Nov 2020 00:00:01 GMT")],
        [("Cache-Control", "private"), ("CDN-Cache-Control", "max-age=60")],
        [("Surrogate-Control", "max-age=60")],
    ],
)
def test_counts_as_shared_what_says_so(headers: list[tuple[str, str]]) -> None:
    assert may_be_shared(200, headers, lasting=lasts(headers, NOW))


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [HTML],
        [("Cache-Control", "private, max-age=600")],
        [("Cache-Control", "no-store"), ("ETag", '"a"')],
        [("Cache-Control", "public, private")],
        [("Cache-Control", 'private="set-cookie", max-age=60')],
        [("Cache-Control", "max-age=0")],
        [("Cache-Control", "no-cache"), ("ETag", '"a"')],
        [("Cache-Control", 'x="public"')],
        [("Expires", "0"), ("ETag", '"a"')],
        [("Expires", "Sun, 22 Nov 2026 00:00:00 GMT")],
    ],
)
def test_counts_as_not_shared_what_says_no_or_nothing(
    headers: list[tuple[str, str]],
) -> None:
    assert not may_be_shared(200, headers, lasting=lasts(headers, NOW))


def test_takes_a_validator_only_where_caches_guess_a_lifetime() -> None:
    assert not may_be_shared(500, [("ETag", '"a"')], lasting=None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], "private, no-cache"),
        ([("Cache-Control", "public, max-age=60")], "private, no-cache"),
        ([("Cache-Control", "s-maxage=60")], "private, no-cache"),
        ([("Cache-Control", "no-cache, must-revalidate")], None),
        ([("Cache-Control", "no-store")], "no-store"),
        ([("cache-control", "max-age=9"), ("Cache-Control", "No-Store")], "no-store"),
        ([("Cache-Control", "private")], "private, no-cache"),
        ([("Cache-Control", "no-transform")], "private, no-cache, no-transform"),
        ([("Cache-Control", "max-age=9, stale-if-error=9")], "private, no-cache"),
    ],
)
def test_makes_a_response_private(
    before: list[tuple[str, str]], after: str | None
) -> None:
    headers = make_private([HTML, *before])

    assert headers == [
        HTML,
        ("Cache-Control", after or "private, no-cache, must-revalidate"),
        ("Vary", "Cookie"),
    ]
    assert not may_be_shared(200, headers, lasting=lasts(headers, NOW))
    assert make_private(headers) == headers


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], "Cookie"),
        (["Accept-Encoding"], "Accept-Encoding, Cookie"),
        (["Accept", "cookie"], "Accept, cookie"),
        (["*"], "*"),
    ],
)
def test_adds_cookie_to_vary_once(before: list[str], after: str) -> None:
    headers = make_private([("vary", value) for value in before])

    assert headers[-1] == ("Vary", after)


def test_tells_shared_delivery_networks_nothing() -> None:
    headers = make_private([("CDN-Cache-Control", "max-age=60")])

    assert [key for key, _ in headers] == ["Cache-Control", "Vary"]


def test_leaves_no_header_that_is_true_of_the_old_body_only() -> None:
    before = [
        HTML,
        ("content-length", "9"),
        ("Accept-Ranges", "bytes"),
        ("Last-Modified", "Sun, 22 Nov 2020 00:00:01 GMT"),
        ("ETag", '"a"'),
        ("Content-Encoding", "gzip"),
        ("Content-MD5", "x"),
        ("Digest", "x"),
        ("Content-Digest", "x"),
        ("Repr-Digest", "x"),
        ("X-Other", "1"),
    ]

    assert after_rewrite(before) == [HTML, ("X-Other", "1")]


@pytest.mark.parametrize(
    "field",
    [
        "CDN-Cache-Control",
        "Cloudflare-CDN-Cache-Control",
        "Netlify-CDN-Cache-Control",
        "Surrogate-Control",
        "X-Accel-Expires",
        "Edge-Control",
    ],
)
def test_leaves_no_cache_another_word_than_private(field: str) -> None:
    """RFC 9213: a targeted field wins at its addressee."""
    headers = [HTML, (field, "max-age=600")]

    assert may_be_shared(200, headers, lasting=lasts(headers, NOW))
    assert field not in dict(make_private(headers))


def test_says_once_that_a_response_depends_on_a_header() -> None:
    once = vary_on("Accept-Encoding", [("Vary", "Cookie"), HTML])

    assert once == [HTML, ("Vary", "Cookie, Accept-Encoding")]
    assert vary_on("accept-encoding", once) == once
    assert vary_on("Cookie", [("Vary", "*")]) == [("Vary", "*")]


def test_leaves_the_coding_alone_where_it_is_told_to() -> None:
    assert may_be_transformed([("Cache-Control", "public")])
    assert not may_be_transformed([("Cache-Control", "public, No-Transform")])


def test_knows_what_is_true_again_of_the_same_bytes() -> None:
    headers = [("Content-Encoding", "gzip"), ("Repr-Digest", "x"), ("ETag", '"1"')]

    assert of_the_bytes([HTML, *headers]) == headers[:2]


def test_says_nothing_of_a_body_in_a_304() -> None:
    """RFC 9110 section 15.4.5."""
    headers = [HTML, ("Content-Length", "9"), ("ETag", '"1"'), ("Set-Cookie", "a=1")]

    assert not_modified(headers) == headers[2:]
