"""WebSockets through the gateway, with another library at both ends."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

import aiohttp
import pytest
from aiohttp import WSMsgType, web
from yarl import URL

from consent_server.gateway import sockets
from consent_server.gateway.client import HeardSocket
from consent_server.sdk.asgi import Message
from tests.gateway_process import Gateway, running_gateway

pytestmark = pytest.mark.usefixtures("socket_enabled")

COUNTED = {"Cookie": "_ga=2; PHPSESSID=2"}


async def _echo(request: web.Request) -> web.WebSocketResponse:
    """Say what the handshake carried, then repeat what is said; ``end`` ends it."""
    socket = web.WebSocketResponse(protocols=["chat"])
    await socket.prepare(request)
    await socket.send_str(request.headers.get("Cookie", ""))
    await socket.ping(b"there?")
    async for message in socket:
        if message.type == WSMsgType.BINARY:
            await socket.send_bytes(message.data)
        elif message.data == "end":
            await socket.close(code=4001, message=b"because")
        else:
            await socket.send_str(message.data)
    _codes.append(socket.close_code)
    _ended.set()
    return socket


async def _talk_on(request: web.Request) -> web.WebSocketResponse:
    """Say something without end, and read nothing, so that no close is answered."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    try:
        while True:
            await socket.send_str("and another thing")
            await asyncio.sleep(0.001)
    except ConnectionError:
        _ended.set()
    return socket


async def _refuse(_: web.Request) -> web.Response:
    return web.Response(status=403, text="no")


_codes: list[int | None] = []
_ended = threading.Event()


@contextlib.contextmanager
def _upstream() -> Iterator[int]:
    """Serve the two from a thread of their own."""
    app = web.Application()
    app.add_routes([web.get("/echo", _echo), web.get("/refuse", _refuse)])
    app.add_routes([web.get("/talk-on", _talk_on)])
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> tuple[web.AppRunner, int]:
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port: int = runner.addresses[0][1]
        return runner, port

    runner, port = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("talking")
    with (
        _upstream() as port,
        running_gateway(folder, f"http://127.0.0.1:{port}") as gateway,
    ):
        yield gateway


def test_passes_on_messages_pings_and_the_end(talking: Gateway) -> None:
    async def talk() -> None:
        url = f"ws://{talking.host}/echo"
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(url, protocols=["chat"], headers=COUNTED) as socket,
        ):
            assert socket.protocol == "chat"
            assert await socket.receive_str() == "PHPSESSID=2"
            await socket.send_str("hå")
            assert await socket.receive_str() == "hå"
            await socket.send_bytes(bytes(100_000))
            assert await socket.receive_bytes() == bytes(100_000)
            await socket.ping(b"there?")
            await socket.send_str("end")
            end = await socket.receive()
            assert (end.type, end.data, end.extra) == (
                WSMsgType.CLOSE,
                4001,
                "because",
            )

    asyncio.run(talk())


def test_tells_the_upstream_how_the_visitor_ended(talking: Gateway) -> None:
    async def talk() -> None:
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"ws://{talking.host}/echo") as socket,
        ):
            await socket.receive_str()
            await socket.close(code=4002)

    _ended.clear()
    asyncio.run(talk())

    assert _ended.wait(20)
    assert _codes[-1] == 4002


def test_waits_for_no_upstream_that_goes_on_talking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A visitor who took nothing more has left; the upstream's connection ends."""
    monkeypatch.setattr(sockets, "CLOSE_SECONDS", 0.1)
    said: list[Message] = []
    heard = asyncio.Event()

    async def receive() -> Message:
        if not said:
            return {"type": "websocket.connect"}
        await heard.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Message) -> None:
        said.append(message)
        if message["type"] == "websocket.send":
            heard.set()
            await asyncio.Event().wait()  # as for a visitor who does not read

    async def visit(port: int) -> None:
        address = URL(f"http://127.0.0.1:{port}/talk-on")
        async with aiohttp.ClientSession(ws_response_class=HeardSocket) as client:
            scope = {"type": "websocket", "headers": [], "extensions": {}}
            async with asyncio.timeout(20):
                await sockets.relay(client, address, scope, receive, send)

    _ended.clear()
    with _upstream() as port:
        asyncio.run(visit(port))

        assert _ended.wait(20)
    assert [it["type"] for it in said] == ["websocket.accept", "websocket.send"]


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [("/refuse", None, 403), ("/echo", "evil.example", 421)],
    ids=["by the upstream", "by the gateway"],
)
def test_passes_on_that_a_handshake_is_refused(
    talking: Gateway, path: str, host: str | None, status: int
) -> None:
    with talking.connect() as wire:
        wire.send(
            path,
            Host=host or talking.host,
            Connection="Upgrade",
            Upgrade="websocket",
            Sec_WebSocket_Version="13",
            Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        )
        reply = wire.reply()

    assert reply.status == status
