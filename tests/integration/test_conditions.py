"""Conditional and partial requests: what a browser may show again (DESIGN 5.3, 9)."""

import json
from collections.abc import Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import TestResponse

from consent_server.sdk.asked import DECISION_KEY
from tests.site import PAGE, App, Shop, make_shop

HTML = ("Content-Type", "text/html; charset=utf-8")
JSON = ("Content-Type", "application/json")
PRIVATE = ("Cache-Control", "private")
PUBLIC = ("Cache-Control", "public, max-age=600")
TAG = ("ETag", '"1"')
DATE = "Sun, 01 Mar 2026 00:00:00 GMT"
NAVIGATION = {"Sec_Fetch_Dest": "document", "Accept": "text/html,*/*;q=0.8"}
FETCH = {"Sec_Fetch_Dest": "empty", "Accept": "*/*"}


class TaggedApp(App):
    """Answers 304 to its own tag, as any framework does; saying little, as it may."""

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        tag = dict(self.headers).get("ETag", "none")
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            self.seen.append(environ)
            start_response("304 Not Modified", [("ETag", tag)])
            return []
        return super().__call__(environ, start_response)


@pytest.fixture
def app() -> App:
    return TaggedApp(headers=[HTML, PRIVATE, TAG])


def again(shop: Shop, first: TestResponse, **headers: str) -> TestResponse:
    """Ask for a page that the browser has."""
    tag = first.headers["ETag"]
    return shop.get(**{**NAVIGATION, "If_None_Match": tag, **headers})


def test_confirms_a_page_of_the_same_decision(shop: Shop, app: App) -> None:
    shop.choose("grant_all")
    first = shop.get(**NAVIGATION)
    second = again(shop, first)

    assert first.headers["ETag"].startswith('W/"')
    assert app.seen[-1]["HTTP_IF_NONE_MATCH"] == '"1"'
    assert (second.status_code, second.get_data()) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == "private, no-cache"
    assert second.headers["Vary"] == "Cookie, Accept-Encoding"
    assert "Content-Length" not in second.headers


def test_never_revives_a_page_after_a_withdrawal(shop: Shop, app: App) -> None:
    """Rule W2, through a browser's own cache."""
    shop.choose("grant_all")
    granted = shop.get(**NAVIGATION)
    shop.choose("withdraw")
    withdrawn = again(shop, granted)

    assert "HTTP_IF_NONE_MATCH" not in app.seen[-1]
    assert withdrawn.status_code == 200
    assert b'data-held="google.analytics"' in withdrawn.data
    assert withdrawn.headers.get("ETag") != granted.headers["ETag"]


def test_never_revives_a_refused_page_after_a_grant(shop: Shop) -> None:
    shop.choose("refuse_all")
    refused = shop.get(**NAVIGATION)
    shop.choose("grant_all")

    assert again(shop, refused).status_code == 200


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({"If_None_Match": '"1"'}, id="application-s-own-tag"),
        pytest.param({"If_None_Match": 'W/"1"'}, id="its-weak-form"),
        pytest.param({"If_None_Match": "*"}, id="any"),
        pytest.param({"If_None_Match": f'W/"{"0" * 24}.s1"'}, id="another-variant"),
        pytest.param({"If_Modified_Since": DATE}, id="date"),
    ],
)
@pytest.mark.parametrize("asked", [NAVIGATION, FETCH], ids=["navigation", "fetch"])
def test_revives_nothing_from_before_it_was_mounted(
    shop: Shop, app: App, condition: dict[str, str], asked: dict[str, str]
) -> None:
    app.headers.append(("Last-Modified", DATE))
    shop.choose("grant_all")
    response = shop.get(**asked, **condition)

    assert response.status_code == 200
    assert b"visitor-choices" in response.data
    assert not {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"} & app.seen[-1].keys()


def test_gives_a_page_that_asks_no_validator(shop: Shop) -> None:
    """Its form carries a key for one click."""
    response = shop.get(**NAVIGATION)

    assert b'name="click"' in response.data
    assert not {"ETag", "Last-Modified"} & set(response.headers.keys())


def test_confirms_what_everybody_gets_to_everybody(shop: Shop, app: App) -> None:
    app.headers = [HTML, PUBLIC, TAG]
    undecided = shop.get(**NAVIGATION)
    shop.choose("grant_all")
    granted = again(shop, undecided)

    assert granted.status_code == 304
    assert granted.headers["ETag"] == undecided.headers["ETag"]
    assert "Cache-Control" not in granted.headers  # the application's silence


def test_keeps_private_what_was_private_when_it_becomes_shared(
    shop: Shop, app: App
) -> None:
    shop.choose("grant_all")
    private = shop.get(**NAVIGATION)
    app.headers = [HTML, PUBLIC, TAG]
    confirmed = again(shop, private)

    assert confirmed.status_code == 304
    assert confirmed.headers["ETag"] == private.headers["ETag"]
    assert confirmed.headers["Cache-Control"].startswith("private")


def test_tells_languages_apart_that_a_notice_is_shown_in(shop: Shop, app: App) -> None:
    app.body = [PAGE.replace(b' lang="en"', b"")]
    shop.choose("grant_all")
    english = shop.get(**NAVIGATION, Accept_Language="en")

    assert again(shop, english, Accept_Language="en-GB").status_code == 304
    assert again(shop, english, Accept_Language="nb").status_code == 200


def test_gives_head_what_get_gives(shop: Shop) -> None:
    shop.choose("grant_all")
    page = shop.get(**NAVIGATION)
    head = shop.client.head("/", base_url="https://shop.example/")

    names = ("ETag", "Cache-Control", "Vary", "Content-Type")
    assert [head.headers[it] for it in names] == [page.headers[it] for it in names]
    assert "Content-Length" not in head.headers


@pytest.mark.parametrize("asked", [NAVIGATION, FETCH], ids=["navigation", "fetch"])
@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({"If_None_Match": '"1"'}, id="tag"),
        pytest.param({"If_Modified_Since": DATE}, id="date"),
    ],
)
def test_confirms_what_turned_out_to_be_no_page(
    shop: Shop, app: App, condition: dict[str, str], asked: dict[str, str]
) -> None:
    app.headers = [JSON, TAG, ("Last-Modified", DATE), ("Content-Length", "2")]
    app.body = [b"{}"]
    response = shop.get(**asked, **condition)

    assert (response.status_code, response.get_data()) == (304, b"")
    assert response.headers["ETag"] == '"1"'
    assert not {"Content-Length", "Content-Type"} & set(response.headers.keys())


def test_closes_what_a_304_leaves_unread(tmp_path: Path) -> None:
    told: list[str] = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            told.append("read")
            yield b"{}"

        def close(self) -> None:
            told.append("closed")

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Body:
        start_response("200 OK", [JSON, TAG])
        return Body()

    response = make_shop(tmp_path, app).get(**FETCH, If_None_Match='"1"')
    response.close()

    assert (response.status, told) == ("304 Not Modified", ["closed"])


def test_sends_what_changed_although_it_is_no_page(shop: Shop, app: App) -> None:
    app.headers, app.body = [JSON, TAG], [b"{}"]

    assert shop.get(**FETCH, If_None_Match='"2"').get_data() == b"{}"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_lets_conditions_guard_a_change(shop: Shop, app: App, method: str) -> None:
    """They are answered 412, and must not be lost (RFC 9110 section 13.1)."""
    app.headers, app.body = [JSON], [b"{}"]
    conditions = {"If-None-Match": "*", "If-Match": '"1"', "If-Unmodified-Since": DATE}
    shop.client.open(
        "/", method=method, base_url="https://shop.example/", headers=conditions
    )

    for name, value in conditions.items():
        assert app.seen[-1]["HTTP_" + name.replace("-", "_").upper()] == value


def test_gives_a_script_the_part_of_a_film_that_it_asks_for(
    shop: Shop, app: App
) -> None:
    """And Safari, which says of a film only that it accepts anything."""
    app.status, app.body = "206 Partial Content", [b"ab"]
    app.headers = [("Content-Type", "video/mp4"), ("Content-Range", "bytes 0-1/9")]
    for asked in (FETCH, {"Accept": "*/*"}):
        response = shop.get(**asked, Range="bytes=0-1", If_Range='"1"')

        assert (response.status_code, response.get_data()) == (206, b"ab")
        assert app.seen[-1]["HTTP_RANGE"] == "bytes=0-1"
        assert app.seen[-1]["HTTP_IF_RANGE"] == '"1"'


def test_asks_for_a_page_whole(shop: Shop, app: App) -> None:
    shop.get(**NAVIGATION, Range="bytes=0-1", If_Range='"1"')

    assert not {"HTTP_RANGE", "HTTP_IF_RANGE"} & app.seen[-1].keys()


def test_lets_part_of_a_page_load_nothing_from_others(shop: Shop, app: App) -> None:
    app.status = "206 Partial Content"
    response = shop.get(**FETCH, Range="bytes=0-9")

    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_never_revives_data_that_the_application_made_for_a_decision(
    tmp_path: Path,
) -> None:
    """Its tag says how old the data is, not whom they are for."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        may = environ[DECISION_KEY].allows("google.analytics")
        start_response("200 OK", [JSON, TAG, ("Last-Modified", DATE)])
        return [json.dumps({"analytics": may}).encode()]

    shop = make_shop(tmp_path, answer)
    shop.choose("grant_all")
    granted = shop.get(**FETCH)
    shop.choose("withdraw")
    tags = {"If_None_Match": '"1"', "If_Modified_Since": DATE}
    withdrawn = shop.get(**FETCH, **tags)

    assert granted.json == {"analytics": True}
    assert {"ETag", "Last-Modified"}.isdisjoint(granted.headers.keys())
    assert (withdrawn.status_code, withdrawn.json) == (200, {"analytics": False})
