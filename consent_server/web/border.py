"""What no request gets past: a known host, a length that is said, headers that fit.

HTTP servers differ in what they let through, so the application checks for itself.
"""

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    LengthRequired,
    RequestHeaderFieldsTooLarge,
    RequestURITooLarge,
)

from consent_server.web.problems import final_problem_of
from consent_server.web.visitor.incoming import MisdirectedRequest

MAX_HEADERS = 32_768  # characters, all together
MAX_HEADER = 16_384
MAX_COOKIES = 8_192
MAX_TARGET = 8_192
ANY_HOST = ("/healthz", "/readyz")
"""Whoever asks whether a server lives may not know its name."""

_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


class Border:
    """Refuses what is not fit to be looked at; passes the rest to ``app``.

    Args:
        app: Answers the rest.
        hosts: The names that it is asked by; ``.name`` stands for all below.
    """

    def __init__(self, app: WSGIApplication, hosts: Iterable[str]) -> None:
        self._app = app
        named = [host.lower() for host in hosts]
        self._names = frozenset(host for host in named if not host.startswith("."))
        self._endings = tuple(host for host in named if host.startswith("."))

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        error = self._judge(environ)
        if error is None:
            return self._app(environ, start_response)
        return final_problem_of(error)(environ, start_response)

    def _judge(self, environ: WSGIEnvironment) -> HTTPException | None:
        return (
            self._judge_host(environ) or _judge_length(environ) or _judge_sizes(environ)
        )

    def _judge_host(self, environ: WSGIEnvironment) -> HTTPException | None:
        found = _HOST.fullmatch(environ.get("HTTP_HOST", "").lower())
        if found is None:  # several come with a comma between
            return BadRequest("expected one Host header with the name of this server")
        name = found["name"]
        known = name in self._names or name.endswith(self._endings)
        if known or environ.get("PATH_INFO") in ANY_HOST:
            return None
        return MisdirectedRequest("this server is not known by that name")


def _judge_length(environ: WSGIEnvironment) -> HTTPException | None:
    if "HTTP_TRANSFER_ENCODING" in environ:
        return LengthRequired("send a Content-Length; chunked bodies are not read")
    return None


def _judge_sizes(environ: WSGIEnvironment) -> HTTPException | None:
    if len(environ.get("PATH_INFO", "")) + len(environ["QUERY_STRING"]) > MAX_TARGET:
        return RequestURITooLarge()
    if len(environ.get("HTTP_COOKIE", "")) > MAX_COOKIES:
        return RequestHeaderFieldsTooLarge("the cookies are too long")
    lengths = [
        len(value) for name, value in environ.items() if name.startswith("HTTP_")
    ]
    if sum(lengths) > MAX_HEADERS or max(lengths) > MAX_HEADER:
        return RequestHeaderFieldsTooLarge("the headers are too long")
    return None
