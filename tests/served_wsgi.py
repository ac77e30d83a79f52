"""The Flask example with what a server can get wrong, for real servers to serve."""

import gzip
import io
import threading
from collections.abc import Iterator

from flask import Response, request, send_file

from examples.flask_app.app import app

PATIENCE_SECONDS = 20
TAG = '<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
PICTURE = bytes(range(256))
asked_to_go_on = threading.Event()


@app.get("/stream")
def stream() -> Response:
    """Send half a page; the rest once somebody has seen that half."""

    def halves() -> Iterator[str]:
        yield "<p>first</p>"
        seen = asked_to_go_on.wait(PATIENCE_SECONDS)
        yield "<p>last</p>" if seen else "<p>nobody saw the first half</p>"

    asked_to_go_on.clear()
    return Response(halves(), mimetype="text/html")


@app.get("/go-on")
def go_on() -> str:
    """Let the stream go on."""
    asked_to_go_on.set()
    return "gone on"


@app.get("/tagged")
def tagged() -> Response:
    """Show a page that its own tag calls unchanged."""
    response = Response(TAG)
    response.headers["Cache-Control"] = "private"  # a shared one is held for all
    response.set_etag("1")
    response.make_conditional(request)
    return response


@app.get("/picture")
def picture() -> Response:
    """Send a file, in parts if that is asked."""
    return send_file(io.BytesIO(PICTURE), "image/png", etag=False, conditional=True)


@app.get("/data")
def data() -> Response:
    """Answer a script."""
    return Response("{}", mimetype="application/json", headers={"ETag": '"7"'})


@app.get("/packed")
def packed() -> Response:
    """Send a page in gzip, asked or not."""
    body = gzip.compress(f"<!doctype html><p>Hello</p>{TAG}".encode())
    return Response(body, mimetype="text/html", headers={"Content-Encoding": "gzip"})
