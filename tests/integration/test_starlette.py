"""The Starlette example: held before a choice, recorded, released."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from consent_server.sdk.asgi import ConsentASGIMiddleware
from tests.example import GATED_TAG, SAME_ORIGIN, choice, load_example

pytestmark = pytest.mark.usefixtures("socket_enabled")  # the event loop's own pipe


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> ConsentASGIMiddleware:
    folder: Path = tmp_path_factory.mktemp("starlette")
    app: ConsentASGIMiddleware = load_example("examples.starlette_app.app", folder).app
    return app


def test_holds_records_and_releases(app: ConsentASGIMiddleware) -> None:
    client = TestClient(app, base_url="http://localhost")
    before = client.get("/")
    body = choice(app.site.policy.version)
    recorded = client.post("/-/choices/", json=body, headers=SAME_ORIGIN)
    after = client.get("/")

    assert GATED_TAG in before.text
    assert "Welcome." in before.text
    assert recorded.status_code == 201
    assert GATED_TAG not in after.text
    assert "You are counted." in after.text


def test_shows_my_choices_to_the_visitor(app: ConsentASGIMiddleware) -> None:
    page = TestClient(app, base_url="http://localhost").get("/-/choices/")

    assert page.status_code == 200
    assert "Google Analytics" in page.text
