"""The server's end of the connected mode: who may ask, and what is answered."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.ids import system_random
from consent_server.sdk.connected.contract import MAX_EVIDENCE_BYTES, MAX_FORWARD_BYTES
from consent_server.sdk.connected.document import accept
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.token.api_key import Role
from consent_server.web.parts import Parts, parts_of
from consent_server.web.registering import add_site, publish_site
from consent_server.web.server import create_server
from consent_server.web.sites import Sites
from tests.example import SAME_ORIGIN, choice
from tests.site import CATALOG, START, settle
from tests.unit.sdk.connected.vectors import VECTORS

BLOG = CATALOG.replace("id: shop", "id: blog").replace("shop.example", "blog.example")
VISITOR = {"Consent-Site-Host": "shop.example", "Consent-Site-Scheme": "https"}
CHOICES = "forward/-/choices/"


@dataclass(frozen=True, slots=True)
class Server:
    """A server of two sites, and a middleware that knows keys of it."""

    client: Client
    keys: dict[str, str]
    parts: Parts

    @property
    def sites(self) -> Sites:
        return self.parts.sites

    def ask(
        self,
        path: str,
        key: str = "shop",
        method: str = "GET",
        **more: Any,  # noqa: ANN401 - as werkzeug types them
    ) -> TestResponse:
        headers = dict(more.pop("headers", {}))
        if key:
            headers["Authorization"] = f"Bearer {self.keys[key]}"
        return self.client.open(
            f"/v1/sites/{path}", method=method, headers=headers, **more
        )

    def seen(self) -> int:
        hosted = self.sites.find("shop")
        assert hosted is not None
        return sum(it.times for it in hosted.counts.read_held())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("server")
    app = create_server(folder)
    parts = parts_of(app)
    add_site(CATALOG, "shop.yaml", parts.databases, parts.around)
    add_site(BLOG, "blog.yaml", parts.databases, parts.around)
    store = ApiKeyStore(parts.databases.main)
    made = {
        "shop": (Role.MIDDLEWARE, "shop"),
        "blog": (Role.MIDDLEWARE, "blog"),
        "auditor": (Role.AUDITOR, "shop"),
    }
    keys = {
        name: store.create(role, site_id, name, START, system_random)[1]
        for name, (role, site_id) in made.items()
    }
    yield Server(Client(app, use_cookies=False), keys, parts)
    settle()


def test_gives_a_policy_that_the_other_end_accepts(server: Server) -> None:
    answer = server.ask("shop/policy")
    accepted = accept(answer.data, "shop", secure=True)

    assert answer.headers["ETag"] == f'"{sha256_hex(answer.data)}"'
    assert "no-transform" in answer.headers["Cache-Control"]
    assert "shop.example" in accepted.policy.site.domains
    assert server.ask("blog/policy", "blog").data != answer.data


def test_tells_the_size_of_a_policy_without_giving_it(server: Server) -> None:
    whole = server.ask("shop/policy")
    head = server.ask("shop/policy", method="HEAD")

    assert head.get_data() == b""
    assert dict(head.headers) == dict(whole.headers)
    assert head.content_length == len(whole.get_data())


@pytest.mark.parametrize("method", ["POST", "DELETE", "get"])
def test_gives_a_policy_to_readers_only(server: Server, method: str) -> None:
    answer = server.ask("shop/policy", method=method)

    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer.mimetype == "application/problem+json"


def test_says_that_nothing_changed_to_whoever_has_it(server: Server) -> None:
    tag = server.ask("shop/policy").headers["ETag"]
    answer = server.ask("shop/policy", headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (HTTPStatus.NOT_MODIFIED, b"")


@pytest.mark.parametrize("path", ["policy", "evidence", CHOICES])
@pytest.mark.parametrize(
    ("site", "key", "status"),
    [
        ("shop", "", HTTPStatus.UNAUTHORIZED),
        ("shop", "blog", HTTPStatus.FORBIDDEN),
        ("shop", "auditor", HTTPStatus.FORBIDDEN),
        ("none", "shop", HTTPStatus.FORBIDDEN),
    ],
)
def test_asks_for_a_key_of_this_site_and_role(
    server: Server, path: str, site: str, key: str, status: HTTPStatus
) -> None:
    method = "POST" if path == "evidence" else "GET"
    answer = server.ask(f"{site}/{path}", key, method, headers=VISITOR)

    assert answer.status_code == status
    assert answer.get_json()["status"] == status


def test_answers_a_choice_as_the_sites_own_origin_would(server: Server) -> None:
    version = accept(server.ask("shop/policy").data, "shop", secure=True).policy.version
    answer = server.ask(
        f"shop/{CHOICES}",
        method="POST",
        json=choice(version),
        headers=VISITOR | SAME_ORIGIN,
    )

    assert answer.status_code == HTTPStatus.CREATED
    assert answer.headers["Consent-Policy-Version"] == version
    assert answer.headers.getlist("Set-Cookie")[0].startswith("__Host-choice=")


def test_an_answer_without_a_body_gets_no_type(server: Server) -> None:
    path = f"shop/{CHOICES}static/page.css"
    tag = server.ask(path, headers=VISITOR).headers["ETag"]
    answer = server.ask(path, headers=VISITOR | {"If-None-Match": tag})

    assert answer.status_code == HTTPStatus.NOT_MODIFIED
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize(
    ("path", "headers", "said", "status"),
    [
        (CHOICES, {"Consent-Site-Host": ""}, {}, HTTPStatus.BAD_REQUEST),
        (CHOICES, {"Consent-Site-Scheme": "http"}, {}, HTTPStatus.BAD_REQUEST),
        ("forward/v1/sites", {}, {}, HTTPStatus.NOT_FOUND),
        (
            CHOICES,
            {"Consent-Site-Host": "x.example"},
            {},
            HTTPStatus.MISDIRECTED_REQUEST,
        ),
        (
            CHOICES,
            {"Transfer-Encoding": "chunked"},
            {},
            HTTPStatus.LENGTH_REQUIRED,
        ),
        (
            CHOICES,
            {},
            {"CONTENT_LENGTH": str(MAX_FORWARD_BYTES + 1)},
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ),
        ("evidence", {}, {}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ("evidence", {"Transfer-Encoding": "chunked"}, {}, HTTPStatus.LENGTH_REQUIRED),
        (
            "evidence",
            {},
            {"CONTENT_LENGTH": str(MAX_EVIDENCE_BYTES + 1)},
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        ),
    ],
    ids=str,
)
def test_refuses_what_no_middleware_sends(
    server: Server,
    path: str,
    headers: dict[str, str],
    said: dict[str, str],
    status: HTTPStatus,
) -> None:
    version = accept(server.ask("shop/policy").data, "shop", secure=True).policy.version
    answer = server.ask(
        f"shop/{path}",
        method="POST",
        json=choice(version),
        headers=VISITOR | SAME_ORIGIN | headers,
        environ_overrides=said,
    )

    assert answer.status_code == status


def batch(server: Server, **made_up: object) -> str:
    """Return a batch of the site's own policy, with some members in another way."""
    version = accept(server.ask("shop/policy").data, "shop", secure=True).policy.version
    return json.dumps(json.loads(VECTORS["batch"]) | {"policy": version} | made_up)


def test_counts_a_batch_once_however_often_it_comes(server: Server) -> None:
    before = server.seen()
    for _ in range(3):
        answer = server.ask("shop/evidence", method="POST", data=batch(server))
        assert answer.status_code == HTTPStatus.NO_CONTENT
    other = batch(server, batch="f" * 32)
    server.ask("shop/evidence", method="POST", data=other)

    assert server.seen() == before + 24


def test_counts_under_an_earlier_policy_of_the_site(server: Server) -> None:
    """A middleware follows a new policy within a minute, not at once."""
    data, before = batch(server, batch="e" * 32), server.seen()
    changed = CATALOG.replace("[shop.example]", "[shop.example, shop.test]")
    publish_site(changed, "shop.yaml", server.parts.databases, server.parts.around)
    server.sites.start_anew()  # it would notice in a moment
    assert batch(server, batch="e" * 32) != data
    answer = server.ask("shop/evidence", method="POST", data=data)

    assert answer.status_code == HTTPStatus.NO_CONTENT
    assert server.seen() == before + 12


@pytest.mark.parametrize(
    "made_up",
    [
        pytest.param({"policy": "0" * 64}, id="policy"),
        pytest.param({"held": [["a.b", "markup", "refused", 1]]}, id="service"),
        pytest.param({"asked": {"tlh": 1}}, id="language"),
    ],
)
def test_keeps_no_row_that_a_stolen_key_makes_up(
    server: Server, made_up: dict[str, object]
) -> None:
    """Threat row 15: each other name would be a row of its own, without end."""
    before = server.seen()
    answer = server.ask(
        "shop/evidence", method="POST", data=batch(server, batch="d" * 32, **made_up)
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert server.seen() == before
