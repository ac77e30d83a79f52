"""The middleware around an ASGI application: what differs from WSGI."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from consent_server.kernel.clock import ManualClock
from consent_server.sdk.asgi import ConsentASGIMiddleware, Message, Receive, Scope, Send
from consent_server.sdk.asked import DECISION_KEY
from consent_server.web.embedded import embed_asgi
from tests.site import CATALOG, PAGE, START

HTML = (b"content-type", b"text/html; charset=utf-8")
HINT = b"<https://connect.facebook.net>; rel=preconnect"
PLAIN = (b"content-type", b"text/plain")
Headers = list[tuple[bytes, bytes]]
FORM = b"act=grant_all&policy=%s&language=en&surface=banner"

pytestmark = pytest.mark.usefixtures("socket_enabled")  # the event loop's own pipe


@dataclass(slots=True)
class App:
    """Answers what it was told to and keeps what it saw."""

    headers: Headers = field(default_factory=lambda: [HTML])
    chunks: list[bytes] = field(default_factory=lambda: [PAGE])
    seen: list[Scope] = field(default_factory=list)
    while_running: Callable[[Scope], object] = id

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        self.seen.append(scope)
        self.while_running(scope)
        start = {"type": "http.response.start", "status": 200, "headers": self.headers}
        await send(start)
        for chunk in self.chunks[:-1]:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": self.chunks[-1]})


@dataclass(frozen=True, slots=True)
class Answer:
    sent: list[Message]

    @property
    def status(self) -> int:
        status: int = self.sent[0]["status"]
        return status

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)

    def values(self, name: bytes) -> list[bytes]:
        return [value for key, value in self.sent[0]["headers"] if key == name]


def make_site(
    tmp_path: Path,
    app: Any,  # noqa: ANN401 - any
    catalog: str = CATALOG,
) -> ConsentASGIMiddleware:
    path = tmp_path / "catalog.yaml"
    path.write_text(catalog, encoding="utf-8")
    clock = ManualClock(START)
    return embed_asgi(app, path, tmp_path / "data", clock=clock)


def ask(
    site: ConsentASGIMiddleware,
    path: str = "/",
    *headers: tuple[bytes, bytes],
    body: bytes | None = None,
    **scope: object,
) -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body or b""}

    async def send(message: Message) -> None:
        sent.append(message)

    asked: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET" if body is None else "POST",
        "scheme": "https",
        "path": path,
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"shop.example"), *headers],
        "server": ("127.0.0.1", 443),
        "client": ("127.0.0.1", 5),
        **scope,
    }
    asyncio.run(site(asked, receive, send))
    return Answer(sent)


def choose(site: ConsentASGIMiddleware, body: bytes | None = None) -> Answer:
    form = FORM % site.site.policy.version.encode() if body is None else body
    return ask(
        site,
        "/-/choices/",
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"content-length", str(len(form)).encode()),
        (b"sec-fetch-site", b"same-origin"),
        (b"accept", b"text/html"),
        body=form,
    )


def cookies_of(answer: Answer) -> tuple[bytes, bytes]:
    pairs = (value.partition(b";")[0] for value in answer.values(b"set-cookie"))
    return (b"cookie", b"; ".join(pairs))


def held(answer: Answer) -> list[str]:
    parts = answer.body.decode().split('data-held="')[1:]
    return [part.partition('"')[0] for part in parts]


def test_holds_everything_gated_before_a_choice(tmp_path: Path) -> None:
    answer = ask(make_site(tmp_path, App()))

    assert held(answer) == ["google.analytics", "meta.pixel"]
    assert answer.values(b"content-length") == [str(len(answer.body)).encode()]
    assert answer.values(b"cache-control") == [b"private, no-cache"]


def test_records_a_choice_and_releases_the_page(tmp_path: Path) -> None:
    site = make_site(tmp_path, App())
    chosen = choose(site)

    assert chosen.status == 303
    assert held(ask(site, "/", cookies_of(chosen))) == []


def test_leads_to_https_whatever_a_proxy_speaks_to_us(tmp_path: Path) -> None:
    answer = ask(make_site(tmp_path, App()), "/-/choices", scheme="http")

    assert answer.values(b"location") == [b"https://shop.example/-/choices/"]


def test_counts_a_cookie_header_in_pieces_as_one(tmp_path: Path) -> None:
    """RFC 9113 section 8.2.3: HTTP/2 may cut it."""
    site = make_site(tmp_path, App())
    _, pair = cookies_of(choose(site))
    pieces = [(b"cookie", piece) for piece in pair.split(b"; ")]

    assert held(ask(site, "/", (b"cookie", b"a=1"), *pieces)) == []


def test_hides_and_drops_cookies_that_were_not_granted(tmp_path: Path) -> None:
    app = App(headers=[HTML, (b"set-cookie", b"_ga=1"), (b"set-cookie", b"session=2")])
    cookies = (b"cookie", b"_ga=GA1; session=7")
    answer = ask(make_site(tmp_path, app), "/", cookies)

    assert answer.values(b"set-cookie") == [b"session=2"]
    assert (b"cookie", b"session=7") in app.seen[0]["headers"]


def test_keeps_several_headers_of_one_name_both_ways(tmp_path: Path) -> None:
    several = [(b"x-tag", b"1"), (b"x-tag", b"2")]
    app = App(headers=[HTML, *several])
    answer = ask(make_site(tmp_path, app), "/", *several)

    assert answer.values(b"x-tag") == [b"1", b"2"]
    assert app.seen[0]["headers"][-2:] == several


def test_sends_each_piece_when_it_is_certain(tmp_path: Path) -> None:
    app = App(chunks=[b"", b"<p>one</p>", b"<p>two</p>", b"<p>three</p>"])
    answer = ask(make_site(tmp_path, app))

    assert [message["body"] for message in answer.sent[1:]] == [
        b"<p>one</p>",
        b"<p>two</p>",
        b"<p>three</p>",
    ]
    assert [message["more_body"] for message in answer.sent[1:]] == [True, True, False]
    assert answer.values(b"content-length") == []


def test_holds_a_tag_that_is_cut_between_pieces(tmp_path: Path) -> None:
    app = App(chunks=[PAGE[:110], PAGE[110:120], PAGE[120:]])

    assert held(ask(make_site(tmp_path, app))) == ["google.analytics", "meta.pixel"]


def test_sends_the_headers_of_what_is_no_page_at_once(tmp_path: Path) -> None:
    """An event stream says nothing for a while."""
    sent_before_the_body: list[str] = []

    async def app(_: Scope, __: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        sent_before_the_body.append("headers")
        await send({"type": "http.response.body", "body": b"data: 1\n\n"})

    answer = ask(make_site(tmp_path, app))

    assert answer.body == b"data: 1\n\n"
    assert sent_before_the_body == ["headers"]


def test_gives_a_head_answer_no_length_of_another_body(tmp_path: Path) -> None:
    app = App(headers=[HTML, (b"content-length", b"500")], chunks=[b""])
    answer = ask(make_site(tmp_path, app), method="HEAD")

    assert answer.values(b"content-length") == []
    assert answer.body == b""


def test_reads_a_page_with_a_utf_16_mark(tmp_path: Path) -> None:
    page = PAGE.decode().encode("utf-16")
    answer = ask(make_site(tmp_path, App(chunks=[page[:20], page[20:]])))

    assert answer.body.decode("utf-16").count('data-held="') == 2


def test_asks_the_application_for_the_whole_plain_page(tmp_path: Path) -> None:
    app = App()
    hidden = {
        b"if-none-match": b'"1"',
        b"range": b"bytes=0-1",
        b"accept-encoding": b"gzip",
    }
    ask(make_site(tmp_path, app), "/", (b"accept", b"text/html"), *hidden.items())

    assert not hidden.keys() & dict(app.seen[0]["headers"]).keys()


def test_offers_no_way_past_the_engine(tmp_path: Path) -> None:
    """A file sent by the server would go out unread."""
    app = App()
    extensions: dict[str, object] = {
        "http.response.pathsend": {},
        "http.response.trailers": {},
        "tls": {},
    }
    ask(make_site(tmp_path, app), extensions=extensions)

    assert app.seen[0]["extensions"] == {"tls": {}}


def test_filters_early_hints(tmp_path: Path) -> None:
    """A 103 is acted on before there is a page (RFC 8297)."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert "http.response.early_hint" in scope["extensions"]
        for links in ([HINT, b"</own.css>; rel=preload; as=style"], [HINT]):
            await send({"type": "http.response.early_hint", "links": links})
        await App()(scope, receive, send)

    site = make_site(tmp_path, app)
    extensions: dict[str, object] = {"http.response.early_hint": {}}
    before = ask(site, extensions=extensions)
    granted = ask(site, "/", cookies_of(choose(site)), extensions=extensions)

    assert [it.get("links") for it in before.sent[:2]] == [
        [b"</own.css>; rel=preload; as=style"],
        None,
    ]
    assert before.sent[1]["type"] == "http.response.start"
    assert [it["links"] for it in granted.sent[:2]] == [
        [HINT, b"</own.css>; rel=preload; as=style"],
        [HINT],
    ]


def test_offers_no_early_hints_that_the_server_does_not_know(tmp_path: Path) -> None:
    app = App()
    ask(make_site(tmp_path, app))

    assert app.seen[0]["extensions"] == {}


def test_reads_a_page_of_one_piece_once(tmp_path: Path) -> None:
    """Its plan is kept, as under WSGI; one in pieces has none."""
    site = make_site(tmp_path, App())
    answers = [ask(site).body, ask(site).body]
    ask(make_site(tmp_path, App(chunks=[PAGE[:9], PAGE[9:]])))

    assert len(site.site.plans._pages) == 1
    assert [it.count(b'data-held="') for it in answers] == [2, 2]


def test_confirms_a_page_of_the_same_decision_only(tmp_path: Path) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if dict(scope["headers"]).get(b"if-none-match") == b'"1"':
            start = {"type": "http.response.start", "status": 304, "headers": []}
            await send(start)
            await send({"type": "http.response.body"})
        else:
            headers = [HTML, (b"cache-control", b"private"), (b"etag", b'"1"')]
            await App(headers=headers)(scope, receive, send)

    site = make_site(tmp_path, app)
    granted = cookies_of(choose(site))
    [tag] = ask(site, "/", granted).values(b"etag")

    assert ask(site, "/", granted, (b"if-none-match", tag)).status == 304
    assert ask(site, "/", (b"if-none-match", tag)).status == 200
    assert ask(site, "/", granted, (b"if-none-match", b'"1"')).status == 200


def test_sends_nothing_of_what_a_script_has(tmp_path: Path) -> None:
    headers = [(b"content-type", b"application/json"), (b"etag", b'"1"')]
    app = App(headers=headers, chunks=[b"{", b"}"])
    answer = ask(make_site(tmp_path, app), "/", (b"if-none-match", b'"1"'))

    assert (answer.status, answer.body) == (304, b"")
    assert [message.get("more_body") for message in answer.sent[1:]] == [True, None]


def test_makes_private_what_depends_on_an_answer(tmp_path: Path) -> None:
    public = (b"cache-control", b"public, max-age=600")
    app = App(
        headers=[PLAIN, public],
        while_running=lambda scope: scope[DECISION_KEY].allows("google.analytics"),
    )

    assert ask(make_site(tmp_path, app)).values(b"cache-control") == [
        b"private, no-cache"
    ]


def test_enforces_the_handshake_of_a_web_socket_and_passes_its_messages(
    tmp_path: Path,
) -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        seen.append(scope)
        headers = [(b"set-cookie", b"_ga=1"), (b"set-cookie", b"session=2")]
        await send({"type": "websocket.accept", "headers": headers})
        await send({"type": "websocket.send", "text": "<script src=//x></script>"})

    cookies = (b"cookie", b"_ga=GA1; session=7")
    answer = ask(make_site(tmp_path, app), "/-/choices/", cookies, type="websocket")

    assert (b"cookie", b"session=7") in seen[0]["headers"]
    assert answer.values(b"set-cookie") == [b"session=2"]
    assert answer.sent[1] == {
        "type": "websocket.send",
        "text": "<script src=//x></script>",
    }


def test_passes_lifespan_events(tmp_path: Path) -> None:
    app = App()
    scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0"}}

    async def nothing(_: Message | None = None) -> Message:
        return {}

    async def send(_: Message) -> None:
        return None

    asyncio.run(make_site(tmp_path, app)(scope, nothing, send))

    assert app.seen == [scope]


def test_serves_the_choices_below_a_mount(tmp_path: Path) -> None:
    site = make_site(tmp_path, App())
    answer = ask(site, "/app/-/choices/", root_path="/app")

    assert b"<form" in answer.body


@pytest.mark.parametrize(
    ("header", "status"),
    [
        pytest.param([(b"content-length", b"900000")], 413, id="too-long"),
        pytest.param([(b"transfer-encoding", b"chunked")], 411, id="no-length"),
    ],
)
def test_reads_no_body_that_is_too_long_or_does_not_say(
    tmp_path: Path, header: Headers, status: int
) -> None:
    form = (b"content-type", b"application/x-www-form-urlencoded")
    origin = (b"sec-fetch-site", b"same-origin")
    site = make_site(tmp_path, App())
    answer = ask(site, "/-/choices/", form, origin, *header, body=b"x" * 9000)

    assert answer.status == status


def test_records_nothing_when_the_visitor_leaves_within_the_body(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path, App())
    sent: list[Message] = []
    messages: Iterator[Message] = iter(
        [
            {"type": "http.request", "body": b"act=", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/-/choices/",
        "headers": [(b"host", b"shop.example"), (b"content-length", b"90")],
    }
    asyncio.run(site(scope, receive, send))

    assert sent == []
