"""A connected site, for servers that load it by its name."""

import os
from wsgiref.types import StartResponse, WSGIEnvironment

from consent_server.sdk.connect import ConnectedMiddleware, connect
from tests.central import KEY
from tests.site import PAGE


def _app(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Say which process answers."""
    worker = ("X-Worker", str(os.getpid()))
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), worker])
    return [PAGE]


def make(server: str, pin_dir: str) -> ConnectedMiddleware:
    """Make a site that asks its server several times a second."""
    return connect(
        _app, server=server, site="shop", key=KEY, pin_dir=pin_dir, refresh_seconds=0.2
    )
