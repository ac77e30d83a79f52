"""Global Privacy Control: what a site says of it, and what it does."""

from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.consent.signals import GPC_PATH
from consent_server.kernel.clock import ManualClock
from consent_server.web.embedded import embed
from tests.site import START, App, Shop, make_shop

SUPPORT = b'{"gpc":true,"lastUpdate":"2026-03-01"}'
JSON = [("Content-Type", "application/json")]
HTML = [("Content-Type", "text/html")]
OWN = b'{"gpc":true}'


@pytest.fixture
def app() -> App:
    return App([b"no such page"], "404 Not Found", HTML)


def test_says_that_the_site_heeds_it_since_the_policy_came_into_force(
    shop: Shop,
) -> None:
    """Rule GPC3: JSON with a boolean and a date of RFC 3339."""
    answer = shop.get(GPC_PATH)

    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.data == SUPPORT
    assert answer.headers["Content-Length"] == str(len(SUPPORT))


def test_a_later_start_does_not_change_the_day(
    shop: Shop, tmp_path: Path, app: App
) -> None:
    later = embed(
        app,
        tmp_path / "catalog.yaml",
        shop.data_dir,
        clock=ManualClock(START + timedelta(days=9)),
    )

    assert Client(later).get(GPC_PATH).data == SUPPORT


def test_answers_head_without_a_body(shop: Shop) -> None:
    answer = shop.client.head(GPC_PATH, base_url="https://shop.example/")

    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        pytest.param("200 OK", JSON, OWN, id="its-own"),
        pytest.param("200 OK", [], OWN, id="its-own-of-no-kind"),
        pytest.param("302 Found", [("Location", "/gpc.json")], b"", id="elsewhere"),
        pytest.param("503 Service Unavailable", [], b"", id="out-of-order"),
    ],
)
def test_leaves_what_the_site_says_itself(
    shop: Shop, app: App, status: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    app.status, app.headers, app.body = status, headers, [body]
    answer = shop.get(GPC_PATH)

    assert (answer.status, answer.data) == (status, body)


def test_a_page_for_every_address_is_no_answer(shop: Shop, app: App) -> None:
    app.status = "200 OK"

    assert shop.get(GPC_PATH).data == SUPPORT


@pytest.mark.parametrize("path", ["/", "/.well-known/other.json", GPC_PATH + "/"])
def test_other_addresses_stay_missing(shop: Shop, path: str) -> None:
    assert shop.get(path).status_code == 404


def test_a_post_there_is_the_site_s_own_affair(shop: Shop) -> None:
    answer = shop.client.post(GPC_PATH, base_url="https://shop.example/")

    assert answer.status_code == 404


def test_do_not_track_is_another_signal(tmp_path: Path) -> None:
    """Rule GPC5: nothing is said to be decided by it; nothing runs without a yes."""
    shop = make_shop(tmp_path, debug_header=True)

    assert "opt_out_signal" in shop.get(Sec_GPC="1").headers["Consent-Debug"]
    assert "opt_out_signal" not in shop.get(DNT="1").headers["Consent-Debug"]
