"""The server of the script-tag mode, asked as pages of the site ask it."""

import json
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import CatalogError
from consent_server.web.tags import serve_tags
from tests.site import CATALOG, START, settle

SITE = "https://shop.example"
SCRIPT = "/-/choices/sites/shop.js"
CHOICES = "/-/choices/sites/shop/"
RECEIPT = CHOICES + "receipt"


@pytest.fixture
def server(tmp_path: Path) -> Client:
    path = tmp_path / "catalog.yaml"
    path.write_text(CATALOG, encoding="utf-8")
    app = serve_tags([path], tmp_path / "data", clock=ManualClock(START))
    return Client(app, use_cookies=False)


def test_two_sites_do_not_go_by_one_name(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text(CATALOG, encoding="utf-8")

    with pytest.raises(CatalogError, match="'shop' names 2 of the sites"):
        serve_tags([path, path], tmp_path / "data")


def version_of(server: Client) -> str:
    script = server.get(SCRIPT).get_data(as_text=True)
    _, _, data = script.partition('"policy":"')
    return data[:64]


def choose(
    server: Client, act: str = "grant_all", origin: str | None = SITE, token: str = ""
) -> TestResponse:
    body = {
        "act": act,
        "policy": version_of(server),
        "language": "en",
        "surface": "banner",
        "page": "/prices?secret=1",
    }
    headers = {"Origin": origin} if origin else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return server.post(CHOICES, json=body, headers=headers)


def token_in(response: TestResponse) -> str:
    cookie: str = response.get_json()["cookies"][0]
    return cookie.partition("=")[2].partition(";")[0]


@pytest.mark.parametrize(
    ("query", "accepted", "language", "varies"),
    [
        ("", "nb-NO,en;q=0.5", "nb", True),
        ("", "", "en", True),
        ("?language=nb", "en", "nb", False),
        ("?language=xx", "nb", "en", False),
        ("?language=", "nb", "nb", True),
    ],
    ids=["negotiated", "first-of-the-site", "asked-for", "unknown", "empty"],
)
def test_gives_everything_in_one_response_in_one_language(
    server: Client, query: str, accepted: str, language: str, *, varies: bool
) -> None:
    answer = server.get(SCRIPT + query, headers={"Accept-Language": accepted})

    assert answer.status_code == 200
    assert f'"language":"{language}"' in answer.get_data(as_text=True)
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert "stale-while-revalidate" in answer.headers["Cache-Control"]
    assert ("accept-language" in answer.headers["Vary"].lower()) is varies
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("coding", ["br", "gzip", None])
def test_sends_the_script_packed_and_confirms_it(
    server: Client, coding: str | None
) -> None:
    headers = {"Accept-Encoding": coding or ""}
    first = server.get(SCRIPT, headers=headers)
    again = server.get(
        SCRIPT, headers=headers | {"If-None-Match": first.headers["ETag"]}
    )

    assert first.headers.get("Content-Encoding") == coding
    assert again.status_code == 304
    assert again.get_data() == b""


def test_tells_the_size_of_the_script_without_giving_it(server: Client) -> None:
    whole, head = server.get(SCRIPT), server.head(SCRIPT)

    assert head.get_data() == b""
    assert dict(head.headers) == dict(whole.headers)
    assert head.content_length == len(whole.get_data())


def test_gives_a_language_that_was_named_to_everybody(server: Client) -> None:
    """A cache must not keep it by the browser's languages."""
    named = server.get(f"{SCRIPT}?language=en", headers={"Accept-Language": "nb"})

    assert named.headers["Vary"] == "Accept-Encoding"
    assert named.get_data() == server.get(SCRIPT).get_data()


def test_gives_the_cookies_only_with_a_committed_record(server: Client) -> None:
    """Rule G2: every grant resolves to a stored record."""
    answer = choose(server)

    assert answer.status_code == 201
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    token, mirror = answer.get_json()["cookies"]
    assert token.startswith("__Host-choice=")
    assert mirror.startswith("choice-state=")
    for cookie in (token, mirror):
        assert "Path=/" in cookie
        assert "SameSite=Lax; Secure" in cookie
        assert "HttpOnly" not in cookie


def test_names_the_cookies_that_a_refusal_ends(server: Client) -> None:
    """Rule W4: withdrawing ends what was set."""
    ended = choose(server, "refuse_all").get_json()["ended"]

    assert {"text": "_ga", "kind": "exact"} in ended
    assert not any(one["text"] == "choice-state" for one in ended)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example",
        "https://shop.example.evil.example",
        "https://evilshop.example",
        "http://shop.example",
        "https://[shop.example",
        "http://localhost",
        "https://evil.example\\@shop.example",
        "https://name:word@shop.example",
        "https://shop.example/path",
        "https://sh\top.example",
        f"https://{'a' * 250}.shop.example",
    ],
)
def test_takes_no_choice_from_another_origin(
    server: Client, origin: str | None
) -> None:
    answers = [
        choose(server, origin=origin),
        server.open(
            CHOICES, method="OPTIONS", headers={"Origin": origin} if origin else {}
        ),
        server.post(RECEIPT, headers={"Origin": origin} if origin else {}),
    ]

    for answer in answers:
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_lets_a_page_of_the_site_ask(server: Client) -> None:
    origin = "https://www.shop.example"
    answer = server.open(CHOICES, method="OPTIONS", headers={"Origin": origin})

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert answer.headers["Access-Control-Allow-Headers"] == (
        "authorization, content-type"
    )
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("method", ["GET", "PUT", "post", "options"])
def test_takes_a_choice_by_no_other_method(server: Client, method: str) -> None:
    """Methods are case-sensitive (RFC 9110 section 9.1)."""
    answer = server.open(CHOICES, method=method, headers={"Origin": SITE})

    assert answer.status_code == 405


def test_lets_the_page_read_why_a_choice_was_not_taken(server: Client) -> None:
    answer = server.post(
        CHOICES,
        json={"act": "grant_all", "policy": "0" * 64, "language": "en"}
        | {"surface": "banner"},
        headers={"Origin": SITE},
    )

    assert answer.status_code == 409
    assert answer.headers["Access-Control-Allow-Origin"] == SITE


def test_follows_one_visitor_by_the_token_and_gives_the_receipt(
    server: Client,
) -> None:
    first = choose(server)
    second = choose(server, "refuse_all", token=token_in(first))
    settle()
    receipt = server.post(
        RECEIPT,
        headers={"Origin": SITE, "Authorization": f"Bearer {token_in(second)}"},
    )

    content = receipt.get_json()
    assert content["record_id"] == second.get_json()["record_id"]
    assert first.get_json()["record_id"] in json.dumps(content)
    assert "secret" not in json.dumps(content)


@pytest.mark.parametrize(
    "shown",
    ["Bearer ", "Bearer AAAA", "Bearer not a token", "Bearer \xff", "Basic \xff"],
)
def test_gives_no_receipt_without_a_genuine_token(server: Client, shown: str) -> None:
    headers = {"Origin": SITE, "Authorization": shown}

    assert server.post(RECEIPT, headers=headers).status_code == 401


@pytest.mark.parametrize("origin", [None, SITE, "https://evil.example"])
def test_gives_what_an_act_needs_to_all_alike(
    server: Client, origin: str | None
) -> None:
    """It is public, and a cache that keeps it answers whoever asks next."""
    script = server.get(SCRIPT).get_data(as_text=True)
    acts = script.partition('"acts":"')[2].partition('"')[0]
    headers = {"Origin": origin} if origin else {}
    answer = server.get(f"{CHOICES}assets/{acts}", headers=headers)

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_shows_a_declaration_that_knows_of_no_visitor(server: Client) -> None:
    page = server.get(CHOICES + "declaration?language=nb")

    assert page.status_code == 200
    assert 'lang="nb"' in page.get_data(as_text=True)
    assert 'href="/-/choices/"' not in page.get_data(as_text=True)
