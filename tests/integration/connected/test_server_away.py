"""A site whose consent server is gone, has not been reached yet, or refuses it."""

import logging
from http import HTTPStatus
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.sdk.connect import connect
from tests.central import KEY, Central
from tests.connecting import ASKED, CHOICES, GONE, HELD, Site, connected
from tests.patience import until
from tests.site import BASE, App

pytestmark = pytest.mark.usefixtures("socket_enabled")

NOT_SAVED = "Your choice could not be saved."
UNKNOWN_PAGE = (
    b'<!doctype html><html><head></head><body><img src="https://x.example/p">'
)


def test_a_server_that_is_gone_changes_no_page_and_saves_no_choice(
    site: Site, central: Central, tmp_path: Path
) -> None:
    """Reliability: the consent service is down, and comes back."""
    other = Client(site.middleware)
    site.choose("grant_all")
    central.kill()
    fresh = connected(central.url, tmp_path / "fresh", seconds=0.1)
    assert ASKED not in fresh.page()

    assert HELD not in site.page()
    assert HELD in site.page(other)
    assert ASKED in site.page(other)
    answer = site.choose("grant_all", other)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.get_json()["code"] == "store_unavailable"
    assert answer.headers["Retry-After"]
    assert "Set-Cookie" not in answer.headers
    assert HELD in site.page(other)
    assert "gave no answer" in (site.middleware.status().problem or "")

    central.start()
    until(lambda: site.choose("grant_all", other).status_code == HTTPStatus.CREATED)
    assert HELD not in site.page(other)
    assert site.middleware.status().problem is None
    until(lambda: fresh.version is not None)
    assert ASKED in fresh.page()


def test_a_form_is_told_in_words_that_nothing_was_saved(alone: Site) -> None:
    form = alone.post_form("refuse_all")

    assert form.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert NOT_SAVED in form.text
    assert NOT_SAVED in alone.ask(CHOICES, Accept="text/html").text


def test_files_of_the_banner_and_reports_need_no_server(alone: Site) -> None:
    policy = alone.middleware.site.policy
    script = alone.ask(f"{CHOICES}assets/{policy.script.name}")
    head = alone.client.head(f"{CHOICES}assets/{policy.script.name}", base_url=BASE)
    newer = alone.ask(f"{CHOICES}assets/choices-{'0' * 12}.js")
    report = alone.client.post(
        f"{CHOICES}reports",
        base_url=BASE,
        content_type="application/csp-report",
        data='{"csp-report": {"effective-directive": "img-src",'
        ' "blocked-uri": "https://x.example/p.gif"}}',
    )

    assert script.data == policy.script.body
    assert "immutable" in script.headers["Cache-Control"]
    assert newer.data == policy.script.body
    assert newer.headers["Cache-Control"] == "no-store"
    assert head.data == b""
    assert report.status_code == HTTPStatus.NO_CONTENT
    [sighting] = alone.middleware.site.evidence.read_sightings()
    assert sighting.name == "x.example"


def test_starts_from_its_pin_while_the_server_is_gone(
    central: Central, tmp_path: Path
) -> None:
    before = connected(central.url, tmp_path)
    cookie = before.choose("grant_all").headers.getlist("Set-Cookie")[0]
    site = connected(GONE, tmp_path)
    granted = {"Cookie": cookie.partition(";")[0]}
    client = Client(site.middleware, use_cookies=False)

    assert site.version == before.version
    assert HELD not in client.get("/", base_url=BASE, headers=granted).data
    assert HELD in client.get("/", base_url=BASE).data


def test_a_wrong_key_is_told_in_the_log_and_grants_nothing(
    central: Central, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = connected(central.url, tmp_path)
    with caplog.at_level(logging.WARNING):
        site = connected(central.url, tmp_path, key="ck_wrong")
        site.page()
        until(lambda: site.middleware.status().problem is not None)

    assert "refused the key of the site 'shop'" in caplog.text
    assert site.version == before.version
    assert HELD in site.page()
    assert site.choose("grant_all").status_code == HTTPStatus.SERVICE_UNAVAILABLE


def test_without_any_policy_third_parties_are_held_and_nobody_is_asked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site = connected(GONE, tmp_path, body=UNKNOWN_PAGE)
    site.middleware.site.debug_header = True
    response = site.ask("/")

    assert b'data-held="unknown"' in response.data
    assert ASKED not in response.data
    assert "/-/choices/" not in response.text
    assert "x.example" not in response.headers["Content-Security-Policy"]
    assert "Consent-Policy-Age" not in response.headers
    assert site.version is None
    assert site.middleware.status().stale
    assert "there is no policy yet" in caplog.text


def test_an_application_keeps_its_own_cookies_before_there_is_a_policy(
    tmp_path: Path,
) -> None:
    app = App(headers=[("Content-Type", "text/html"), ("Set-Cookie", "session=1")])
    middleware = connect(app, server=GONE, site="shop", key=KEY, pin_dir=tmp_path)
    answer = Client(middleware, use_cookies=False).get("/", headers={"Cookie": "a=1"})

    assert answer.headers["Set-Cookie"] == "session=1"
    assert app.seen[0]["HTTP_COOKIE"] == "a=1"
