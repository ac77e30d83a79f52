"""A small application behind a gatherer of little patience; a real server imports it.

``/length`` tells how long the body was, ``/slow`` takes some seconds, and ``/stream``
does not end; when it is ended it makes the file that ``STREAM_ENDED`` names.
"""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request, Response

from consent_server.web.gathering import Gatherer

PLACES = 2
PATIENCE = 1.0
SLOW_SECONDS = 3.0


def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request."""
    match environ["PATH_INFO"]:
        case "/stream":
            return Response(_stream())(environ, start_response)
        case "/slow":
            time.sleep(SLOW_SECONDS)
    request = Request(environ)
    try:
        said = str(len(request.get_data()))
    except HTTPException as error:
        return error(environ, start_response)
    return Response(said)(environ, start_response)


def _stream() -> Iterator[bytes]:
    try:
        while True:
            yield b"x" * 65_536
    finally:
        Path(os.environ["STREAM_ENDED"]).touch()


app = ProxyFix(Gatherer(answer, PLACES, patience=PATIENCE), x_for=1, x_host=1)
