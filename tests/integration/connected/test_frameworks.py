"""Flask and ASGI beside a consent server, as they are alone."""

from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from starlette.testclient import TestClient

from consent_server.kernel.errors import SettingError
from consent_server.sdk.asgi import Receive, Scope, Send
from consent_server.sdk.connect import connect_asgi
from consent_server.web.flask_extension import Consent
from tests.central import KEY, Central
from tests.connecting import CHOICES, GONE, HELD
from tests.example import SAME_ORIGIN, choice
from tests.site import BASE, PAGE

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_flask_asks_beside_a_server_as_it_does_alone(
    central: Central, tmp_path: Path
) -> None:
    app = Flask(__name__)
    Consent(app, server=central.url, site="shop", key=KEY, data_dir=tmp_path)
    tag = '{% consent "meta.pixel" %}yes{% else %}no{% endconsent %}'
    app.add_url_rule("/", view_func=lambda: render_template_string(tag))
    client = app.test_client()
    page = client.get("/", base_url=BASE)
    version = app.extensions["consent"]._policy.version
    client.post(CHOICES, base_url=BASE, json=choice(version), headers=SAME_ORIGIN)

    assert page.text.startswith("no")
    assert client.get("/", base_url=BASE).text.startswith("yes")


@pytest.mark.parametrize(
    ("server", "site", "catalog"),
    [(None, None, None), (GONE, None, None), (GONE, "shop", "catalog.yaml")],
    ids=["nothing", "no site", "both modes"],
)
def test_flask_wants_one_of_the_two_modes(
    tmp_path: Path, server: str | None, site: str | None, catalog: str | None
) -> None:
    with pytest.raises(SettingError, match="pass either catalog"):
        Consent(
            Flask(__name__),
            data_dir=tmp_path,
            server=server,
            site=site,
            catalog=catalog,
        )


async def page_of_asgi(_scope: Scope, _receive: Receive, send: Send) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE})


def test_asgi_sites_do_the_same(central: Central, tmp_path: Path) -> None:
    app = connect_asgi(
        page_of_asgi, server=central.url, site="shop", key=KEY, pin_dir=tmp_path
    )
    client = TestClient(app, base_url=BASE.rstrip("/"))
    before = client.get("/")
    version = app.status().policy_version or ""
    answer = client.post(CHOICES, json=choice(version), headers=SAME_ORIGIN)

    assert HELD in before.content
    assert answer.status_code == HTTPStatus.CREATED
    assert HELD not in client.get("/").content
