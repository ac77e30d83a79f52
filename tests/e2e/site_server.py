"""An application on a real socket."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import WSGIRequestHandler, make_server


@dataclass(slots=True, kw_only=True)
class SiteServer:
    """Where an application answers, and which of its answers were broken.

    Chromium takes every name under ``localhost`` for this machine, so that each site
    has an origin, and therefore cookies, of its own.
    """

    port: int
    broken_answers: list[str] = field(default_factory=list)

    def address(self, site_id: str) -> str:
        """Return the origin of a site, without a slash at the end."""
        return f"http://{site_id}.localhost:{self.port}"


class _QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Say nothing of what went well."""


@contextmanager
def serve(application: WSGIApplication) -> Iterator[SiteServer]:
    """Answer on loopback, one thread a request, until the block ends."""
    broken: list[str] = []

    def watched(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:  # noqa: ANN401 - as WSGI has it
            if int(status[:3]) == HTTPStatus.INTERNAL_SERVER_ERROR:
                broken.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
            return start_response(status, headers, *rest)

        return application(environ, start)

    server = make_server(
        "127.0.0.1", 0, watched, threaded=True, request_handler=_QuietHandler
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield SiteServer(port=server.server_port, broken_answers=broken)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
