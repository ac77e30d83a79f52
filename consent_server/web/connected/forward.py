"""A visitor's request that a middleware forwards, and what answers it."""

import re
from wsgiref.types import WSGIEnvironment

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
    FORWARD,
    HOST_HEADER,
    MAX_FORWARD_BYTES,
    METHODS,
    METHODS_WITH_BODY,
    SCHEME_HEADER,
    VERSION_HEADER,
    is_forwarded,
    site_path,
)
from consent_server.web.ahead import Answer
from consent_server.web.connected.policy import RequireSite
from consent_server.web.hosted import HostedSite

_PATH = re.compile(site_path("(?P<site>[^/]+)") + f"/{FORWARD}(?P<path>/[^/].*)")

_KEPT = frozenset(
    {"REQUEST_METHOD", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"}
    | {"CONTENT_TYPE", "CONTENT_LENGTH"}
)


class Forwarding:
    """Lets the visitor's routes of a site answer what its middlewares forward."""

    def __init__(self, require: RequireSite) -> None:
        self._require = require

    def answer(self, environ: WSGIEnvironment) -> Answer | None:
        """Answer as the site's own origin would; none if nobody forwards this.

        Raises:
            HTTPException: Whoever asks may not, there is no such site, or the request
                is not one that a middleware forwards.
            ConsentError: The site cannot be opened now.
        """
        named = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if named is None or environ["REQUEST_METHOD"] not in METHODS:
            return None
        request = Request(environ)
        hosted = self._require(request, named["site"])
        asked = _as_visitor(hosted, request, named["path"])
        body, status, headers = run_wsgi_app(hosted.choices, asked, buffered=True)
        headers[VERSION_HEADER] = hosted.site.policy.version
        return Answer(status, headers.to_wsgi_list(), b"".join(body))


def _as_visitor(hosted: HostedSite, request: Request, path: str) -> WSGIEnvironment:
    """Describe the request as the site received it, for ``path`` there.

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
