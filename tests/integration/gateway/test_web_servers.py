"""The gateway in front of nginx with static files and a PHP page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.example import GATED_TAG
from tests.gateway_process import PAGE, ROOT, Gateway, running_gateway
from tests.php_shop import FILES
from tests.web_servers import assert_nginx_takes, nginx_with_php

pytestmark = pytest.mark.usefixtures("socket_enabled")

IMAGE = {"Accept": "image/png", "Sec-Fetch-Dest": "image"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("shop")
    with (
        nginx_with_php(folder, FILES) as port,
        running_gateway(folder, f"http://127.0.0.1:{port}") as gateway,
    ):
        yield gateway


def test_holds_what_a_php_page_loads_and_sets(shop: Gateway) -> None:
    reply = shop.get("/", Cookie="_ga=1; PHPSESSID=2", **PAGE)

    assert GATED_TAG.encode() in reply.body
    assert b'<p id="seen">PHPSESSID</p>' in reply.body
    cookies = {it.partition(b";")[0] for it in reply.values("Set-Cookie")}
    assert b"PHPSESSID=abc" in cookies
    assert b"_ga=from-php" not in cookies


def test_passes_on_what_is_posted(shop: Gateway) -> None:
    with shop.connect() as wire:
        wire.send("/", "POST", Content_Length="200000", **PAGE)
        wire.raw(bytes(200_000))
        reply = wire.reply()

    assert b'<p id="posted">200000</p>' in reply.body


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_reads_static_pages_in_any_coding(shop: Gateway, coding: str) -> None:
    reply = shop.get("/about/", Accept="text/html", Accept_Encoding=coding)

    assert reply.values("Content-Encoding") == ([coding.encode()] * (coding[0] != "i"))
    assert (GATED_TAG.encode() in reply.body) == (coding == "identity")


def test_leaves_a_file_as_it_is(shop: Gateway) -> None:
    whole = shop.get("/logo.png", **IMAGE)
    part = shop.get("/logo.png", Range="bytes=10-19", **IMAGE)
    head = shop.get("/logo.png", "HEAD", **IMAGE)
    (tag,) = whole.values("ETag")
    same = shop.get("/logo.png", If_None_Match=tag.decode(), **IMAGE)

    assert whole.body == FILES["logo.png"]
    assert (part.status, part.body) == (206, bytes(range(10, 20)))
    assert whole.values("Content-Length") == head.values("Content-Length")
    assert head.values("Content-Length") == [b"10240"]
    assert same.status == 304


def test_leads_nobody_away_from_the_scheme_and_port_that_was_used(
    shop: Gateway,
) -> None:
    reply = shop.get("/about", **PAGE)

    assert reply.status == 301
    assert reply.values("Location") == [b"/about/"]


@pytest.mark.parametrize("page", ["howto/gateway.md", "tutorial/first-site.md"])
def test_nginx_takes_what_the_manual_tells_to_write(page: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    examples = re.findall(r"```nginx\n(.*?)```", text, flags=re.DOTALL)
    maps = re.findall(r"`(map \$.*?\})`", text)
    servers = (
        one if one.startswith("server") else f"server {{ listen 8080; {one} }}"
        for one in examples
    )

    assert examples
    assert_nginx_takes("\n".join([*maps, *servers]), tmp_path)
