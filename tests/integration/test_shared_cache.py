"""Two visitors and Varnish between them and the site (DESIGN 5.3, row 30)."""

import contextlib
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import NamedTuple
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from consent_server.sdk.asked import DECISION_KEY
from consent_server.sdk.decoding import find_decoder
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.web.embedded import embed
from tests.example import SAME_ORIGIN, choice
from tests.listening import free_port, wait_until_up
from tests.site import CATALOG, PAGE

ANSWER_SECONDS = 30
HOST = "shop.localhost"
HELD = b'data-held="google.analytics"'
PRIVATE = ("/private", "/aged", "/asked")
SHARED = ("/shared", "/guessed", "/revalidated")
ASKS = b'name="click"'
BACKEND = 'vcl 4.1;\nbackend site {{ .host = "127.0.0.1"; .port = "{port}"; }}\n'
CONFIGURATIONS = {
    "as-it-comes": "",
    # Sites that want their pages cached for visitors with cookies trust the headers.
    "whatever-the-cookies": """
        sub vcl_recv {
            if (req.method == "GET" || req.method == "HEAD") { return (hash); }
        }
        sub vcl_backend_response {
            if (bereq.url == "/revalidated") {
                set beresp.ttl = 1ms; set beresp.grace = 0s; set beresp.keep = 60s;
            }
        }
    """,
}
CACHING = {
    "/private": "private",
    "/aged": "private, max-age=600",
    "/guessed": None,
    "/shared": "public, max-age=600",
    "/revalidated": "public, max-age=600",
    "/asked": "public, max-age=600",
}

pytestmark = pytest.mark.usefixtures("socket_enabled")


@dataclass(slots=True)
class Site:
    """An application with a tag for every page, which keeps what it was asked."""

    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        path, condition = environ["PATH_INFO"], environ.get("HTTP_IF_NONE_MATCH")
        self.asked.append((path, condition))
        body = PAGE
        if path == "/asked":
            counted = environ[DECISION_KEY].allows("google.analytics")
            body = body.replace(b"Hello", b"Counted" if counted else b"Welcome")
        caching = CACHING[path]
        headers = [] if caching is None else [("Cache-Control", caching)]
        headers.append(("ETag", '"1"'))
        if condition == '"1"':
            start_response("304 Not Modified", headers)
            return []
        start_response("200 OK", [("Content-Type", "text/html"), *headers])
        return [body]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Answer(NamedTuple):
    status: int
    response: HTTPResponse
    body: bytes

    @property
    def page(self) -> bytes:
        """The body without its coding."""
        decoder = find_decoder(self.response.getheaders())
        assert decoder is not None
        return decoder.feed(self.body)

    @property
    def tag(self) -> str:
        return self.response.headers["ETag"]


@dataclass(slots=True)
class Visitor:
    """A browser: cookies, and no cache of its own."""

    port: int
    policy: str
    coding: str = "gzip"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        shown = {
            "Host": HOST,
            "Accept": "text/html,*/*;q=0.8",
            "Accept-Encoding": self.coding,
            **({"Cookie": cookie} if cookie else {}),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self._send(method, path, shown)

    def choose(self, act: str) -> None:
        body = urlencode(choice(self.policy, act))
        form = {"Content-Type": "application/x-www-form-urlencoded", "Host": HOST}
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**SAME_ORIGIN, **form, **({"Cookie": cookie} if cookie else {})}
        answer = self._send("POST", "/-/choices/", headers, body)
        assert answer.status == 303, answer.body
        for value in answer.response.headers.get_all("Set-Cookie", []):
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response, response.read())


@dataclass(frozen=True, slots=True)
class Stage:
    """The site, and Varnish in front of it."""

    site: Site
    port: int
    policy: str
    trusting: bool

    def visitor(self, coding: str = "gzip") -> Visitor:
        return Visitor(self.port, self.policy, coding)

    def made(self, path: str) -> int:
        """How often the application was asked for a page."""
        return [asked for asked, _ in self.site.asked].count(path)


@pytest.fixture(params=CONFIGURATIONS)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG.replace("shop.example", HOST), encoding="utf-8")
    site = Site()
    wrapped = embed(site, catalog, tmp_path / "data", secure=False)
    with (
        _serve(wrapped) as backend,
        _varnish(tmp_path, backend, CONFIGURATIONS[request.param]) as port,
    ):
        trusting = bool(CONFIGURATIONS[request.param])
        yield Stage(site, port, wrapped.site.policy.version, trusting)


@contextlib.contextmanager
def _serve(app: ConsentMiddleware) -> Iterator[int]:
    with _Server(("127.0.0.1", 0), _Quiet) as server:
        server.set_app(app)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def _varnish(folder: Path, backend: int, configuration: str) -> Iterator[int]:
    program = shutil.which("varnishd") or shutil.which("varnishd", path="/usr/sbin")
    if program is None:
        pytest.fail("no varnishd on this machine: tools/install-varnish installs it")
    vcl, log = folder / "site.vcl", folder / "varnish.log"
    vcl.write_text(BACKEND.format(port=backend) + configuration, encoding="utf-8")
    port = free_port()
    command = [program, "-F", "-j", "none", "-f", str(vcl), "-n", str(folder / "v")]
    command += ["-a", f"127.0.0.1:{port}", "-s", "malloc,32m", "-T", "none"]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as process,
    ):
        try:
            wait_until_up(process, port, log)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=ANSWER_SECONDS)


def test_shares_no_private_page(stage: Stage) -> None:
    """Before a choice, after it, and after a withdrawal, whoever asks first."""
    granted, refused, new = (stage.visitor() for _ in range(3))
    granted.choose("grant_all")
    refused.choose("refuse_all")
    for _ in range(2):
        for path in PRIVATE:
            pages = [it.ask(path).page for it in (granted, new, refused, granted)]

            assert [HELD in page for page in pages] == [False, True, True, False]
            assert [ASKS in page for page in pages] == [False, True, False, False]
            assert [b"Counted" in page for page in pages] == [
                path == "/asked" and HELD not in page for page in pages
            ]
        granted.choose("withdraw")
        assert all(HELD in granted.ask(path).page for path in PRIVATE)
        granted.choose("grant_all")


def test_gives_every_visitor_a_click_key_of_his_own(stage: Stage) -> None:
    pages = [stage.visitor().ask(path).page for path in PRIVATE for _ in range(2)]

    assert len({page.partition(ASKS)[2][:60] for page in pages}) == len(pages)


@pytest.mark.parametrize("path", SHARED)
def test_shares_what_is_the_same_for_all(stage: Stage, path: str) -> None:
    new, granted = stage.visitor(), stage.visitor()
    granted.choose("grant_all")
    refused = stage.visitor("identity")
    refused.choose("refuse_all")
    answers = [it.ask(path) for it in (new, granted, refused)]
    pages = [answer.page for answer in answers]

    assert all(HELD in page and ASKS not in page for page in pages)
    assert len({answer.tag for answer in answers}) == 1
    assert all("private" not in str(it.response.headers) for it in answers)
    if stage.trusting and path != "/guessed":  # whose lifetime varnish does not guess
        assert len(set(pages)) == 1
    if stage.trusting and path == "/shared":
        assert stage.made(path) == 1


def test_never_confirms_a_page_of_another_decision(stage: Stage) -> None:
    visitor = stage.visitor()
    visitor.choose("grant_all")
    granted = visitor.ask("/private")
    again = visitor.ask("/private", If_None_Match=granted.tag)
    visitor.choose("withdraw")
    withdrawn = visitor.ask("/private", If_None_Match=granted.tag)
    stranger = stage.visitor().ask("/private", If_None_Match=granted.tag)

    assert (again.status, again.body, again.tag) == (304, b"", granted.tag)
    assert withdrawn.status == stranger.status == 200
    assert HELD not in granted.page
    assert HELD in withdrawn.page
    assert HELD in stranger.page
    conditions = [condition for _, condition in stage.site.asked[-3:]]
    # A cache that looks pages up asks for them whole, and compares the tags itself.
    assert conditions == [None if stage.trusting else '"1"', None, None]


def test_confirms_a_shared_page_to_anybody(stage: Stage) -> None:
    new, granted = stage.visitor(), stage.visitor()
    granted.choose("grant_all")
    tag = new.ask("/shared").tag

    assert new.ask("/shared", If_None_Match=tag).status == 304
    assert granted.ask("/shared", If_None_Match=tag).status == 304
    assert granted.ask("/shared", If_None_Match='"1"').status == 200


def test_lets_the_cache_ask_whether_a_page_has_changed(stage: Stage) -> None:
    """Whoever made it ask, what it keeps is the same for all."""
    new, granted = stage.visitor(), stage.visitor()
    granted.choose("grant_all")
    first = new.ask("/revalidated")
    time.sleep(0.05)  # its lifetime, where varnish is told so
    second = granted.ask("/revalidated")
    time.sleep(0.05)
    third = new.ask("/revalidated")

    assert first.tag == second.tag == third.tag
    assert all(HELD in it.page for it in (first, second, third))
    if stage.trusting:
        assert first.page == second.page == third.page
        conditions = [it for path, it in stage.site.asked if path == "/revalidated"]
        assert conditions == [None, '"1"', '"1"']


def test_answers_head_as_get(stage: Stage) -> None:
    visitor = stage.visitor()
    visitor.choose("grant_all")
    for path in CACHING:
        head, page = visitor.ask(path, "HEAD"), visitor.ask(path)

        assert (head.status, head.body) == (200, b"")
        assert (head.tag, page.status) == (page.tag, 200)
