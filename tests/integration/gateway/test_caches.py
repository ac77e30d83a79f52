"""nginx's cache before the gateway and behind it: no permission crosses over.

DESIGN 5.3, threat 30. A visitor's cookies are no part of what nginx looks an answer up
by, so it keeps one answer for everybody whenever the headers let it.
"""

import contextlib
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.example import SAME_ORIGIN, choice
from tests.gateway_process import ANSWER_SECONDS, Reply, Wire, running_gateway
from tests.gateway_process import PAGE as HTML
from tests.listening import free_port
from tests.site import PAGE
from tests.web_servers import OWN_FOLDERS, find_nginx, running_program

HELD = b'data-held="google.analytics"'
ASKS = b'name="click"'
POLICY = re.compile(rb'name="policy" value="([0-9a-f]{64})"')
CACHING = {
    "/shared": "add_header Cache-Control 'public, max-age=600';",
    "/guessed": "",
    "/private": "add_header Cache-Control 'private, max-age=600';",
    "/counted": """
        add_header Cache-Control 'public, max-age=600';
        add_header Set-Cookie '_ga=from-the-site';
    """,
}
CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
{user} events {{ worker_connections 256; }}
http {{
  access_log off; default_type text/html; types {{ }} {own_folders}
  proxy_cache_path {folder}/kept keys_zone=kept:1m;
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  server {{
    listen 127.0.0.1:{port};
    proxy_cache kept; proxy_cache_valid 200 10m; proxy_ignore_headers {ignored};
    add_header {told} $upstream_cache_status;
    location / {{ proxy_pass http://127.0.0.1:{asked}; }}
  }}
  {more}
}}
"""
ORIGIN = "server {{ listen 127.0.0.1:{port}; root {folder}; {pages} }}"
ONE = "location = {path} {{ {headers} try_files /page =404; }}"

pytestmark = pytest.mark.usefixtures("socket_enabled")


@dataclass(slots=True)
class Visitor:
    """A browser with cookies and without a cache of its own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", body: str = "", **more: str) -> Reply:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**HTML, **more} | ({"Cookie": cookie} if cookie else {})
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.settimeout(ANSWER_SECONDS)
            wire = Wire(connection, f"localhost:{self.port}")
            wire.send(path, method, **headers)
            wire.raw(body.encode())
            return wire.reply()

    def choose(self, act: str) -> None:
        [policy] = POLICY.findall(Visitor(self.port).ask("/private").body)
        body = urlencode(choice(policy.decode(), act))
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        size = {"Content-Length": str(len(body))}
        reply = self.ask("/-/choices/", "POST", body, **SAME_ORIGIN, **form, **size)
        assert reply.status == 303, reply.body
        for value in reply.values("Set-Cookie"):
            name, _, rest = value.decode().partition("=")
            self.cookies[name] = rest.partition(";")[0]


@contextlib.contextmanager
def _cache(
    folder: Path, asked: int, told: str, ignored: str, more: str = ""
) -> Iterator[int]:
    """Run a cache before ``asked``, which says in ``told`` what it did."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    text = CONFIGURATION.format(
        folder=folder,
        own_folders=OWN_FOLDERS.format(folder=folder),
        user="user root;" if os.geteuid() == 0 else "",
        port=port,
        asked=asked,
        told=told,
        ignored=ignored,
        more=more,
    )
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    command = [find_nginx(), "-p", str(folder), "-c", "nginx.conf"]
    with running_program(command, port, folder):
        yield port


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A cache, the gateway, another cache, and the site; the port of the first.

    The one before heeds what it is told, but for cookies that are set. The one behind
    keeps everything, as page caches of shops do.
    """
    folder, origin = tmp_path_factory.mktemp("caches"), free_port()
    folder.chmod(0o755)
    (folder / "page").write_bytes(PAGE)
    pages = "".join(ONE.format(path=it, headers=told) for it, told in CACHING.items())
    site = ORIGIN.format(port=origin, folder=folder, pages=pages)
    all_of_it = "Cache-Control Set-Cookie"
    with (
        _cache(folder / "behind", origin, "Behind", all_of_it, site) as behind,
        running_gateway(folder, f"http://127.0.0.1:{behind}") as gateway,
        _cache(folder / "before", gateway.port, "Before", "Set-Cookie") as before,
    ):
        yield before


@pytest.fixture
def visitors(front: int) -> tuple[Visitor, Visitor, Visitor, Visitor]:
    """One who granted, one who is new, one who refused, and the first again."""
    granted, refused = Visitor(front), Visitor(front)
    granted.choose("grant_all")
    refused.choose("refuse_all")
    return granted, Visitor(front), refused, granted


def test_a_page_of_a_visitor_s_own_is_in_no_cache(
    visitors: tuple[Visitor, ...],
) -> None:
    """Before or after a choice and a withdrawal; behind us they are one page."""
    granted, new, *_ = visitors
    replies = [it.ask("/private") for it in visitors]
    tag = replies[0].values("ETag")[0].decode()
    stranger = new.ask("/private", **{"If-None-Match": tag})
    granted.choose("withdraw")
    withdrawn = granted.ask("/private", **{"If-None-Match": tag})

    assert [HELD in it.body for it in replies] == [False, True, True, False]
    assert [ASKS in it.body for it in replies] == [False, True, False, False]
    for reply in (*replies, stranger, withdrawn):
        assert reply.status == 200
        assert reply.values("Before") == [b"MISS"]
        assert reply.values("Behind") == [b"HIT"]
        assert reply.values("Cache-Control") == [b"private, no-cache"]
        assert reply.values("Vary") == [b"Cookie, Accept-Encoding"]
    assert HELD in stranger.body
    assert HELD in withdrawn.body


@pytest.mark.parametrize("path", ["/shared", "/guessed"])
def test_a_page_of_everybody_depends_on_nobody(
    visitors: tuple[Visitor, ...], path: str
) -> None:
    replies = [it.ask(path) for it in visitors]

    assert len({it.body for it in replies}) == 1
    assert HELD in replies[0].body
    assert ASKS not in replies[0].body
    kept = [it.values("Before") for it in replies]
    assert kept == [[b"MISS"], [b"HIT"], [b"HIT"], [b"HIT"]]
    assert replies[0].values("Vary") == [b"Accept-Encoding"]


def test_a_cookie_that_one_visitor_granted_reaches_no_other(
    visitors: tuple[Visitor, ...],
) -> None:
    """Also by a cache that keeps answers which set cookies, as this one does."""
    replies = [it.ask("/counted") for it in visitors]

    assert replies[0].values("Set-Cookie") == [b"_ga=from-the-site"]
    assert replies[0].values("Cache-Control") == [b"private, no-cache"]
    assert [it.values("Set-Cookie") for it in replies[1:3]] == [[], []]
    assert all(HELD in it.body for it in replies[1:3])
    assert replies[2].values("Before") == [b"HIT"]


def test_what_a_visitor_chose_is_in_no_cache(visitors: tuple[Visitor, ...]) -> None:
    shown = [it.ask("/-/choices/") for it in visitors]

    assert [b"download" in it.body for it in shown] == [True, False, True, True]
    assert {*(it.values("Before")[0] for it in shown)} == {b"MISS"}
    assert {*(it.values("Cache-Control")[0] for it in shown)} == {b"no-store"}
