"""What a developer sees of enforcement, and nobody else."""

from collections.abc import Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.test import Client

from consent_server.sdk.visits import PageSettings
from consent_server.web.flask_extension import Consent
from tests.site import BASE, CATALOG, PAGE, App, Shop, make_shop

HTML = ("Content-Type", "text/html; charset=utf-8")
NAME = "Consent-Debug"


@pytest.fixture
def shop(tmp_path: Path, app: App) -> Shop:
    return make_shop(tmp_path, app, debug_header=True)


def test_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert NAME not in make_shop(tmp_path).get().headers


def test_tells_what_was_held_and_why(shop: Shop, app: App) -> None:
    app.headers = [
        HTML,
        ("Set-Cookie", "_ga=1"),
        ("Link", "<https://connect.facebook.net>; rel=preconnect"),
    ]
    told = shop.get(Cookie="_gid=1; a=1", Sec_GPC="1").headers[NAME]

    assert told == (
        f'for="visitor", policy="{shop.version}", '
        'held=("google.analytics";why="no_choice_yet" '
        '"meta.pixel";why="opt_out_signal"), granted=(), hidden=("_gid"), '
        'dropped=("_ga"), links=("meta.pixel"), '
        'tags=("google.analytics";kind="script";times=1 '
        '"meta.pixel";kind="img";times=1)'
    )


def test_tells_what_was_granted(shop: Shop) -> None:
    shop.choose("grant_all")
    told = shop.get().headers[NAME]

    assert 'held=(), granted=("google.analytics" "meta.pixel")' in told


def test_knows_no_tags_while_a_page_streams(tmp_path: Path) -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [HTML])
        yield PAGE[:100]
        yield PAGE[100:]

    told = make_shop(tmp_path, app, debug_header=True).get().headers[NAME]

    assert told.startswith('for="visitor"')
    assert "tags=" not in told


def test_is_the_same_for_all_where_a_cache_may_keep_it(shop: Shop, app: App) -> None:
    """DESIGN 5, promise 3: the bytes must not depend on the visitor."""
    app.headers = [HTML, ("Cache-Control", "public, max-age=60")]
    stranger = shop.get(Cookie="_ga=1").headers[NAME]
    objecting = shop.get(Cookie="a=1", Sec_GPC="1").headers[NAME]
    shop.choose("grant_all")

    assert {stranger, objecting, shop.get().headers[NAME]} == {stranger}
    assert stranger.startswith('for="anybody"')
    assert 'tags=("google.analytics";kind="script"' in stranger


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([("Content-Type", "image/png")], id="a-picture"),
        pytest.param(
            [("Content-Type", "image/png"), ("Cache-Control", "public, max-age=60")],
            id="a-picture-for-caches",
        ),
    ],
)
def test_is_absent_where_nothing_is_enforced(
    shop: Shop, app: App, headers: list[tuple[str, str]]
) -> None:
    app.headers = headers

    assert NAME not in shop.get(Cookie="_ga=1").headers


def test_says_that_a_page_cannot_be_read(shop: Shop, app: App) -> None:
    app.headers = [("Content-Type", "text/html; charset=utf-7")]
    told = [shop.get(Cookie=f"{name}=1").headers[NAME] for name in ("_ga", "a")]

    assert told[0].endswith(", unreadable")
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("debug", "settings", "told"),
    [
        pytest.param(True, {}, True, id="debug-mode"),
        pytest.param(False, {}, False, id="live"),
        pytest.param(True, {"debug_header": False}, False, id="off"),
        pytest.param(False, {"debug_header": True}, True, id="on"),
    ],
)
def test_follows_flask_s_debug_mode(
    tmp_path: Path, *, debug: bool, settings: PageSettings, told: bool
) -> None:
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    app = Flask(__name__)
    app.debug = debug
    app.add_url_rule("/", view_func=PAGE.decode)
    Consent(app, catalog=catalog, data_dir=tmp_path / "data", **settings)

    assert (NAME in Client(app).get("/", base_url=BASE).headers) is told
