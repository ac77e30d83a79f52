"""What a site does not pass on to its consent server."""

from http import HTTPStatus
from typing import Any

import pytest
from werkzeug.test import Client

from tests.connecting import CHOICES, Site
from tests.example import SAME_ORIGIN, choice
from tests.site import BASE

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_a_choice_from_elsewhere_is_refused_as_ever(site: Site) -> None:
    answer = site.client.post(
        CHOICES,
        base_url=BASE,
        json=choice(site.version or ""),
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_visitors_cannot_set_the_headers_of_the_middleware(site: Site) -> None:
    answer = site.client.post(
        CHOICES,
        base_url="https://elsewhere.example/",
        json=choice(site.version or ""),
        headers=SAME_ORIGIN
        | {"Consent-Site-Host": "shop.example", "Authorization": "Bearer x"},
    )

    assert answer.status_code == HTTPStatus.MISDIRECTED_REQUEST


@pytest.mark.parametrize(
    "path",
    ["../policy", "x/../../../../policy", "..", "%2e%2e/%2e%2e/policy", "./../../x"],
)
def test_no_path_leads_out_of_the_visitors_routes(site: Site, path: str) -> None:
    answer = site.ask(CHOICES + path, Accept="text/html")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "This page does not exist" in answer.text


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"CONTENT_LENGTH": "131073"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ({"CONTENT_LENGTH": ""}, HTTPStatus.LENGTH_REQUIRED),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, HTTPStatus.LENGTH_REQUIRED),
        ({"CONTENT_LENGTH": "7"}, HTTPStatus.BAD_REQUEST),
    ],
    ids=str,
)
def test_what_cannot_be_passed_on_is_refused_at_the_site(
    alone: Site, said: dict[str, str], status: HTTPStatus
) -> None:
    answer = alone.client.post(
        CHOICES, base_url=BASE, data=b"{", environ_overrides=said
    )

    assert answer.status_code == status
    assert answer.get_json()["status"] == status


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param({"method": "PROPFIND"}, 405, id="method"),
        pytest.param({"query_string": "q" * 8_000}, 414, id="long-query"),
        pytest.param({"path": f"{CHOICES}a%0d%0ab"}, 404, id="line-break"),
        pytest.param({"headers": {"Accept": "x" * 25_000}}, 431, id="long-headers"),
        pytest.param({"headers": {"Cookie": "a=; " * 2_500}}, 431, id="many-cookies"),
    ],
)
def test_no_visitor_makes_it_seem_that_the_server_is_away(
    site: Site,
    caplog: pytest.LogCaptureFixture,
    asked: dict[str, Any],
    status: int,
) -> None:
    """What the server would refuse unread stays at the site, and out of its log."""
    client = Client(site.middleware, use_cookies=False)
    answer = client.open(base_url=BASE, **{"path": CHOICES} | asked)

    assert answer.status_code == status
    assert not caplog.records
