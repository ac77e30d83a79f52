"""The Starlette example with what a server can get wrong, for a real server."""

import asyncio
import gzip
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from examples.starlette_app import app as example

PATIENCE_SECONDS = 20
TAG = '<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
PERSONAL = {"ETag": '"1"', "Cache-Control": "private"}  # a shared one is held for all
PICTURE = bytes(range(256))
asked_to_go_on = asyncio.Event()


async def stream(_: Request) -> Response:
    """Send half a page; the rest once somebody has seen that half."""

    async def halves() -> AsyncIterator[str]:
        yield "<p>first</p>"
        try:
            await asyncio.wait_for(asked_to_go_on.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            yield "<p>nobody saw the first half</p>"
        yield "<p>last</p>"

    asked_to_go_on.clear()
    return StreamingResponse(halves(), media_type="text/html")


async def go_on(_: Request) -> Response:
    """Let the stream go on."""
    asked_to_go_on.set()
    return PlainTextResponse("gone on")


async def tagged(request: Request) -> Response:
    """Show a page that its own tag calls unchanged."""
    if request.headers.get("if-none-match") == '"1"':
        return Response(status_code=304)
    return Response(TAG, media_type="text/html", headers=PERSONAL)


async def picture(request: Request) -> Response:
    """Send a file, in parts if that is asked."""
    if request.headers.get("range") == "bytes=0-9":
        part = {"Content-Range": f"bytes 0-9/{len(PICTURE)}"}
        return Response(PICTURE[:10], 206, part, "image/png")
    return Response(PICTURE, media_type="image/png")


async def data(_: Request) -> Response:
    """Answer a script."""
    return Response("{}", media_type="application/json", headers={"ETag": '"7"'})


async def packed(_: Request) -> Response:
    """Send a page in gzip, asked or not."""
    body = gzip.compress(f"<!doctype html><p>Hello</p>{TAG}".encode())
    coding = {"Content-Encoding": "gzip"}
    return Response(body, media_type="text/html", headers=coding)


for handler in (stream, go_on, tagged, picture, data, packed):
    path = "/" + handler.__name__.replace("_", "-")
    example.site.router.routes.append(Route(path, handler))

app = example.app
