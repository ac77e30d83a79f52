"""A proxy that is the whole internet: it notes what is asked for and answers for all.

Unlike an interception in the browser it also sees connections that no request follows,
as a preconnect makes. Only a look-up of a name (``dns-prefetch``) shows itself nowhere,
since the proxy does the looking up.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.e2e.stub_vendors import PIXEL

ANSWERS = {
    "gif": ("image/gif", PIXEL),
    "js": ("text/javascript", b""),
    "css": ("text/css", b""),
    "html": ("text/html", b"<!doctype html><p>Embedded."),
}


@dataclass(slots=True, kw_only=True)
class RecordingProxy:
    """Where it listens, and which hosts were asked for."""

    port: int
    hosts: list[str] = field(default_factory=list)


@contextmanager
def listen() -> Iterator[RecordingProxy]:
    """Answer on loopback until the block ends."""
    hosts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            hosts.append(self.path.rpartition(":")[0])
            self.send_error(HTTPStatus.BAD_GATEWAY)

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            hosts.append(url.hostname or "")
            kind, body = ANSWERS.get(url.path.rpartition(".")[2], ("text/plain", b""))
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the server looks for this name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield RecordingProxy(port=server.server_port, hosts=hosts)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
