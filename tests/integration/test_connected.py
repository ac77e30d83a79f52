"""A site and its consent server, in processes of their own (DESIGN 1 and 5)."""

import logging
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import urllib3
from flask import Flask, render_template_string
from starlette.testclient import TestClient
from werkzeug.test import Client, TestResponse

from consent_server.kernel.errors import SettingError
from consent_server.sdk.asgi import Receive, Scope, Send
from consent_server.sdk.background import finish_all
from consent_server.sdk.connect import ConnectedMiddleware, connect, connect_asgi
from consent_server.web.flask_extension import Consent
from tests.central import KEY, Central
from tests.example import GATED_TAG, SAME_ORIGIN, choice
from tests.site import BASE, CATALOG, PAGE, App

pytestmark = pytest.mark.usefixtures("socket_enabled")

PATIENCE_SECONDS = 30
GONE = "http://127.0.0.1:9"
CHOICES = "/-/choices/"
HELD = GATED_TAG.encode()
ASKED = b"Accept all"
BROWSER = {"Accept": "text/html,*/*;q=0.8", **SAME_ORIGIN}
NOT_SAVED = "Your choice could not be saved."
WITHOUT_PIXEL = CATALOG.replace("  - meta.pixel\n", "")
UNKNOWN_PAGE = (
    b'<!doctype html><html><head></head><body><img src="https://x.example/p">'
)


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    server = Central(folder=tmp_path_factory.mktemp("central"))
    server.publish(CATALOG)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def publishing(central: Central) -> Iterator[Central]:
    """The server, whose catalog is put back whatever a test publishes."""
    yield central
    central.publish(CATALOG)


@dataclass(frozen=True, slots=True)
class Site:
    """A connected site, and a browser."""

    middleware: ConnectedMiddleware
    client: Client

    def page(self, client: Client | None = None) -> bytes:
        page: bytes = (client or self.client).get("/", base_url=BASE).data
        return page

    def ask(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=BASE, headers=headers)

    def choose(self, act: str, client: Client | None = None) -> TestResponse:
        body = choice(self.version or "", act)
        return (client or self.client).post(
            CHOICES, base_url=BASE, json=body, headers=SAME_ORIGIN
        )

    def post_form(self, act: str) -> TestResponse:
        body = choice(self.version or "", act)
        return self.client.post(CHOICES, base_url=BASE, data=body, headers=BROWSER)

    @property
    def version(self) -> str | None:
        return self.middleware.status().policy_version


def connected(
    server: str,
    pin_dir: Path,
    *,
    key: str = KEY,
    seconds: float = 60,
    body: bytes = PAGE,
) -> Site:
    middleware = connect(
        App(body=[body]),
        server=server,
        site="shop",
        key=key,
        pin_dir=pin_dir,
        refresh_seconds=seconds,
    )
    return Site(middleware, Client(middleware))


@pytest.fixture
def site(central: Central, tmp_path: Path) -> Site:
    return connected(central.url, tmp_path)


@pytest.fixture
def alone(central: Central, tmp_path: Path) -> Site:
    """A site that has a pin, and whose server is gone."""
    connected(central.url, tmp_path)
    return connected(GONE, tmp_path)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def rows(central: Central, query: str) -> list[tuple[object, ...]]:
    [file] = central.data_dir.rglob("*.sqlite3")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as reader:
        return reader.execute(query).fetchall()


def test_holds_what_is_gated_and_asks_before_a_choice(site: Site) -> None:
    page = site.page()

    assert HELD in page
    assert ASKED in page


def test_a_choice_is_recorded_centrally_and_its_cookies_are_the_sites_own(
    site: Site, central: Central
) -> None:
    count = "select count(*) from record where subject_id is not null"
    [(before,)] = rows(central, count)
    answer = site.choose("grant_all")
    cookies = answer.headers.getlist("Set-Cookie")

    assert answer.status_code == HTTPStatus.CREATED
    assert rows(central, count) == [(before + 1,)]  # type: ignore[operator]
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


def test_a_new_policy_is_switched_to_without_a_restart(
    publishing: Central, tmp_path: Path
) -> None:
    site = connected(publishing.url, tmp_path, seconds=0.1)
    first = site.version
    site.choose("grant_all")
    assert HELD not in site.page()
    publishing.publish(WITHOUT_PIXEL)
    until(lambda: site.version != first)

    assert "meta.pixel" not in site.middleware.site.policy.service_by_id
    assert HELD not in site.page()  # what did not change is still granted


def test_an_answer_under_another_policy_hurries_the_refresh(
    publishing: Central, site: Site
) -> None:
    site.page()
    first = site.version
    publishing.publish(WITHOUT_PIXEL)
    answer = site.choose("grant_all")
    until(lambda: site.version != first)

    assert answer.status_code == HTTPStatus.CONFLICT
    assert site.choose("grant_all").status_code == HTTPStatus.CREATED


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
    [(before,)] = rows(central, query)
    site = connected(central.url, tmp_path)
    site.page()
    site.page()
    finish_all()
    finish_all()

    assert rows(central, query) == [(before + 2,)]  # type: ignore[operator]


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


def test_a_developer_is_told_the_age_of_the_policy(
    central: Central, tmp_path: Path
) -> None:
    site = connected(central.url, tmp_path)
    site.middleware.site.debug_header = True

    assert int(site.ask("/").headers["Consent-Policy-Age"]) >= 0


@pytest.fixture
def forking(central: Central, tmp_path: Path) -> Iterator[int]:
    """The port of a site of two workers, forked after it was loaded."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("gunicorn")), "--preload"]
    command += ["--workers=2", "-k=gthread", "--threads=2", f"-b=127.0.0.1:{port}"]
    command += [f"tests.connected_site:make('{central.url}', '{tmp_path}')"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        while b"Booting worker" not in process.stderr.readline():
            assert process.poll() is None
        yield port
        process.terminate()


def test_every_forked_worker_follows_the_policy(
    forking: int, publishing: Central, site: Site
) -> None:
    seen: dict[str, str] = {}

    def both_answered_with(version: str | None) -> bool:
        """Ask once more; tell whether each worker answered so the last time."""
        address, headers = f"http://127.0.0.1:{forking}/", {"Connection": "close"}
        answer = urllib3.request("GET", address, headers=headers)
        page = answer.data.decode()
        seen[answer.headers["X-Worker"]] = page.partition('data-policy="')[2][:64]
        return list(seen.values()) == [version, version]

    until(lambda: both_answered_with(site.version))
    publishing.publish(WITHOUT_PIXEL)
    site.middleware._keeper.refresh()
    until(lambda: both_answered_with(site.version))
