"""What no request gets past (threats T23, T31)."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, create_environ, run_wsgi_app

from consent_server.web.border import MAX_COOKIES, MAX_HEADER, MAX_TARGET, Border

HOSTS = ("consent.example", ".tags.example")


@pytest.fixture
def client() -> Client:
    app = Flask(__name__)
    for path in ("/page", "/healthz", "/readyz"):
        app.add_url_rule(path, path[1:], view_func=lambda: "in")
    return Client(Border(app, HOSTS))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("consent.example", 200),
        ("Consent.Example:8443", 200),
        ("a.tags.example", 200),
        ("tags.example", 421),
        ("evil.example", 421),
        ("consent.example.evil.example", 421),
        ("evilconsent.example", 421),
        ("", 400),
        ("consent.example,evil.example", 400),
        ("consent.example, consent.example", 400),
        ("consent.example/path", 400),
        ("name@consent.example", 400),
        ("consent.example:", 400),
    ],
)
def test_takes_one_known_host(client: Client, host: str, status: int) -> None:
    environ = create_environ("/page") | {"HTTP_HOST": host}

    assert run_wsgi_app(client.application, environ)[1][:3] == str(status)


def test_takes_no_request_without_a_host(client: Client) -> None:
    environ = create_environ("/page")
    del environ["HTTP_HOST"]

    assert run_wsgi_app(client.application, environ)[1].startswith("400")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_says_that_it_lives_by_any_name(client: Client, path: str) -> None:
    assert client.get(path, base_url="http://10.0.0.7:8000").status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        ({"HTTP_TRANSFER_ENCODING": "identity"}, 411),
        ({"HTTP_COOKIE": "a" * (MAX_COOKIES + 1)}, 431),
        ({"HTTP_COOKIE": "a" * MAX_COOKIES}, 200),
        ({"HTTP_X_LONG": "a" * (MAX_HEADER + 1)}, 431),
        ({f"HTTP_X_{number}": "a" * 1_000 for number in range(40)}, 431),
        ({"QUERY_STRING": "a" * MAX_TARGET}, 414),
    ],
    ids=["chunked", "coding", "cookies", "fits", "header", "headers", "query"],
)
def test_takes_what_is_of_a_size(
    client: Client, change: dict[str, Any], status: int
) -> None:
    environ = create_environ("/page", "http://consent.example") | change
    _, line, headers = run_wsgi_app(client.application, environ)

    assert line[:3] == str(status)
    refused = status != 200
    assert (headers.get("Connection") == "close") is refused
    assert (headers["Content-Type"] == "application/problem+json") is refused
