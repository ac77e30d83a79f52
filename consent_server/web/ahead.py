"""What is answered ahead of Flask's way to a view, which costs several times as much.

An error is raised again in Flask, which answers every error in one shape.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, NoReturn
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import request
from werkzeug.exceptions import MethodNotAllowed

from consent_server.enforcement.caching import not_modified
from consent_server.enforcement.validators import is_unchanged

_FAILED = "consent_server.failed"


class Answer(NamedTuple):
    """A whole answer; its headers say its length."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Ahead:
    """Answers some requests in front of ``app``, a Flask application.

    Args:
        app: Answers all others; it must have :func:`fail` as its view of these.
        answer: Returns the answer to a request, none if it is not one of these.
    """

    def __init__(
        self,
        app: WSGIApplication,
        answer: Callable[[WSGIEnvironment], Answer | None],
    ) -> None:
        self._app = app
        self._answer = answer

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        try:
            answer = self._answer(environ)
        except Exception as error:  # noqa: BLE001 - Flask answers it
            environ[_FAILED] = error
            answer = None
        if answer is None:
            return self._app(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.body]


def fail(**_: str) -> NoReturn:
    """Raise what went wrong with a request, within Flask; a view of any route."""
    # Flask takes "post" for POST; methods are case-sensitive (RFC 9110 section 9.1).
    raise request.environ.get(_FAILED, MethodNotAllowed())


def give(
    environ: WSGIEnvironment, headers: list[tuple[str, str]], body: bytes
) -> Answer:
    """Answer a GET or a HEAD with what is there, or say that the asker has it.

    Args:
        environ: The request's.
        headers: Those of the whole answer, with an ``ETag`` but no length.
        body: Of the whole answer.
    """
    if is_unchanged(headers, environ.get("HTTP_IF_NONE_MATCH"), None):
        return Answer("304 NOT MODIFIED", not_modified(headers), b"")
    said = [*headers, ("Content-Length", str(len(body)))]
    return Answer("200 OK", said, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)
