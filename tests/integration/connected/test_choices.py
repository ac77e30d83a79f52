"""What a visitor chooses is recorded centrally, with the site's own cookies."""

from http import HTTPStatus
from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.sdk.background import finish_all
from tests.central import Central
from tests.connecting import ASKED, BROWSER, CHOICES, HELD, Site, connected
from tests.example import choice
from tests.recorded import rows
from tests.site import BASE

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_holds_what_is_gated_and_asks_before_a_choice(site: Site) -> None:
    page = site.page()

    assert HELD in page
    assert ASKED in page


def test_a_choice_is_recorded_centrally_and_its_cookies_are_the_sites_own(
    site: Site, central: Central
) -> None:
    count = "select count(*) from record where subject_id is not null"
    [(before,)] = rows(central.data_dir, count)
    answer = site.choose("grant_all")
    cookies = answer.headers.getlist("Set-Cookie")

    assert answer.status_code == HTTPStatus.CREATED
    assert rows(central.data_dir, count) == [(before + 1,)]
    assert cookies[0].startswith("__Host-choice=")
    assert not any("domain=" in cookie.lower() for cookie in cookies)
    assert HELD not in site.page()


def test_one_visitors_grant_is_not_anothers(site: Site) -> None:
    other = Client(site.middleware)
    site.choose("grant_all")
    site.choose("refuse_all", other)

    assert HELD not in site.page()
    assert HELD in site.page(other)


def test_a_form_leads_back_to_the_page_it_was_sent_from(site: Site) -> None:
    answer = site.client.post(
        CHOICES,
        base_url=BASE,
        data=choice(site.version or "", "refuse_all"),
        headers=BROWSER | {"Referer": f"{BASE}guide?q=1"},
    )

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["Location"] == "/guide"


def test_what_visitors_see_of_their_choices_comes_through(site: Site) -> None:
    record_id = site.choose("grant_all").get_json()["record_id"]
    page = site.ask(CHOICES, Accept="text/html")
    receipt = site.ask(f"{CHOICES}receipts/{record_id}.json")
    missing = site.ask(f"{CHOICES}nothing", Accept="text/html")

    assert record_id in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert receipt.headers["Content-Disposition"].startswith("attachment")
    assert site.ask("/-/choices/static/page.css").mimetype == "text/css"
    assert missing.status_code == HTTPStatus.NOT_FOUND
    assert "Back to the site" in missing.text
    assert "Consent-Policy-Version" not in page.headers


@pytest.mark.parametrize(
    "counted",
    ["held_count where service='meta.pixel'", "asked_count where language='en'"],
    ids=["held", "asked"],
)
def test_what_a_site_counted_is_kept_centrally(
    central: Central, tmp_path: Path, counted: str
) -> None:
    query = f"select coalesce(sum(times), 0) from {counted}"  # noqa: S608 - our own
    finish_all()
    [(before,)] = rows(central.data_dir, query)
    site = connected(central.url, tmp_path)
    site.page()
    site.page()
    finish_all()
    finish_all()

    assert rows(central.data_dir, query) == [(before + 2,)]
