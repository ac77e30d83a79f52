"""The Django example: held before a choice, recorded, released."""

from pathlib import Path

import pytest
from werkzeug.test import Client

from consent_server.sdk.wsgi import ConsentMiddleware
from tests.example import GATED_TAG, SAME_ORIGIN, choice, load_example

BASE = "http://localhost/"


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> ConsentMiddleware:
    folder: Path = tmp_path_factory.mktemp("django")
    site = load_example("examples.django_app.site", folder)
    application: ConsentMiddleware = site.application
    return application


def test_holds_records_and_releases(application: ConsentMiddleware) -> None:
    client = Client(application)
    before = client.get("/", base_url=BASE)
    body = choice(application.site.policy.version)
    recorded = client.post("/-/choices/", base_url=BASE, json=body, headers=SAME_ORIGIN)
    after = client.get("/", base_url=BASE)

    assert GATED_TAG in before.text
    assert "Welcome." in before.text
    assert recorded.status_code == 201
    assert GATED_TAG not in after.text
    assert "You are counted." in after.text


def test_keeps_a_page_that_asked_out_of_shared_caches(
    application: ConsentMiddleware,
) -> None:
    page = Client(application).get("/", base_url=BASE)

    assert page.headers["Cache-Control"].startswith("private")
    assert "Cookie" in page.headers["Vary"]
