"""A visitor's request that a middleware forwards, and what answers it."""

from wsgiref.types import WSGIEnvironment

from flask import Response
from werkzeug.exceptions import (
    BadRequest,
    LengthRequired,
    NotFound,
    RequestEntityTooLarge,
)
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request

from consent_server.notice.render import CHOICES_PATH
from consent_server.sdk.connected.contract import (
    HOST_HEADER,
    MAX_FORWARD_BYTES,
    METHODS_WITH_BODY,
    SCHEME_HEADER,
    VERSION_HEADER,
    is_forwarded,
)
from consent_server.web.hosted import HostedSite

_KEPT = frozenset(
    {"REQUEST_METHOD", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"}
    | {"CONTENT_TYPE", "CONTENT_LENGTH"}
)


def forward(hosted: HostedSite, request: Request, prefix: str) -> Response:
    """Answer as the site's own origin would; ``request`` was authorised.

    Args:
        hosted: The site.
        request: The middleware's.
        prefix: What stands in front of the visitor's path.

    Raises:
        HTTPException: The request is not one that a middleware forwards.
    """
    environ = _as_visitor(hosted, request, prefix)
    body, status, headers = run_wsgi_app(hosted.choices, environ, buffered=True)
    response = Response(body, status, headers)
    if "Content-Type" not in headers:
        response.headers.pop("Content-Type", None)
    response.headers[VERSION_HEADER] = hosted.site.policy.version
    return response


def _as_visitor(hosted: HostedSite, request: Request, prefix: str) -> WSGIEnvironment:
    """Describe the request as the site received it.

    Nothing else of the middleware's request goes in: not its key, not its address.
    """
    _require_bounded(request)
    scheme = "https" if hosted.site.secure else "http"
    host = request.headers.get(HOST_HEADER, "")
    if not host or request.headers.get(SCHEME_HEADER) != scheme:
        raise BadRequest(
            f"expected {HOST_HEADER} and {SCHEME_HEADER}: {scheme}; middleware and "
            "server must agree on how visitors come to the site"
        )
    path: str = request.environ["PATH_INFO"].removeprefix(prefix)
    if not path.startswith(CHOICES_PATH):
        raise NotFound("only the paths where choices are taken are forwarded")
    environ: WSGIEnvironment = {
        name: value
        for name, value in request.environ.items()
        if name in _KEPT or name.startswith("wsgi.") or _is_visitors(name)
    }
    return environ | {
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "HTTP_HOST": host,
        "REMOTE_ADDR": "",
        "wsgi.url_scheme": scheme,
    }


def _is_visitors(name: str) -> bool:
    header = name.removeprefix("HTTP_").replace("_", "-").lower()
    return name.startswith("HTTP_") and is_forwarded(header)


def _require_bounded(request: Request) -> None:
    length = request.content_length
    chunked = "Transfer-Encoding" in request.headers
    if chunked or (length is None and request.method in METHODS_WITH_BODY):
        raise LengthRequired("send a Content-Length; chunked bodies are not read")
    if length is not None and length > MAX_FORWARD_BYTES:
        raise RequestEntityTooLarge
