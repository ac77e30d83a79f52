"""What a stranger can put into a request, and where it must not come out again.

Rows 1, 2 and 20 of the threats: as markup nowhere, as a secret or as personal data in
no file, log or answer. ``tests/e2e/test_hostile_pages.py`` opens such pages.
"""

import json
import zipfile
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from consent_server.web.server import create_server
from tests.command_line import run
from tests.site import BASE, Shop, settle

MARKUP = "\"'></script></style></title></textarea><xss-probe onload=alert(1)>"
ADDRESS = "93.184.216.34"
AGENT = "Mozilla/5.0 (secret-machine-1) AppleWebKit/537.36 Chrome/141.0.7390.123"
SECRETS = (
    ADDRESS,
    "secret-",
    "7390.123",
    "4111111111111111",
)
"""Of a request: where it came from, with what exactly, and what its pages carried."""


def hostile_headers(text: str, name: str) -> dict[str, str]:
    return {
        "User-Agent": text,
        "Accept-Language": text,
        "Referer": f"https://shop.example/{name}?{text}",
        "Sec-GPC": text,
        "DNT": text,
        "Cookie": f"_ga={text}; {name}={text}; __Host-choice={text}",
        "X-Forwarded-For": text,
        "Authorization": f"Bearer {text}",
        "Accept": "text/html",
    }


def report(shop: Shop, text: str) -> None:
    body = {
        "csp-report": {
            "document-uri": f"https://shop.example/{text}?{text}",
            "referrer": text,
            "blocked-uri": f"https://tracker.example/{text}?{text}",
            "effective-directive": "script-src",
            "script-sample": text,
            "source-file": text,
        }
    }
    shop.client.post(
        "/-/choices/reports",
        base_url=BASE,
        data=json.dumps(body),
        content_type="application/csp-report",
    )


def visit(shop: Shop, text: str, agent: str, name: str) -> list[TestResponse]:
    """Send a text wherever one can be sent; return every answer.

    ``name`` stands where names do, which are kept: in paths, and of cookies.
    """
    own = {"User-Agent": agent, "Sec-Fetch-Site": "same-origin"}
    hostile = hostile_headers(text, name) | own
    client = Client(shop.middleware)
    fields = {"policy": shop.version, "language": "en", "surface": "banner"}
    posts = [
        fields | {"act": "grant_all", "page": f"/{name}?{text}#{text}"},
        fields | {"act": text},
        fields | {"act": "grant_all", "language": text},
        fields | {"act": "custom", "purposes": {text: text}},
        fields | {"act": "grant_all", text: text},
        fields | {"act": "grant_all", "click": text},
    ]
    from_there = {"REMOTE_ADDR": ADDRESS, "QUERY_STRING": f"token={text}"}
    answers = [
        client.post(
            "/-/choices/",
            base_url=BASE,
            json=body,
            headers=hostile,
            environ_overrides=from_there,
        )
        for body in posts
    ]
    answers += [
        client.post(
            "/-/choices/",
            base_url=BASE,
            data=body,
            headers=hostile,
            environ_overrides=from_there,
        )
        for body in posts[:3]
    ]
    answers += [
        client.get(
            path,
            base_url=BASE,
            query_string={"language": text, text: text},
            headers=hostile if alone else own | {"Accept": "text/html"},
            environ_overrides={"REMOTE_ADDR": ADDRESS},
        )
        for path in (
            *("/", "/-/choices/", "/-/choices/declaration", "/-/choices/erase"),
            *("/-/choices/receipts/check", f"/-/choices/{text}", f"/{text}"),
            *("/-/choices/everything.json", f"/-/choices/assets/{text}"),
        )
        for alone in (True, False)
    ]
    answers.append(
        client.post(
            "/-/choices/receipts/check",
            base_url=BASE,
            data={"receipt": text, "text": text, "language": text},
            headers=hostile,
        )
    )
    report(shop, text)
    return answers


def exports(shop: Shop, folder: Path) -> dict[str, bytes]:
    """Return every form of an export, and what people read of records."""
    found: dict[str, bytes] = {}
    where = ("--data-dir", shop.data_dir, "--site", "shop")
    for form in ("bundle", "csv", "jsonl"):
        out = folder / f"out.{form}"
        done = run("audit", "export", *where, "--out", out, "--format", form)
        assert done.returncode == 0, done.stderr
        if form == "bundle":
            with zipfile.ZipFile(out) as archive:
                found |= {name: archive.read(name) for name in archive.namelist()}
        else:
            found[form] = out.read_bytes()
    for command in (("enforcement", "held"), ("enforcement", "unknown")):
        for form in ("--json", "--csv"):
            done = run(*command, *where, form)
            found[" ".join((*command, form))] = (done.stdout + done.stderr).encode()
    return found


def test_what_a_visitor_sends_is_no_markup_anywhere(shop: Shop, tmp_path: Path) -> None:
    """Row 2: neither on pages of the site, of the server or of an export."""
    answers = visit(shop, MARKUP, MARKUP, MARKUP)
    settle()
    server = Client(create_server(shop.data_dir))
    answers += [
        server.get(path, query_string={MARKUP: MARKUP})
        for path in ("/", f"/sites/{MARKUP}/key", "/sites/shop/keys")
    ]
    pages = [it.get_data(as_text=True) for it in answers if it.mimetype == "text/html"]
    pages += [
        content.decode()
        for name, content in exports(shop, tmp_path).items()
        if name.endswith(".html")
    ]

    assert len(pages) > 20
    assert not [page for page in pages if "<xss-probe" in page.lower()]


def test_an_answer_that_is_no_page_is_never_read_as_one(shop: Shop) -> None:
    """Row 2: what may hold a visitor's text says what it is, and is not guessed at."""
    shop.choose("grant_all", page=f"/{MARKUP}")
    shop.client.get("/-/choices/everything.json", base_url=BASE)
    for path in ("/-/choices/everything.json", f"/-/choices/{MARKUP}"):
        answer = shop.client.get(path, base_url=BASE, headers={"Accept": "*/*"})

        assert answer.mimetype in {"application/json", "application/problem+json"}
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_a_visitor_sends_leaves_no_secret_behind(
    shop: Shop,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Row 20: in the database, exports, logs, errors; rules P2 and P3 of records."""
    caplog.set_level("DEBUG")
    text = "x=secret-4111111111111111"
    visit(shop, text, AGENT, "page")
    settle()
    found = {
        str(path.relative_to(tmp_path)): path.read_bytes()
        for path in shop.data_dir.rglob("*")
        if path.is_file()
    }
    found |= exports(shop, tmp_path)
    said = capfd.readouterr()
    found |= {"log": caplog.text.encode(), "output": (said.out + said.err).encode()}

    assert len(found) > 15
    assert [
        (name, secret)
        for name, content in found.items()
        for secret in SECRETS
        if secret.encode() in content
    ] == []
    assert b"/page" in found["jsonl"], "the rest of the path is kept"


def test_a_private_key_leaves_its_file_nowhere(shop: Shop, tmp_path: Path) -> None:
    """Row 20."""
    shop.choose("grant_all")
    settle()
    keys = [*(shop.data_dir / "keys").glob("*.key")]
    found = exports(shop, tmp_path) | {
        path.name: path.read_bytes()
        for path in shop.data_dir.glob("*")
        if path.is_file()
    }

    assert len(keys) == 2
    for key in keys:
        secret = key.read_bytes()
        assert len(secret) == 32
        assert not [name for name, content in found.items() if secret in content]
